import type { ParsedQuery } from "./query.ts";

/** The query with one of its words said otherwise. */
export type Alternative = { readonly query: ParsedQuery; readonly from: string; readonly to: string };

const maxAlternatives = 4;

/**
 * The query with each word of the groups replaced by each of its synonyms, at most four; phrases stay as they are.
 *
 * @param groups normalised words
 * @example alternativesOf({ text: "流感", wanted: ["流感"], phrases: [], excluded: [] }, [["流感", "流行性感冒"]])[0]?.to; // => "流行性感冒"
 */
export const alternativesOf = (query: ParsedQuery, groups: readonly (readonly string[])[]): Alternative[] => {
  const found: Alternative[] = [];
  for (const group of groups) {
    // the longest word that occurs: in 流行性感冒 not 感冒 is meant
    const from = group
      .toSorted((x, y) => y.length - x.length)
      .find((word) => query.wanted.some((text) => text.includes(word)));
    if (from === undefined) continue;
    for (const to of group) {
      if (to === from) continue;
      const wanted = query.wanted.map((text) => text.replaceAll(from, to));
      found.push({ query: { ...query, wanted }, from, to });
      if (found.length === maxAlternatives) return found;
    }
  }
  return found;
};
