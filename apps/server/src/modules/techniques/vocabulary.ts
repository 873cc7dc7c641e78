export const entryKinds = {
  variety: "品种",
  technique: "技术",
  equipment: "装备",
  facility: "设施",
} as const;
export type EntryKind = keyof typeof entryKinds;
// Object.keys gives string[]; the keys of these constants are these codes and no others.
export const entryKindCodes = Object.keys(entryKinds) as EntryKind[];

export const seasons = { spring: "春季", summer: "夏季", autumn: "秋季", winter: "冬季" } as const;
export type Season = keyof typeof seasons;
export const seasonCodes = Object.keys(seasons) as Season[];

export const grounds = {
  paddy: "水田",
  dry_field: "旱地",
  slope: "丘陵坡地",
  mountain: "山地林地",
  water: "池塘水面",
  greenhouse: "大棚",
  barn: "栏舍",
} as const;
export type Ground = keyof typeof grounds;
export const groundCodes = Object.keys(grounds) as Ground[];

export const outcomes = { good: "效果好", fair: "一般", poor: "不好" } as const;
export type Outcome = keyof typeof outcomes;
export const outcomeCodes = Object.keys(outcomes) as Outcome[];

export type ConfirmedBy = "commissioner" | "town";

/**
 * The farming season of a day: three months each, from March on. January and February belong to the winter of the year before.
 * `seasonOf("2027-01-05")` is the winter of 2026.
 */
export const seasonOf = (day: string): { year: number; season: Season } => {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  if (month < 3) return { year: year - 1, season: "winter" };
  return { year, season: seasonCodes[Math.floor(month / 3) - 1] ?? "winter" };
};

export const seasonText = ({ year, season }: { year: number; season: Season }): string =>
  `${year} 年${seasons[season]}`;
