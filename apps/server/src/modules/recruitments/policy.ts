import type { PolicyTable } from "#kernel/policy.ts";

/** Anybody may read a drive; residents and leaders act on their own pages, stations and above look. */
export const recruitmentsPolicy = {
  "recruitments.own": { allow: "signedIn" },
  "recruitments.read": { allow: ["dispatcher", "org_admin", "street_liaison", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
