import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const claimsNumericInputs: NumericInputs = {
  "POST /api/claims/:id/pay": {
    paidYuan: typed("what the insurer paid, from its letter; we have no link to it"),
  },
};
