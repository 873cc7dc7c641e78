import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const occasionsNumericInputs: NumericInputs = {
  "PUT /api/occasions/:code": {
    "rule.month": typed("part of a date rule that an office announced"),
    "rule.nth": typed("part of a date rule that an office announced"),
    "rule.weekday": typed("part of a date rule that an office announced"),
    "rule.days": typed("part of a date rule that an office announced"),
  },
};
