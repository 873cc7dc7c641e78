import type { PolicyTable } from "#kernel/policy.ts";

/** What residents do with their own data needs no role; helping does, at the helper's unit and below. */
export const peoplePolicy = {
  "people.own": { allow: "signedIn" },
  "people.help": { allow: ["helper", "dispatcher"], scope: "any" },
  "people.proxy_list": { allow: ["dispatcher", "org_admin", "supervisor", "audit_admin"], scope: "unit" },
  "people.read_experts": {
    allow: ["editor", "expert", "supervisor", "org_admin", "department_liaison", "dispatcher"],
    scope: "unit",
  },
  "people.read_applications": { allow: ["editor", "org_admin", "supervisor"], scope: "unit" },
  "people.decide_application": { allow: ["editor", "org_admin", "supervisor"], scope: "unit" },
  "people.read_duties": {
    allow: [
      "dispatcher",
      "editor",
      "expert",
      "supervisor",
      "org_admin",
      "department_liaison",
      "street_liaison",
    ],
    scope: "any",
  },
  "people.read_advice": {
    allow: ["org_admin", "street_liaison", "department_liaison", "supervisor"],
    scope: "unit",
  },
  "people.answer_advice": {
    allow: ["org_admin", "street_liaison", "department_liaison", "supervisor"],
    scope: "unit",
  },
  "people.set_duty": { allow: ["editor", "org_admin", "supervisor"], scope: "unit" },
  "people.manage_experts": { allow: ["org_admin", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
