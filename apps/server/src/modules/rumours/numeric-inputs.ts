import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const rumoursNumericInputs: NumericInputs = {
  "POST /api/rumour-claims/:id/take-up": { harm: typed("the desk's own judgement of the harm, from a list") },
  "PUT /api/rumour-verdicts/:id": {
    baseRevision: typed("which state the writer saw; the page carries it, no person types it"),
  },
  "POST /api/verdict-ratings": { value: typed("the place of a word on the scale that the desk defines") },
};
