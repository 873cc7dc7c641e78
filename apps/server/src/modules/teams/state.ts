import { defineStates } from "#kernel/transitions.ts";

export type TeamStatus = "registered" | "verified" | "refused" | "suspended" | "disbanded";
export type TeamEvent = "verify" | "refuse" | "resubmit" | "suspend" | "reinstate" | "disband";

export const teamStates = defineStates<TeamStatus, TeamEvent>(
  {
    registered: { verify: "verified", refuse: "refused", disband: "disbanded" },
    refused: { resubmit: "registered", disband: "disbanded" },
    verified: { suspend: "suspended", disband: "disbanded" },
    suspended: { reinstate: "verified", disband: "disbanded" },
    disbanded: {},
  },
  ["verify", "refuse", "resubmit", "suspend", "reinstate", "disband"],
);

export const teamStatusNames: Readonly<Record<TeamStatus, string>> = {
  registered: "等待核验",
  verified: "已核验",
  refused: "退回",
  suspended: "暂停",
  disbanded: "已解散",
};

export const teamEventNames: Readonly<Record<TeamEvent, string>> = {
  verify: "核验通过",
  refuse: "退回",
  resubmit: "重新提交",
  suspend: "暂停接单",
  reinstate: "恢复接单",
  disband: "解散",
};

export type BadgeStatus = "submitted" | "verified" | "refused" | "revoked";
export type BadgeEvent = "verify" | "refuse" | "revoke";

export const badgeStates = defineStates<BadgeStatus, BadgeEvent>(
  {
    submitted: { verify: "verified", refuse: "refused" },
    verified: { revoke: "revoked" },
    refused: {},
    revoked: {},
  },
  ["verify", "refuse", "revoke"],
);

export const badgeStatusNames: Readonly<Record<BadgeStatus, string>> = {
  submitted: "等待核验",
  verified: "有效",
  refused: "没有通过",
  revoked: "已收回",
};

export type CorrectionStatus = "requested" | "accepted" | "refused";
type CorrectionEvent = "accept" | "refuse";

export const correctionStates = defineStates<CorrectionStatus, CorrectionEvent>(
  { requested: { accept: "accepted", refuse: "refused" }, accepted: {}, refused: {} },
  ["accept", "refuse"],
);

export const correctionStatusNames: Readonly<Record<CorrectionStatus, string>> = {
  requested: "等人核对",
  accepted: "已更正",
  refused: "没有更正",
};

export type HoursStatus = "proposed" | "standing" | "refused" | "reversed";
type HoursEvent = "approve" | "refuse" | "reverse";

export const hoursStates = defineStates<HoursStatus, HoursEvent>(
  {
    proposed: { approve: "standing", refuse: "refused" },
    standing: { reverse: "reversed" },
    refused: {},
    reversed: {},
  },
  ["approve", "refuse", "reverse"],
);

export const hoursStatusNames: Readonly<Record<HoursStatus, string>> = {
  proposed: "等第二个人同意",
  standing: "有效",
  refused: "没有同意",
  reversed: "已冲销",
};
