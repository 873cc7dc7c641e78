import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const channelsNumericInputs: NumericInputs = {
  "POST /api/upstream-feeds": { keepDays: typed("a rule: how long another publisher's items are kept") },
};
