import { firstNumberedSymbol, mark } from "./symbols.ts";

// In this file places in the typed arrays stay below the lengths set at the start: `?? 0` never takes effect.

/** What the ranking multiplies its parts with; the values were chosen by fixtures/choose-weights.ts. */
export type RankWeights = {
  /** Saturation of frequency. */
  readonly k1: number;
  /** Factor on pairs beside single characters. */
  readonly pair: number;
  /** How much the share of the query that occurs raises the score. */
  readonly coverage: number;
  /** How much the best passage of some 40 characters adds. */
  readonly passage: number;
  /** How much runs of three and more characters of the query add. */
  readonly run: number;
  /** How much the share of the document that the query has raises the score: what tells short sentences apart. */
  readonly likeness: number;
  /** How much the share of words in common raises the score of a short sentence; counted by the search, not by the ranker. */
  readonly words: number;
};

/**
 * What the search of fixtures/choose-weights.ts found. The best passage holds what the coverage of the whole document and runs
 * would add; these weigh 0 and may be given.
 */
export const usualWeights: RankWeights = {
  k1: 1.6,
  pair: 0.7,
  coverage: 0,
  passage: 1,
  run: 0,
  likeness: 1,
  words: 1,
};

/** One term of the query for the ranking: single (`first` 0) or pair. */
export type RankTerm = {
  readonly first: number;
  readonly second: number;
  readonly idf: number;
  readonly factor: number;
};

/** The fields of the collection. */
export type RankField = { readonly weight: number; readonly b: number; readonly meanLength: number };

/** The exact score of a document and its parts. */
export type RankedScore = {
  readonly score: number;
  /** Share of the query's idf that occurs, 0 … 1. */
  readonly coverage: number;
  /** Terms that say what is meant (pairs of neighbours, words of letters): how many of those asked for occur. */
  readonly telling: { readonly found: number; readonly asked: number };
  readonly bm25: number;
  readonly passage: number;
  readonly run: number;
};

/** Scores one document after the other for the same query. */
export type Ranker = { readonly score: (symbols: ArrayLike<number>, length: number) => RankedScore };

const passageUnits = 40;
const maxRunPlaces = 8;
const none: readonly number[] = [];

/**
 * A scorer for a query: BM25F (Robertson & Zaragoza 2009, eq. 3.19) over characters and pairs, × (1 + coverage bonus),
 * + the best passage, + runs. Pure: the same for the in-memory index and for candidates from a database.
 */
