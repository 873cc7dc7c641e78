export const issueKinds = { problem: "问题困难", opinion: "意见", proposal: "建议" } as const;
export type IssueKind = keyof typeof issueKinds;
export const issueKindCodes = ["problem", "opinion", "proposal"] as const satisfies readonly IssueKind[];

export const issueCategories = {
  money: "经费",
  people: "队伍与人员",
  places: "场地与设施",
  content: "内容与资源",
  coordination: "部门协调",
  rules: "制度与办法",
  other: "其他",
} as const;
export type IssueCategory = keyof typeof issueCategories;
export const issueCategoryCodes = [
  "money",
  "people",
  "places",
  "content",
  "coordination",
  "rules",
  "other",
] as const satisfies readonly IssueCategory[];

export const agendaKinds = {
  overdue: "逾期决议",
  issue: "议题",
  topic: "临时事项",
  undone: "在办决议",
} as const;
export type AgendaKind = keyof typeof agendaKinds;

export const outcomes = {
  resolution: "形成决议",
  answered: "当场答复",
  noted: "通报",
  deferred: "下次再议",
} as const;
export type Outcome = keyof typeof outcomes;
export const outcomeCodes = [
  "resolution",
  "answered",
  "noted",
  "deferred",
] as const satisfies readonly Outcome[];

export const presences = { present: "到会", excused: "请假", absent: "缺席" } as const;
export type Presence = keyof typeof presences;
export const presenceCodes = ["present", "excused", "absent"] as const satisfies readonly Presence[];

/** What people write and say instead of an id. */
export const toIssueNo = (no: number): string => `议题 ${no} 号`;
export const toResolutionNo = (no: number): string => `决议 ${no} 号`;
export const toMeetingNo = (no: number): string => `联席会议第 ${no} 次`;
