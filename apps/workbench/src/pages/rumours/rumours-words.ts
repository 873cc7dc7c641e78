import type { Tone } from "../../detail/status-mark.tsx";

export const claimStatusOptions = [
  { value: "open,working", label: "要办的（待认领、核查中）" },
  { value: "open", label: "待认领" },
  { value: "working", label: "核查中" },
  { value: "answered", label: "已有结论" },
  { value: "declined", label: "不予核查" },
  { value: "merged", label: "已并入" },
] as const;

export const claimTone = (status: string): Tone => {
  if (status === "answered") return "done";
  if (status === "open") return "urgent";
  return status === "working" ? "waiting" : "quiet";
};

export const verdictTone = (status: string): Tone => {
  if (status === "published") return "done";
  return status === "draft" || status === "signing" ? "waiting" : "quiet";
};

export const fieldOptions = [
  ["medicine", "医学"],
  ["nutrition", "营养与食品"],
  ["psychology", "心理"],
  ["agriculture", "农业"],
  ["engineering", "工程制造"],
  ["computing", "计算机与人工智能"],
  ["materials", "材料"],
  ["energy", "能源"],
  ["environment", "环境与生态"],
  ["earth-science", "地球与气象"],
  ["astronomy", "天文航天"],
  ["physics", "物理"],
  ["chemistry", "化学"],
  ["biology", "生物"],
  ["education", "教育"],
  ["emergency", "应急与安全"],
  ["history-of-science", "科学史"],
].map(([value = "", label = ""]) => ({ value, label }));

export const harmOptions = [
  { value: "0", label: "没什么危害" },
  { value: "0.25", label: "花冤枉钱、白费力" },
  { value: "0.5", label: "耽误事、伤和气" },
  { value: "0.75", label: "耽误看病、可能受伤" },
  { value: "1", label: "危及生命、引起恐慌" },
] as const;
export const harmText = (harm: number | null): string =>
  harm === null
    ? "还没有评"
    : (harmOptions.find((option) => Number(option.value) === harm)?.label ?? String(harm));

export const sourceOptions = [
  { value: "station", label: "站点" },
  { value: "phone", label: "电话" },
  { value: "staff", label: "工作人员" },
] as const;
export const sourceName = (source: string): string =>
  source === "web" ? "网页" : (sourceOptions.find((option) => option.value === source)?.label ?? source);

/** Two decimals of a part of the triage score, as a share of a hundred. */
export const percent = (part: number): string => `${Math.round(part * 100)}`;

/** The score with its parts, so that the order of the queue explains itself. */
export const triageText = (triage: {
  score: number;
  spread: number;
  harm: number;
  locality: number;
}): string =>
  `${percent(triage.score)} ＝ 传播 ${percent(triage.spread)}% × 危害 ${percent(triage.harm)}% × 本地 ${percent(triage.locality)}%`;
