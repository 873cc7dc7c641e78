import type { JointIssueRow, MeetingRow, ResolutionRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const issueCategoryOptions = [
  { value: "money", label: "经费" },
  { value: "people", label: "队伍与人员" },
  { value: "places", label: "场地与设施" },
  { value: "content", label: "内容与资源" },
  { value: "coordination", label: "部门协调" },
  { value: "rules", label: "制度与办法" },
  { value: "other", label: "其他" },
];
export const issueStatusOptions = [
  { value: "open", label: "等待上会" },
  { value: "on_agenda", label: "已列入议程" },
  { value: "resolved", label: "已形成决议" },
  { value: "answered", label: "已答复" },
  { value: "merged", label: "已并入别的议题" },
];
export const meetingStatusOptions = [
  { value: "planned", label: "筹备中" },
  { value: "under_way", label: "开会中" },
  { value: "closed", label: "已闭会" },
  { value: "cancelled", label: "已取消" },
];
export const standingOptions = [
  { value: "overdue", label: "逾期" },
  { value: "open", label: "在办" },
  { value: "reported", label: "已报告，等核对" },
  { value: "done", label: "已办结" },
];
export const outcomeOptions = [
  { value: "resolution", label: "形成决议" },
  { value: "answered", label: "当场答复" },
  { value: "noted", label: "通报" },
  { value: "deferred", label: "下次再议" },
];
export const presenceOptions = [
  { value: "present", label: "到会" },
  { value: "excused", label: "请假" },
  { value: "absent", label: "缺席" },
];

export const issueTone = (status: JointIssueRow["status"]): Tone => {
  if (status === "open" || status === "on_agenda") return "waiting";
  return status === "merged" ? "quiet" : "done";
};
export const meetingTone = (status: MeetingRow["status"]): Tone => {
  if (status === "under_way") return "urgent";
  if (status === "planned") return "waiting";
  return status === "closed" ? "done" : "quiet";
};
export const resolutionTone = (row: Pick<ResolutionRow, "status" | "overdue">): Tone => {
  if (row.overdue) return "urgent";
  return row.status === "done" ? "done" : "waiting";
};
