import { defineStates } from "#kernel/transitions.ts";

export type ComplaintStatus = "filed" | "answered" | "appealed" | "settled" | "withdrawn";
type ComplaintEvent = "answer" | "appeal" | "settle" | "withdraw" | "pass_up";
export const complaintStates = defineStates<ComplaintStatus, ComplaintEvent>(
  {
    filed: { answer: "answered", withdraw: "withdrawn", pass_up: "filed" },
    answered: { appeal: "appealed" },
    appealed: { settle: "settled", pass_up: "appealed" },
    settled: {},
    withdrawn: {},
  },
  ["answer", "appeal", "settle", "withdraw", "pass_up"],
);
export const complaintStatusNames: Readonly<Record<ComplaintStatus, string>> = {
  filed: "等答复",
  answered: "已答复",
  appealed: "不满意，上级在复核",
  settled: "上级已复核",
  withdrawn: "已撤回",
};

export const complaintSubjects = {
  team: "来服务的队或志愿者",
  station: "办事的站点",
  organiser: "办活动的单位",
} as const;
export type ComplaintSubject = keyof typeof complaintSubjects;

export const findings = { upheld: "情况属实", partly: "部分属实", not_upheld: "情况不属实" } as const;
export type Finding = keyof typeof findings;
// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const complaintSubjectCodes = Object.keys(complaintSubjects) as ComplaintSubject[];
export const findingCodes = Object.keys(findings) as Finding[];
