import type { PolicyTable } from "#kernel/policy.ts";

/** A team is looked after by its members themselves; the station that serves its home, and who stands above, verify it. */
export const teamsPolicy = {
  "teams.own": { allow: "signedIn" },
  "teams.read": { allow: ["dispatcher", "org_admin", "street_liaison", "supervisor"], scope: "unit" },
  "teams.decide": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
  /** The vocabulary is the whole district's. */
  "teams.read_pests": {
    allow: ["dispatcher", "org_admin", "supervisor", "street_liaison", "department_liaison", "editor"],
    scope: "any",
  },
  "teams.write_pests": { allow: ["department_liaison", "supervisor"], scope: "any" },
  "teams.add_hours": { allow: ["dispatcher", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
