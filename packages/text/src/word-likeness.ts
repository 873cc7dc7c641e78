import type { IndexState } from "./index-state.ts";
import { nameOf } from "./query-terms.ts";
import { firstNumberedSymbol, mark } from "./symbols.ts";
import { words } from "./words.ts";

/** Queries and documents up to this many symbols are compared word by word: what is longer is told apart by its passages. */
const mostSymbols = 40;

/** The text of symbols, as jieba is to cut it: words of letters apart, a comma where a mark stood. */
const textOf = (state: IndexState, symbols: ArrayLike<number>, length: number): string => {
  let text = "";
  for (let place = 0; place < length; place += 1) {
    const symbol = symbols[place] ?? 0;
    if (symbol <= mark.field) text += "，";
    else if (symbol < firstNumberedSymbol) text += nameOf(state, symbol);
    else text += ` ${nameOf(state, symbol)} `;
  }
  return text;
};

const wordsOf = (text: string): Set<string> => new Set(words(text).map(({ word }) => word));

/**
 * Dice 1945: twice the words in common by all different words of both, 0 … 1; 0 where the query or the document is no short
 * sentence. Characters alone take 手机壳 for half of 手机; the words of two short questions do not.
 */
export const createWordLikeness = (
  state: IndexState,
  query: readonly number[],
): ((symbols: ArrayLike<number>, length: number) => number) => {
  const asked = query.length > mostSymbols ? new Set<string>() : wordsOf(textOf(state, query, query.length));
  if (asked.size < 2) return () => 0;
  return (symbols, length) => {
    if (length > mostSymbols) return 0;
    const held = wordsOf(textOf(state, symbols, length));
    let common = 0;
    for (const word of held) if (asked.has(word)) common += 1;
    return (2 * common) / (asked.size + held.size);
  };
};
