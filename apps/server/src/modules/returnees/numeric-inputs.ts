import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const returneesNumericInputs: NumericInputs = {
  "POST /my/returnee": { hoursAMonth: typed("how much time somebody means to give; nobody else knows") },
};
