import type { Tone } from "../../detail/status-mark.tsx";

/** Colour repeats the word, never stands alone. */
export const progressTone = (status: string): Tone =>
  status === "done" ||
  status === "on_track" ||
  status === "approved" ||
  status === "reached" ||
  status === "in_force"
    ? "done"
    : status === "behind" || status === "overdue" || status === "missing" || status === "returned"
      ? "urgent"
      : status === "at_risk" ||
          status === "soon" ||
          status === "partly" ||
          status === "submitted" ||
          status === "draft"
        ? "waiting"
        : "quiet";

export const progressOptions = [
  { value: "behind", label: "落后" },
  { value: "at_risk", label: "有风险" },
  { value: "on_track", label: "按进度" },
  { value: "done", label: "已达到" },
  { value: "none", label: "无法推算" },
];
export const pillarOptions = [
  { value: "joint", label: "社会化协同" },
  { value: "smart", label: "智慧化传播" },
  { value: "standard", label: "规范化建设" },
  { value: "regional", label: "区域化合作" },
];
/** For lists, which may also be asked for what carries none. */
export const pillarFilterOptions = [...pillarOptions, { value: "none", label: "没有标签" }];
export const pillarNames = (codes: readonly string[]): string =>
  pillarOptions
    .filter((option) => codes.includes(option.value))
    .map((option) => option.label)
    .join("、");
export const levelOptions = [
  { value: "district", label: "本区方案" },
  { value: "city", label: "市" },
  { value: "province", label: "省" },
  { value: "national", label: "国家" },
];
export const monthsText = (months: readonly number[]): string =>
  months.length === 12 ? "每月" : months.map((month) => `${month} 月`).join("、");
