import type { Role } from "#kernel/actor.ts";
import type { PolicyTable } from "#kernel/policy.ts";
import type { Stage } from "./vocabulary.ts";

/** Roles that see the studio's lists at their unit and below. */
const studio = [
  "editor",
  "expert",
  "supervisor",
  "department_liaison",
  "street_liaison",
  "audit_admin",
] as const satisfies readonly Role[];

export const contentsPolicy = {
  "contents.read": { allow: studio, scope: "unit" },
  "contents.write": { allow: ["editor"], scope: "unit" },
  "contents.pitch": {
    allow: ["editor", "expert", "supervisor", "teacher", "department_liaison", "street_liaison"],
    scope: "unit",
  },
  "contents.read_gaps": {
    allow: ["editor", "expert", "supervisor", "teacher", "department_liaison", "street_liaison"],
    scope: "any",
  },
  "contents.decide_pitch": { allow: ["editor", "supervisor"], scope: "unit" },
  "contents.review": { allow: ["editor"], scope: "unit" },
  "contents.final_review": { allow: ["supervisor"], scope: "unit" },
  "contents.science_check": { allow: ["expert"], scope: "unit" },
  "contents.publish": { allow: ["editor", "supervisor"], scope: "unit" },
  "contents.recall": { allow: ["editor", "supervisor"], scope: "unit" },
  "contents.manage_topics": { allow: ["editor", "supervisor"], scope: "any" },
  "contents.manage_settings": { allow: ["editor", "supervisor"], scope: "any" },
  "contents.read_templates": { allow: ["editor", "supervisor"], scope: "any" },
  "contents.manage_templates": { allow: ["editor", "supervisor"], scope: "any" },
  "contents.manage_words": { allow: ["editor", "supervisor"], scope: "any" },
  "contents.read_public": { allow: "public" },
  "contents.report": { allow: "public" },
} as const satisfies PolicyTable;

/** Which action of the policy a stage asks for; the final review is signed by one who answers for the whole. */
export const stageAction = (stage: Stage): keyof typeof contentsPolicy =>
  stage === "science"
    ? "contents.science_check"
    : stage === "review3"
      ? "contents.final_review"
      : "contents.review";

export const stageRoleName = (stage: Stage): string =>
  stage === "science" ? "专家" : stage === "review3" ? "督导员（分管负责人）" : "编辑";
