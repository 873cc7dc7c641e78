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
  "channels.film_not_found": "没有找到这次放映，请刷新列表。",
  "channels.film_not_live": "没有找到这个编号的已发布内容，请核对内容编号。",
  "channels.film_kind": "终端只能放视频、有声故事和漫画，请换一个内容编号。",
  "channels.film_week": "请选本周到 26 周以内的一天，放那一整周。",
  "channels.film_known": "这部片子那一周在这里已经排过了，请换一周或换一部。",
  "channels.film_screens": "这个单位和下属站点还没有登记终端。请先登记终端，或选上级单位。",
  "channels.film_reason": "请写明为什么撤下，至少 5 个字。",
  "channels.film_over": "这次放映已经计数或撤下，不能再改。请刷新列表。",
};
