import type { Tone } from "../../detail/status-mark.tsx";

export const kindOptions = [
  { value: "article", label: "文章" },
  { value: "audio", label: "音频" },
  { value: "video", label: "视频" },
  { value: "comic", label: "漫画" },
  { value: "chart", label: "图表" },
  { value: "lesson", label: "课程" },
  { value: "card", label: "卡片" },
] as const;
export const audienceOptions = [
  { value: "youth", label: "青少年" },
  { value: "farmer", label: "农民" },
  { value: "worker", label: "产业工人" },
  { value: "elder", label: "老年人" },
  { value: "official", label: "领导干部和公务员" },
] as const;
export const ageBandOptions = ["3-6", "6-9", "9-12", "12-15", "15-18"].map((value) => ({
  value,
  label: `${value} 岁`,
}));
export const ageLabelOptions = [
  { value: "all", label: "老少皆宜" },
  { value: "6", label: "6 岁以上" },
  { value: "9", label: "9 岁以上" },
  { value: "12", label: "12 岁以上" },
  { value: "15", label: "15 岁以上" },
] as const;
export const seasonOptions = [
  { value: "spring", label: "春" },
  { value: "summer", label: "夏" },
  { value: "autumn", label: "秋" },
  { value: "winter", label: "冬" },
] as const;
export const aiOptions = [
  { value: "none", label: "没有用人工智能" },
  { value: "assisted", label: "人工智能辅助，人工写定" },
  { value: "generated", label: "人工智能起草，人工审核" },
] as const;
export const renditionOptions = [
  { value: "web", label: "网页" },
  { value: "elder", label: "长辈版" },
  { value: "poster", label: "海报（科普终端）" },
  { value: "radio", label: "广播稿" },
  { value: "easy", label: "易读版" },
] as const;

export const inReview = "review1,science,review2,review3,proof1,proof2,proof3";
export const statusOptions = [
  { value: "draft", label: "草稿" },
  { value: inReview, label: "审校中（全部环节）" },
  { value: "review1", label: "待初审" },
  { value: "science", label: "待科学性审核" },
  { value: "review2", label: "待复审" },
  { value: "review3", label: "待终审" },
  { value: "proof1", label: "待一校" },
  { value: "proof2", label: "待二校" },
  { value: "proof3", label: "待三校" },
  { value: "approved,scheduled", label: "可以发布、定时发布" },
  { value: "published", label: "已发布" },
  { value: "recalled,expired", label: "已撤稿、已下架" },
] as const;

export const statusTone = (status: string): Tone => {
  if (status === "published") return "done";
  if (status === "recalled") return "urgent";
  if (["superseded", "expired", "dropped"].includes(status)) return "quiet";
  return "waiting";
};

const labelsOf = (options: readonly { value: string; label: string }[]): ReadonlyMap<string, string> =>
  new Map(options.map((option) => [option.value, option.label]));
const audienceLabels = labelsOf(audienceOptions);
const kindLabels = labelsOf(kindOptions);
export const audienceName = (code: string): string => audienceLabels.get(code) ?? code;
export const kindName = (code: string): string => kindLabels.get(code) ?? code;
export const isProof = (status: string): boolean => status.startsWith("proof");
