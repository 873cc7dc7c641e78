import type { FactKind } from "#kernel/facts.ts";

/** What this module records of the plan (I-19; E-06 by audience). */
export const rumourFactKinds: readonly FactKind[] = [
  {
    kind: "rumours.report_received",
    name: "收到谣言线索",
    measure: "条",
    from: "有人问一条消息是不是真的（网页、站点、电话、工作人员）",
    sourceTable: "claim_reports",
  },
  {
    kind: "rumours.verdict_published",
    name: "发布辟谣结论",
    measure: "条",
    from: "两位以上专家签字后发布一版结论",
    sourceTable: "verdicts",
  },
  {
    kind: "rumours.asker_told",
    name: "告知问的人",
    measure: "次",
    from: "把结论、变动或不予核查的原因告知一位问过的人",
    sourceTable: "verdict_notices",
  },
];
