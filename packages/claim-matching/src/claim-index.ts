import { createSearchIndex, gramRarity, hash32, inverseFrequency } from "@kepu/text";
import { weakUnits, weakWords } from "./lexicon.ts";
import type { PreparedText } from "./prepare.ts";

// In this file places in the typed arrays stay below the lengths set at the start: `?? 0` never takes effect.

/** Postings read for one message at most: the rarest grams come first, so that a flood of common ones costs nothing. */
const mostPostings = 60_000;

/** What is compared of a text beside its grams. */
export type TextFacts = Omit<PreparedText, "units" | "grams" | "words">;

/** A text in the numbers of an index; what no claim holds is below 0. */
export type IndexedText = {
  readonly facts: TextFacts;
  /** Distinct grams. */
  readonly terms: Int32Array;
  /** The unit at each place, and the pair that ends there. */
  readonly sequence: Int32Array;
  readonly pairs: Int32Array;
  readonly words: Int32Array;
  /** Distinct grams of the correction that the text itself does not have. */
  readonly correction: Int32Array;
  /** Sum of weights, and of their squares, over all distinct grams; of words. */
  readonly weight: number;
  readonly squares: number;
  readonly wordWeight: number;
  readonly pairCount: number;
};

export type Candidate = { readonly place: number; readonly score: number };

/** A claim as it is read: its text, and what a check says of it, which names the matter in other words. */
export type ClaimTexts = { readonly text: PreparedText; readonly correction: PreparedText | undefined };

/** Claims for comparing, and the index of `@kepu/text` over their units that finds those worth it. */
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
  /** How many claims link to a page. */
  readonly linkedBy: (page: string) => number;
  /**
   * The claims that share most with a message by BM25F, then best first by BM25 over its grams and weights (Robertson & Zaragoza
   * 2009, eq. 3.15; gram frequency 1 within a claim).
   */
  readonly retrieve: (text: PreparedText, message: IndexedText, limit: number) => Candidate[];
};

/** What stands in nearly every text counts this share of the weight that a short list of claims gives it. */
const weakShare = 0.2;
/** The number of a gram that no claim holds. */
const unknownTerm = -1;
/** What a gram of the correction counts beside one of the text; how often it counts in the index, whose weights are whole. */
const correctionShare = 0.25;
const textWeight = 4;
// BM25 as in `@kepu/text`
const k1 = 1.2;
const b = 0.75;

const isWeakGram = (gram: string): boolean => {
  const [first = "", second] = gram.split(" ", 2);
  const isWeak = (unit: string): boolean => weakUnits.has(unit) || weakWords.has(unit);
  return isWeak(first) && (second === undefined || isWeak(second));
};

const rarityOf = (gram: string): number => {
  const [first = "", second] = gram.split(" ", 2);
  return gramRarity(first, second);
};

/** Numbers for terms in the order in which they come, with the number of texts that hold each. */
type Vocabulary = { readonly numbers: Map<string, number>; readonly frequencies: number[] };

const count = ({ numbers, frequencies }: Vocabulary, term: string): void => {
  const known = numbers.get(term);
  if (known === undefined) {
    numbers.set(term, frequencies.length);
    frequencies.push(1);
  } else frequencies[known] = (frequencies[known] ?? 0) + 1;
};

/** As the index of texts is to read it: units apart, a page linked to as one word of letters that nothing else has. */
const searchedText = ({ units, links }: PreparedText): string =>
  [...units, ...links.map((page) => `link${hash32(page).toString(36)}`)].join(" ");

type Numbered = Pick<
  IndexedText,
  "facts" | "terms" | "sequence" | "pairs" | "words" | "correction" | "pairCount"
>;

const numberText = (
  { units, grams, words, ...facts }: PreparedText,
  {
    gramNumbers,
    wordNumbers,
    correction,
  }: {
    readonly gramNumbers: Map<string, number>;
    readonly wordNumbers: Map<string, number>;
    readonly correction?: PreparedText | undefined;
  },
): Numbered => {
  let pairCount = 0;
  for (const gram of grams) if (gram.includes(" ")) pairCount += 1;
  return {
    facts,
    terms: Int32Array.from(grams, (gram) => gramNumbers.get(gram) ?? unknownTerm),
    sequence: Int32Array.from(units, (unit) => gramNumbers.get(unit) ?? unknownTerm),
    pairs: Int32Array.from(units, (unit, place) =>
      place === 0 ? unknownTerm : (gramNumbers.get(`${units[place - 1]} ${unit}`) ?? unknownTerm),
    ),
    words: Int32Array.from(words, (word) => wordNumbers.get(word) ?? unknownTerm),
    correction: Int32Array.from(
      Array.from(correction?.grams ?? []).filter((gram) => !grams.has(gram)),
      (gram) => gramNumbers.get(gram) ?? unknownTerm,
    ),
    pairCount,
  };
};

