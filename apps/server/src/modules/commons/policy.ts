import type { PolicyTable } from "#kernel/policy.ts";

export const commonsPolicy = {
  "commons.read_public": { allow: "public" },
  /** A citizen's own contributions and requests on the pair board. */
  "commons.own": { allow: "signedIn" },
  "commons.read_submissions": { allow: ["editor", "expert", "supervisor"], scope: "unit" },
  "commons.handle_submission": { allow: ["editor"], scope: "unit" },
  "commons.advise": { allow: ["expert"], scope: "unit" },
  "commons.read_results": { allow: ["editor", "expert", "supervisor", "department_liaison"], scope: "unit" },
  "commons.file_result": { allow: ["editor", "expert", "department_liaison"], scope: "unit" },
  "commons.check_result": { allow: ["expert"], scope: "unit" },
  "commons.draft_result": { allow: ["editor"], scope: "unit" },
  "commons.manage_collections": { allow: ["editor"], scope: "unit" },
  "commons.publish_collection": { allow: ["editor", "supervisor"], scope: "unit" },
  "commons.read_placements": {
    allow: ["editor", "supervisor", "department_liaison", "street_liaison"],
    scope: "unit",
  },
  "commons.place": { allow: ["editor", "department_liaison", "street_liaison"], scope: "unit" },
  "commons.use_lesson": { allow: ["teacher"], scope: "any" },
  "commons.read_lesson_uses": {
    allow: ["editor", "supervisor", "org_admin", "department_liaison"],
    scope: "unit",
  },
} as const satisfies PolicyTable;
