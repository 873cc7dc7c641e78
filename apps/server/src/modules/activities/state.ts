import { defineStates } from "#kernel/transitions.ts";

export type ActivityStatus = "draft" | "published" | "open" | "closed" | "held" | "reported" | "cancelled";
export type ActivityEvent = "publish" | "open" | "close" | "hold" | "report" | "correct" | "cancel";
/** An activity; held and reported follow from its sessions, nobody sets them by hand. */
export const activityStates = defineStates<ActivityStatus, ActivityEvent>(
  {
    draft: { publish: "published", cancel: "cancelled" },
    published: { open: "open", hold: "held", cancel: "cancelled" },
    open: { close: "closed", hold: "held", cancel: "cancelled" },
    closed: { open: "open", hold: "held", cancel: "cancelled" },
    held: { report: "reported" },
    reported: { correct: "held" },
    cancelled: {},
  },
  ["publish", "open", "close", "hold", "report", "correct", "cancel"],
);
export const activityStatusNames: Readonly<Record<ActivityStatus, string>> = {
  draft: "草稿",
  published: "已发布",
  open: "报名中",
  closed: "报名截止",
  held: "办完了，待上报",
  reported: "已上报",
  cancelled: "取消了",
};
export const activityEventNames: Readonly<Record<ActivityEvent, string>> = {
  publish: "发布活动",
  open: "开放报名",
  close: "截止报名",
  hold: "活动办完",
  report: "上报人数",
  correct: "改正上报",
  cancel: "取消活动",
};

export type SessionStatus = "planned" | "held" | "reported" | "cancelled";
export type SessionEvent = "hold" | "report" | "correct" | "cancel";
export const sessionStates = defineStates<SessionStatus, SessionEvent>(
  {
    planned: { hold: "held", cancel: "cancelled" },
    held: { report: "reported" },
    reported: { correct: "held" },
    cancelled: {},
  },
  ["hold", "report", "correct", "cancel"],
);
export const sessionStatusNames: Readonly<Record<SessionStatus, string>> = {
  planned: "还没办",
  held: "办完了，待上报",
  reported: "已上报",
  cancelled: "取消了",
};

export type PoolStatus = "open" | "closed" | "called_off";
export type PoolEvent = "close" | "open" | "call_off";
/** A pool of places; a closed one takes nobody new and still moves its waiting list. */
export const poolStates = defineStates<PoolStatus, PoolEvent>(
  {
    open: { close: "closed", call_off: "called_off" },
    closed: { open: "open", call_off: "called_off" },
    called_off: {},
  },
  ["close", "open", "call_off"],
);

export type RegistrationStatus = "confirmed" | "waiting" | "offered" | "cancelled" | "lapsed" | "called_off";
export type RegistrationEvent = "promote" | "confirm" | "cancel" | "lapse" | "call_off";
export const registrationStates = defineStates<RegistrationStatus, RegistrationEvent>(
  {
    confirmed: { cancel: "cancelled", call_off: "called_off" },
    waiting: { promote: "offered", cancel: "cancelled", lapse: "lapsed", call_off: "called_off" },
    offered: { confirm: "confirmed", cancel: "cancelled", lapse: "lapsed", call_off: "called_off" },
    cancelled: {},
    lapsed: {},
    called_off: {},
  },
  ["promote", "confirm", "cancel", "lapse", "call_off"],
);
export const registrationStatusNames: Readonly<Record<RegistrationStatus, string>> = {
  confirmed: "报上了",
  waiting: "在排队",
  offered: "有位子了，等您答复",
  cancelled: "取消了",
  lapsed: "过期了",
  called_off: "活动取消了",
};

export type HeadCountStatus = "counted" | "confirmed" | "refused" | "withdrawn";
export type HeadCountEvent = "confirm" | "refuse" | "withdraw";
export const headCountStates = defineStates<HeadCountStatus, HeadCountEvent>(
  {
    counted: { confirm: "confirmed", refuse: "refused", withdraw: "withdrawn" },
    confirmed: { withdraw: "withdrawn" },
    refused: {},
    withdrawn: {},
  },
  ["confirm", "refuse", "withdraw"],
);
export const headCountStatusNames: Readonly<Record<HeadCountStatus, string>> = {
  counted: "等第二个人确认",
  confirmed: "确认了",
  refused: "没有确认",
  withdrawn: "撤回了",
};
