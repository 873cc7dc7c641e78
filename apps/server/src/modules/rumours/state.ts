import { defineStates } from "#kernel/transitions.ts";

export type ClaimStatus = "open" | "working" | "answered" | "merged" | "declined";
export type ClaimEvent = "take_up" | "answer" | "merge" | "decline";

/** A claim: gathered, taken up and described, answered by a verdict; or merged into another, or declined with a reason. */
export const claimStates = defineStates<ClaimStatus, ClaimEvent>(
  {
    open: { take_up: "working", merge: "merged", decline: "declined" },
    working: { take_up: "working", answer: "answered", merge: "merged", decline: "declined" },
    answered: { answer: "answered" },
    merged: {},
    declined: { take_up: "working", merge: "merged" },
  },
  ["take_up", "answer", "merge", "decline"],
);
export const claimStatusNames: Readonly<Record<ClaimStatus, string>> = {
  open: "待认领",
  working: "核查中",
  answered: "已有结论",
  merged: "已并入",
  declined: "不予核查",
};

export type ReportStatus = "choosing" | "waiting" | "answered" | "declined";
export type ReportEvent = "choose" | "refuse" | "answer" | "decline" | "reopen";

/** A report: its asker chooses among near claims, waits for the desk, has his answer; `refuse`: that was not the question. */
export const reportStates = defineStates<ReportStatus, ReportEvent>(
  {
    choosing: { choose: "answered", refuse: "waiting" },
    waiting: { answer: "answered", decline: "declined" },
    answered: { answer: "answered", refuse: "waiting", reopen: "waiting" },
    declined: { answer: "answered", reopen: "waiting" },
  },
  ["choose", "refuse", "answer", "decline", "reopen"],
);
export const reportStatusNames: Readonly<Record<ReportStatus, string>> = {
  choosing: "等您选",
  waiting: "正在查",
  answered: "有答复了",
  declined: "不予核查",
};

export type VerdictStatus = "draft" | "signing" | "published" | "superseded" | "dropped";
export type VerdictEvent = "submit" | "take_back" | "publish" | "supersede" | "drop";

/** A verdict's version: written, signed by experts, out, replaced by a newer one. */
export const verdictStates = defineStates<VerdictStatus, VerdictEvent>(
  {
    draft: { submit: "signing", drop: "dropped" },
    signing: { take_back: "draft", publish: "published", drop: "dropped" },
    published: { supersede: "superseded" },
    superseded: {},
    dropped: {},
  },
  ["submit", "take_back", "publish", "supersede", "drop"],
);
export const verdictStatusNames: Readonly<Record<VerdictStatus, string>> = {
  draft: "起草中",
  signing: "等专家签字",
  published: "已发布",
  superseded: "已被新版本替代",
  dropped: "不再采用",
};

export type NoticeStatus = "on_page" | "queued" | "failing" | "sent" | "stuck";
export type NoticeEvent = "queue" | "send" | "fail" | "give_up" | "retry";

/** What an asker is told: always on the page of his number; a message goes out where he left a phone. */
export const noticeStates = defineStates<NoticeStatus, NoticeEvent>(
  {
    on_page: { queue: "queued" },
    queued: { send: "sent", fail: "failing", give_up: "stuck" },
    failing: { send: "sent", fail: "failing", give_up: "stuck" },
    sent: {},
    stuck: { retry: "queued" },
  },
  ["queue", "send", "fail", "give_up", "retry"],
);
export const noticeStatusNames: Readonly<Record<NoticeStatus, string>> = {
  on_page: "在查询页上",
  queued: "待发短信",
  failing: "短信没发出，正在重试",
  sent: "短信已发",
  stuck: "短信多次失败，待人工处理",
};
