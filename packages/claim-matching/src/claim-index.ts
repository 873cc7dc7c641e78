import { weakUnits, weakWords } from "./lexicon.ts";
import type { PreparedText } from "./prepare.ts";

// In this file places in the typed arrays stay below the lengths set at the start: `?? 0` never takes effect.

const k1 = 1.2;
const b = 0.75;
/** Postings read for one message at most: the rarest grams come first, so that a flood of common ones costs nothing. */
const mostPostings = 60_000;

/** A text in the numbers of an index; -1 stands for what no claim holds. */
export type IndexedText = {
  readonly text: PreparedText;
  /** Distinct grams. */
  readonly terms: Int32Array;
  /** The unit at each place, and the pair that ends there. */
  readonly sequence: Int32Array;
  readonly pairs: Int32Array;
  readonly words: Int32Array;
  /** Sum of weights, and of their squares, over all distinct grams; of words; of pairs alone. */
  readonly weight: number;
  readonly squares: number;
  readonly wordWeight: number;
  readonly pairWeight: number;
  readonly pairCount: number;
};

export type Candidate = { readonly place: number; readonly score: number };

/** An inverted index of claims, scored by BM25 (Robertson & Zaragoza 2009, eq. 3.15; gram frequency 1 within a claim). */
export type ClaimIndex = {
  readonly claims: readonly IndexedText[];
  /** Inverse document frequency of grams and words by number, weak ones lowered. */
  readonly weights: Float64Array;
  readonly wordWeights: Float64Array;
  /** 1 where a gram is a pair. */
  readonly isPair: Uint8Array;
  /** What a gram weighs that no claim holds. */
  readonly unknown: number;
  readonly read: (text: PreparedText) => IndexedText;
  readonly retrieve: (message: IndexedText, limit: number) => Candidate[];
};

/** What stands in nearly every text counts this share of the weight that a short list of claims gives it. */
const weakShare = 0.2;

const shareOf = (gram: string): number => {
  const [first = "", second] = gram.split(" ", 2);
  const isWeak = (unit: string): boolean => weakUnits.has(unit) || weakWords.has(unit);
  return isWeak(first) && (second === undefined || isWeak(second)) ? weakShare : 1;
};

const numberTerms = (
  texts: readonly PreparedText[],
  termsOf: (text: PreparedText) => Iterable<string>,
): { numbers: Map<string, number>; lists: number[][] } => {
  const numbers = new Map<string, number>();
  const lists: number[][] = [];
  texts.forEach((text, place) => {
    for (const term of termsOf(text)) {
      const known = numbers.get(term);
      if (known === undefined) {
        numbers.set(term, lists.length);
        lists.push([place]);
      } else lists[known]?.push(place);
    }
  });
  return { numbers, lists };
};

export const createClaimIndex = (texts: readonly PreparedText[]): ClaimIndex => {
  const inverse = (frequency: number): number =>
    Math.log(1 + (texts.length - frequency + 0.5) / (frequency + 0.5));
  const { numbers, lists } = numberTerms(texts, ({ grams }) => grams);
  const vocabulary = numberTerms(texts, ({ words }) => words);
  const weights = new Float64Array(lists.length);
  const isPair = new Uint8Array(lists.length);
  for (const [gram, term] of numbers) {
    weights[term] = inverse(lists[term]?.length ?? 0) * shareOf(gram);
    if (gram.includes(" ")) isPair[term] = 1;
  }
  const wordWeights = new Float64Array(vocabulary.lists.length);
  for (const [word, term] of vocabulary.numbers)
    wordWeights[term] = inverse(vocabulary.lists[term]?.length ?? 0) * (weakWords.has(word) ? weakShare : 1);
  const postings = lists.map((list) => Uint32Array.from(list));
  const unknown = inverse(0);

  const read = (text: PreparedText): IndexedText => {
    const { units } = text;
    const terms = new Int32Array(text.grams.size);
    let weight = 0;
    let squares = 0;
    let pairWeight = 0;
    let pairCount = 0;
    let at = 0;
    for (const gram of text.grams) {
      const term = numbers.get(gram) ?? -1;
      const worth = term >= 0 ? (weights[term] ?? 0) : unknown * shareOf(gram);
      terms[at++] = term;
      weight += worth;
      squares += worth * worth;
      if (gram.includes(" ")) {
        pairWeight += worth;
        pairCount += 1;
      }
    }
    const sequence = Int32Array.from(units, (unit) => numbers.get(unit) ?? -1);
    const pairs = Int32Array.from(units, (unit, place) =>
      place === 0 ? -1 : (numbers.get(`${units[place - 1]} ${unit}`) ?? -1),
    );
    const words = Int32Array.from(text.words, (word) => vocabulary.numbers.get(word) ?? -1);
    let wordWeight = 0;
    for (const word of words) wordWeight += word >= 0 ? (wordWeights[word] ?? 0) : unknown;
    return { text, terms, sequence, pairs, words, weight, squares, wordWeight, pairWeight, pairCount };
  };
  const claims = texts.map(read);
  const total = claims.reduce((sum, { sequence }) => sum + sequence.length, 0);
  const average = Math.max(1, total / Math.max(1, claims.length));
  const norms = Float64Array.from(
    claims,
    ({ sequence }) => (k1 + 1) / (1 + k1 * (1 - b + (b * sequence.length) / average)),
  );
  const scores = new Float64Array(claims.length);
  const touched = new Uint32Array(claims.length);

  const retrieve = (message: IndexedText, limit: number): Candidate[] => {
    const known = message.terms.filter((term) => term >= 0);
    const lengthOf = (term: number): number => postings[term]?.length ?? 0;
    known.sort((left, right) => lengthOf(left) - lengthOf(right));
    let read = 0;
    let count = 0;
    for (const term of known) {
      const list = postings[term] ?? new Uint32Array();
      if (read > 0 && read + list.length > mostPostings) break;
      read += list.length;
      const gain = weights[term] ?? 0;
      for (const place of list) {
        if (scores[place] === 0) touched[count++] = place;
        scores[place] = (scores[place] ?? 0) + gain * (norms[place] ?? 0);
      }
    }
    const best: Candidate[] = [];
    for (let turn = 0; turn < count; turn += 1) {
      const place = touched[turn] ?? 0;
      const score = scores[place] ?? 0;
      scores[place] = 0;
      const last = best.at(-1);
      if (best.length === limit && last !== undefined && score <= last.score) continue;
      let at = best.length;
      while (at > 0 && (best[at - 1]?.score ?? 0) < score) at -= 1;
      best.splice(at, 0, { place, score });
      if (best.length > limit) best.pop();
    }
    return best;
  };
  return { claims, weights, wordWeights, isPair, unknown, read, retrieve };
};

/** Cosine of the idf weights of two claims. */
export const similarity = ({ claims, weights }: ClaimIndex, left: number, right: number): number => {
  const one = claims[left];
  const other = claims[right];
  if (one === undefined || other === undefined || one.squares === 0 || other.squares === 0) return 0;
  const terms = new Set(one.terms);
  let shared = 0;
  for (const term of other.terms) if (terms.has(term)) shared += (weights[term] ?? 0) ** 2;
  return shared / Math.sqrt(one.squares * other.squares);
};
