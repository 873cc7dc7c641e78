import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const burdensNumericInputs: NumericInputs = {
  "POST /api/burden-limits": { minutes: typed("a limit that a leader sets; what was typed is measured") },
};
