/** Full time or part time, as the statistics form asks (科普统计 科普人员). */
export const employments = { full_time: "专职", part_time: "兼职" } as const;
export type Employment = keyof typeof employments;

/** What a person does in science popularisation. */
export const staffJobs = {
  management: "科普管理",
  creation: "科普创作",
  guide: "讲解辅导",
  research: "科普研究",
  other: "其他",
} as const;
export type StaffJob = keyof typeof staffJobs;

/** Where the plan wants full-time people (实施方案 B-20), and everywhere else. */
export const staffFields = {
  base: "战略性新兴产业科普基地",
  publishing: "科技出版",
  "new-media": "新媒体科普",
  research: "科普研究",
  venue: "科普场馆",
  school: "学校",
  grassroots: "镇街、村社区",
  other: "其他领域",
} as const;
export type StaffField = keyof typeof staffFields;

// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const employmentCodes = Object.keys(employments) as Employment[];
export const staffJobCodes = Object.keys(staffJobs) as StaffJob[];
export const staffFieldCodes = Object.keys(staffFields) as StaffField[];
