import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const rate = typed("what one act is paid: the unit's decision, in no record before it is proposed");

export const honorariaNumericInputs: NumericInputs = {
  "POST /api/honorarium-schemes": {
    scienceCheck: rate,
    verdict: rate,
    answer: rate,
    visit: rate,
    lecture: rate,
  },
};
