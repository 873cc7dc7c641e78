import { mix32 } from "./hashing.ts";

// In this file every index into a typed array is masked or checked against the count: `?? 0` never takes effect.

/** Numbers for pairs of symbols (first 0: a single symbol), by open addressing. */
export type TermTable = {
  count: number;
  first: Uint32Array;
  second: Uint32Array;
  /** Term number + 1 in each occupied slot. */
  slots: Uint32Array;
};

/** An empty table with room for some terms. */
export const createTermTable = (capacity = 1 << 12): TermTable => ({
  count: 0,
  first: new Uint32Array(capacity),
  second: new Uint32Array(capacity),
  slots: new Uint32Array(capacity * 2),
});

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

const enlarge = (table: TermTable): void => {
  const capacity = table.first.length * 2;
  table.first = grown(table.first, capacity);
  table.second = grown(table.second, capacity);
  table.slots = new Uint32Array(capacity * 2);
  for (let term = 0; term < table.count; term += 1)
    table.slots[slotOf(table, table.first[term] ?? 0, table.second[term] ?? 0)] = term + 1;
};

/** The number of a pair, or −1. */
export const findTerm = (table: TermTable, first: number, second: number): number =>
  (table.slots[slotOf(table, first, second)] ?? 0) - 1;

/** The number of a pair, given to it now where it had none. */
export const internTerm = (table: TermTable, first: number, second: number): number => {
  const slot = slotOf(table, first, second);
  const entry = table.slots[slot] ?? 0;
  if (entry !== 0) return entry - 1;
  if (table.count === table.first.length) {
    enlarge(table);
    return internTerm(table, first, second);
  }
  const term = table.count;
  table.first[term] = first;
  table.second[term] = second;
  table.slots[slot] = term + 1;
  table.count += 1;
  return term;
};
