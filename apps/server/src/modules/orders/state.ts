import { defineStates } from "#kernel/transitions.ts";

export type OrderStatus =
  | "submitted"
  | "screened"
  | "dispatched"
  | "declined"
  | "timed_out"
  | "accepted"
  | "scheduled"
  | "under_way"
  | "no_show"
  | "substituted"
  | "done"
  | "confirmed"
  | "reopened"
  | "rated"
  | "not_ours"
  | "cannot"
  | "withdrawn"
  | "merged"
  | "sent_up";

/** States in which the station, and not a team or the resident, is to act. */
export const stationStatuses: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "declined",
  "timed_out",
  "no_show",
  "reopened",
];

export type OrderEvent =
  | "screen"
  | "recategorise"
  | "dispatch"
  | "recall"
  | "accept"
  | "decline"
  | "time_out"
  | "give_back"
  | "schedule"
  | "start"
  | "miss"
  | "substitute"
  | "finish"
  | "confirm"
  | "dispute"
  | "rate"
  | "rate_low"
  | "lapse"
  | "reopen"
  | "take_over"
  | "send_elsewhere"
  | "give_up"
  | "withdraw"
  | "merge"
  | "unmerge"
  | "send_up"
  | "take_back";

const orderEvents: readonly OrderEvent[] = [
  "screen",
  "recategorise",
  "dispatch",
  "recall",
  "accept",
  "decline",
  "time_out",
  "give_back",
  "schedule",
  "start",
  "miss",
  "substitute",
  "finish",
  "confirm",
  "dispute",
  "rate",
  "rate_low",
  "lapse",
  "reopen",
  "take_over",
  "send_elsewhere",
  "give_up",
  "withdraw",
  "merge",
  "unmerge",
  "send_up",
  "take_back",
];

/** Ways out of every state in which nobody has come yet. */
const ways = { give_up: "cannot", withdraw: "withdrawn" } as const;

/**
 * The life of an order (B-12). Terminal are rated, not_ours, cannot, withdrawn; from `done` only the resident's word or the
 * days without one lead on, so that nothing is closed while the citizen says undone.
 */
export const orderStates = defineStates<OrderStatus, OrderEvent>(
  {
    submitted: {
      screen: "screened",
      recategorise: "submitted",
      take_over: "submitted",
      send_elsewhere: "not_ours",
      merge: "merged",
      ...ways,
    },
    screened: {
      dispatch: "dispatched",
      recategorise: "screened",
      take_over: "screened",
      send_elsewhere: "not_ours",
      merge: "merged",
      send_up: "sent_up",
      ...ways,
    },
    dispatched: {
      accept: "accepted",
      decline: "declined",
      time_out: "timed_out",
      recall: "screened",
      recategorise: "screened",
      ...ways,
    },
    declined: {
      dispatch: "dispatched",
      recategorise: "screened",
      take_over: "declined",
      merge: "merged",
      send_up: "sent_up",
      ...ways,
    },
    timed_out: {
      dispatch: "dispatched",
      recategorise: "screened",
      take_over: "timed_out",
      merge: "merged",
      send_up: "sent_up",
      ...ways,
    },
    accepted: { schedule: "scheduled", give_back: "declined", time_out: "timed_out", ...ways },
    scheduled: {
      start: "under_way",
      schedule: "scheduled",
      give_back: "declined",
      miss: "no_show",
      ...ways,
    },
    no_show: {
      substitute: "substituted",
      dispatch: "dispatched",
      take_over: "no_show",
      send_up: "sent_up",
      ...ways,
    },
    substituted: {
      start: "under_way",
      schedule: "substituted",
      give_back: "declined",
      miss: "no_show",
      ...ways,
    },
    under_way: { finish: "done" },
    done: { confirm: "confirmed", dispute: "reopened" },
    confirmed: { rate: "rated", rate_low: "reopened", lapse: "rated", reopen: "reopened" },
    reopened: {
      dispatch: "dispatched",
      take_over: "reopened",
      merge: "merged",
      send_up: "sent_up",
      ...ways,
    },
    // Served by the visit of the order it was merged into; done with it, or taken out again.
    merged: { finish: "done", unmerge: "screened", ...ways },
    // At the city's hub: its word, or the days without one, lead on.
    sent_up: { finish: "done", take_back: "screened", ...ways },
    rated: {},
    not_ours: {},
    cannot: {},
    withdrawn: {},
  },
  orderEvents,
);

