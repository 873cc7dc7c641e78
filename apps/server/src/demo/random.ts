/** Random numbers that are the same for the same seed (mulberry32), so that a demonstration district can be made again. */
export type Random = {
  /** From 0 up to but not 1. */
  next: () => number;
  /** A whole number from `from` to `to`, both possible. */
  between: (from: number, to: number) => number;
  pick: <T>(items: readonly T[]) => T;
  /** The items in another order; the given list stays as it is. */
  shuffle: <T>(items: readonly T[]) => T[];
};

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    shuffle: (items) => {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = between(0, last);
        // Both indexes lie inside the list.
        [copy[last], copy[other]] = [
          copy[other] as (typeof copy)[number],
          copy[last] as (typeof copy)[number],
        ];
      }
      return copy;
    },
  };
};
