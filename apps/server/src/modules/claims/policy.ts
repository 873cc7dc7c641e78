import type { PolicyTable } from "#kernel/policy.ts";

/** A volunteer files and withdraws his own; the station that serves the team's home, and who stands above, work on it. */
export const claimsPolicy = {
  "claims.own": { allow: "signedIn" },
  "claims.read": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
  "claims.decide": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
