import type { FactKind } from "#kernel/facts.ts";

export const claimFactKinds: readonly FactKind[] = [
  {
    kind: "claims.filed",
    name: "志愿者理赔申请",
    measure: "件",
    from: "志愿者为一次服务里的意外申请理赔",
    sourceTable: "insurance_claims",
  },
  {
    kind: "claims.paid",
    name: "志愿者理赔已赔付",
    measure: "件",
    from: "站点照保险公司的通知记下赔付",
    sourceTable: "insurance_claims",
  },
];
