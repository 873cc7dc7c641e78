import { readDocument } from "./document-store.ts";
import { requireNumber } from "./errors.ts";
import { audienceMaskOf, type IndexState } from "./index-state.ts";
import { normalise } from "./normalise.ts";
import { scanPostings } from "./posting-pool.ts";
import { type ParsedQuery, parseQuery } from "./query.ts";
import { type Collection, lookUpTerms, type QueryTerm, type QueryTerms } from "./query-terms.ts";
import { createRanker, type RankedScore, type RankWeights, usualWeights } from "./rank.ts";
import { documentsWith } from "./sequences.ts";
import { createWordLikeness } from "./word-likeness.ts";

// In this file documents are below the count of the store: `?? 0` never takes effect.

/** How a search is made. */
export type SearchOptions = {
  /** Hits, 1 … 1,000; 10 if left out. */
  readonly top?: number;
  /** Documents for these audiences rank higher; documents for other audiences lower. */
  readonly audiences?: readonly string[];
  /** Newer documents rank higher: half of the bonus is left after `halfLifeDays`. `weight` 0 … 2 is the bonus of a document of now. */
  readonly freshness?: { readonly nowMs: number; readonly halfLifeDays: number; readonly weight: number };
  /** Whether a document may be shown at all. */
  readonly accept?: (id: string) => boolean;
  /** For measuring; the usual ones if left out. */
  readonly weights?: RankWeights;
};

/** A document that was found, and why it stands where it does. */
export type SearchHit = {
  readonly id: string;
  readonly score: number;
  /** Share of the query's weight that occurs in the document, 0 … 1. */
  readonly coverage: number;
  /**
   * Of the terms that say what is meant (pairs of neighbouring characters, words of letters), how many were asked for and how
   * many occur. A lone character of a longer query says next to nothing: a document without any of them is no answer.
   */
  readonly telling: { readonly found: number; readonly asked: number };
  readonly parts: {
    readonly bm25: number;
    readonly passage: number;
    readonly run: number;
    /** Share of words in common with the query, 0 … 1, where both are short sentences. */
    readonly words: number;
    readonly prior: number;
  };
};

const k1 = 1.2;
const b = 0.75;
const candidateCount = 120;
/** Postings read for the candidates of one query: rare terms come first, so that a long query over many documents stays fast. */
const postingBudget = 300_000;

const candidateScores = (
  state: IndexState,
  terms: readonly QueryTerm[],
  budget: number = postingBudget,
): Float32Array => {
  const scores = new Float32Array(state.store.count);
  if (state.way === "scan") return scores.fill(1);
  const total = state.totals.reduce((sum, value) => sum + value, 0);
  const mean = Math.max(1, total / Math.max(1, state.live));
  const { lengthOf } = state.store;
  const known = terms.filter(({ term }) => term >= 0);
  const frequencyOf = ({ term }: QueryTerm): number => state.frequency[term] ?? 0;
  let read = 0;
  for (const queryTerm of known.sort((x, y) => frequencyOf(x) - frequencyOf(y))) {
    // the exact ranking of the candidates counts every term again
    if (read > 0 && read + frequencyOf(queryTerm) > budget) break;
    read += frequencyOf(queryTerm);
    const { term, idf, factor } = queryTerm;
    const worth = idf * factor * (k1 + 1);
    const fixed = k1 * (1 - b);
    const perUnit = (k1 * b) / mean;
    scanPostings(state.postings, term, (document, weight) => {
      scores[document] =
        (scores[document] ?? 0) + (worth * weight) / (weight + fixed + perUnit * (lengthOf[document] ?? 0));
    });
  }
  return scores;
};

/** The documents with the greatest scores above 0, by a heap of `count` places with the least on top. */
export const greatest = (scores: Float32Array, count: number): number[] => {
  const heap: number[] = [];
  const valueAt = (place: number): number => scores[heap[place] ?? 0] ?? 0;
  const swap = (left: number, right: number): void => {
    [heap[left], heap[right]] = [heap[right] ?? 0, heap[left] ?? 0];
  };
  const sink = (): void => {
    let place = 0;
    for (;;) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < heap.length && valueAt(child) < valueAt(least)) least = child;
      if (least === place) return;
      swap(place, least);
      place = least;
    }
  };
  let threshold = 0;
  for (let document = 0; document < scores.length; document += 1) {
    const score = scores[document] ?? 0;
    if (score <= threshold) continue;
    if (heap.length < count) {
      heap.push(document);
      let place = heap.length - 1;
      while (place > 0 && valueAt(place) < valueAt((place - 1) >> 1)) {
        swap(place, (place - 1) >> 1);
        place = (place - 1) >> 1;
      }
    } else {
      heap[0] = document;
      sink();
    }
    if (heap.length === count) threshold = valueAt(0);
  }
  return heap;
};

const dayMs = 86_400_000;

const priorOf = (
  state: IndexState,
  document: number,
  { options, wantedMask }: { readonly options: SearchOptions; readonly wantedMask: number },
): number => {
  let prior = 1;
  const { freshness } = options;
  const timeMs = state.times[document] ?? 0;
  if (freshness !== undefined && timeMs !== 0) {
    const ageDays = Math.max(0, (freshness.nowMs - timeMs) / dayMs);
    prior *= 1 + freshness.weight * 2 ** (-ageDays / freshness.halfLifeDays);
  }
  const mask = state.audienceMasks[document] ?? 0;
  if (wantedMask !== 0 && mask !== 0) prior *= (mask & wantedMask) === 0 ? 0.7 : 1.15;
  return prior;
};

