import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const channelsNumericInputs: NumericInputs = {
  "POST /api/film-showings": { no: typed("which item is shown, by its public number") },
  "POST /api/screens/sync": {
    "played[].times": typed("a screen's own count of what it played; no person types it"),
  },
  "POST /api/upstream-feeds": { keepDays: typed("a rule: how long another publisher's items are kept") },
};
