import { TextError } from "./errors.ts";
import { grown, grownCapacity } from "./term-table.ts";

// In this file addresses come from the allocator and terms from the term table: `?? 0` never takes effect.

const chunkBits = 20;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;
const maxChunks = 4095;
const pointerBytes = 4;
const sliceSizes = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

/**
 * Posting lists as bytes in slices of growing size that point to each other, so that a list grows without being copied
 * (the scheme of Lucene's in-memory writer). A posting is the distance to the document before, shifted by one bit whose 1
 * says "weight 1", else the weight follows; numbers in groups of seven bits, low ones first.
 */
export type PostingPool = {
  chunks: Uint8Array[];
  used: number;
  head: Uint32Array;
  tail: Uint32Array;
  tailEnd: Uint32Array;
  level: Uint8Array;
  lastDocument: Uint32Array;
};

/** An empty pool. */
export const createPostingPool = (capacity = 1 << 12): PostingPool => ({
  chunks: [],
  used: chunkSize,
  head: new Uint32Array(capacity),
  tail: new Uint32Array(capacity),
  tailEnd: new Uint32Array(capacity),
  level: new Uint8Array(capacity),
  lastDocument: new Uint32Array(capacity),
});

const allocate = (pool: PostingPool, size: number): number => {
  if (pool.used + size > chunkSize) {
    if (pool.chunks.length >= maxChunks)
      throw new TextError("text.index_full", { what: "倒排表字节", limit: maxChunks * chunkSize });
    pool.chunks.push(new Uint8Array(chunkSize));
    pool.used = 0;
  }
  const address = (pool.chunks.length - 1) * chunkSize + pool.used;
  pool.used += size;
  return address;
};

const setByte = (pool: PostingPool, address: number, value: number): void => {
  const chunk = pool.chunks[address >>> chunkBits];
  if (chunk !== undefined) chunk[address & chunkMask] = value;
};

const writeByte = (pool: PostingPool, term: number, value: number): void => {
  if (pool.tail[term] === pool.tailEnd[term]) {
    const end = pool.tailEnd[term] ?? 0;
    const isFirst = end === 0;
    const level = isFirst ? 0 : Math.min((pool.level[term] ?? 0) + 1, sliceSizes.length - 1);
    const size = sliceSizes[level] ?? 8;
    const address = allocate(pool, size);
    if (isFirst) pool.head[term] = address;
    else
      for (let byte = 0; byte < pointerBytes; byte += 1)
        setByte(pool, end + byte, (address >>> (8 * byte)) & 0xff);
    pool.level[term] = level;
    pool.tail[term] = address;
    pool.tailEnd[term] = address + size - pointerBytes;
  }
  const address = pool.tail[term] ?? 0;
  setByte(pool, address, value);
  pool.tail[term] = address + 1;
};

const writeNumber = (pool: PostingPool, term: number, value: number): void => {
  let rest = value;
  while (rest > 0x7f) {
    writeByte(pool, term, (rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  writeByte(pool, term, rest);
};

/** Appends a posting; documents come in rising order, numbered from 0; weight ≥ 1. */
export const appendPosting = (
  pool: PostingPool,
  term: number,
  posting: { readonly document: number; readonly weight: number },
): void => {
  if (term >= pool.head.length) {
    const capacity = Math.max(term + 1, grownCapacity(pool.head.length));
    pool.head = grown(pool.head, capacity);
    pool.tail = grown(pool.tail, capacity);
    pool.tailEnd = grown(pool.tailEnd, capacity);
    pool.level = grown(pool.level, capacity);
    pool.lastDocument = grown(pool.lastDocument, capacity);
  }
  const distance = posting.document + 1 - (pool.lastDocument[term] ?? 0);
  pool.lastDocument[term] = posting.document + 1;
  if (posting.weight === 1) return writeNumber(pool, term, distance * 2 + 1);
  writeNumber(pool, term, distance * 2);
  writeNumber(pool, term, posting.weight);
};

/** Calls for each posting of a term, documents rising. */
export const scanPostings = (
  pool: PostingPool,
  term: number,
  visit: (document: number, weight: number) => void,
): void => {
  const last = pool.tail[term] ?? 0;
  if (last === 0 && (pool.tailEnd[term] ?? 0) === 0) return;
  let address = pool.head[term] ?? 0;
  let level = 0;
  let end = address + (sliceSizes[0] ?? 8) - pointerBytes;
  let chunk = pool.chunks[address >>> chunkBits] ?? new Uint8Array(0);
  let document = -1;
  let value = 0;
  let shift = 0;
  let isWeight = false;
  while (address !== last) {
    if (address === end) {
      const place = end & chunkMask;
      address =
        ((chunk[place] ?? 0) |
          ((chunk[place + 1] ?? 0) << 8) |
          ((chunk[place + 2] ?? 0) << 16) |
          ((chunk[place + 3] ?? 0) << 24)) >>>
        0;
      level = Math.min(level + 1, sliceSizes.length - 1);
      end = address + (sliceSizes[level] ?? 8) - pointerBytes;
      chunk = pool.chunks[address >>> chunkBits] ?? chunk;
    }
    const byte = chunk[address & chunkMask] ?? 0;
    address += 1;
    value |= (byte & 0x7f) << shift;
    if (byte > 0x7f) {
      shift += 7;
      continue;
    }
    if (isWeight) {
      visit(document, value);
      isWeight = false;
    } else {
      document += value >>> 1;
      if (value & 1) visit(document, 1);
      else isWeight = true;
    }
    value = 0;
    shift = 0;
  }
};
