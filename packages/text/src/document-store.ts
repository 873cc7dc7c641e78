import { TextError } from "./errors.ts";
import { firstNumberedSymbol, mark } from "./symbols.ts";
import { grown } from "./term-table.ts";

// In this file documents are below the count and places inside their chunk: `?? 0` never takes effect.

const chunkUnits = 1 << 20;

/** The symbols of all documents: UTF-16 units, numbered symbols as two units in the range of surrogates. */
export type DocumentStore = {
  count: number;
  chunks: Uint16Array[];
  used: number;
  chunkOf: Uint32Array;
  startOf: Uint32Array;
  unitsOf: Uint32Array;
  /** Symbols without marks, for the length normalisation of candidates. */
  lengthOf: Uint32Array;
};

/** An empty store. */
export const createDocumentStore = (capacity = 256): DocumentStore => ({
  count: 0,
  chunks: [],
  used: 0,
  chunkOf: new Uint32Array(capacity),
  startOf: new Uint32Array(capacity),
  unitsOf: new Uint32Array(capacity),
  lengthOf: new Uint32Array(capacity),
});

const maxDocuments = 0x7ffffff;

/** The symbols of one document in order. */
export type Symbols = ArrayLike<number> & Iterable<number>;

/** Stores the symbols of one document and gives it the next number. */
export const storeDocument = (store: DocumentStore, symbols: Symbols): number => {
  if (store.count >= maxDocuments)
    throw new TextError("text.index_full", { what: "文档", limit: maxDocuments });
  let units = 0;
  for (const symbol of symbols) units += symbol >= firstNumberedSymbol ? 2 : 1;
  const lastChunk = store.chunks.at(-1);
  if (lastChunk === undefined || store.used + units > lastChunk.length) {
    store.chunks.push(new Uint16Array(Math.max(chunkUnits, units)));
    store.used = 0;
  }
  const chunk = store.chunks.at(-1) ?? new Uint16Array(0);
  if (store.count === store.chunkOf.length) {
    const capacity = store.count * 2;
    store.chunkOf = grown(store.chunkOf, capacity);
    store.startOf = grown(store.startOf, capacity);
    store.unitsOf = grown(store.unitsOf, capacity);
    store.lengthOf = grown(store.lengthOf, capacity);
  }
  const document = store.count;
  store.chunkOf[document] = store.chunks.length - 1;
  store.startOf[document] = store.used;
  store.unitsOf[document] = units;
  let place = store.used;
  let length = 0;
  for (const symbol of symbols) {
    if (symbol > mark.field) length += 1;
    if (symbol < firstNumberedSymbol) {
      chunk[place] = symbol;
      place += 1;
      continue;
    }
    const number = symbol - firstNumberedSymbol;
    chunk[place] = 0xd800 | (number >>> 10);
    chunk[place + 1] = 0xdc00 | (number & 0x3ff);
    place += 2;
  }
  store.lengthOf[document] = length;
  store.used = place;
  store.count += 1;
  return document;
};

/** Writes the symbols of a document into `target` (made larger where needed) and returns how many there are. */
export const readDocument = (
  store: DocumentStore,
  document: number,
  target: { symbols: Uint32Array },
): number => {
  const units = store.unitsOf[document] ?? 0;
  if (target.symbols.length < units) target.symbols = new Uint32Array(units * 2);
  const chunk = store.chunks[store.chunkOf[document] ?? 0] ?? new Uint16Array(0);
  const start = store.startOf[document] ?? 0;
  let count = 0;
  for (let place = start; place < start + units; place += 1) {
    const unit = chunk[place] ?? 0;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      target.symbols[count] =
        firstNumberedSymbol + (((unit & 0x3ff) << 10) | ((chunk[place + 1] ?? 0) & 0x3ff));
      place += 1;
    } else target.symbols[count] = unit;
    count += 1;
  }
  return count;
};
