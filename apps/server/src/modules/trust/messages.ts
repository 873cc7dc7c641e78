export type TrustError =
  | "trust.no_unit"
  | "trust.unit_not_found"
  | "trust.period_reversed"
  | "trust.reason_missing"
  | "trust.entry_not_found"
  | "trust.entry_without_checkpoint";

export const trustMessages: Readonly<Record<TrustError, string>> = {
  "trust.no_unit": "您还没有可以查看数据的单位。请联系本单位管理员授予岗位。",
  "trust.unit_not_found": "没有找到这个单位，请从组织机构里重新选择。",
  "trust.period_reversed": "开始日期不能晚于结束日期，请改正。",
  "trust.reason_missing": "请写明冲销的原因，至少 4 个字。",
  "trust.entry_not_found": "账本里没有这一条，请检查编号。",
  "trust.entry_without_checkpoint": "这一条刚刚登记，还没有检查点覆盖。请一分钟后再来。",
};
