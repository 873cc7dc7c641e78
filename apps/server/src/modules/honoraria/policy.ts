import type { PolicyTable } from "#kernel/policy.ts";

/** Whoever draws or writes and whoever approves may hold the same role: that they are two people is a rule of the commands. */
export const honorariaPolicy = {
  "honoraria.own": { allow: "signedIn" },
  "honoraria.read": { allow: ["editor", "department_liaison", "org_admin", "supervisor"], scope: "unit" },
  "honoraria.draw": { allow: ["editor", "department_liaison", "org_admin"], scope: "unit" },
  "honoraria.decide": { allow: ["org_admin", "supervisor"], scope: "unit" },
  "honoraria.pay": { allow: ["department_liaison", "org_admin"], scope: "unit" },
  "honoraria.propose_scheme": { allow: ["org_admin", "supervisor"], scope: "unit" },
  "honoraria.decide_scheme": { allow: ["org_admin", "supervisor"], scope: "unit" },
  "honoraria.read_reviews": { allow: ["editor", "org_admin", "supervisor"], scope: "unit" },
  "honoraria.review": { allow: ["editor", "org_admin", "supervisor"], scope: "unit" },
  // A confirmed review appoints or ends: the roles that manage experts.
  "honoraria.confirm_review": { allow: ["org_admin", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
