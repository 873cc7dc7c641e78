import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

export const personnelNumericInputs: NumericInputs = {
  "POST /api/science-staff": {
    months: typed("what a part-time person puts into it in a year; only the unit knows"),
  },
};
