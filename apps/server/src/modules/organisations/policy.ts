import { staffRoles, type Role } from "#kernel/actor.ts";
import type { PolicyTable } from "#kernel/policy.ts";

// staffRoles is never empty.
const staff = [...staffRoles] as [Role, ...Role[]];

export const organisationsPolicy: PolicyTable = {
  "organisations.read_units": { allow: staff, scope: "unit" },
  "organisations.create_unit": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "organisations.edit_unit": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "organisations.close_unit": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "organisations.import_units": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "organisations.manage_areas": { allow: ["org_admin", "system_admin"], scope: "unit" },
  "organisations.read_code_tables": { allow: staff, scope: "any" },
  "organisations.manage_code_tables": {
    allow: ["editor", "supervisor", "org_admin", "system_admin"],
    scope: "any",
  },
  "organisations.read_organisations": {
    allow: ["org_admin", "street_liaison", "department_liaison", "supervisor", "dispatcher", "statistician"],
    scope: "unit",
  },
  "organisations.review": { allow: ["org_admin", "street_liaison"], scope: "unit" },
  "organisations.suspend": { allow: ["org_admin", "supervisor"], scope: "unit" },
};
