import { defineStates } from "#kernel/transitions.ts";

export type ExpertOfferStatus = "offered" | "willing" | "declined";
export type ExpertOfferEvent = "agree" | "decline";

/** An expert may think better of it, either way, as long as nobody has been yet. */
export const expertOfferStates = defineStates<ExpertOfferStatus, ExpertOfferEvent>(
  {
    offered: { agree: "willing", decline: "declined" },
    willing: { decline: "declined" },
    declined: { agree: "willing" },
  },
  ["agree", "decline"],
);

export const expertOfferStatusNames: Readonly<Record<ExpertOfferStatus, string>> = {
  offered: "等您答复",
  willing: "您愿意去",
  declined: "您这次不去",
};
