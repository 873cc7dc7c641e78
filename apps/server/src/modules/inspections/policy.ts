import type { PolicyTable } from "#kernel/policy.ts";

/** Supervisors inspect at their unit and below; what is inspected answers for itself. */
export const inspectionsPolicy = {
  "inspections.read": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "any",
  },
  "inspections.run": { allow: ["supervisor"], scope: "unit" },
  "inspections.read_own": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "unit",
  },
  "inspections.respond": { allow: ["street_liaison", "department_liaison", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