/** Sets to 0 what must not be shown; a score stays where it is allowed. */
const keepAllowed = (
  state: IndexState,
  scores: Float32Array,
  { terms, accept }: { readonly terms: QueryTerms; readonly accept: ((id: string) => boolean) | undefined },
): void => {
  const clear = (isKept: (document: number) => boolean): void => {
    for (let document = 0; document < scores.length; document += 1)
      if ((scores[document] ?? 0) > 0 && !isKept(document)) scores[document] = 0;
  };
  if (state.live < state.store.count) clear((document) => state.removed[document] !== 1);
  for (const sequence of terms.required) {
    const matched = documentsWith(state, sequence);
    clear((document) => matched[document] === 1);
  }
  for (const sequence of terms.excluded) {
    const matched = documentsWith(state, sequence);
    clear((document) => matched[document] !== 1);
  }
  if (accept !== undefined) clear((document) => accept(state.ids[document] ?? ""));
};

/**
 * How much of a query a document must hold at least. One or two characters must stand together; a longer query asks for a
 * growing part, so that a long question finds what answers most of it.
 */
export const leastCoverage = (unitCount: number): number =>
  unitCount <= 2 ? 0.999 : unitCount <= 4 ? 0.3 : 0.1;

type Found = {
  readonly document: number;
  readonly rank: RankedScore;
  readonly words: number;
  readonly prior: number;
  readonly score: number;
};

/** Finds and ranks for a parsed query. `least` is the share of the query that must occur. */
export const findDocuments = (
  state: IndexState,
  query: ParsedQuery,
  options: SearchOptions & { readonly least?: number; readonly collection?: Collection },
): SearchHit[] => {
  const top = requireNumber("top", options.top ?? 10, { least: 1, most: 1000, integer: true });
  if (options.freshness !== undefined) {
    requireNumber("halfLifeDays", options.freshness.halfLifeDays, { least: 0.01, most: 100_000 });
    requireNumber("weight", options.freshness.weight, { least: 0, most: 2 });
    requireNumber("nowMs", options.freshness.nowMs, { least: -8.64e15, most: 8.64e15 });
  }
  const wantedMask = audienceMaskOf(state, options.audiences ?? []);
  const terms = lookUpTerms(state, query, options);
  const scores = candidateScores(state, terms.terms);
  keepAllowed(state, scores, { terms, accept: options.accept });
  const fields = state.fields.map(({ weight, b }, field) => ({
    weight,
    b,
    meanLength: (state.totals[field] ?? 0) / Math.max(1, state.live),
  }));
  const weights = options.weights ?? usualWeights;
  const ranker = createRanker(terms, fields, weights);
  const wordLikeness = weights.words > 0 ? createWordLikeness(state, terms.symbols) : () => 0;
  const unitCount = terms.terms.filter(({ first }) => first === 0).length;
  const least = options.least ?? leastCoverage(unitCount);
  const buffer = { symbols: new Uint32Array(0) };
  const found: Found[] = [];
  for (const document of greatest(scores, Math.max(candidateCount, top * 2))) {
    const length = readDocument(state.store, document, buffer);
    const rank = ranker.score(buffer.symbols, length);
    if (rank.coverage < least) continue;
    const words = wordLikeness(buffer.symbols, length);
    const prior = priorOf(state, document, { options, wantedMask });
    found.push({ document, rank, words, prior, score: rank.score * (1 + weights.words * words) * prior });
  }
  // equal scores in the order in which the documents came: the same query always gives the same list
  found.sort((x, y) => y.score - x.score || x.document - y.document);
  return found.slice(0, top).map(({ document, rank, words, prior, score }) => ({
    id: state.ids[document] ?? "",
    score,
    coverage: rank.coverage,
    telling: rank.telling,
    parts: { bm25: rank.bm25, passage: rank.passage, run: rank.run, words, prior },
  }));
};

/** A document that shares something with a text. */
export type SimilarDocument = { readonly id: string; readonly score: number };

/** How `SearchIndex.similar` looks. */
export type SimilarOptions = {
  /** Documents, 1 … 1,000; 10 if left out. */
  readonly top?: number;
  /** Postings read at most, rarest terms first, 1,000 … 10,000,000; 300,000 if left out. */
  readonly postings?: number;
};

/** By BM25F from the postings alone, so that a text may be as long as a document; equal scores as they came. */
export const findSimilar = (state: IndexState, text: string, options: SimilarOptions): SimilarDocument[] => {
  const top = requireNumber("top", options.top ?? 10, { least: 1, most: 1000, integer: true });
  const budget = requireNumber("postings", options.postings ?? postingBudget, {
    least: 1_000,
    most: 10_000_000,
    integer: true,
  });
  const plain: ParsedQuery = { text, wanted: [normalise(text).text], phrases: [], excluded: [] };
  const { terms } = lookUpTerms(state, plain, { mostTerms: Infinity });
  const scores = candidateScores(state, terms, budget);
  for (let document = 0; state.live < state.store.count && document < scores.length; document += 1)
    if (state.removed[document] === 1) scores[document] = 0;
  return greatest(scores, top)
    .sort((x, y) => (scores[y] ?? 0) - (scores[x] ?? 0) || x - y)
    .map((document) => ({ id: state.ids[document] ?? "", score: scores[document] ?? 0 }));
};

/** `findDocuments` for a query as it was typed. */
export const findByText = (state: IndexState, query: string, options: SearchOptions): SearchHit[] =>
  findDocuments(state, parseQuery(query, state.options.maxQueryLength), options);
