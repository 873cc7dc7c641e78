import type { FactKind } from "#kernel/facts.ts";

/** What this module records of the plan (三（一）多元主体, K-03). */
export const organisationFactKinds: readonly FactKind[] = [
  {
    kind: "organisations.verified",
    name: "核实社会主体",
    measure: "家",
    from: "工作人员核实通过一家自行登记的单位",
    sourceTable: "organisations",
  },
  {
    kind: "organisations.non_profit_verified",
    name: "核实公益科普机构",
    measure: "家",
    from: "核实通过的单位是非营利的（K-03 名录）",
    sourceTable: "organisations",
  },
  {
    kind: "organisations.suspended",
    name: "暂停社会主体",
    measure: "次",
    from: "工作人员暂停一家已核实的单位",
    sourceTable: "organisation_events",
  },
  {
    kind: "organisations.reinstated",
    name: "恢复社会主体",
    measure: "次",
    from: "工作人员恢复一家被暂停的单位",
    sourceTable: "organisation_events",
  },
  {
    kind: "organisations.left",
    name: "社会主体退出",
    measure: "家",
    from: "已核实的单位撤回登记",
    sourceTable: "organisations",
  },
];
