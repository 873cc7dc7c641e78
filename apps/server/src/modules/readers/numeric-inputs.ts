import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const itemNo = typed("which item; the button carries it, no person types it");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const readersNumericInputs: NumericInputs = {
  "POST /saved/add": { no: itemNo },
  "POST /saved/remove": { no: itemNo },
};