export const statusNames: Readonly<Record<OrderStatus, string>> = {
  submitted: "等站点看",
  screened: "等派单",
  dispatched: "等服务队答复",
  declined: "被婉拒，等重新派",
  timed_out: "超时没答复，等重新派",
  accepted: "已接单，等约时间",
  scheduled: "约好时间",
  under_way: "正在服务",
  no_show: "没有人到，等替补",
  substituted: "替补已安排",
  done: "做完了，等您确认",
  confirmed: "已确认，等您评价",
  reopened: "重新办理",
  rated: "已结束",
  not_ours: "请去别处办",
  cannot: "这次办不了",
  withdrawn: "已撤回",
  merged: "和别人的单一起办",
  sent_up: "送上市级中心",
};

/** What stands in an order's history: changes of its state, how it came, and who goes in whose place. */
export type HistoryEvent =
  | OrderEvent
  | "submit"
  | "ask_swap"
  | "swap"
  | "expert_willing"
  | "school_consent"
  | "answer_rating"
  | "sign_roll"
  | "correct_roll";

export const eventNames: Readonly<Record<HistoryEvent, string>> = {
  submit: "点单",
  screen: "站点受理",
  recategorise: "改了服务类别，单号不变",
  dispatch: "派单",
  recall: "收回派单",
  accept: "服务队接单",
  decline: "服务队婉拒",
  time_out: "超时没有答复",
  give_back: "服务队退单",
  schedule: "约定时间",
  start: "现场签到",
  miss: "到时间没有人签到",
  substitute: "安排替补",
  finish: "服务做完",
  confirm: "确认完成",
  dispute: "居民说没做好",
  rate: "评价",
  rate_low: "评价不满意，重新办理",
  lapse: "评价期满，没有评价",
  reopen: "居民要求重新办理",
  take_over: "上级站点接手",
  send_elsewhere: "指给更合适的地方",
  give_up: "办不了",
  withdraw: "撤回",
  ask_swap: "队员请人替他去",
  expert_willing: "有专家愿意去",
  school_consent: "登记学校同意",
  answer_rating: "服务队答复评价",
  sign_roll: "到课名单签字",
  correct_roll: "申请更正到课名单",
  swap: "队员换班",
  merge: "和别的单合在一起办",
  unmerge: "拆开，单独办",
  send_up: "送上市级资源集散中心",
  take_back: "从市级中心收回",
};

export type DispatchStatus = "offered" | "accepted" | "declined" | "timed_out" | "recalled";
export type DispatchEvent = "accept" | "decline" | "time_out" | "recall";
export const dispatchStates = defineStates<DispatchStatus, DispatchEvent>(
  {
    offered: { accept: "accepted", decline: "declined", time_out: "timed_out", recall: "recalled" },
    accepted: {},
    declined: {},
    timed_out: {},
    recalled: {},
  },
  ["accept", "decline", "time_out", "recall"],
);
export const dispatchStatusNames: Readonly<Record<DispatchStatus, string>> = {
  offered: "等答复",
  accepted: "已接",
  declined: "婉拒",
  timed_out: "超时",
  recalled: "收回",
};

export type VisitStatus = "planned" | "under_way" | "finished" | "missed" | "cancelled";
export type VisitEvent = "start" | "finish" | "miss" | "cancel";
export const visitStates = defineStates<VisitStatus, VisitEvent>(
  {
    planned: { start: "under_way", miss: "missed", cancel: "cancelled" },
    under_way: { finish: "finished" },
    finished: {},
    missed: {},
    cancelled: {},
  },
  ["start", "finish", "miss", "cancel"],
);

export type HubStatus = "sent" | "accepted" | "done" | "refused" | "taken_back";
export type HubEvent = "accept" | "finish" | "refuse" | "take_back";
/** What the city's hub says of an order that was sent up. */
export const hubStates = defineStates<HubStatus, HubEvent>(
  {
    sent: { accept: "accepted", finish: "done", refuse: "refused", take_back: "taken_back" },
    accepted: { finish: "done", refuse: "refused", take_back: "taken_back" },
    done: {},
    refused: {},
    taken_back: {},
  },
  ["accept", "finish", "refuse", "take_back"],
);
export const hubStatusNames: Readonly<Record<HubStatus, string>> = {
  sent: "已上送",
  accepted: "市级中心已接",
  done: "市级中心办完",
  refused: "市级中心办不了",
  taken_back: "已收回",
};
