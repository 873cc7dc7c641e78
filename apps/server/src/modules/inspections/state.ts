import { defineStates } from "#kernel/transitions.ts";

export type InspectionStatus = "announced" | "frozen" | "drawn" | "concluded";
export type InspectionEvent = "freeze" | "draw" | "conclude";

export const inspectionStates = defineStates<InspectionStatus, InspectionEvent>(
  {
    announced: { freeze: "frozen" },
    frozen: { draw: "drawn" },
    drawn: { conclude: "concluded" },
    concluded: {},
  },
  ["freeze", "draw", "conclude"],
);

export const inspectionStatusNames: Readonly<Record<InspectionStatus, string>> = {
  announced: "已通知，自查中",
  frozen: "总体已固定，等抽样",
  drawn: "已抽样，现场核查",
  concluded: "已反馈",
};

export type RectificationStatus = "ordered" | "reported" | "verified" | "closed";
export type RectificationEvent = "report" | "return" | "verify" | "close";

export const rectificationStates = defineStates<RectificationStatus, RectificationEvent>(
  {
    ordered: { report: "reported" },
    reported: { verify: "verified", return: "ordered" },
    verified: { close: "closed" },
    closed: {},
  },
  ["report", "return", "verify", "close"],
);

export const rectificationStatusNames: Readonly<Record<RectificationStatus, string>> = {
  ordered: "待整改",
  reported: "已报整改，等复核",
  verified: "复核通过，等销号",
  closed: "已销号",
};

export const stepNames: Readonly<Record<"order" | RectificationEvent, string>> = {
  order: "下达整改",
  report: "报告整改",
  return: "退回",
  verify: "复核通过",
  close: "销号",
};

export type Verdict = "waiting" | "sound" | "failed";
export const verdictNames: Readonly<Record<Verdict, string>> = {
  waiting: "待核查",
  sound: "属实",
  failed: "不合格",
};
