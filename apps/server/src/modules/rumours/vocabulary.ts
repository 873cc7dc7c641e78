/** Where a report came from. */
export const reportSources = {
  web: "网页",
  station: "站点",
  phone: "电话",
  staff: "工作人员",
} as const;
export type ReportSource = keyof typeof reportSources;
// Keys of an object literal are its codes by construction.
export const reportSourceCodes = Object.keys(reportSources) as ReportSource[];

/** Sources that staff may name; `web` is what the portal writes. */
export const deskSourceCodes = ["station", "phone", "staff"] as const satisfies readonly ReportSource[];

/** How a report found its claim. */
export const matchKinds = {
  wording: "原话已登记",
  model: "说法相近",
  asker: "问的人自己认的",
  desk: "工作人员归并",
  none: "新说法",
} as const;
export type MatchKind = keyof typeof matchKinds;

/** Harm if people act on it (health, money, panic), as the desk judges it. */
export const harmSteps = [
  { value: 0, label: "没什么危害" },
  { value: 0.25, label: "花冤枉钱、白费力" },
  { value: 0.5, label: "耽误事、伤和气" },
  { value: 0.75, label: "耽误看病、可能受伤" },
  { value: 1, label: "危及生命、引起恐慌" },
] as const;
/** What counts before the desk has judged: the middle. */
export const harmUnjudged = 0.5;

export const limits = {
  message: 5_000,
  /** An answer within so many hours: what the page promises and the desk's list counts from. */
  dueHours: 72,
  /** An asker who does not choose is taken to the desk after so many minutes. */
  choosingMinutes: 30,
  /** Wordings that new reports are clustered with: a rumour that rests longer is looked at anew. */
  clusterDays: 90,
  clusterWordings: 4_000,
  confirmedWordings: 30,
  sources: 2,
  /** A checked claim is back where so many ask within so many days after so many quiet ones. */
  returnLeast: 3,
  returnWindowDays: 14,
  returnQuietDays: 30,
} as const;

/** Acts on a claim as its history names them. */
export const actNames = {
  opened: "收到第一条线索",
  take_up: "认领并整理",
  merge: "并入另一个说法",
  merged_here: "另一个说法并入",
  reuse: "用已有结论答复",
  split: "拆出一部分",
  split_off: "从另一个说法拆出",
  decline: "不予核查",
  draft: "起草结论",
  submit: "送专家签字",
  take_back: "撤回修改",
  sign: "专家同意",
  dissent: "专家有不同意见",
  publish: "发布结论",
  drop: "不再采用",
  transcribe: "写出图片里的字",
  returned: "又传起来了",
} as const;
export type ClaimAct = keyof typeof actNames;
