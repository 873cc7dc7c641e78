import { defineStates } from "#kernel/transitions.ts";

export type ReturneeStatus = "offered" | "withdrawn";
export const returneeStates = defineStates<ReturneeStatus, "withdraw">(
  { offered: { withdraw: "withdrawn" }, withdrawn: {} },
  ["withdraw"],
);

export type RequestStatus = "open" | "matched" | "helped" | "closed";
type RequestEvent = "match" | "unmatch" | "help" | "close";
export const requestStates = defineStates<RequestStatus, RequestEvent>(
  {
    open: { match: "matched", close: "closed" },
    matched: { unmatch: "open", help: "helped" },
    helped: {},
    closed: {},
  },
  ["match", "unmatch", "help", "close"],
);
export const requestStatusNames: Readonly<Record<RequestStatus, string>> = {
  open: "在找人",
  matched: "已请人",
  helped: "帮到了",
  closed: "已结束",
};

export type MatchStatus = "proposed" | "agreed" | "done" | "confirmed" | "declined" | "lapsed" | "cancelled";
export type MatchEvent = "agree" | "decline" | "lapse" | "finish" | "confirm" | "cancel";
export const matchStates = defineStates<MatchStatus, MatchEvent>(
  {
    proposed: { agree: "agreed", decline: "declined", lapse: "lapsed", cancel: "cancelled" },
    agreed: { finish: "done", cancel: "cancelled" },
    done: { confirm: "confirmed", cancel: "cancelled" },
    confirmed: {},
    declined: {},
    lapsed: {},
    cancelled: {},
  },
  ["agree", "decline", "lapse", "finish", "confirm", "cancel"],
);
export const matchStatusNames: Readonly<Record<MatchStatus, string>> = {
  proposed: "村里请您，等您答复",
  agreed: "您同意了，约好就去",
  done: "您说做完了，等村里确认",
  confirmed: "村里确认了",
  declined: "您没有答应",
  lapsed: "到时没有答复",
  cancelled: "没有办成",
};

export const returneeKinds = { returned: "返乡的", stayed: "留乡的", worthy: "新乡贤" } as const;
export type ReturneeKind = keyof typeof returneeKinds;
export const helpSkills = {
  planting: "种植",
  breeding: "养殖",
  processing: "农产品加工",
  selling: "网上卖货、跑销路",
  building: "盖房修路、设计",
  teaching: "教书、带孩子学习",
  health: "讲健康",
  law: "讲法律、帮看合同",
  culture: "文化、手艺",
  mediating: "调解、出主意",
} as const;
export type HelpSkill = keyof typeof helpSkills;
export const incentiveKinds = { honour: "荣誉", policy: "政策" } as const;
export type IncentiveKind = keyof typeof incentiveKinds;
// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const returneeKindCodes = Object.keys(returneeKinds) as ReturneeKind[];
export const helpSkillCodes = Object.keys(helpSkills) as HelpSkill[];
export const incentiveKindCodes = Object.keys(incentiveKinds) as IncentiveKind[];