/** @param texts read once and not kept, so that a long list can be prepared as it is read */
export const createClaimIndex = (texts: Iterable<ClaimTexts>): ClaimIndex => {
  const grams: Vocabulary = { numbers: new Map(), frequencies: [] };
  const vocabulary: Vocabulary = { numbers: new Map(), frequencies: [] };
  const numbers = { gramNumbers: grams.numbers, wordNumbers: vocabulary.numbers };
  const pages = new Map<string, number>();
  const index = createSearchIndex({ fields: { text: { weight: textWeight }, correction: {} } });
  const numbered: Numbered[] = [];
  for (const { text, correction } of texts) {
    for (const gram of text.grams) count(grams, gram);
    for (const gram of correction?.grams ?? []) if (!text.grams.has(gram)) count(grams, gram);
    for (const word of text.words) count(vocabulary, word);
    for (const page of text.links) pages.set(page, (pages.get(page) ?? 0) + 1);
    const searched = correction === undefined ? "" : searchedText(correction);
    index.add({
      id: String(numbered.length),
      fields: { text: searchedText(text), correction: searched },
    });
    numbered.push(numberText(text, { ...numbers, correction }));
  }
  const inverse = (frequency: number): number => inverseFrequency(numbered.length, frequency);
  const gramWeight = (gram: string): number =>
    inverse(grams.frequencies[grams.numbers.get(gram) ?? unknownTerm] ?? 0) *
    (isWeakGram(gram) ? weakShare : 1) *
    rarityOf(gram);
  const wordWeight = (word: string): number =>
    inverse(vocabulary.frequencies[vocabulary.numbers.get(word) ?? unknownTerm] ?? 0) *
    (weakWords.has(word) ? weakShare : 1);
  // both maps list their terms in the order of their numbers
  const gramNames = [...grams.numbers.keys()];
  const weights = Float64Array.from(gramNames, gramWeight);
  const isPair = Uint8Array.from(gramNames, (gram) => (gram.includes(" ") ? 1 : 0));
  const wordWeights = Float64Array.from(vocabulary.numbers.keys(), wordWeight);

  const weigh = (
    text: Numbered,
    unknown: { weight: number; squares: number; words: number },
  ): IndexedText => {
    let { weight, squares } = unknown;
    for (const term of text.terms) {
      const worth = weights[term] ?? 0;
      weight += worth;
      squares += worth * worth;
    }
    let sum = unknown.words;
    for (const word of text.words) sum += wordWeights[word] ?? 0;
    return { ...text, weight, squares, wordWeight: sum };
  };
  const claims = numbered.map((text) => weigh(text, { weight: 0, squares: 0, words: 0 }));
  const total = claims.reduce((sum, { sequence }) => sum + sequence.length, 0);
  const average = Math.max(1, total / Math.max(1, claims.length));
  const asked = new Int32Array(weights.length);
  let turn = 0;

  return {
    claims,
    weights,
    wordWeights,
    isPair,
    unknown: inverse(0),
    linkedBy: (page) => pages.get(page) ?? 0,
    read: (text) => {
      const unknown = { weight: 0, squares: 0, words: 0 };
      for (const gram of text.grams) {
        if (grams.numbers.has(gram)) continue;
        const worth = gramWeight(gram);
        unknown.weight += worth;
        unknown.squares += worth * worth;
      }
      for (const word of text.words) if (!vocabulary.numbers.has(word)) unknown.words += inverse(0);
      return weigh(numberText(text, numbers), unknown);
    },
    retrieve: (text, message, limit) => {
      turn += 1;
      for (const term of message.terms) if (term >= 0) asked[term] = turn;
      const scoreOf = (place: number): number => {
        const claim = claims[place];
        let shared = 0;
        for (const term of claim?.terms ?? []) if (asked[term] === turn) shared += weights[term] ?? 0;
        for (const term of claim?.correction ?? [])
          if (asked[term] === turn) shared += (weights[term] ?? 0) * correctionShare;
        return (shared * (k1 + 1)) / (1 + k1 * (1 - b + (b * (claim?.sequence.length ?? 0)) / average));
      };
      return index
        .similar(searchedText(text), { top: limit, postings: mostPostings })
        .map(({ id }) => ({ place: Number(id), score: scoreOf(Number(id)) }))
        .sort((left, right) => right.score - left.score || left.place - right.place);
    },
  };
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
