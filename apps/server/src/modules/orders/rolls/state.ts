import { defineStates } from "#kernel/transitions.ts";

export type RollStatus = "open" | "signed";
export const rollStates = defineStates<RollStatus, "sign">({ open: { sign: "signed" }, signed: {} }, [
  "sign",
]);

export type RollChangeStatus = "asked" | "agreed" | "refused";
export type RollChangeEvent = "agree" | "refuse";
export const rollChangeStates = defineStates<RollChangeStatus, RollChangeEvent>(
  { asked: { agree: "agreed", refuse: "refused" }, agreed: {}, refused: {} },
  ["agree", "refuse"],
);
