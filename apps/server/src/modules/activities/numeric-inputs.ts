import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const places = {
  capacity: typed("how many seats the room has"),
  groupLimit: typed("how many one registration may bring, as the organiser decides"),
};
const heads = typed("counted once on site; the facts of the activity are made of it");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const activitiesNumericInputs: NumericInputs = {
  "POST /activities/:no/register/:sessionId": {
    peopleCount: typed("how many a person registers; who came is counted on site"),
    minorsCount: typed("how many of them are children; nobody else knows"),
  },
  "POST /api/activities/:id/sessions": places,
  "PATCH /api/activity-sessions/:id": places,
  "POST /api/activity-sessions/:id/lines": { peopleCount: heads },
  "POST /api/on-site/lines": {
    "tickets[].behindMs": typed("how far a phone's clock is behind; the phone measures it"),
    "lines[].peopleCount": heads,
  },
  "POST /on-site/photos/session/:id/heads": { peopleCount: heads },
};
