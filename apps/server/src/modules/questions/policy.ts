import type { PolicyTable } from "#kernel/policy.ts";

/** Everybody may ask; staff see and act on questions of their unit and below. That checker and writer differ, the command keeps. */
export const questionsPolicy = {
  "questions.ask": { allow: "public" },
  "questions.own": { allow: "signedIn" },
  "questions.read": {
    allow: ["editor", "expert", "dispatcher", "supervisor", "street_liaison"],
    scope: "unit",
  },
  "questions.assign": { allow: ["editor", "dispatcher", "supervisor"], scope: "unit" },
  "questions.hear": { allow: ["editor", "dispatcher", "supervisor"], scope: "unit" },
  "questions.draft": { allow: ["editor", "expert"], scope: "unit" },
  "questions.check": { allow: ["editor", "expert", "supervisor"], scope: "unit" },
  "questions.read_cards": { allow: "public" },
  "questions.write_card": { allow: ["editor"], scope: "unit" },
  "questions.publish_card": { allow: ["editor", "expert", "supervisor"], scope: "unit" },
  "questions.contact": { allow: ["editor", "dispatcher", "supervisor"], scope: "unit" },
} as const satisfies PolicyTable;
