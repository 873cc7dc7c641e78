import type { PolicyTable } from "#kernel/policy.ts";

/** Each unit keeps its own register; whoever supervises reads it. */
export const personnelPolicy = {
  "personnel.read": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor", "statistician"],
    scope: "unit",
  },
  "personnel.write": { allow: ["street_liaison", "department_liaison", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
