import type { Tone } from "../../detail/status-mark.tsx";
import type { OrderRow } from "../../api/views.ts";

type Status = OrderRow["status"];

const tones: Readonly<Record<Status, Tone>> = {
  submitted: "waiting",
  screened: "waiting",
  dispatched: "waiting",
  declined: "urgent",
  timed_out: "urgent",
  accepted: "waiting",
  scheduled: "waiting",
  under_way: "waiting",
  no_show: "urgent",
  substituted: "waiting",
  done: "done",
  confirmed: "done",
  reopened: "urgent",
  rated: "done",
  not_ours: "quiet",
  cannot: "quiet",
  withdrawn: "quiet",
  merged: "waiting",
  sent_up: "waiting",
};
export const orderTone = (status: Status): Tone => tones[status];

/** Those that wait for the station: what a dispatcher sees first. */
export const waitingForStation = "submitted,screened,declined,timed_out,no_show,reopened";

export const orderStatusOptions: readonly { value: string; label: string }[] = [
  { value: waitingForStation, label: "等站点办" },
  { value: "dispatched", label: "等服务队答复" },
  { value: "accepted,scheduled,substituted,under_way", label: "服务队在办" },
  { value: "merged", label: "和别的单一起办" },
  { value: "sent_up", label: "送上市级中心" },
  { value: "done,confirmed", label: "等居民确认、评价" },
  { value: "no_show", label: "没有人到" },
  { value: "rated", label: "已结束" },
  { value: "not_ours,cannot,withdrawn", label: "没办成" },
];

export const nearOptions = [
  { value: "due", label: "4 小时内到期" },
  { value: "late", label: "已超时" },
  { value: "risk", label: "可能误事" },
  { value: "unmet", label: "没满足的需求" },
];

export const halfOptions = [
  { value: "morning", label: "上午" },
  { value: "afternoon", label: "下午" },
  { value: "evening", label: "晚上" },
];
export const halfName = (half: string): string =>
  halfOptions.find((option) => option.value === half)?.label ?? half;

export const entryOptions = [
  { value: "community", label: "进社区" },
  { value: "countryside", label: "进乡村" },
  { value: "school", label: "进学校" },
  { value: "enterprise", label: "进企业" },
  { value: "venue", label: "场馆里" },
  { value: "institution", label: "进机构" },
];
export const didOptions = [
  { value: "on", label: "那几天要办的" },
  { value: "created", label: "那几天点的" },
  { value: "served", label: "那几天做完的" },
  { value: "rated", label: "那几天评价的" },
];
