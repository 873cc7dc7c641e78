import type { PolicyTable } from "#kernel/policy.ts";

/** Residents and teams act on their own orders; the station that owns an order, and who stands above it, dispatches. */
export const ordersPolicy = {
  "orders.calendar": { allow: "public" },
  "orders.own": { allow: "signedIn" },
  "orders.read": { allow: ["dispatcher", "org_admin", "street_liaison", "supervisor"], scope: "unit" },
  "orders.dispatch": { allow: ["dispatcher", "supervisor"], scope: "unit" },
  /** Each row of the file is asked for at its own unit, by the scope of `orders.dispatch`. */
  "orders.hub_import": { allow: ["dispatcher", "supervisor"], scope: "any" },
  "orders.standing": { allow: ["dispatcher", "supervisor", "teacher"], scope: "unit" },
  "orders.contact": { allow: ["dispatcher"], scope: "unit" },
  "orders.attach_paper": { allow: ["dispatcher"], scope: "unit" },
  "orders.take_call": { allow: ["dispatcher"], scope: "any" },
  "orders.read_menu": {
    allow: ["dispatcher", "supervisor", "org_admin", "system_admin", "teacher"],
    scope: "any",
  },
  /** The year's holidays and the map are the whole district's: asked for at its root. */
  "orders.work_days": { allow: ["org_admin", "system_admin", "supervisor"], scope: "unit" },
  "orders.map": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "orders.read_talks": { allow: ["dispatcher", "editor", "org_admin", "supervisor"], scope: "unit" },
  "orders.decide_talk": { allow: ["org_admin", "supervisor"], scope: "unit" },
  "orders.menu": { allow: ["supervisor"], scope: "any" },
} as const satisfies PolicyTable;
