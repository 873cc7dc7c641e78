import { assertWithin } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import { decay } from "./scorer.ts";

export type PopularityOptions = {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Days after which an act counts half; 14 by default. Infinity: plain popularity. */
  readonly halfLifeDays?: number;
  /** Counts only these people (a segment, a place). */
  readonly isCounted?: (person: string) => boolean;
  /** Prior strength κ: so many acts of everybody are mixed into a segment's; 20 by default. */
  readonly priorStrength?: number;
};

/**
 * Share of each item in recent acts, Σ weight · 2^(−age/halfLife), summing to 1. With `isCounted` the shares of that
 * segment or place, drawn towards everybody's: (c_s + κ p) / (C_s + κ), the mean of a Dirichlet with prior κ p.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example popularity(createInteractions([{ person: "a", item: "x", at: 0 }]), { now: 0 }); // => Float64Array.of(1)
 */
export const popularity = (table: InteractionTable, options: PopularityOptions): Float64Array => {
  const { now, halfLifeDays = 14, isCounted, priorStrength = 20 } = options;
  assertWithin({ name: "now", value: now, least: -8.64e15, most: 8.64e15 });
  assertWithin({ name: "halfLifeDays", value: halfLifeDays, least: 0.001, most: Infinity });
  assertWithin({ name: "priorStrength", value: priorStrength, least: 0, most: 1e9 });
  const { offsets, indices, values } = table.byPerson;
  const everybody = new Float64Array(table.items.length);
  const segment = new Float64Array(table.items.length);
  table.people.forEach((person, row) => {
    const counted = isCounted?.(person) ?? false;
    for (let place = offsets[row]!; place < offsets[row + 1]!; place += 1) {
      const item = indices[place]!; // within the row's own entries
      const weight = values[place]! * decay(now - table.times[place]!, halfLifeDays);
      everybody[item]! += weight;
      if (counted) segment[item]! += weight;
    }
  });
  const sum = everybody.reduce((total, value) => total + value, 0);
  // Far in the past all weights underflow: then nothing is known, and all are equal.
  const shares = everybody.map((value) => (sum > 0 ? value / sum : 1 / everybody.length));
  if (isCounted === undefined) return shares;
  const all = segment.reduce((total, value) => total + value, 0) + priorStrength;
  return all > 0 ? segment.map((value, item) => (value + priorStrength * shares[item]!) / all) : shares;
};
