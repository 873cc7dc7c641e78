import type { AssessmentRow, AssessmentView, SchemeRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const schemeTone = (status: SchemeRow["status"]): Tone => {
  if (status === "draft") return "waiting";
  return status === "published" ? "done" : "quiet";
};
export const assessmentTone = (status: AssessmentRow["status"]): Tone =>
  status === "published" ? "done" : "waiting";
export const appealTone = (status: AssessmentView["appeals"][number]["status"]): Tone => {
  if (status === "filed") return "waiting";
  return status === "upheld" ? "done" : "quiet";
};
