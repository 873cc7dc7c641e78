import { assertWhole, assertWithin } from "../errors.ts";
import { dayMs } from "../models/scorer.ts";
import { checkRules, holds, isTarget, type Rule, type Situation } from "./rules.ts";

export type Item = {
  readonly id: string;
  readonly title: string;
  readonly categories: readonly string[];
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
};

export type Candidate = { readonly item: Item; readonly score: number; readonly reason: string };

/** Least and most items of a category in one list. */
export type Quota = { readonly category: string; readonly least?: number; readonly most?: number };

export type Arrangement = {
  readonly length: number;
  readonly situation: Situation;
  readonly rules?: readonly Rule[];
  readonly quotas?: readonly Quota[];
  /** At least so many items published within so many days. */
  readonly freshness?: { readonly least: number; readonly days: number };
  /**
   * `mmr`: score − strength × largest category overlap with what already stands. `calibrated`: score − strength ×
   * growth of the divergence from `shares` (Steck 2018).
   */
  readonly diversity?:
    | { readonly method: "mmr"; readonly strength: number }
    | {
        readonly method: "calibrated";
        readonly strength: number;
        readonly shares: ReadonlyMap<string, number>;
      };
};

export type Placed = Candidate & { readonly source: "emergency" | "pin" | "model" };

const overlap = (a: Item, b: Item): number => {
  const shared = a.categories.filter((category) => b.categories.includes(category)).length;
  const all = a.categories.length + b.categories.length - shared;
  return all === 0 ? 0 : shared / all;
};

const divergence = (list: readonly Item[], shares: ReadonlyMap<string, number>): number => {
  const counts = new Map<string, number>();
  for (const { categories } of list)
    for (const category of categories)
      counts.set(category, (counts.get(category) ?? 0) + 1 / categories.length / list.length);
  let sum = 0;
  for (const [category, share] of shares)
    if (share > 0) sum += share * Math.log(share / (0.99 * (counts.get(category) ?? 0) + 0.01 * share));
  return sum;
};

const penalty = (item: Item, list: readonly Item[], diversity: Arrangement["diversity"]): number => {
  if (diversity === undefined || diversity.strength === 0) return 0;
  if (diversity.method === "mmr")
    return diversity.strength * list.reduce((most, other) => Math.max(most, overlap(item, other)), 0);
  return diversity.strength * divergence([...list, item], diversity.shares);
};

/** A requirement of the whole list: so many more items of this kind are needed. */
type Need = { readonly isMet: (item: Item) => boolean; left: number };

const check = ({ length, rules, quotas, freshness, diversity }: Arrangement): void => {
  assertWhole({ name: "length", value: length, least: 1, most: 1000 });
  checkRules(rules ?? []);
  for (const { category, least = 0, most = length } of quotas ?? []) {
    assertWhole({ name: `${category}.least`, value: least, least: 0, most: 1000 });
    assertWhole({ name: `${category}.most`, value: most, least: 0, most: 1000 });
  }
  if (freshness) assertWhole({ name: "freshness.least", value: freshness.least, least: 0, most: length });
  if (diversity) assertWithin({ name: "diversity", value: diversity.strength, least: 0, most: 100 });
};

/**
 * Puts a list together. In this order of authority: emergency items (first, in the order of the rules; no block,
 * pin, quota or length moves them) · blocks · pins at their slots · most-quotas · least-quotas and the freshness
 * floor, as far as there are candidates · boosted score less the diversity penalty. Greedy, slot by slot.
 *
 * @param candidates any order; equal scores stand in the order given
 * @param catalogue finds items that only a rule names
 * @throws RecommenderError `rule_invalid`, `parameter_out_of_range`
 * @example arrange([], { length: 3, situation: { now: 0 } }); // => []
 */
