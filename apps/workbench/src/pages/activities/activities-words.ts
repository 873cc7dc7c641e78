import type { ActivityRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

const tones: Readonly<Record<ActivityRow["status"], Tone>> = {
  draft: "quiet",
  published: "waiting",
  open: "waiting",
  closed: "waiting",
  held: "urgent",
  reported: "done",
  cancelled: "quiet",
};
export const activityTone = (status: ActivityRow["status"]): Tone => tones[status];

const sessionTones: Readonly<Record<string, Tone>> = {
  planned: "waiting",
  held: "urgent",
  reported: "done",
  cancelled: "quiet",
};
export const sessionTone = (status: string): Tone => sessionTones[status] ?? "quiet";

const registrationTones: Readonly<Record<string, Tone>> = {
  confirmed: "done",
  waiting: "waiting",
  offered: "urgent",
};
export const registrationTone = (status: string): Tone => registrationTones[status] ?? "quiet";

export const activityStatusOptions = [
  { value: "draft", label: "草稿" },
  { value: "published", label: "已发布" },
  { value: "open", label: "报名中" },
  { value: "closed", label: "报名截止" },
  { value: "held", label: "办完了，待上报" },
  { value: "reported", label: "已上报" },
  { value: "cancelled", label: "取消了" },
];

export const activityKindOptions = [
  { value: "talk", label: "讲座" },
  { value: "lesson", label: "教学" },
  { value: "experiment", label: "动手实验" },
  { value: "stand", label: "街头摊位" },
  { value: "open_day", label: "开放日" },
  { value: "exhibition", label: "展览" },
  { value: "consult", label: "咨询义诊" },
  { value: "camp", label: "科学营" },
];

export const entryOptions = [
  { value: "community", label: "进社区" },
  { value: "countryside", label: "进乡村" },
  { value: "institution", label: "进机构" },
  { value: "family", label: "进家庭" },
  { value: "school", label: "进学校" },
  { value: "enterprise", label: "进企业" },
  { value: "venue", label: "场馆里" },
];
