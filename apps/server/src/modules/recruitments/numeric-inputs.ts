import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const recruitmentsNumericInputs: NumericInputs = {
  "POST /my/teams/:id/recruitment": { wanted: typed("how many people a team looks for; nobody else knows") },
};
