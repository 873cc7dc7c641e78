import type { IndexState } from "./index-state.ts";
import type { ParsedQuery } from "./query.ts";
import { type Collection, lookUpTerms } from "./query-terms.ts";
import { findDocuments, type SearchHit, type SearchOptions } from "./search.ts";
import type { Alternative } from "./synonyms.ts";

/** What was said otherwise counts a little less than what was typed. */
const alternativeFactor = 0.9;

/**
 * Finds by the query as it was typed and by its other wordings; a document found by several has its best score. The same
 * for the index in memory and for candidates from a database.
 */
export const findWithAlternatives = (
  state: IndexState,
  query: ParsedQuery,
  options: SearchOptions & {
    readonly alternatives: readonly Alternative[];
    readonly collection?: Collection;
  },
): { readonly hits: SearchHit[]; /** Documents found as it was typed. */ readonly asTyped: number } => {
  const { alternatives } = options;
  const hits = findDocuments(state, query, options);
  if (alternatives.length === 0) return { hits, asTyped: hits.length };
  /** What a document with every term of the query has to gain. */
  const worthOf = (wording: ParsedQuery): number =>
    lookUpTerms(state, wording, options).terms.reduce((sum, { idf, factor }) => sum + idf * factor, 0);
  const worth = worthOf(query);
  const best = new Map(hits.map((hit) => [hit.id, hit]));
  for (const alternative of alternatives) {
    // a longer or rarer word has more to gain: its scores are brought to the scale of what was typed
    const factor = alternativeFactor * Math.min(1, worth / worthOf(alternative.query));
    for (const hit of findDocuments(state, alternative.query, options)) {
      const score = hit.score * factor;
      if (score > (best.get(hit.id)?.score ?? 0)) best.set(hit.id, { ...hit, score });
    }
  }
  const merged = Array.from(best.values())
    .sort((x, y) => y.score - x.score || (state.places.get(x.id) ?? 0) - (state.places.get(y.id) ?? 0))
    .slice(0, options.top ?? 10);
  return { hits: merged, asTyped: hits.length };
};
