import type { BadgeRow, HoursRow, TeamRow } from "../../api/views.ts";
import type { Tone } from "../../detail/status-mark.tsx";

export const teamStatusOptions = [
  { value: "registered", label: "等待核验" },
  { value: "verified", label: "已核验" },
  { value: "refused", label: "退回" },
  { value: "suspended", label: "暂停" },
  { value: "disbanded", label: "已解散" },
];
export const teamKindOptions = [
  { value: "hospital", label: "医院服务队" },
  { value: "university", label: "高校服务队" },
  { value: "campus", label: "大学生服务队" },
  { value: "research", label: "科研院所服务队" },
  { value: "enterprise", label: "企业服务队" },
  { value: "society", label: "学会协会服务队" },
  { value: "senior", label: "老年志愿服务队" },
  { value: "community", label: "社区服务队" },
];
export const skillOptions = [
  { value: "digital-help", label: "教手机和网上办事" },
  { value: "anti-fraud", label: "讲防诈骗" },
  { value: "health-talk", label: "讲健康" },
  { value: "first-aid", label: "教急救" },
  { value: "science-show", label: "做科学实验" },
  { value: "science-talk", label: "讲科学" },
  { value: "safety-talk", label: "讲安全" },
  { value: "farming", label: "种养技术" },
  { value: "environment", label: "生态环境" },
];
export const cropOptions = [
  { value: "rice", label: "水稻" },
  { value: "maize", label: "玉米" },
  { value: "wheat", label: "小麦" },
  { value: "rapeseed", label: "油菜" },
  { value: "potato", label: "马铃薯" },
  { value: "vegetables", label: "蔬菜" },
  { value: "citrus", label: "柑橘" },
  { value: "tea", label: "茶" },
  { value: "cotton", label: "棉花" },
  { value: "fruit", label: "其他果树" },
];
export const pestKindOptions = [
  { value: "disease", label: "病" },
  { value: "insect", label: "虫" },
  { value: "weed", label: "草" },
];
export const badgeOptions = [
  { value: "children", label: "儿童服务培训证" },
  { value: "health", label: "健康讲解培训证" },
  { value: "safety", label: "安全培训证" },
];
export const badgeStatusOptions = [
  { value: "submitted", label: "等待核验" },
  { value: "verified", label: "有效" },
  { value: "refused", label: "没有通过" },
  { value: "revoked", label: "已收回" },
];
export const hoursStatusOptions = [
  { value: "proposed", label: "等第二个人同意" },
  { value: "standing", label: "有效" },
  { value: "refused", label: "没有同意" },
];

export const teamTone = (status: TeamRow["status"]): Tone => {
  if (status === "registered") return "waiting";
  if (status === "verified") return "done";
  return status === "disbanded" ? "quiet" : "urgent";
};
export const badgeTone = (status: BadgeRow["status"]): Tone => {
  if (status === "submitted") return "waiting";
  return status === "verified" ? "done" : "quiet";
};
export const hoursTone = (status: HoursRow["status"]): Tone => {
  if (status === "proposed") return "waiting";
  return status === "standing" ? "done" : "quiet";
};

/** `3 小时 20 分` */
export const minutesText = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} 分`;
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
};
