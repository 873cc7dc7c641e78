export const ordersPaths = {
  menu: "/orders",
  doors: "/orders/doors",
  rate: "/orders/rate",
  rated: "/orders/rated",
  start: "/orders/new",
  step: "/orders/new/:step",
  own: "/my/orders",
  order: "/my/orders/:id",
  act: "/my/orders/:id/:act",
  work: "/my/team-orders",
  workOrder: "/my/team-orders/:id",
  workAct: "/my/team-orders/:id/:act",
} as const;

export const toStepPath = (step: string): string => `/orders/new/${step}`;
export const toOwnOrderPath = (id: string): string => `/my/orders/${id}`;
export const toWorkOrderPath = (id: string): string => `/my/team-orders/${id}`;
export const toBoardPath = (id: string): string => `/workbench/orders/${id}`;

/** Signing in without a network, and photographs: pages of module activities, which stands above this one. */
export const onSitePath = "/on-site";
export const toVisitPhotosPath = (id: string): string => `/on-site/photos/order/${id}`;
