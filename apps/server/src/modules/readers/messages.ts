import type { PlainNames } from "#kernel/plain-names.ts";
import type { ReadersError } from "./errors.ts";

export const readersMessages: Readonly<Record<ReadersError, string>> = {
  "readers.not_out": "这篇内容现在不在了，收藏不了。请回到首页找找别的。",
  "readers.list_full": "收藏已经有 {limit} 篇，放不下了。请先在“收藏”里取下几篇。",
  "readers.adults_only": "未满 18 周岁不能打开阅读记录：我们不记未成年人看过什么。收藏照样可以用。",
  "readers.age_needed": "请先勾选“我已满 18 周岁”。未满 18 周岁的，我们不记看过什么。",
  "readers.history_off": "阅读记录已经是关着的，没有留下任何记录。",
};

export const readersNames: PlainNames = {
  acts: {
    "readers.save": "收藏或取下收藏",
    "readers.open_poster": "打开海报上的码",
    "readers.saved": "收藏一篇内容",
    "readers.unsaved": "取下一篇收藏",
    "readers.saved_merged": "登录时把这台设备的收藏放进账号",
    "readers.history_erased": "删除全部阅读记录",
    "readers.own_history": "使用自己的阅读记录",
    "readers.read_poster_opens": "查看海报扫码次数",
  },
  records: { saved_items: "收藏", reading_history: "阅读记录", poster_opens: "海报扫码次数" },
};
