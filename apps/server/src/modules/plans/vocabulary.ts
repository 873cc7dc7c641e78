import type { FrequencyUnit } from "@kepu/plan-parser";
import type { UnitKind } from "#kernel/tables.ts";

/** From whom a document comes; `district` is the plan that is carried out here. */
export const documentLevels = { national: "国家", province: "省", city: "市", district: "本区" } as const;
export type DocumentLevel = keyof typeof documentLevels;
export const documentLevelCodes = Object.keys(documentLevels) as DocumentLevel[]; // keys of the table above

export const taskParts = { lead: "牵头", support: "配合" } as const;
export type TaskPart = keyof typeof taskParts;

export const comparisons = {
  atLeast: "不少于",
  moreThan: "超过",
  atMost: "不超过",
  lessThan: "少于",
} as const;
export type Comparison = keyof typeof comparisons;
export const comparisonCodes = Object.keys(comparisons) as Comparison[]; // keys of the table above

export const frequencies = {
  day: "每天",
  week: "每周",
  month: "每月",
  quarter: "每季度",
  term: "每学期",
  half_year: "每半年",
  year: "每年",
} as const;
export type Frequency = keyof typeof frequencies;
export const frequencyCodes = Object.keys(frequencies) as Frequency[]; // keys of the table above

/** The parser's word for a period in ours. */
export const toFrequency = (unit: FrequencyUnit): Frequency => (unit === "halfYear" ? "half_year" : unit);

/** Who has to reach a target. */
export const subjects = {
  area: "全区合计",
  each_unit: "每个承担单位",
  each_place: "每个街道（镇）",
  each_school: "每所学校",
} as const;
export type Subject = keyof typeof subjects;
export const subjectCodes = Object.keys(subjects) as Subject[]; // keys of the table above

export const subjectKinds: Readonly<Partial<Record<Subject, readonly UnitKind[]>>> = {
  each_place: ["street", "town"],
  each_school: ["school"],
};

export const evidenceKinds = {
  document: "文件",
  photo: "照片",
  minutes: "会议纪要",
  count_sheet: "签字的人数单",
  record: "系统里的记录",
} as const;
export type EvidenceKind = keyof typeof evidenceKinds;
export const evidenceKindCodes = Object.keys(evidenceKinds) as EvidenceKind[]; // keys of the table above

export const checklistKinds = { creation: "创建指标", arrangement: "制度安排" } as const;
export type ChecklistKind = keyof typeof checklistKinds;
export const checklistKindCodes = Object.keys(checklistKinds) as ChecklistKind[]; // keys of the table above
