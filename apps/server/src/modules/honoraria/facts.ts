import type { FactKind } from "#kernel/facts.ts";

export const honorariaFactKinds: readonly FactKind[] = [
  {
    kind: "honoraria.paid",
    name: "发放的专家酬劳",
    measure: "元",
    from: "一笔由记录算出、第二人核准的酬劳登记为已发放（登记错了冲销）",
    sourceTable: "honoraria",
  },
  {
    kind: "honoraria.reviewed",
    name: "专家年度评议",
    measure: "人",
    from: "一个人写、第二人确认一位专家一年的评议",
    sourceTable: "appointment_reviews",
  },
];
