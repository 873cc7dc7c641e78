import type { PlainNames } from "#kernel/plain-names.ts";

export type BurdensError = "burdens.period_reversed" | "burdens.period_long";

export const burdensMessages: Readonly<Record<BurdensError, string>> = {
  "burdens.period_reversed": "开始的一周晚于结束的一周，请对调后再查。",
  "burdens.period_long": "一次最多看 53 周，请缩短时间。",
};

export const burdensNames: PlainNames = {
  acts: { "burdens.read": "查看填报负担", "burdens.set_limit": "设定填报负担上限" },
  records: { burden_limits: "填报负担上限" },
};
