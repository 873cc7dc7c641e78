import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const teamsNumericInputs: NumericInputs = {
  "POST /api/service-hours": {
    minutes: typed("hours outside the system, from a signed sheet; a second person checks them"),
  },
  "POST /my/teams/new": { capacity: typed("how much a team is ready to take; nobody else knows") },
  "POST /my/teams/:id/edit": { capacity: typed("how much a team is ready to take; nobody else knows") },
  "POST /api/crop-pests/:id": {
    version: typed("which version was read; the page sends it along, nobody types it"),
  },
  "POST /my/hours/:id/correct": { minutes: typed("what the volunteer says it was; somebody else decides") },
};
