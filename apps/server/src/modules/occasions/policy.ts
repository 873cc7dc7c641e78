import type { PolicyTable } from "#kernel/policy.ts";

/** Occasions are the whole district's: who changes them stands at its root. */
export const occasionsPolicy = {
  "occasions.read": {
    allow: ["editor", "supervisor", "department_liaison", "street_liaison", "audit_admin"],
    scope: "any",
  },
  "occasions.manage": { allow: ["editor", "supervisor"], scope: "unit" },
  "occasions.set_days": { allow: ["editor", "supervisor"], scope: "unit" },
  "occasions.read_public": { allow: "public" },
} as const satisfies PolicyTable;
