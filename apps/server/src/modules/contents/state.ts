import { defineStates } from "#kernel/transitions.ts";
import type { PitchStatus, Stage } from "./vocabulary.ts";

export type VersionStatus =
  | "draft"
  | Stage
  | "approved"
  | "scheduled"
  | "published"
  | "superseded"
  | "recalled"
  | "expired"
  | "dropped";
export type VersionEvent =
  | "submit"
  | "pass"
  | "return"
  | "take_back"
  | "schedule"
  | "unschedule"
  | "publish"
  | "supersede"
  | "recall"
  | "expire"
  | "drop";

/**
 * The life of a version. Each stage follows the one before it; a return goes to the draft, and then all stages are
 * signed anew, because they signed other words.
 */
export const versionStates = defineStates<VersionStatus, VersionEvent>(
  {
    draft: { submit: "review1", drop: "dropped" },
    review1: { pass: "science", return: "draft", take_back: "draft" },
    science: { pass: "review2", return: "draft", take_back: "draft" },
    review2: { pass: "review3", return: "draft", take_back: "draft" },
    review3: { pass: "proof1", return: "draft", take_back: "draft" },
    proof1: { pass: "proof2", return: "draft", take_back: "draft" },
    proof2: { pass: "proof3", return: "draft", take_back: "draft" },
    proof3: { pass: "approved", return: "draft", take_back: "draft" },
    approved: { schedule: "scheduled", publish: "published", take_back: "draft", drop: "dropped" },
    scheduled: { publish: "published", unschedule: "approved" },
    published: { supersede: "superseded", recall: "recalled", expire: "expired" },
    superseded: {},
    recalled: {},
    expired: {},
    dropped: {},
  },
  [
    "submit",
    "pass",
    "return",
    "take_back",
    "schedule",
    "unschedule",
    "publish",
    "supersede",
    "recall",
    "expire",
    "drop",
  ],
);

export const versionStatusNames: Readonly<Record<VersionStatus, string>> = {
  draft: "草稿",
  review1: "待初审",
  science: "待科学性审核",
  review2: "待复审",
  review3: "待终审",
  proof1: "待一校",
  proof2: "待二校",
  proof3: "待三校",
  approved: "审校完成",
  scheduled: "定时发布",
  published: "已发布",
  superseded: "已被新版替换",
  recalled: "已撤稿",
  expired: "已过期下架",
  dropped: "不再采用",
};

export const versionEventNames: Readonly<Record<VersionEvent, string>> = {
  submit: "送审",
  pass: "通过",
  return: "退回修改",
  take_back: "撤回修改",
  schedule: "定时发布",
  unschedule: "取消定时",
  publish: "发布",
  supersede: "替换",
  recall: "撤稿",
  expire: "到期下架",
  drop: "不再采用",
};

/** Statuses of a version that somebody still works on; an item has at most one such version. */
export const workingStatuses = [
  "draft",
  "review1",
  "science",
  "review2",
  "review3",
  "proof1",
  "proof2",
  "proof3",
  "approved",
  "scheduled",
] as const satisfies readonly VersionStatus[];

/** A pitch is open, then taken or not; taken, it becomes one draft. */
export const pitchStates = defineStates<PitchStatus, "accept" | "drop" | "draft" | "reopen">(
  {
    open: { accept: "accepted", drop: "dropped" },
    accepted: { draft: "drafted", drop: "dropped" },
    drafted: {},
    dropped: { reopen: "open" },
  },
  ["accept", "drop", "draft", "reopen"],
);

/** A reader's report is answered once: by a correction, or by the reason why the text stays. */
export const readerReportStates = defineStates<"open" | "corrected" | "kept", "correct" | "keep">(
  { open: { correct: "corrected", keep: "kept" }, corrected: {}, kept: {} },
  ["correct", "keep"],
);
