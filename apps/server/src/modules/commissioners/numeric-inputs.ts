import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const judged = typed("what a reviewer judges; no record holds it");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const commissionersNumericInputs: NumericInputs = {
  "POST /api/commissioner-calls": { seats: typed("how many the town means to appoint; nobody else knows") },
  "POST /my/commissioner-selection/:id/score": { skill: judged, practice: judged, plan: judged },
};
