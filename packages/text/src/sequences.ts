import { readDocument } from "./document-store.ts";
import type { IndexState } from "./index-state.ts";
import { scanPostings } from "./posting-pool.ts";
import { mark } from "./symbols.ts";
import { findTerm } from "./term-table.ts";

/** Whether the sequence stands in the first `length` symbols, full stops and commas included. */
export const containsSequence = (
  symbols: ArrayLike<number>,
  sequence: readonly number[],
  length: number,
): boolean => {
  for (let place = 0; place + sequence.length <= length; place += 1) {
    let matched = 0;
    while (matched < sequence.length && symbols[place + matched] === sequence[matched]) matched += 1;
    if (matched === sequence.length) return true;
  }
  return false;
};

/** The terms that a document with the sequence has: its pairs, and single symbols that have no neighbour. */
const necessaryTerms = (state: IndexState, sequence: readonly number[]): Set<number> => {
  const terms = new Set<number>();
  sequence.forEach((symbol, place) => {
    if (symbol === mark.stop) return;
    const before = sequence[place - 1] ?? mark.stop;
    const after = sequence[place + 1] ?? mark.stop;
    if (before !== mark.stop) terms.add(findTerm(state.terms, before, symbol));
    else if (after === mark.stop) terms.add(findTerm(state.terms, 0, symbol));
  });
  return terms;
};

/** Marks with 1 every document that holds the sequence of symbols. Exact: what the postings suggest is looked up. */
export const documentsWith = (state: IndexState, sequence: readonly number[]): Uint8Array => {
  const matched = new Uint8Array(state.store.count);
  if (state.way === "scan") {
    const buffer = { symbols: new Uint32Array(0) };
    for (let document = 0; document < matched.length; document += 1) {
      const length = readDocument(state.store, document, buffer);
      matched[document] = containsSequence(buffer.symbols, sequence, length) ? 1 : 0;
    }
    return matched;
  }
  // a byte counts the terms of a document; the look-up below decides where there are more
  const terms = Array.from(necessaryTerms(state, sequence)).slice(0, 250);
  if (terms.includes(-1)) return matched;
  terms.forEach((term, round) => {
    scanPostings(state.postings, term, (document) => {
      if (matched[document] === round) matched[document] = round + 1;
    });
  });
  const buffer = { symbols: new Uint32Array(0) };
  for (let document = 0; document < matched.length; document += 1) {
    const isPossible = matched[document] === terms.length && state.removed[document] !== 1;
    if (!isPossible) matched[document] = 0;
    else if (sequence.length <= 2) matched[document] = 1;
    else {
      const length = readDocument(state.store, document, buffer);
      matched[document] = containsSequence(buffer.symbols, sequence, length) ? 1 : 0;
    }
  }
  return matched;
};
