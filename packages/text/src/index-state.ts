import { requireNumber, TextError } from "./errors.ts";
import {
  createDocumentStore,
  type DocumentStore,
  readDocument,
  storeDocument,
  type Symbols,
} from "./document-store.ts";
import { normalise } from "./normalise.ts";
import { appendPosting, createPostingPool, type PostingPool } from "./posting-pool.ts";
import type { Suggester } from "./suggestions.ts";
import { appendSymbols, createSymbolTable, mark, type SymbolTable } from "./symbols.ts";
import { createTermTable, grown, internTerm, type TermTable } from "./term-table.ts";

// In this file terms and documents are below their counts: `?? 0` never takes effect.

/** How much a field counts. */
export type FieldOptions = {
  /** Factor on the frequency in this field (BM25F), 0.1 … 20; 1 if left out. */
  readonly weight?: number;
  /** How strongly the length of this field is made up for, 0 … 1; 0.75 if left out. */
  readonly b?: number;
};

/** A document as it is given to the index. */
export type SearchDocument = {
  readonly id: string;
  /** Field name → original text; a field left out is empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** When it was published, in milliseconds since 1970, for freshness. */
  readonly timeMs?: number;
  /** Whom it is for, of the audiences the index was made with; none means everybody. */
  readonly audiences?: readonly string[];
};

/** What an index is made with; a suggester is not part of a snapshot. */
export type SearchIndexOptions = {
  /** 1 … 16 fields. */
  readonly fields: Readonly<Record<string, FieldOptions>>;
  /** Up to 31 names. */
  readonly audiences?: readonly string[];
  /** Groups of words that mean the same. */
  readonly synonyms?: readonly (readonly string[])[];
  /** Corrects queries that find nothing. */
  readonly suggester?: Suggester;
  /** UTF-16 units of a query; 2,000 if left out. */
  readonly maxQueryLength?: number;
};

/** Everything an index holds. */
export type IndexState = {
  /** `postings` for many documents; `scan` for a few that are all looked at, so that their terms need not be listed. */
  readonly way: "postings" | "scan";
  readonly options: SearchIndexOptions;
  readonly fields: readonly { readonly name: string; readonly weight: number; readonly b: number }[];
  readonly audiences: readonly string[];
  /** Normalised. */
  readonly synonyms: readonly (readonly string[])[];
  readonly symbols: SymbolTable;
  terms: TermTable;
  postings: PostingPool;
  store: DocumentStore;
  /** Documents that hold the term and are not removed. */
  frequency: Uint32Array;
  ids: string[];
  places: Map<string, number>;
  removed: Uint8Array;
  times: Float64Array;
  audienceMasks: Uint32Array;
  live: number;
  /** Sum of the lengths of each field over the documents that are not removed. */
  totals: Float64Array;
  /** For counting the terms of one document at a time. */
  counts: Uint16Array;
};

const maxFields = 16;
const maxAudiences = 31;
const maxIdLength = 512;

/** An empty index. @throws TextError `text.fields_missing`, `text.option_out_of_range` */
export const createIndexState = (
  options: SearchIndexOptions,
  within: { readonly way?: IndexState["way"]; readonly symbols?: SymbolTable } = {},
): IndexState => {
  const names = Object.keys(options.fields);
  if (names.length === 0 || names.length > maxFields)
    throw new TextError("text.fields_missing", { count: names.length, limit: maxFields });
  const audiences = options.audiences ?? [];
  requireNumber("audiences", audiences.length, { least: 0, most: maxAudiences, integer: true });
  const synonyms = (options.synonyms ?? []).map((group) => group.map((word) => normalise(word).text));
  synonyms.forEach((group, row) => {
    if (group.length < 2 || group.includes(""))
      throw new TextError("text.synonyms_invalid", { row: row + 1 });
  });
  return {
    way: within.way ?? "postings",
    options,
    fields: names.map((name) => ({
      name,
      weight: requireNumber("weight", options.fields[name]?.weight ?? 1, { least: 0.1, most: 20 }),
      b: requireNumber("b", options.fields[name]?.b ?? 0.75, { least: 0, most: 1 }),
    })),
    audiences,
    synonyms,
    symbols: within.symbols ?? createSymbolTable(),
    terms: createTermTable(),
    postings: createPostingPool(),
    store: createDocumentStore(),
    frequency: new Uint32Array(1 << 12),
    ids: [],
    places: new Map(),
    removed: new Uint8Array(256),
    times: new Float64Array(256),
    audienceMasks: new Uint32Array(256),
    live: 0,
    totals: new Float64Array(names.length),
    counts: new Uint16Array(1 << 12),
  };
};

const maxCount = 255;

/** Lists the terms of a document's symbols with their weighted frequency in `state.counts`, which the caller clears. */
const countTerms = (
  state: IndexState,
  symbols: ArrayLike<number>,
  { length, touched }: { readonly length: number; readonly touched: number[] },
): void => {
  let field = 0;
  let previous = 0;
  const count = (first: number, second: number, weight: number): void => {
    const term = internTerm(state.terms, first, second);
    if (term >= state.counts.length) {
      state.counts = grown(state.counts, state.terms.first.length);
      state.frequency = grown(state.frequency, state.terms.first.length);
    }
    const before = state.counts[term] ?? 0;
    if (before === 0) touched.push(term);
    state.counts[term] = Math.min(maxCount, before + weight);
  };
  for (let place = 0; place < length; place += 1) {
    const symbol = symbols[place] ?? 0;
    if (symbol <= mark.field) {
      if (symbol === mark.field) field += 1;
      previous = 0;
      continue;
    }
    const weight = Math.max(1, Math.round(state.fields[field]?.weight ?? 1));
    count(0, symbol, weight);
    if (previous !== 0) count(previous, symbol, weight);
    previous = symbol;
  }
};

