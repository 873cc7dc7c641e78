import type { PolicyTable } from "#kernel/policy.ts";

export const rumoursPolicy = {
  "rumours.ask": { allow: "public" },
  "rumours.read_public": { allow: "public" },
  "rumours.own": { allow: "signedIn" },
  "rumours.read": { allow: ["editor", "expert", "supervisor", "audit_admin"], scope: "unit" },
  "rumours.intake": { allow: ["helper", "dispatcher", "street_liaison", "editor"], scope: "unit" },
  "rumours.work": { allow: ["editor"], scope: "unit" },
  "rumours.sign": { allow: ["expert"], scope: "unit" },
  "rumours.publish": { allow: ["editor", "supervisor"], scope: "unit" },
  "rumours.manage_ratings": { allow: ["supervisor"], scope: "any" },
} as const satisfies PolicyTable;
