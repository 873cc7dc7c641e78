import type { PolicyTable } from "#kernel/policy.ts";

export const burdensPolicy = {
  "burdens.read": {
    allow: ["supervisor", "street_liaison", "department_liaison", "org_admin", "audit_admin"],
    scope: "unit",
  },
  "burdens.set_limit": { allow: ["supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
