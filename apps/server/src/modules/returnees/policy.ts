import type { PolicyTable } from "#kernel/policy.ts";

/** People register and answer themselves; a village's own unit asks, confirms and records honours. */
export const returneesPolicy = {
  "returnees.own": { allow: "signedIn" },
  "returnees.read": { allow: ["street_liaison", "org_admin", "supervisor"], scope: "unit" },
  "returnees.manage": { allow: ["street_liaison", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