export const createRanker = (
  query: { readonly symbols: readonly number[]; readonly terms: readonly RankTerm[] },
  fields: readonly RankField[],
  weights: RankWeights = usualWeights,
): Ranker => {
  const { terms } = query;
  const count = terms.length;
  // from a symbol to its place among the single terms, 1-based: a table for UTF-16 units, a map for numbered symbols
  const table = new Int16Array(firstNumberedSymbol);
  const numbered = new Map<number, number>();
  const singleTerms: number[] = [];
  terms.forEach(({ first, second }, place) => {
    if (first !== 0) return;
    singleTerms.push(place);
    if (second < firstNumberedSymbol) table[second] = singleTerms.length;
    else numbered.set(second, singleTerms.length);
  });
  const singleOf = (symbol: number): number =>
    symbol < firstNumberedSymbol ? (table[symbol] ?? 0) : (numbered.get(symbol) ?? 0);
  // from two places among the single terms to the term of the pair, 1-based
  const width = singleTerms.length + 1;
  const pairs = new Int16Array(width * width);
  terms.forEach(({ first, second }, place) => {
    if (first !== 0) pairs[singleOf(first) * width + singleOf(second)] = place + 1;
  });
  const worth = Float64Array.from(
    terms,
    ({ idf, factor, first }) => idf * factor * (first === 0 ? 1 : weights.pair),
  );
  const total = worth.reduce((sum, value) => sum + value, 0);
  const isTelling = terms.map(({ first, second }) => first !== 0 || second >= firstNumberedSymbol);
  const tellingCount = isTelling.filter(Boolean).length;
  const frequencies = new Float64Array(count * fields.length);
  const seenIn = new Int32Array(count * 2);
  // places of each symbol in the query, for runs; a symbol that stands everywhere is looked for at its first places only
  const placesOf: number[][] = Array.from({ length: width }, () => []);
  query.symbols.forEach((symbol, place) => {
    const places = placesOf[singleOf(symbol)];
    if (symbol > mark.field && places !== undefined && places.length < maxRunPlaces) places.push(place);
  });
  const queryLength = query.symbols.length;
  let runs = new Uint16Array(queryLength);
  let runsBefore = new Uint16Array(queryLength);
  const longest = new Uint16Array(queryLength);
  const lengths = new Float64Array(fields.length);
  const passages = new Float64Array(2);

  const worthAt = (place: number): number => {
    const before = singleOf(query.symbols[place - 1] ?? 0);
    return worth[(pairs[before * width + singleOf(query.symbols[place] ?? 0)] ?? 0) - 1] ?? 0;
  };
  const runWorth = Float64Array.from({ length: queryLength }, (_, place) => worthAt(place));

  const score = (symbols: ArrayLike<number>, length: number): RankedScore => {
    frequencies.fill(0);
    seenIn.fill(-1);
    longest.fill(0);
    lengths.fill(0);
    let field = 0;
    let before = 0;
    let previousPlaces = none;
    let best = 0;
    let shared = 0;
    const blocks = [-1, -1];
    const see = (term: number, place: number): void => {
      frequencies[field * count + term] = (frequencies[field * count + term] ?? 0) + 1;
      // two rows of passages that overlap by half
      for (let row = 0; row < 2; row += 1) {
        const block = Math.floor((place + (row * passageUnits) / 2) / passageUnits);
        if (blocks[row] !== block) {
          blocks[row] = block;
          passages[row] = 0;
        }
        if (seenIn[row * count + term] === block) continue;
        seenIn[row * count + term] = block;
        passages[row] = (passages[row] ?? 0) + (worth[term] ?? 0);
        if ((passages[row] ?? 0) > best) best = passages[row] ?? 0;
      }
    };
    for (let place = 0; place < length; place += 1) {
      const symbol = symbols[place] ?? 0;
      const single = singleOf(symbol);
      const places = single > 0 ? (placesOf[single] ?? none) : none;
      for (const at of places) {
        const run = (at > 0 ? (runsBefore[at - 1] ?? 0) : 0) + 1;
        runs[at] = run;
        if (run > (longest[at] ?? 0)) longest[at] = run;
      }
      for (const at of previousPlaces) runsBefore[at] = 0;
      [runs, runsBefore] = [runsBefore, runs];
      previousPlaces = places;
      if (symbol <= mark.field) {
        if (symbol === mark.field) field += 1;
        before = 0;
        continue;
      }
      lengths[field] = (lengths[field] ?? 0) + 1;
      if (single === 0) {
        before = 0;
        continue;
      }
      shared += 1;
      see(singleTerms[single - 1] ?? 0, place);
      const pair = before === 0 ? 0 : (pairs[before * width + single] ?? 0);
      if (pair > 0) see(pair - 1, place);
      before = single;
    }
    // what a document leaves behind must not reach the next one
    for (const at of previousPlaces) runsBefore[at] = 0;
    return finish(best, shared);
  };

  const finish = (best: number, shared: number): RankedScore => {
    let bm25 = 0;
    let matched = 0;
    let telling = 0;
    for (let term = 0; term < count; term += 1) {
      let frequency = 0;
      fields.forEach(({ weight, b, meanLength }, field) => {
        const inField = frequencies[field * count + term] ?? 0;
        if (inField > 0)
          frequency += (weight * inField) / (1 - b + (b * (lengths[field] ?? 0)) / Math.max(1, meanLength));
      });
      if (frequency === 0) continue;
      matched += worth[term] ?? 0;
      if (isTelling[term] === true) telling += 1;
      bm25 += ((worth[term] ?? 0) * frequency * (weights.k1 + 1)) / (weights.k1 + frequency);
    }
    let run = 0;
    for (let place = 0; place < queryLength; place += 1)
      if ((longest[place] ?? 0) >= 3) run += runWorth[place] ?? 0;
    const coverage = total > 0 ? matched / total : 0;
    const length = lengths.reduce((sum, value) => sum + value, 0);
    const likeness = length > 0 ? shared / length : 0;
    const summed =
      bm25 * (1 + weights.coverage * coverage * coverage) + weights.passage * best + weights.run * run;
    return {
      score: summed * (1 + weights.likeness * likeness),
      coverage,
      telling: { found: telling, asked: tellingCount },
      bm25,
      passage: best,
      run,
    };
  };
  return { score };
};
