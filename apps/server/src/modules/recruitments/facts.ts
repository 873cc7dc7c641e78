import type { FactKind } from "#kernel/facts.ts";

export const recruitmentFactKinds: readonly FactKind[] = [
  {
    kind: "recruitments.admitted",
    name: "招募入队的志愿者",
    measure: "人",
    from: "队长收下一份凭招募码的报名",
    sourceTable: "recruitment_applications",
  },
];
