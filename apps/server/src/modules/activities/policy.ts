import type { PolicyTable } from "#kernel/policy.ts";

/** Everybody may look and register; who organises edits and reports at his unit and below; who stands at the door signs in. */
export const activitiesPolicy = {
  "activities.read_public": { allow: "public" },
  "activities.register": { allow: "public" },
  "activities.own": { allow: "signedIn" },
  "activities.on_site": { allow: "signedIn" },
  "activities.read": {
    allow: ["org_admin", "dispatcher", "base_manager", "street_liaison", "department_liaison", "supervisor"],
    scope: "unit",
  },
  "activities.edit": {
    allow: ["org_admin", "dispatcher", "base_manager", "street_liaison"],
    scope: "unit",
  },
  "activities.read_choices": {
    allow: ["org_admin", "dispatcher", "base_manager", "street_liaison"],
    scope: "any",
  },
  "activities.report_people": {
    allow: ["org_admin", "dispatcher", "base_manager", "street_liaison"],
    scope: "unit",
  },
  "activities.contact": { allow: ["org_admin", "dispatcher", "base_manager"], scope: "unit" },
} as const satisfies PolicyTable;
