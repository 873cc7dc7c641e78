import type { PolicyTable } from "#kernel/policy.ts";

/** Supervisors make schemes, assess and decide appeals at their unit and below; a unit sees its own scores and appeals. */
export const assessmentsPolicy = {
  "assessments.read": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "any",
  },
  "assessments.run": { allow: ["supervisor"], scope: "unit" },
  "assessments.read_own": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "unit",
  },
  "assessments.appeal": { allow: ["street_liaison", "department_liaison", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
