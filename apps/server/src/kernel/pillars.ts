import { type RawBuilder, sql } from "kysely";

/** The four pillars of the plan (四个方面, G-02): a lens on the same records, of tasks, activities and content alike. */
export const pillars = {
  joint: "社会化协同",
  smart: "智慧化传播",
  standard: "规范化建设",
  regional: "区域化合作",
} as const;
export type Pillar = keyof typeof pillars;
export const pillarCodes = Object.keys(pillars) as Pillar[]; // keys of the table above

/** A list may ask for what carries a pillar, or for what carries none. */
export const pillarFilterCodes = [...pillarCodes, "none"] as const;
export type PillarFilter = Pillar | "none";

const pillarWords: readonly (readonly [Pillar, RegExp])[] = [
  ["joint", /协同|志愿|共建|联合|社会动员/],
  ["smart", /信息化|数字|智慧|传播|媒体|辟谣/],
  ["standard", /标准|规范|制度|机制|基地|站点/],
  ["regional", /区域|跨市|互借|互派|合作|一体化/],
];

/** The pillars that words speak of; a person may change them. */
export const proposePillars = (text: string): readonly Pillar[] =>
  pillarWords.filter(([, words]) => words.test(text)).map(([pillar]) => pillar);

/** Whether the pillars in a column meet a filter. */
export const meetsPillar = (column: string, filter: PillarFilter): RawBuilder<boolean> =>
  filter === "none"
    ? sql<boolean>`cardinality(${sql.ref(column)}) = 0`
    : sql<boolean>`${sql.ref(column)} @> ${[filter]}`;
