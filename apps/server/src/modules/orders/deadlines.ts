import type { OrderStatus } from "./state.ts";

const hourMs = 3_600_000;

/** The owner's time in each state that waits for somebody; states that wait for a visit have that visit's times instead. */
const hours = {
  submitted: 24,
  screened: 24,
  dispatched: 24,
  declined: 12,
  timed_out: 12,
  accepted: 24,
  no_show: 2,
  done: 72,
  confirmed: 168,
  reopened: 24,
  merged: 240,
  sent_up: 120,
} as const satisfies Partial<Record<OrderStatus, number>>;

/** Nobody has signed in this long after the beginning: nobody has come. */
const missedAfterMs = 30 * 60_000;
/** Nobody has signed out this long after the end: the clock closes the visit and says so. */
export const closedAfterMs = 4 * hourMs;
export const signInBeforeMs = hourMs;

export const confirmDays = hours.done / 24;
/** A merged order is taken out again when its common visit has not ended so long after the day it was wanted. */
export const mergedDays = hours.merged / 24;
export const ratingDays = hours.confirmed / 24;

/** When somebody must have acted on an order that comes into `status` now; null where it is over. */
export const dueAt = (
  status: OrderStatus,
  now: Date,
  visit: { startsAt: Date | null; endsAt: Date | null } = { startsAt: null, endsAt: null },
): Date | null => {
  switch (status) {
    case "rated":
    case "not_ours":
    case "cannot":
    case "withdrawn":
      return null;
    case "scheduled":
    case "substituted":
      return new Date((visit.startsAt ?? now).getTime() + missedAfterMs);
    case "under_way":
      return new Date((visit.endsAt ?? now).getTime() + closedAfterMs);
    case "submitted":
    case "screened":
    case "dispatched":
    case "declined":
    case "timed_out":
    case "accepted":
    case "no_show":
    case "done":
    case "confirmed":
    case "reopened":
    case "merged":
    case "sent_up":
      return new Date(now.getTime() + hours[status] * hourMs);
    default: {
      const never: never = status;
      return never;
    }
  }
};

/** Ways to say who must do what by when, for the resident. */
export const nextWords: Readonly<Record<OrderStatus, string>> = {
  submitted: "站点会在 24 小时内看您的单。",
  screened: "站点正在找合适的服务队。",
  dispatched: "服务队会在 24 小时内答复。没答复，站点会换一支队。",
  declined: "这支队来不了，站点正在找别的队。",
  timed_out: "服务队没有按时答复，站点正在找别的队。",
  accepted: "队长会在 24 小时内和您约时间。",
  scheduled: "到时候有人来。到了请把到访码告诉他。",
  under_way: "正在服务。做完请您确认。",
  no_show: "很抱歉没有人按时到。站点会在 2 小时内安排替补。",
  substituted: "替补的队已经安排好。到了请把到访码告诉他。",
  done: "做好了请点“确认做完”，没做好请点“没做好”。3 天没有回音，就算做完。",
  confirmed: "请评一评。7 天内觉得不行，还可以要求重新办理。",
  reopened: "站点会在 24 小时内重新安排。",
  rated: "这个单结束了。谢谢您。",
  not_ours: "请照下面写的地方去办。",
  cannot: "这次办不了，原因写在下面。",
  withdrawn: "您撤回了这个单。",
  merged: "和别人要的一样，合在一起办，单号不变。约好时间会告诉您。不想一起办，可以拆开。",
  sent_up: "区里一时没有合适的队，已请市级中心帮忙找。5 天没有回音，站点接着办。",
};
