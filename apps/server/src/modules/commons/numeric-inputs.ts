import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const itemNo = typed("which item; its number stands on its page");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const commonsNumericInputs: NumericInputs = {
  "POST /lessons/:id/use": {
    pupilCount: typed(
      "how many pupils sat in the teacher's own lesson; the fact commons.lesson_used is made of it",
    ),
  },
  "POST /api/collections": { "nos[]": itemNo },
  "POST /api/collections/:id/edit": { "nos[]": itemNo },
  "POST /api/placements": { no: itemNo, plannedCount: typed("how often a partner promised to show it") },
  "POST /api/placements/:id/proofs": {
    doneCount: typed("stands on the partner's proof; screens of others do not report to us"),
  },
};
