import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const inspectionsNumericInputs: NumericInputs = {
  "POST /api/inspections": { sampleSize: typed("how many records the inspectors can look at") },
};
