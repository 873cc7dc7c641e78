import { findWithAlternatives } from "./alternatives.ts";
import {
  addDocument,
  compactState,
  createIndexState,
  type IndexState,
  removeDocument,
  type SearchDocument,
  type SearchIndexOptions,
} from "./index-state.ts";
import { numberAlternatives } from "./numerals.ts";
import { normalise } from "./normalise.ts";
import { type ParsedQuery, parseQuery } from "./query.ts";
import {
  findDocuments,
  findSimilar,
  type SearchHit,
  type SearchOptions,
  type SimilarDocument,
  type SimilarOptions,
} from "./search.ts";
import { restoreState, snapshotState } from "./snapshot.ts";
import type { Suggester } from "./suggestions.ts";
import { alternativesOf } from "./synonyms.ts";

/** Why a result is not what was asked for word by word. */
export type Relaxation = {
  readonly kind: "spelling" | "synonym" | "partial" | "phrase";
  readonly from: string;
  readonly to: string;
  /** A Chinese sentence for the reader. */
  readonly reason: string;
};

/** What a search gives. */
export type SearchResult = {
  readonly hits: readonly SearchHit[];
  /** Empty where the hits fit the query as it was typed. */
  readonly relaxations: readonly Relaxation[];
};

/** An index in memory. */
export type SearchIndex = {
  /** Documents held. */
  readonly size: () => number;
  readonly has: (id: string) => boolean;
  /** @throws TextError `text.document_exists`, `text.document_id_invalid`, `text.field_unknown`, `text.audience_unknown`, `text.index_full` */
  readonly add: (document: SearchDocument) => void;
  /** False where the index does not hold it. */
  readonly remove: (id: string) => boolean;
  /** Adds, or takes the place of the document with the same id. */
  readonly replace: (document: SearchDocument) => void;
  /** @throws TextError `text.query_empty`, `text.query_only_negation`, `text.query_too_long`, `text.option_out_of_range`, `text.audience_unknown` */
  readonly search: (query: string, options?: SearchOptions) => SearchResult;
  /**
   * Documents that share most with a text, best first: no query language, no relaxation, and no limit of terms, for asking
   * with a whole document or message. Scores are BM25F of the postings, the ranking of `search` is not applied.
   *
   * @throws TextError `text.option_out_of_range`, `text.too_long`
   */
  readonly similar: (text: string, options?: SimilarOptions) => readonly SimilarDocument[];
  /** Gives back the memory of removed documents; happens by itself when they are the greater part. */
  readonly compact: () => void;
  /** The whole index as bytes, for `restoreSearchIndex`. */
  readonly snapshot: () => Buffer;
};

const findWithSynonyms = (state: IndexState, query: ParsedQuery, options: SearchOptions): SearchResult => {
  const alternatives = [...alternativesOf(query, state.synonyms), ...numberAlternatives(query)];
  const { asTyped, hits } = findWithAlternatives(state, query, { ...options, alternatives });
  if (asTyped > 0 || hits.length === 0) return { hits, relaxations: [] };
  const from = alternatives[0]?.from ?? query.text;
  const to = alternatives.map((alternative) => alternative.to).join("、");
  const reason = `没有找到“${from}”，以下含有意思相同的“${to}”。`;
  return { hits, relaxations: [{ kind: "synonym", from, to, reason }] };
};

const correctedQuery = (
  { options }: IndexState,
  query: ParsedQuery,
): { query: ParsedQuery; relaxation: Relaxation } | undefined => {
  const whole = query.wanted.join(" ");
  const correction = whole === "" ? undefined : options.suggester?.correct(whole);
  if (correction === undefined) return undefined;
  const { from, to } = correction;
  const reason = `没有找到“${from}”，以下是“${to}”的结果。`;
  return {
    query: { ...query, wanted: [normalise(to).text] },
    relaxation: { kind: "spelling", from, to, reason },
  };
};

/** Less and less strict, until something is found; exclusions always hold. */
const searchState = (state: IndexState, text: string, options: SearchOptions): SearchResult => {
  const query = parseQuery(text, state.options.maxQueryLength);
  const direct = findWithSynonyms(state, query, options);
  if (direct.hits.length > 0) return direct;
  const corrected = correctedQuery(state, query);
  if (corrected !== undefined) {
    const found = findDocuments(state, corrected.query, options);
    if (found.length > 0) return { hits: found, relaxations: [corrected.relaxation] };
  }
  if (query.phrases.length > 0) {
    const open: ParsedQuery = { ...query, phrases: [], wanted: [...query.phrases, ...query.wanted] };
    const found = findDocuments(state, open, options);
    const from = query.phrases.join("、");
    if (found.length > 0)
      return {
        hits: found,
        relaxations: [
          {
            kind: "phrase",
            from,
            to: open.wanted.join(" "),
            reason: `没有一字不差的“${from}”，以下含有其中的词。`,
          },
        ],
      };
  }
  const loose: ParsedQuery = { ...query, phrases: [], wanted: [...query.phrases, ...query.wanted] };
  const partial = findDocuments(state, loose, { ...options, least: 0 });
  if (partial.length === 0) return { hits: [], relaxations: [] };
  const reason = `没有完全符合“${query.text}”的内容，以下含有其中的部分文字。`;
  return { hits: partial, relaxations: [{ kind: "partial", from: query.text, to: query.text, reason }] };
};

const fromState = (state: IndexState): SearchIndex => ({
  size: () => state.live,
  has: (id) => state.places.has(id),
  add: (document) => addDocument(state, document),
  remove: (id) => {
    const isRemoved = removeDocument(state, id);
    if (state.store.count > 1000 && state.live * 2 < state.store.count) compactState(state);
    return isRemoved;
  },
  replace: (document) => {
    // checked by a trial in an index of its own, so that a refused document does not cost the old one
    addDocument(createIndexState(state.options), document);
    removeDocument(state, document.id);
    addDocument(state, document);
    if (state.store.count > 1000 && state.live * 2 < state.store.count) compactState(state);
  },
  search: (query, options = {}) => searchState(state, query, options),
  similar: (text, options = {}) => findSimilar(state, text, options),
  compact: () => compactState(state),
  snapshot: () => snapshotState(state),
});

/**
 * An empty index over characters and pairs of characters in memory, ranked by BM25F with bonuses for coverage, nearness and
 * runs. The texts themselves are not kept.
 *
 * @throws TextError `text.fields_missing`, `text.option_out_of_range`, `text.synonyms_invalid`
 * @example createSearchIndex({ fields: { title: { weight: 3 }, body: {} } }).size(); // => 0
 */
export const createSearchIndex = (options: SearchIndexOptions): SearchIndex =>
  fromState(createIndexState(options));

/**
 * The index that `snapshot` wrote. The synonyms are those of the snapshot, the suggester is given anew.
 *
 * @throws TextError `text.snapshot_broken`, `text.snapshot_version`
 * @example restoreSearchIndex(createSearchIndex({ fields: { body: {} } }).snapshot()).size(); // => 0
 */
export const restoreSearchIndex = (
  bytes: Uint8Array,
  options: { readonly suggester?: Suggester } = {},
): SearchIndex => fromState(restoreState(bytes, options.suggester));
