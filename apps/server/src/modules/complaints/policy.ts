import type { PolicyTable } from "#kernel/policy.ts";

export const complaintsPolicy = {
  "complaints.own": { allow: "signedIn" },
  "complaints.read": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
  "complaints.answer": { allow: ["dispatcher", "org_admin", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
