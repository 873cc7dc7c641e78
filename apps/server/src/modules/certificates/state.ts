import { defineStates } from "#kernel/transitions.ts";

export type CertificateStatus = "requested" | "issued" | "refused" | "revoked";
export type CertificateEvent = "issue" | "refuse" | "revoke";

export const certificateStates = defineStates<CertificateStatus, CertificateEvent>(
  {
    requested: { issue: "issued", refuse: "refused" },
    issued: { revoke: "revoked" },
    refused: {},
    revoked: {},
  },
  ["issue", "refuse", "revoke"],
);

/** What a certificate is to somebody who reads it today: an hour that changed after it was issued makes it out of date. */
export type CertificateStanding = CertificateStatus | "superseded";

export const standingNames: Readonly<Record<CertificateStanding, string>> = {
  requested: "等单位出具",
  issued: "有效",
  superseded: "已过时",
  refused: "没有出具",
  revoked: "已撤销",
};

export type CertificateKind = "hours" | "thanks";
export const kindNames: Readonly<Record<CertificateKind, string>> = {
  hours: "志愿服务记录证明",
  thanks: "感谢信",
};
