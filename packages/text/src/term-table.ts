import { mix32 } from "./hashing.ts";

// In this file every index into a typed array is masked or checked against the count: `?? 0` never takes effect.

/** Numbers for pairs of symbols (first 0: a single symbol), by open addressing. */
export type TermTable = {
  count: number;
  first: Uint32Array;
  second: Uint32Array;
  /** Term number + 1 in each occupied slot. */
  slots: Uint32Array;
  /** Term number + 1 of each single symbol that is a UTF-16 unit: half of all look-ups need no hashing. */
  singles: Uint32Array;
};

const singleCount = 0x10000;

/** An empty table with room for some terms. */
export const createTermTable = (capacity = 1 << 12): TermTable => ({
  count: 0,
  first: new Uint32Array(capacity),
  second: new Uint32Array(capacity),
  slots: new Uint32Array(capacity * 2),
  singles: new Uint32Array(singleCount),
});

const isSingle = (first: number, second: number): boolean => first === 0 && second < singleCount;

const slotOf = (table: TermTable, first: number, second: number): number => {
  const { slots } = table;
  const limit = slots.length - 1;
  let slot = mix32(Math.imul(first, 0x9e3779b1) ^ second) & limit;
  for (;;) {
    const entry = slots[slot] ?? 0;
    if (entry === 0 || (table.first[entry - 1] === first && table.second[entry - 1] === second)) return slot;
    slot = (slot + 1) & limit;
  }
};

/** A copy of an array with room for `capacity` values. */
export const grown = <A extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  array: A,
  capacity: number,
): A => {
  // the constructor of the array itself: the type is the same
  const larger = new (array.constructor as new (length: number) => A)(capacity);
  larger.set(array);
  return larger;
};

/** Twice the room while small; a quarter more when large, so that little stays empty. */
export const grownCapacity = (capacity: number): number =>
  capacity < 1 << 19 ? capacity * 2 : Math.ceil(capacity * 1.25);

const enlarge = (table: TermTable): void => {
  const capacity = grownCapacity(table.first.length);
  table.first = grown(table.first, capacity);
  table.second = grown(table.second, capacity);
  // at most three of four slots are taken
  if (capacity * 4 <= table.slots.length * 3) return;
  table.slots = new Uint32Array(table.slots.length * 2);
  for (let term = 0; term < table.count; term += 1) {
    const first = table.first[term] ?? 0;
    const second = table.second[term] ?? 0;
    if (!isSingle(first, second)) table.slots[slotOf(table, first, second)] = term + 1;
  }
};

/** The number of a pair, or −1. */
export const findTerm = (table: TermTable, first: number, second: number): number =>
  (isSingle(first, second)
    ? (table.singles[second] ?? 0)
    : (table.slots[slotOf(table, first, second)] ?? 0)) - 1;

/** The number of a pair, given to it now where it had none. */
export const internTerm = (table: TermTable, first: number, second: number): number => {
  const isDirect = isSingle(first, second);
  const slot = isDirect ? second : slotOf(table, first, second);
  const entry = (isDirect ? table.singles[slot] : table.slots[slot]) ?? 0;
  if (entry !== 0) return entry - 1;
  if (table.count === table.first.length) {
    enlarge(table);
    return internTerm(table, first, second);
  }
  const term = table.count;
  table.first[term] = first;
  table.second[term] = second;
  if (isDirect) table.singles[slot] = term + 1;
  else table.slots[slot] = term + 1;
  table.count += 1;
  return term;
};
