import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const assessmentsNumericInputs: NumericInputs = {
  "POST /api/score-schemes": {
    "items[].points": typed("how much an item weighs, as the scheme is agreed"),
    "items[].target": typed(
      "what gives full points, as the scheme is agreed; what was reached is counted from facts",
    ),
  },
  "POST /api/assessments": { year: typed("which year is assessed") },
  "POST /api/score-lines/:id/judge": {
    share: typed("what an inspector saw on site; items that facts tell cannot be judged"),
  },
  "POST /api/score-appeals/:id/uphold": {
    correctedInput: typed("what the appeal found; the old figure stays in the trace"),
  },
};
