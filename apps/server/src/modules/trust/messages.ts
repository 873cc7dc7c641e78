import type { PlainNames } from "#kernel/plain-names.ts";

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

export const trustNames: PlainNames = {
  acts: {
    "trust.read_figures": "查看数字",
    "trust.read_facts": "查看事实",
    "trust.reverse_fact": "冲销事实",
    "trust.read_indicators": "查看指标定义",
    "trust.read_audit": "查看操作审计",
    "trust.read_ledger_entries": "查看账本",
    "trust.read_public_ledger": "查看公开账本",
    "trust.verify_ledger": "核对账本",
    "trust.rotate_ledger_key": "更换账本公钥",
    "trust.read_jobs": "查看后台任务",
    "trust.retry_job": "重试任务",
    "trust.read_system_health": "查看系统状况",
    "trust.read_waiting": "查看等我办的事",
  },
  records: { jobs: "任务", ledger_entries: "账目", ledger_checkpoints: "检查点" },
};
