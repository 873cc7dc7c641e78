export const ordersPaths = {
  menu: "/orders",
  doors: "/orders/doors",
  rate: "/orders/rate",
  rated: "/orders/rated",
  start: "/orders/new",
  step: "/orders/new/:step",
  lectures: "/orders/lectures",
  library: "/experts",
  offers: "/my/expert/offers",
  offerAnswer: "/my/expert/offers/:id",
  offerPause: "/my/expert/offers-pause",
  talks: "/my/expert/talks",
  talkWithdraw: "/my/expert/talks/:id/withdraw",
  own: "/my/orders",
  order: "/my/orders/:id",
  act: "/my/orders/:id/:act",
  volunteering: "/my/volunteering",
  swap: "/my/volunteering/swap/:id",
  swapAct: "/my/volunteering/swaps/:id/:act",
  calendar: "/my/volunteering/calendar",
  calendarEnd: "/my/volunteering/calendar/end",
  /** Answered by complaints, which comes after this module. */
  complain: "/my/complaints",
  healthLimits: "/my/volunteering/health-limits",
  limits: "/my/volunteering/limits",
  feed: "/volunteer-calendar/:token",
  roll: "/my/rolls/:id",
  rollAct: "/my/rolls/:id/:act",
  work: "/my/team-orders",
  workOrder: "/my/team-orders/:id",
  workAct: "/my/team-orders/:id/:act",
  teamRatings: "/my/team-ratings",
  teamRating: "/my/team-ratings/:id",
} as const;

export const toStepPath = (step: string): string => `/orders/new/${step}`;
export const toOwnOrderPath = (id: string): string => `/my/orders/${id}`;
export const toWorkOrderPath = (id: string): string => `/my/team-orders/${id}`;
export const toTeamRatingPath = (ratingId: string): string => `${ordersPaths.teamRatings}/${ratingId}`;
export const toRollPath = (orderId: string): string => `/my/rolls/${orderId}`;
export const toRollActPath = (orderId: string, act: string): string => `/my/rolls/${orderId}/${act}`;
export const toBoardPath = (id: string): string => `/workbench/orders/${id}`;
export const toSourcingPath = (id: string): string => `/workbench/sourcing-orders/${id}`;
export const toSwapPath = (visitId: string): string => `/my/volunteering/swap/${visitId}`;
export const toSwapActPath = (swapId: string, act: string): string =>
  `/my/volunteering/swaps/${swapId}/${act}`;
export const toFeedPath = (token: string): string => `/volunteer-calendar/${token}.ics`;

/** Signing in without a network, and photographs: pages of module activities, which stands above this one. */
export const onSitePath = "/on-site";
export const toVisitPhotosPath = (id: string): string => `/on-site/photos/order/${id}`;
export const toComplainPath = (orderId: string): string => `${ordersPaths.complain}?orderId=${orderId}`;
