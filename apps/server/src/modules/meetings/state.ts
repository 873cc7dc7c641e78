import { defineStates } from "#kernel/transitions.ts";

export type IssueStatus = "open" | "on_agenda" | "resolved" | "answered" | "merged";
export type IssueEvent = "put_on" | "take_off" | "resolve" | "answer" | "merge";

export const issueStates = defineStates<IssueStatus, IssueEvent>(
  {
    open: { put_on: "on_agenda", answer: "answered", merge: "merged" },
    on_agenda: { take_off: "open", resolve: "resolved", answer: "answered", merge: "merged" },
    resolved: {},
    answered: {},
    merged: {},
  },
  ["put_on", "take_off", "resolve", "answer", "merge"],
);

export const issueStatusNames: Readonly<Record<IssueStatus, string>> = {
  open: "等待上会",
  on_agenda: "已列入议程",
  resolved: "已形成决议",
  answered: "已答复",
  merged: "已并入别的议题",
};

export type MeetingStatus = "planned" | "under_way" | "closed" | "cancelled";
export type MeetingEvent = "begin" | "close" | "cancel";

export const meetingStates = defineStates<MeetingStatus, MeetingEvent>(
  {
    planned: { begin: "under_way", cancel: "cancelled" },
    under_way: { close: "closed" },
    closed: {},
    cancelled: {},
  },
  ["begin", "close", "cancel"],
);

export const meetingStatusNames: Readonly<Record<MeetingStatus, string>> = {
  planned: "筹备中",
  under_way: "开会中",
  closed: "已闭会，纪要定稿",
  cancelled: "已取消",
};

export type ResolutionStatus = "open" | "reported" | "done";
export type ResolutionEvent = "report" | "accept" | "return";

export const resolutionStates = defineStates<ResolutionStatus, ResolutionEvent>(
  {
    open: { report: "reported" },
    reported: { accept: "done", return: "open" },
    done: {},
  },
  ["report", "accept", "return"],
);

export const resolutionStatusNames: Readonly<Record<ResolutionStatus, string>> = {
  open: "在办",
  reported: "已报告，等核对",
  done: "已办结",
};

export type ReportStatus = "waiting" | "accepted" | "returned";
export type ReportEvent = "accept" | "return";

export const reportStates = defineStates<ReportStatus, ReportEvent>(
  { waiting: { accept: "accepted", return: "returned" }, accepted: {}, returned: {} },
  ["accept", "return"],
);

export const reportStatusNames: Readonly<Record<ReportStatus, string>> = {
  waiting: "等核对",
  accepted: "认可",
  returned: "退回",
};
