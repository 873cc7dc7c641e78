import type { InspectionRow, InspectionView, RectificationRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const inspectionStatusOptions = [
  { value: "announced", label: "已通知，自查中" },
  { value: "frozen", label: "总体已固定，等抽样" },
  { value: "drawn", label: "已抽样，现场核查" },
  { value: "concluded", label: "已反馈" },
];
export const rectificationStatusOptions = [
  { value: "ordered", label: "待整改" },
  { value: "reported", label: "已报整改，等复核" },
  { value: "verified", label: "复核通过，等销号" },
  { value: "closed", label: "已销号" },
];
export const inspectionTone = (status: InspectionRow["status"]): Tone =>
  status === "concluded" ? "done" : "waiting";
export const verdictTone = (verdict: InspectionView["samples"][number]["verdict"]): Tone => {
  if (verdict === "failed") return "urgent";
  return verdict === "sound" ? "done" : "waiting";
};
export const rectificationTone = (row: Pick<RectificationRow, "status" | "late">): Tone => {
  if (row.late) return "urgent";
  return row.status === "closed" ? "done" : "waiting";
};
