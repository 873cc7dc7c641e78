import { crc32 } from "node:zlib";
import { TextError } from "./errors.ts";
import { createIndexState, type IndexState, type SearchIndexOptions } from "./index-state.ts";
import type { Suggester } from "./suggestions.ts";

const magic = "KPTX";
const version = 1;
const prefixBytes = 16;

type Header = {
  readonly options: SearchIndexOptions;
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly live: number;
  readonly terms: number;
  readonly poolUsed: number;
  readonly documents: number;
  readonly storeUsed: number;
  readonly parts: readonly (readonly [kind: keyof typeof kinds, length: number])[];
};

const kinds = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };
type Part = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const kindOf = (part: Part): keyof typeof kinds =>
  part instanceof Float64Array
    ? "f64"
    : part instanceof Uint32Array
      ? "u32"
      : part instanceof Uint16Array
        ? "u16"
        : "u8";

/** The arrays of an index in the order in which a snapshot holds them; chunks last, postings before documents. */
const partsOf = (state: IndexState): Part[] => [
  state.totals,
  state.terms.first,
  state.terms.second,
  state.terms.slots,
  state.terms.singles,
  state.postings.head,
  state.postings.tail,
  state.postings.tailEnd,
  state.postings.level,
  state.postings.lastDocument,
  state.frequency,
  state.store.chunkOf,
  state.store.startOf,
  state.store.unitsOf,
  state.store.lengthOf,
  state.removed,
  state.times,
  state.audienceMasks,
  Uint32Array.of(state.postings.chunks.length, state.counts.length),
  ...state.postings.chunks,
  ...state.store.chunks,
];

const withoutSuggester = (options: SearchIndexOptions): SearchIndexOptions =>
  // only an optional key is left out: the type stays
  Object.fromEntries(Object.entries(options).filter(([key]) => key !== "suggester")) as SearchIndexOptions;

/** Layout: "KPTX", version, length of the header, CRC-32 of all after these 16 bytes; header as JSON; arrays, little-endian. */
export const snapshotState = (state: IndexState): Buffer => {
  const parts = partsOf(state);
  const header: Header = {
    options: withoutSuggester(state.options),
    names: state.symbols.names,
    ids: state.ids,
    live: state.live,
    terms: state.terms.count,
    poolUsed: state.postings.used,
    documents: state.store.count,
    storeUsed: state.store.used,
    parts: parts.map((part) => [kindOf(part), part.length] as const),
  };
  const head = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(prefixBytes);
  prefix.write(magic, 0, "latin1");
  prefix.writeUInt32LE(version, 4);
  prefix.writeUInt32LE(head.length, 8);
  const whole = Buffer.concat([
    prefix,
    head,
    ...parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
  ]);
  whole.writeUInt32LE(crc32(whole.subarray(prefixBytes)), 12);
  return whole;
};

const broken = (part: string): TextError => new TextError("text.snapshot_broken", { part });

const readParts = (bytes: Buffer, header: Header, start: number): Part[] => {
  let place = start;
  return header.parts.map(([kind, length]) => {
    const size = kinds[kind].BYTES_PER_ELEMENT * length;
    if (place + size > bytes.length) throw broken("数据不完整");
    // a copy of its own: the bytes of a snapshot need not be aligned
    const copy = new Uint8Array(bytes.subarray(place, place + size));
    place += size;
    return new kinds[kind](copy.buffer, 0, length);
  });
};

const readHeader = (bytes: Buffer): { header: Header; start: number } => {
  if (bytes.length < prefixBytes || bytes.toString("latin1", 0, 4) !== magic) throw broken("开头");
  const found = bytes.readUInt32LE(4);
  if (found !== version) throw new TextError("text.snapshot_version", { found, expected: version });
  if (crc32(bytes.subarray(prefixBytes)) !== bytes.readUInt32LE(12)) throw broken("校验和");
  const start = prefixBytes + bytes.readUInt32LE(8);
  // written by snapshotState, as the checksum says
  return { header: JSON.parse(bytes.toString("utf8", prefixBytes, start)) as Header, start };
};

/** The state that `snapshotState` wrote. @throws TextError `text.snapshot_broken`, `text.snapshot_version` */
export const restoreState = (given: Uint8Array, suggester?: Suggester): IndexState => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const { header, start } = readHeader(bytes);
  const parts = readParts(bytes, header, start);
  const take = <P extends Part>(kind: abstract new (...values: never[]) => P): P => {
    const part = parts.shift();
    if (part instanceof kind) return part;
    throw broken("数据不完整");
  };
  const state = createIndexState(suggester === undefined ? header.options : { ...header.options, suggester });
  state.totals = take(Float64Array);
  state.terms = {
    count: header.terms,
    first: take(Uint32Array),
    second: take(Uint32Array),
    slots: take(Uint32Array),
    singles: take(Uint32Array),
  };
  state.postings = {
    chunks: [],
    used: header.poolUsed,
    head: take(Uint32Array),
    tail: take(Uint32Array),
    tailEnd: take(Uint32Array),
    level: take(Uint8Array),
    lastDocument: take(Uint32Array),
  };
  state.frequency = take(Uint32Array);
  state.store = {
    count: header.documents,
    chunks: [],
    used: header.storeUsed,
    chunkOf: take(Uint32Array),
    startOf: take(Uint32Array),
    unitsOf: take(Uint32Array),
    lengthOf: take(Uint32Array),
  };
  state.removed = take(Uint8Array);
  state.times = take(Float64Array);
  state.audienceMasks = take(Uint32Array);
  const [postingChunks = 0, counts = 0] = take(Uint32Array);
  state.counts = new Uint16Array(counts);
  for (let chunk = 0; chunk < postingChunks; chunk += 1) state.postings.chunks.push(take(Uint8Array));
  while (parts.length > 0) state.store.chunks.push(take(Uint16Array));
  header.names.forEach((name, place) => {
    state.symbols.names.push(name);
    state.symbols.numbers.set(name, 0x10000 + place);
  });
  header.ids.forEach((id, place) => {
    state.ids[place] = id;
    if (state.removed[place] !== 1) state.places.set(id, place);
  });
  state.live = header.live;
  return state;
};
