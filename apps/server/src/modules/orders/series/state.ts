import { defineStates } from "#kernel/transitions.ts";

export type StandingStatus = "active" | "ended";
export const standingStates = defineStates<StandingStatus, "end">({ active: { end: "ended" }, ended: {} }, [
  "end",
]);

export type OccurrenceStatus = "planned" | "ordered" | "skipped";
/** An occurrence becomes an order of its own, once, or is left out. */
export const occurrenceStates = defineStates<OccurrenceStatus, "order" | "skip">(
  { planned: { order: "ordered", skip: "skipped" }, ordered: {}, skipped: {} },
  ["order", "skip"],
);
