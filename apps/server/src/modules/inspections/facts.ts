import type { FactKind } from "#kernel/facts.ts";

/** O-02, M-03: an inspection that was fed back, a rectification that a second person verified. */
export const inspectionFactKinds: readonly FactKind[] = [
  {
    kind: "inspections.concluded",
    name: "完成的督促检查",
    measure: "次",
    from: "一次检查的样本全部核查并反馈",
    sourceTable: "inspections",
  },
  {
    kind: "inspections.rectified",
    name: "复核通过的整改",
    measure: "项",
    from: "被检查单位附佐证报告整改，另一个人复核通过",
    sourceTable: "rectifications",
  },
];
