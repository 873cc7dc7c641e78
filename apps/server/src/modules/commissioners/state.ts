import { defineStates } from "#kernel/transitions.ts";

export type ContractStatus = "in_force" | "ended";
export const contractStates = defineStates<ContractStatus, "end">({ in_force: { end: "ended" }, ended: {} }, [
  "end",
]);
export const contractStatusNames: Readonly<Record<ContractStatus, string>> = {
  in_force: "在聘",
  ended: "已终止",
};

export type LogStatus = "reported" | "confirmed" | "disputed";
type LogEvent = "confirm" | "dispute";
export const logStates = defineStates<LogStatus, LogEvent>(
  { reported: { confirm: "confirmed", dispute: "disputed" }, confirmed: {}, disputed: {} },
  ["confirm", "dispute"],
);
export const logStatusNames: Readonly<Record<LogStatus, string>> = {
  reported: "农户还没确认，不计数",
  confirmed: "农户已确认",
  disputed: "农户说没有这回事",
};

/** How a farmer said that the visit took place. */
export type ConfirmedBy = "code" | "helper" | "farmer";
export const confirmedByNames: Readonly<Record<ConfirmedBy, string>> = {
  code: "农户的短信确认码",
  helper: "村里工作人员当面问过",
  farmer: "农户自己在网上确认",
};

export const commissionerFields = {
  rice: "水稻",
  vegetables: "蔬菜",
  fruit: "水果",
  tea: "茶叶",
  livestock: "畜禽",
  aquaculture: "水产",
  forestry: "林业",
  machinery: "农机",
} as const;
export type CommissionerField = keyof typeof commissionerFields;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const commissionerFieldCodes = Object.keys(commissionerFields) as CommissionerField[];

export type CallStatus = "open" | "finished" | "cancelled";
type CallEvent = "finish" | "cancel";
export const callStates = defineStates<CallStatus, CallEvent>(
  { open: { finish: "finished", cancel: "cancelled" }, finished: {}, cancelled: {} },
  ["finish", "cancel"],
);
export const callStatusNames: Readonly<Record<CallStatus, string>> = {
  open: "选派中",
  finished: "已办结",
  cancelled: "已取消",
};

export type ApplicationStatus = "nominated" | "applied" | "selected" | "passed_over" | "withdrawn";
export type ApplicationEvent = "accept" | "select" | "pass_over" | "withdraw";
export const applicationStates = defineStates<ApplicationStatus, ApplicationEvent>(
  {
    nominated: { accept: "applied", withdraw: "withdrawn" },
    applied: { select: "selected", pass_over: "passed_over", withdraw: "withdrawn" },
    selected: {},
    passed_over: {},
    withdrawn: {},
  },
  ["accept", "select", "pass_over", "withdraw"],
);
export const applicationStatusNames: Readonly<Record<ApplicationStatus, string>> = {
  nominated: "单位推荐，等本人同意",
  applied: "已申请，等评审",
  selected: "选上了",
  passed_over: "这次没有选上",
  withdrawn: "已撤回",
};

/** What reviewers score, and how much each counts; together a hundred. */
export const reviewParts = { skill: 40, practice: 30, plan: 30 } as const;
export const reviewPartNames = {
  skill: "专业能力",
  practice: "下田、带农户的经历",
  plan: "服务打算可行不可行",
} as const;
export type ReviewPart = keyof typeof reviewParts;
// Object.keys gives string[]; the keys of this constant are these parts and no others.
export const reviewPartCodes = Object.keys(reviewParts) as ReviewPart[];
/** So many scores without a conflict of interest a decision needs. */
export const leastReviews = 2;
