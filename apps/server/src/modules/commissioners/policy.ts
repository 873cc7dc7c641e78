import type { PolicyTable } from "#kernel/policy.ts";

/** A town appoints and asks the farmers; a commissioner writes down his own visits and confirms none of them. */
export const commissionersPolicy = {
  "commissioners.own": { allow: "signedIn" },
  "commissioners.read": { allow: ["street_liaison", "dispatcher", "org_admin", "supervisor"], scope: "unit" },
  "commissioners.contract": { allow: ["street_liaison", "org_admin"], scope: "unit" },
  "commissioners.see_calls": { allow: "public" },
  /** Opens a call, names reviewers, decides and appoints. */
  "commissioners.select": { allow: ["street_liaison", "org_admin"], scope: "unit" },
  /** At the unit that nominates. */
  "commissioners.nominate": { allow: ["street_liaison", "org_admin", "department_liaison"], scope: "unit" },
  "commissioners.confirm": { allow: ["street_liaison", "dispatcher", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
