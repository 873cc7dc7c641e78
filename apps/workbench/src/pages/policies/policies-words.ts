import type { PolicyRow } from "../../api/views.ts";

type Point = PolicyRow["points"][number];

export const applicantOptions: readonly { value: Point["appliesTo"][number]; label: string }[] = [
  { value: "resident", label: "居民" },
  { value: "elder", label: "老年人" },
  { value: "guardian", label: "家长（监护人）" },
  { value: "school", label: "学校" },
  { value: "base", label: "科普场馆、科普基地" },
  { value: "volunteer_team", label: "志愿服务队" },
  { value: "enterprise", label: "企业" },
  { value: "research_unit", label: "高校、科研院所" },
  { value: "media", label: "媒体、网络平台" },
  { value: "government", label: "街道（镇）、部门" },
];
export const matterOptions: readonly { value: Point["matter"]; label: string }[] = [
  { value: "duty", label: "要做的事" },
  { value: "right", label: "能得到的" },
  { value: "money", label: "钱和税" },
  { value: "recognition", label: "认定和表彰" },
  { value: "safety", label: "安全和保护" },
];
export const levelOptions: readonly { value: PolicyRow["level"]; label: string }[] = [
  { value: "national", label: "全国" },
  { value: "ministry", label: "国家部门" },
  { value: "province", label: "湖南省" },
  { value: "city", label: "长沙市" },
  { value: "district", label: "本区" },
];
export const policyStatusOptions: readonly { value: PolicyRow["status"]; label: string }[] = [
  { value: "draft", label: "草稿" },
  { value: "published", label: "已发布" },
  { value: "ended", label: "已失效" },
  { value: "dropped", label: "不再采用" },
];
export const levelName = (code: PolicyRow["level"]): string =>
  levelOptions.find((option) => option.value === code)?.label ?? code;