export const arrange = (
  candidates: readonly Candidate[],
  arrangement: Arrangement,
  catalogue: ReadonlyMap<string, Item> = new Map(),
): Placed[] => {
  check(arrangement);
  const { length, situation, quotas = [], freshness, diversity } = arrangement;
  const rules = (arrangement.rules ?? []).filter((rule) => holds(rule.when, situation));
  const find = (id: string): Item | undefined =>
    catalogue.get(id) ?? candidates.find(({ item }) => item.id === id)?.item;

  const placed: Placed[] = [];
  const used = new Set<string>();
  const isBlocked = (item: Item): boolean =>
    rules.some((rule) => rule.kind === "block" && isTarget(rule.target, item));
  const needs: Need[] = quotas.map(({ category, least = 0 }) => ({
    isMet: (item) => item.categories.includes(category),
    left: least,
  }));
  if (freshness)
    needs.push({
      isMet: ({ publishedAt }) =>
        publishedAt <= situation.now && situation.now - publishedAt <= freshness.days * dayMs,
      left: freshness.least,
    });
  const room = new Map(quotas.map(({ category, most = Infinity }) => [category, most]));
  const place = (next: Placed): void => {
    placed.push(next);
    used.add(next.item.id);
    for (const need of needs) if (need.left > 0 && need.isMet(next.item)) need.left -= 1;
    for (const category of next.item.categories)
      if (room.has(category)) room.set(category, (room.get(category) ?? 0) - 1);
  };

  for (const rule of rules) {
    const item = rule.kind === "emergency" ? find(rule.item) : undefined;
    if (item === undefined || used.has(item.id)) continue;
    place({ item, score: Infinity, reason: rule.reason ?? "应急信息，请优先阅读", source: "emergency" });
  }

  const pins = new Map<number, Placed>();
  for (const rule of rules) {
    if (rule.kind !== "pin" || pins.has(rule.slot)) continue;
    const item = find(rule.item);
    if (item === undefined || used.has(item.id) || isBlocked(item)) continue;
    if ([...pins.values()].some((other) => other.item.id === item.id)) continue;
    pins.set(rule.slot, { item, score: Infinity, reason: rule.reason ?? "编辑推荐", source: "pin" });
  }
  const isPinned = new Set([...pins.values()].map(({ item }) => item.id));

  const pool = candidates
    .filter(({ item }) => !used.has(item.id) && !isPinned.has(item.id) && !isBlocked(item))
    .map((candidate) => {
      const boosts = rules.filter((rule) => rule.kind === "boost" && isTarget(rule.target, candidate.item));
      const amount = boosts.reduce((sum, rule) => sum + (rule.kind === "boost" ? rule.amount : 0), 0);
      const reason = boosts.find(
        (rule) => rule.reason !== undefined && rule.kind === "boost" && rule.amount > 0,
      )?.reason;
      return { item: candidate.item, score: candidate.score + amount, reason: reason ?? candidate.reason };
    });

  for (let slot = placed.length + 1; slot <= length; slot += 1) {
    // A pin whose slot an emergency took stands at the next free one.
    const pinned = [...pins].filter(([at]) => at <= slot).sort(([a], [b]) => a - b)[0];
    if (pinned !== undefined) {
      pins.delete(pinned[0]);
      place(pinned[1]);
      continue;
    }
    const waiting = [...pins].filter(([at]) => at <= length).map(([, pin]) => pin.item);
    const open = needs
      .map((need) => ({ need, left: need.left - waiting.filter((item) => need.isMet(item)).length }))
      .filter(({ left }) => left > 0);
    const slotsLeft = length - slot + 1 - waiting.length;
    const mustServe = open.reduce((sum, { left }) => sum + left, 0) >= slotsLeft;
    const list = placed.map(({ item }) => item);
    const best = (isAllowed: (item: Item) => boolean): Candidate | undefined => {
      let chosen: Candidate | undefined;
      let highest = -Infinity;
      for (const candidate of pool) {
        if (used.has(candidate.item.id) || !isAllowed(candidate.item)) continue;
        const value = candidate.score - penalty(candidate.item, list, diversity);
        if (value > highest) [chosen, highest] = [candidate, value];
      }
      return chosen;
    };
    const hasRoom = (item: Item): boolean =>
      item.categories.every(
        (category) =>
          (room.get(category) ?? Infinity) -
            waiting.filter((other) => other.categories.includes(category)).length >
          0,
      );
    const serves = (item: Item): boolean => hasRoom(item) && open.some(({ need }) => need.isMet(item));
    const next = (mustServe ? best(serves) : undefined) ?? best(hasRoom);
    if (next === undefined) {
      // No candidate is left: pins that wait for later slots move up, nothing is left out.
      const [first] = [...pins].sort(([a], [b]) => a - b);
      if (first === undefined) break;
      pins.delete(first[0]);
      place(first[1]);
      continue;
    }
    place({ ...next, source: "model" });
  }
  return placed;
};
