import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

const wish = typed("how many people the resident expects; who came is counted at the visit");
const stars = typed("the resident's own judgement");

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const ordersNumericInputs: NumericInputs = {
  "POST /orders/new/send": { peopleCount: wish },
  "POST /api/orders": { peopleCount: wish },
  "POST /api/standing-orders": {
    peopleCount: wish,
    "keep[]": typed("which weeks are kept; ticked, not typed"),
  },
  "POST /api/orders/:id/split": {
    people: typed("how many of the wished go to the second team, as the dispatcher decides"),
  },
  "POST /my/orders/:id/rate": { stars },
  "POST /orders/rate": { stars },
  "POST /my/team-orders/:id/schedule": { minutes: typed("how long the visit is planned to last") },
  "POST /my/team-orders/:id/finish": {
    peopleServed: typed("counted once by who was there; the fact orders.people_served is made of it"),
  },
  "POST /my/rolls/:id/group": {
    people: typed("pupils or unnamed people counted on the spot by their trainer"),
  },
  "POST /my/rolls/:id/correct": {
    people: typed("people left off a signed roll; counted once a second person agrees"),
  },
  "POST /api/orders/:id/substitute": { minutes: typed("how long the substitute's visit is planned to last") },
  "POST /my/expert/talks": { minutes: typed("how long the expert's talk lasts, as he offers it") },
  "POST /api/service-items": {
    minutes: typed("how long a service lasts as it is offered"),
    volunteers: typed("how many people a service needs as it is offered"),
    "little.childrenPerAdult": typed(
      "how many little children one grown-up may have in charge, as the service judges",
    ),
  },
  "POST /api/orders/:id/school-consent": {
    adultsCount: typed("how many grown-ups a kindergarten promises to be there"),
  },
};
