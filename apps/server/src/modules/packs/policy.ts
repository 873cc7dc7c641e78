import type { PolicyTable } from "#kernel/policy.ts";

export const packsPolicy = {
  "packs.read": { allow: ["supervisor", "department_liaison", "audit_admin"], scope: "unit" },
  "packs.ask": { allow: ["supervisor"], scope: "unit" },
  "packs.overview": { allow: ["supervisor", "department_liaison", "street_liaison"], scope: "unit" },
  "packs.read_work_plan": {
    allow: ["supervisor", "street_liaison", "department_liaison"],
    scope: "unit",
  },
  "packs.own": { allow: ["street_liaison", "department_liaison"], scope: "any" },
} as const satisfies PolicyTable;
