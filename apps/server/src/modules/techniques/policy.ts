import type { PolicyTable } from "#kernel/policy.ts";

/** Everybody reads the catalogue; who writes an entry does not publish it; a town confirms what its farmers say. */
export const techniquesPolicy = {
  "techniques.see": { allow: "public" },
  "techniques.own": { allow: "signedIn" },
  "techniques.read": {
    allow: ["editor", "department_liaison", "street_liaison", "dispatcher", "org_admin", "supervisor"],
    scope: "unit",
  },
  "techniques.write": { allow: ["editor", "department_liaison"], scope: "unit" },
  "techniques.publish": { allow: ["editor", "department_liaison", "supervisor"], scope: "unit" },
  "techniques.confirm": { allow: ["street_liaison", "dispatcher", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
