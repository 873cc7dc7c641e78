// Indices are kept inside the arrays by the loop bounds; `!` says so.
import type { Profile, Scorer } from "../models/scorer.ts";

export type ReasonQuestion = {
  readonly names: readonly string[];
  /** Weight × feature of each component for this item. */
  readonly contributions: readonly number[];
  readonly scorers: readonly Scorer[];
  readonly profile: Profile;
  readonly index: number;
  readonly titleOf: (index: number) => string | undefined;
};

const sentences: Readonly<Record<string, string>> = {
  "recent-3": "这几天很多人在看",
  "recent-14": "近期很多人在看",
  "recent-45": "近来持续受关注",
  lasting: "一直受欢迎",
  segment: "和你相近的人常看",
  place: "你所在的地方近期关注较多",
  "passed-over": "上次来过之后的新热点",
};

/** The item of the profile that speaks most for this one. */
const sourceOf = (scorer: Scorer, profile: Profile, index: number): number | undefined => {
  let chosen: number | undefined;
  let most = 0;
  for (let k = 0; k < profile.items.length; k += 1) {
    const value = profile.weights[k]! * (scorer.similarity?.(profile.items[k]!, index) ?? 0);
    if (value > most) [chosen, most] = [profile.items[k], value];
  }
  return chosen;
};

/** One sentence that is true of this item: the component that adds most, and what of the history is behind it. */
export const explain = ({
  names,
  contributions,
  scorers,
  profile,
  index,
  titleOf,
}: ReasonQuestion): string => {
  let best = -1;
  contributions.forEach((value, k) => {
    if (value > 0 && (best < 0 || value > contributions[best]!)) best = k;
  });
  const name = names[best];
  if (name === undefined) return "为大家推荐";
  const fixed = sentences[name];
  if (fixed !== undefined) return fixed;
  const scorer = scorers.find((one) => one.name === name);
  const source = scorer === undefined ? undefined : sourceOf(scorer, profile, index);
  const title = source === undefined ? undefined : titleOf(source);
  if (title === undefined) return "与你看过的内容相近";
  return name === "content" ? `与你看过的《${title}》主题相近` : `看过《${title}》的人也常看`;
};
