import type { FactKind } from "#kernel/facts.ts";

/** F-15: a contract counts when it is signed, a visit only when the farmer confirmed it. */
export const commissionerFactKinds: readonly FactKind[] = [
  {
    kind: "commissioners.selected",
    name: "评审选上的科技特派员",
    measure: "人次",
    from: "镇街在两位以上评审人打分后写明原因选上",
    sourceTable: "commissioner_applications",
  },
  {
    kind: "commissioners.contracted",
    name: "聘任的科技特派员",
    measure: "人次",
    from: "镇街签下一份聘任",
    sourceTable: "commissioner_contracts",
  },
  {
    kind: "commissioners.visits_confirmed",
    name: "农户确认的特派员服务",
    measure: "次",
    from: "农户用确认码、自己上网或经村里工作人员当面确认一次服务",
    sourceTable: "commissioner_logs",
  },
];
