/** Groups that a team looks for (K-05: 科技、教育、卫健、传媒等社会各界以及大学生、离退休工作者). */
export const recruitedGroups = {
  campus: "在校学生",
  enterprise: "企业职工",
  senior: "离退休人员",
  society: "学会协会会员",
  teacher: "老师",
  health: "医务人员",
  media: "媒体从业人员",
  resident: "附近居民",
} as const;
export type RecruitedGroup = keyof typeof recruitedGroups;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const recruitedGroupCodes = Object.keys(recruitedGroups) as RecruitedGroup[];
