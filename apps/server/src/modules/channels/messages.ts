import type { ChannelsError } from "./errors.ts";

export const channelsMessages: Readonly<Record<ChannelsError, string>> = {
  "channels.not_found": "没有找到这个渠道，请刷新列表。",
  "channels.delivery_not_found": "没有找到这条送达记录，请刷新列表。",
  "channels.not_by_hand": "这个渠道由系统自己核对，不用人工确认。请点“重试”。",
  "channels.screen_not_found": "没有找到这台终端，请刷新列表。",
  "channels.screen_token": "终端的口令不对或已停用。请在工作台重新登记这台终端。",
  "channels.screen_not_shown": "这台终端没有在放这一篇，或已经说过撤下了。请刷新页面。",
  "channels.upstream_topic": "这个主题不在主题表里，请重新选择。",
  "channels.upstream_item_not_found": "这一条已被来源撤回或过期，请刷新列表。",
  "channels.upstream_url":
    "只能订阅在白名单里的网站，网址要以 https:// 开头。白名单由系统管理员在 KEPU_UPSTREAM_HOSTS 里设置。",
  "channels.upstream_known": "这个来源已经订阅过了。",
  "channels.upstream_not_found": "没有找到这个来源，请刷新列表。",
};
