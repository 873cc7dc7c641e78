import type { PolicyTable } from "#kernel/policy.ts";

/**
 * The plan's words and how it stands are open to everybody who works on it. The supervisor keeps the plan; a unit's
 * liaison answers for what the unit does with its tasks.
 */
export const plansPolicy = {
  "plans.read": {
    allow: [
      "street_liaison",
      "department_liaison",
      "supervisor",
      "statistician",
      "org_admin",
      "dispatcher",
      "editor",
      "base_manager",
      "teacher",
      "audit_admin",
    ],
    scope: "any",
  },
  // Who sees all three lists behind the totals.
  "plans.read_pillars": { allow: ["street_liaison", "department_liaison", "supervisor"], scope: "unit" },
  "plans.manage": { allow: ["supervisor"], scope: "unit" },
  "plans.adopt": { allow: ["street_liaison", "department_liaison", "supervisor"], scope: "unit" },
  "plans.add_evidence": { allow: ["street_liaison", "department_liaison", "supervisor"], scope: "unit" },
  "plans.read_evidence": {
    allow: ["street_liaison", "department_liaison", "supervisor", "statistician", "org_admin", "audit_admin"],
    scope: "unit",
  },
  "plans.read_unit": {
    allow: ["street_liaison", "department_liaison", "supervisor", "statistician", "org_admin", "audit_admin"],
    scope: "unit",
  },
  "plans.work_plan": { allow: ["street_liaison", "department_liaison", "supervisor"], scope: "unit" },
  "plans.decide": { allow: ["supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
