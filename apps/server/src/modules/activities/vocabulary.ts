/** What an activity is. */
export const activityKinds = {
  talk: "讲座",
  lesson: "教学",
  experiment: "动手实验",
  stand: "街头摊位",
  open_day: "开放日",
  exhibition: "展览",
  consult: "咨询义诊",
  camp: "科学营",
} as const;
export type ActivityKind = keyof typeof activityKinds;

/** Where it goes to: E-09 names the first four, B-07 adds school and enterprise; a venue is where people come to us. */
export const entries = {
  community: "进社区",
  countryside: "进乡村",
  institution: "进机构",
  family: "进家庭",
  school: "进学校",
  enterprise: "进企业",
  venue: "场馆里",
} as const;
export type Entry = keyof typeof entries;

// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const activityKindCodes = Object.keys(activityKinds) as ActivityKind[];
export const entryCodes = Object.keys(entries) as Entry[];

/** The mark by which a fact carries its entry; indicators filter by it. */
export const entryTag = (entry: Entry): string => `entry:${entry}`;

/** The mark by which a fact carries the edition of the theme day that its activity hangs under. */
export const editionTag = (key: string): string => `occasion:${key}`;

/** How heads are counted where nobody registers. */
export const headCountMethods = {
  clicker: "计数器逐个数",
  photo: "照片上数",
  sample: "分时段数，再推算",
} as const;
export type HeadCountMethod = keyof typeof headCountMethods;
export const headCountMethodCodes = Object.keys(headCountMethods) as HeadCountMethod[];

/** `H000012`: what is said on the phone. */
export const toActivityNo = (no: number): string => `H${String(no).padStart(6, "0")}`;
