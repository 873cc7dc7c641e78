import type { PolicyTable } from "#kernel/policy.ts";

/** A member unit files problems and carries out resolutions; the supervisors of the unit that convenes run the meeting. */
export const meetingsPolicy = {
  "meetings.file_issue": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "unit",
  },
  "meetings.read_issues": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "unit",
  },
  "meetings.classify": { allow: ["supervisor"], scope: "unit" },
  // A meeting is called above its members: every liaison reads what it decided.
  "meetings.read": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "any",
  },
  "meetings.run": { allow: ["supervisor"], scope: "unit" },
  "meetings.read_resolutions": {
    allow: ["street_liaison", "department_liaison", "org_admin", "supervisor"],
    scope: "unit",
  },
  "meetings.report": { allow: ["street_liaison", "department_liaison", "org_admin"], scope: "unit" },
} as const satisfies PolicyTable;
