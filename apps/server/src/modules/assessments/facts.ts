import type { FactKind } from "#kernel/facts.ts";

/** O-05: a unit's score of a year, once it was frozen. */
export const assessmentFactKinds: readonly FactKind[] = [
  {
    kind: "assessments.published",
    name: "公布的年度考核",
    measure: "次",
    from: "一年的得分冻结、申诉办完后公布",
    sourceTable: "assessments",
  },
];
