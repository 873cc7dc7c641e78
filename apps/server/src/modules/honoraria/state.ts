import { defineStates } from "#kernel/transitions.ts";

/** `refused`: this act is not paid, for example because the expert waives it; it can be taken up again. */
export type HonorariumStatus = "drawn" | "approved" | "paid" | "refused";
type HonorariumEvent = "approve" | "refuse" | "pay" | "unpay" | "reopen";
export const honorariumStates = defineStates<HonorariumStatus, HonorariumEvent>(
  {
    drawn: { approve: "approved", refuse: "refused" },
    approved: { pay: "paid", refuse: "refused" },
    paid: { unpay: "approved" },
    refused: { reopen: "drawn" },
  },
  ["approve", "refuse", "pay", "unpay", "reopen"],
);
export const honorariumStatusNames: Readonly<Record<HonorariumStatus, string>> = {
  drawn: "等核准",
  approved: "已核准，等发放",
  paid: "已发放",
  refused: "不发",
};

export type SchemeStatus = "proposed" | "approved" | "refused";
type SchemeEvent = "approve" | "refuse";
export const schemeStates = defineStates<SchemeStatus, SchemeEvent>(
  { proposed: { approve: "approved", refuse: "refused" }, approved: {}, refused: {} },
  ["approve", "refuse"],
);
export const schemeStatusNames: Readonly<Record<SchemeStatus, string>> = {
  proposed: "等第二人核准",
  approved: "已核准",
  refused: "没有通过",
};

export type ReviewStatus = "written" | "returned" | "confirmed";
type ReviewEvent = "confirm" | "return" | "rewrite";
export const reviewStates = defineStates<ReviewStatus, ReviewEvent>(
  { written: { confirm: "confirmed", return: "returned" }, returned: { rewrite: "written" }, confirmed: {} },
  ["confirm", "return", "rewrite"],
);
export const reviewStatusNames: Readonly<Record<ReviewStatus, string>> = {
  written: "等第二人确认",
  returned: "退回重写",
  confirmed: "已确认",
};

export type ReviewOutcome = "renew" | "end";
export const reviewOutcomeNames: Readonly<Record<ReviewOutcome, string>> = {
  renew: "续聘",
  end: "不再聘任",
};
