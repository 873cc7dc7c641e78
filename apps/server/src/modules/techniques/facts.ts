import type { FactKind } from "#kernel/facts.ts";

/** F-18: an entry counts when a second person made it public, an adoption when somebody else confirmed it. */
export const techniqueFactKinds: readonly FactKind[] = [
  {
    kind: "techniques.published",
    name: "公开的品种技术装备条目",
    measure: "条",
    from: "第二个人核对后公开一条目录",
    sourceTable: "technique_entries",
  },
  {
    kind: "techniques.adopted",
    name: "确认的品种技术采用",
    measure: "户次",
    from: "特派员或镇街确认农户这一季用了目录里的一条",
    sourceTable: "technique_adoptions",
  },
];
