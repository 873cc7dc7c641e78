import type { Audience } from "#kernel/audiences.ts";
import type { BadgeKind, Demand, Effort, Half, Skill } from "#modules/teams/index.ts";

export const itemKinds = {
  talk: "讲座",
  lesson: "教学",
  help: "一对一帮忙",
  experiment: "动手实验",
  consult: "上门指导",
  training: "培训",
  exhibition: "展览",
  drama: "科普剧",
  film: "科普电影",
  story: "工匠故事报告会",
} as const;
export type ItemKind = keyof typeof itemKinds;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const itemKindCodes = Object.keys(itemKinds) as ItemKind[];

export const orderChannels = {
  portal: "网上点单",
  helper: "帮办员代点",
  phone: "电话点单",
  paper: "纸质点单",
  standing: "常态化服务",
} as const;
export type OrderChannel = keyof typeof orderChannels;

export const dispatchModes = { direct: "直接派单", open: "开放抢单", substitute: "替补" } as const;
export type DispatchMode = keyof typeof dispatchModes;

/** When a half day begins, where nobody says otherwise; in Asia/Shanghai. */
export const halfStarts: Readonly<Record<Half, string>> = {
  morning: "09:30",
  afternoon: "14:30",
  evening: "19:00",
};

/** The half day that a moment falls into, in Asia/Shanghai. */
export const halfOf = (at: Date): Half => {
  const hour = (at.getUTCHours() + 8) % 24;
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
};

/** `D000123`: what is said on the phone. */
export const toOrderNo = (no: number): string => `D${String(no).padStart(6, "0")}`;

/** The number in what somebody typed: `d 000123`, `D000123`, `123`; undefined where it is none. */
export const parseOrderNo = (text: string): number | undefined => {
  const digits = text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/^\s*[dDｄＤ]/u, "")
    .replace(/\s/g, "");
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
};

/** A rating at or under this many stars opens the order again. */
export const lowStars = 2;
export const starNames = ["很不满意", "不满意", "一般", "满意", "很满意"] as const;

/** What a service for three to six years uses, what could go wrong, and how many children one grown-up may have in charge. */
export type LittleSafety = { materials: string; hazards: string; childrenPerAdult: number };

/** A line of the service menu: what comes, for whom, and what it asks of a team. */
export type ItemInput = {
  code: string;
  title: string;
  about: string;
  kind: ItemKind;
  topic: string;
  audiences: readonly Audience[];
  skill: Skill;
  badges: readonly BadgeKind[];
  effort: Effort;
  /** What it asks of a body (E-03). */
  demands: readonly Demand[];
  minutes: number;
  volunteers: number;
  /** Only things to do for three to six years (Y-06); then kindergartens may order it. */
  little?: LittleSafety | undefined;
};
