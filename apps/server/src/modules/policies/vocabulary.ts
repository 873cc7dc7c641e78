/** Whom a policy speaks to. */
export const applicants = {
  resident: "居民",
  elder: "老年人",
  guardian: "家长（监护人）",
  school: "学校",
  base: "科普场馆、科普基地",
  volunteer_team: "志愿服务队",
  enterprise: "企业",
  research_unit: "高校、科研院所",
  media: "媒体、网络平台",
  government: "街道（镇）、部门",
} as const;
export type Applicant = keyof typeof applicants;
// The keys of the constant above and nothing else.
export const applicantCodes = Object.keys(applicants) as readonly Applicant[];

/** What a point of it is about. */
export const matters = {
  duty: "要做的事",
  right: "能得到的",
  money: "钱和税",
  recognition: "认定和表彰",
  safety: "安全和保护",
} as const;
export type Matter = keyof typeof matters;
export const matterCodes = Object.keys(matters) as readonly Matter[]; // as above

export const levels = {
  national: "全国",
  ministry: "国家部门",
  province: "湖南省",
  city: "长沙市",
  district: "本区",
} as const;
export type Level = keyof typeof levels;
export const levelCodes = Object.keys(levels) as readonly Level[]; // as above

export const isApplicant = (code: string | undefined): code is Applicant =>
  code !== undefined && Object.hasOwn(applicants, code);
export const isMatter = (code: string | undefined): code is Matter =>
  code !== undefined && Object.hasOwn(matters, code);
export const isLevel = (code: string | undefined): code is Level =>
  code !== undefined && Object.hasOwn(levels, code);
