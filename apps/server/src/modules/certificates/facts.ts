import type { FactKind } from "#kernel/facts.ts";

/** B-11, K-05: what was certified and whom was thanked; taken back where a certificate is revoked. */
export const certificateFactKinds: readonly FactKind[] = [
  {
    kind: "certificates.issued",
    name: "出具的志愿服务记录证明",
    measure: "份",
    from: "单位出具一份志愿服务记录证明（撤销时冲销）",
    sourceTable: "service_certificates",
  },
  {
    kind: "certificates.thanked",
    name: "发出的感谢信",
    measure: "份",
    from: "单位给一名志愿者写一封感谢信（撤销时冲销）",
    sourceTable: "service_certificates",
  },
];
