export const submissionKinds = { idea: "一个想法", draft: "一篇写好的稿子" } as const;
export type SubmissionKind = keyof typeof submissionKinds;

export const creditChoices = { name: "用我的姓名", pen_name: "用笔名" } as const;
export type CreditChoice = keyof typeof creditChoices;

export const creditParts = { author: "投稿", adviser: "指导", scientist: "科研", creator: "创作" } as const;
export type CreditPart = keyof typeof creditParts;

export const pairSides = { result: "成果找创作者", creator: "创作者找科学家" } as const;
export type PairSide = keyof typeof pairSides;

/**
 * Media of placements (投放媒介). The first three are our own channels: what was delivered there is counted from the
 * channels' receipts, and nobody types it again.
 */
export const media = {
  web: "门户和订阅",
  kiosk: "科普终端",
  poster: "纸质海报",
  radio: "广播",
  tv: "电视",
  newspaper: "报刊",
  outdoor: "户外屏",
  transport: "公交地铁",
} as const;
export type Medium = keyof typeof media;
// The keys of an object literal are its media by construction.
export const mediumCodes = Object.keys(media) as Medium[];

/** The six health subjects of spec C02 E-11 with their topics, and the four kinds of media they are to reach people by. */
export const healthSubjects = [
  { name: "合理膳食", topics: ["healthy-eating"] },
  { name: "食品安全", topics: ["food-safety"] },
  { name: "心理健康", topics: ["mental-health"] },
  { name: "体育锻炼", topics: ["exercise"] },
  { name: "合理用药", topics: ["medicine-use"] },
  { name: "应急处置", topics: ["first-aid", "disaster-risk"] },
] as const;
export const mediaKinds = [
  { name: "广播", media: ["radio"] },
  { name: "电视", media: ["tv"] },
  { name: "报刊", media: ["newspaper"] },
  { name: "网络", media: ["web"] },
] as const satisfies readonly { name: string; media: readonly Medium[] }[];

export const countedMedia = { web: ["page", "feed"], kiosk: ["screens"], poster: ["print"] } as const;
export const isCounted = (medium: Medium): medium is keyof typeof countedMedia =>
  Object.hasOwn(countedMedia, medium);

/** What a contributor agrees to, in plain words. A changed text is a new version. */
export const rightsNote = {
  version: 1,
  lines: [
    "稿子还是您的。您同意湘江科普免费在网页、终端、广播和海报上用它，可以改短、改字、配图。",
    "改好的稿子要经过三审三校，由专家核对；不合适的，我们告诉您原因，不会公开。",
    "发布时写上您的姓名或笔名，由您选。孩子的稿子只写笔名。",
    "发布之前，您随时可以撤回，不用说理由。发布以后发现不对，可以点“哪里不对？”告诉我们。",
    "请只写您自己的话。用了别人的图或文字，要写明出处。",
  ],
} as const;

/** Days from the intake of a result, or from the end of its embargo, within which it should be out: our own choice. */
export const resultDueDays = 30;

/** Contributions that one person may have waiting at once. */
export const waitingLimit = 5;