const addToTotals = (
  state: IndexState,
  symbols: ArrayLike<number>,
  { length, sign }: { readonly length: number; readonly sign: 1 | -1 },
): void => {
  let field = 0;
  for (let place = 0; place < length; place += 1) {
    const symbol = symbols[place] ?? 0;
    if (symbol === mark.field) field += 1;
    else if (symbol !== mark.stop) state.totals[field] = (state.totals[field] ?? 0) + sign;
  }
};

/** Indexes the symbols of a document that was checked before. */
export const indexSymbols = (
  state: IndexState,
  symbols: Symbols,
  facts: { readonly id: string; readonly timeMs: number; readonly audienceMask: number },
): void => {
  const place = storeDocument(state.store, symbols);
  const touched: number[] = [];
  if (state.way === "postings") countTerms(state, symbols, { length: symbols.length, touched });
  for (const term of touched) {
    appendPosting(state.postings, term, { document: place, weight: state.counts[term] ?? 1 });
    state.frequency[term] = (state.frequency[term] ?? 0) + 1;
    state.counts[term] = 0;
  }
  addToTotals(state, symbols, { length: symbols.length, sign: 1 });
  if (place >= state.removed.length) {
    state.removed = grown(state.removed, place * 2);
    state.times = grown(state.times, place * 2);
    state.audienceMasks = grown(state.audienceMasks, place * 2);
  }
  state.ids[place] = facts.id;
  state.places.set(facts.id, place);
  state.times[place] = facts.timeMs;
  state.audienceMasks[place] = facts.audienceMask;
  state.live += 1;
};

/** The bits of audiences. @throws TextError `text.audience_unknown` */
export const audienceMaskOf = (state: IndexState, audiences: readonly string[]): number => {
  let mask = 0;
  for (const audience of audiences) {
    const bit = state.audiences.indexOf(audience);
    if (bit < 0) throw new TextError("text.audience_unknown", { audience });
    mask |= 1 << bit;
  }
  return mask;
};

/** The symbols of a document's fields in order. @throws TextError `text.field_unknown`, `text.document_id_invalid` */
export const symbolsOfFields = (
  state: IndexState,
  id: string,
  fields: Readonly<Record<string, string>>,
): number[] => {
  if (id === "" || id.length > maxIdLength)
    throw new TextError("text.document_id_invalid", { id: id.slice(0, 40), limit: maxIdLength });
  for (const field of Object.keys(fields))
    if (!state.fields.some(({ name }) => name === field))
      throw new TextError("text.field_unknown", { id, field });
  const texts = state.fields.map(({ name }) => normalise(fields[name] ?? "").text);
  const symbols: number[] = [];
  texts.forEach((text, field) => {
    if (field > 0) symbols.push(mark.field);
    appendSymbols(symbols, text, { table: state.symbols, growth: "grow" });
  });
  return symbols;
};

/** Checks and adds a document. @throws TextError, before anything is changed */
export const addDocument = (state: IndexState, document: SearchDocument): void => {
  const { id } = document;
  if (state.places.has(id)) throw new TextError("text.document_exists", { id });
  const timeMs = requireNumber("timeMs", document.timeMs ?? 0, { least: -8.64e15, most: 8.64e15 });
  const audienceMask = audienceMaskOf(state, document.audiences ?? []);
  indexSymbols(state, symbolsOfFields(state, id, document.fields), { id, timeMs, audienceMask });
};

/** Removes a document; false where the index does not hold it. Its postings stay until `compactState`. */
export const removeDocument = (state: IndexState, id: string): boolean => {
  const place = state.places.get(id);
  if (place === undefined) return false;
  const buffer = { symbols: new Uint32Array(0) };
  const length = readDocument(state.store, place, buffer);
  const touched: number[] = [];
  countTerms(state, buffer.symbols, { length, touched });
  for (const term of touched) {
    state.frequency[term] = (state.frequency[term] ?? 0) - 1;
    state.counts[term] = 0;
  }
  addToTotals(state, buffer.symbols, { length, sign: -1 });
  state.removed[place] = 1;
  state.places.delete(id);
  state.ids[place] = "";
  state.live -= 1;
  return true;
};

/** Rebuilds the index without what was removed: the same documents, the same results, less memory. */
export const compactState = (state: IndexState): void => {
  const old = { ...state };
  state.terms = createTermTable();
  state.postings = createPostingPool();
  state.store = createDocumentStore();
  state.frequency = new Uint32Array(1 << 12);
  state.counts = new Uint16Array(1 << 12);
  state.ids = [];
  state.places = new Map();
  state.removed = new Uint8Array(256);
  state.times = new Float64Array(256);
  state.audienceMasks = new Uint32Array(256);
  state.live = 0;
  state.totals = new Float64Array(state.fields.length);
  const buffer = { symbols: new Uint32Array(0) };
  for (let place = 0; place < old.store.count; place += 1) {
    if (old.removed[place] === 1) continue;
    const length = readDocument(old.store, place, buffer);
    indexSymbols(state, Array.from(buffer.symbols.subarray(0, length)), {
      id: old.ids[place] ?? "",
      timeMs: old.times[place] ?? 0,
      audienceMask: old.audienceMasks[place] ?? 0,
    });
  }
};
