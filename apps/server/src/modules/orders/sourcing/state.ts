import { defineStates } from "#kernel/transitions.ts";

export type SourcingStatus = "raised" | "taken" | "supplied" | "closed";
export type SourcingEvent = "take" | "pass_up" | "supply" | "close";
/** An order to source supply: somebody takes it, finds who can do it, or says why nobody can. */
export const sourcingStates = defineStates<SourcingStatus, SourcingEvent>(
  {
    raised: { take: "taken", pass_up: "raised", supply: "supplied", close: "closed" },
    taken: { pass_up: "taken", supply: "supplied", close: "closed" },
    supplied: {},
    closed: {},
  },
  ["take", "pass_up", "supply", "close"],
);

export const sourcingStatusNames: Readonly<Record<SourcingStatus, string>> = {
  raised: "等区里接",
  taken: "正在找",
  supplied: "找到了",
  closed: "没找到，已了结",
};

/** Days for each open state; after them the district itself has it. */
export const sourcingDays: Readonly<Record<"raised" | "taken", number>> = { raised: 3, taken: 30 };
