import { type IndexState } from "./index-state.ts";
import type { ParsedQuery } from "./query.ts";
import { appendSymbols, firstNumberedSymbol, mark } from "./symbols.ts";
import { findTerm } from "./term-table.ts";
import { units } from "./units.ts";

/** A single symbol (`first` 0) or a pair that a query looks for. */
export type QueryTerm = {
  readonly first: number;
  readonly second: number;
  /** Number in the index, or −1. */
  readonly term: number;
  readonly idf: number;
  /** 1, or less for words that ask rather than name. */
  readonly factor: number;
};

/** The symbols of a query and what of them is looked for. */
export type QueryTerms = {
  readonly symbols: readonly number[];
  readonly terms: readonly QueryTerm[];
  /** Sequences that must occur. */
  readonly required: readonly (readonly number[])[];
  readonly excluded: readonly (readonly number[])[];
};

/** Weight of words that ask (什么, 怎么 …): they stand in questions and not in answers, so that their rarity misleads. */
export const askingFactor = 0.35;
const asking =
  /请问|请|什么时候|什么样|什么|为什么|为何|怎么样|怎么办|怎么|怎样|如何|多少|多久|哪些|哪个|哪里|哪儿|哪种|哪位|哪|是否|是不是|有没有|能不能|可不可以|谁|吗|呢|吧|啊|几个|几种|的|了|是|在|有|被|于|和|与/gu;

/** For each UTF-16 unit of the text 1 where it is part of a word that asks. */
const askingUnits = (text: string): Uint8Array => {
  const flags = new Uint8Array(text.length);
  for (const found of text.matchAll(asking)) flags.fill(1, found.index, found.index + found[0].length);
  return flags;
};

/**
 * ln(1 + (N − n + ½) / (n + ½)): Robertson & Zaragoza 2009, eq. 3.3 with the 1 that keeps it positive.
 *
 * @example inverseFrequency(1, 0) > inverseFrequency(1, 1); // => true
 */
export const inverseFrequency = (documents: number, frequency: number): number =>
  Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));

const usualTerms = 512;

/** Symbols of a text for looking up; unknown words have a symbol no document has. */
export const symbolsOf = (state: IndexState, text: string): number[] => {
  const symbols: number[] = [];
  appendSymbols(symbols, text, { table: state.symbols, growth: "keep" });
  return symbols;
};

/** Frequencies of a collection larger than what the state holds. */
export type Collection = {
  readonly documents: number;
  readonly frequencyOf: (token: string) => number | undefined;
};

/** The character, or the word of letters, of a symbol. */
export const nameOf = (state: IndexState, symbol: number): string =>
  symbol < firstNumberedSymbol
    ? String.fromCharCode(symbol)
    : (state.symbols.names[symbol - firstNumberedSymbol] ?? "");

/** The spelling that `searchTokens` gives to a term. */
const tokenOf = (state: IndexState, first: number, second: number): string =>
  first === 0 ? nameOf(state, second) : `${nameOf(state, first)} ${nameOf(state, second)}`;

/** Looks up what a parsed query asks for; at most `mostTerms` (512) different terms, in the order of the query. */
export const lookUpTerms = (
  state: IndexState,
  query: ParsedQuery,
  {
    collection,
    mostTerms = usualTerms,
  }: { readonly collection?: Collection; readonly mostTerms?: number } = {},
): QueryTerms => {
  const symbols: number[] = [];
  const flags: number[] = [];
  for (const text of [...query.phrases, ...query.wanted]) {
    if (symbols.length > 0) {
      symbols.push(mark.stop);
      flags.push(0);
    }
    const isAsking = askingUnits(text);
    const own = symbolsOf(state, text);
    const places = units(text);
    let next = 0;
    for (const symbol of own) {
      symbols.push(symbol);
      if (symbol === mark.stop) flags.push(0);
      else {
        flags.push(isAsking[places[next]?.start ?? 0] ?? 0);
        next += 1;
      }
    }
  }
  const terms = new Map<string, QueryTerm>();
  const add = (first: number, second: number, isAsking: boolean): void => {
    const key = `${first} ${second}`;
    if (terms.has(key) || terms.size >= mostTerms) return;
    const term = findTerm(state.terms, first, second);
    const own = term < 0 ? 0 : (state.frequency[term] ?? 0);
    const idf =
      collection === undefined
        ? inverseFrequency(state.live, own)
        : inverseFrequency(
            Math.max(collection.documents, own),
            Math.max(own, collection.frequencyOf(tokenOf(state, first, second)) ?? own),
          );
    terms.set(key, { first, second, term, idf, factor: isAsking ? askingFactor : 1 });
  };
  symbols.forEach((symbol, place) => {
    if (symbol === mark.stop) return;
    add(0, symbol, flags[place] === 1);
    const before = symbols[place - 1];
    if (before !== undefined && before !== mark.stop)
      add(before, symbol, flags[place] === 1 && flags[place - 1] === 1);
  });
  return {
    symbols,
    terms: Array.from(terms.values()),
    required: query.phrases.map((phrase) => symbolsOf(state, phrase)),
    excluded: query.excluded.map((text) => symbolsOf(state, text)),
  };
};
