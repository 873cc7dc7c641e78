import type { PolicyTable } from "#kernel/policy.ts";

/** Those who answer for a unit's teams bring in its past; whoever uploads does not confirm. */
export const historiesPolicy = {
  "histories.read": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
  "histories.import": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
