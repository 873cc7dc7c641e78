/** Kinds of items (I-02). */
export const contentKinds = {
  article: "文章",
  audio: "音频",
  video: "视频",
  comic: "漫画",
  chart: "图表",
  lesson: "课程",
  card: "卡片",
} as const;
export type ContentKind = keyof typeof contentKinds;
// The keys of an object literal are its kinds by construction.
export const contentKindCodes = Object.keys(contentKinds) as ContentKind[];

/** Age bands of the youth zone (Y-00). */
export const ageBands = ["3-6", "6-9", "9-12", "12-15", "15-18"] as const;
export type AgeBand = (typeof ageBands)[number];

export const seasons = { spring: "春", summer: "夏", autumn: "秋", winter: "冬" } as const;
export type Season = keyof typeof seasons;

/** From what age an item of sound or pictures is meant (适龄提示, I-02). */
export const ageLabels = {
  all: "老少皆宜",
  "6": "6 岁以上",
  "9": "9 岁以上",
  "12": "12 岁以上",
  "15": "15 岁以上",
} as const;
export type AgeLabel = keyof typeof ageLabels;
export const ageLabelCodes = Object.keys(ageLabels) as AgeLabel[];

/** How far a machine wrote the text (I-11: it is marked, and nothing comes out without people). */
export const aiShares = {
  none: "没有用人工智能",
  assisted: "人工智能辅助，人工写定",
  generated: "人工智能起草，人工审核",
} as const;
export type AiShare = keyof typeof aiShares;

/** Forms of one item for its channels (样式): the web page, the elder page, the kiosk's poster, the radio script, easy reading. */
export const renditionForms = {
  web: "网页",
  elder: "长辈版",
  poster: "海报（科普终端）",
  radio: "广播稿",
  easy: "易读版",
} as const;
export type RenditionForm = keyof typeof renditionForms;
export const renditionFormCodes = Object.keys(renditionForms) as RenditionForm[];
/** The forms that a text has, and that a proof has to name: 易读版 only where somebody wrote one. */
export const formsOf = (renditions: { easy?: unknown }): readonly RenditionForm[] =>
  renditionFormCodes.filter((form) => form !== "easy" || renditions.easy !== undefined);

export const topicKinds = {
  subject: "主题",
  spirit: "科学精神",
  health: "健康六类",
  chain: "产业链",
  challenge: "共同挑战",
} as const;
export type TopicKind = keyof typeof topicKinds;

/** Stages of 三审三校 in their order, with the science check after the first review. */
export const stages = {
  review1: "初审",
  science: "科学性审核",
  review2: "复审",
  review3: "终审",
  proof1: "一校",
  proof2: "二校",
  proof3: "三校",
} as const;
export type Stage = keyof typeof stages;
export const stageCodes = Object.keys(stages) as Stage[];
export const isStage = (text: string): text is Stage => Object.hasOwn(stages, text);
export const isProofStage = (stage: Stage): boolean => stage.startsWith("proof");

export const pitchStatuses = {
  open: "待定",
  accepted: "已采纳",
  drafted: "已成稿",
  dropped: "不采用",
} as const;
export type PitchStatus = keyof typeof pitchStatuses;

/** Files of items among all stored files. */
export const mediaPurpose = "contents.media";
