import type { PolicyTable } from "#kernel/policy.ts";

export const policiesPolicy = {
  "policies.read": {
    allow: ["editor", "supervisor", "department_liaison", "street_liaison", "base_manager", "audit_admin"],
    scope: "unit",
  },
  "policies.write": { allow: ["editor", "department_liaison"], scope: "unit" },
  "policies.publish": { allow: ["editor", "supervisor"], scope: "unit" },
  "policies.read_public": { allow: "public" },
} as const satisfies PolicyTable;
