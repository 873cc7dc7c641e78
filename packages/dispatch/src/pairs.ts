import { anySlot, type Flow, type FlowTask, noSlot, solveFlow } from "./flow.ts";
import { costOf, type Model } from "./model.ts";

// Indices are the model's own throughout: every `!` reads inside its array.

/** Parts of the orders with two needs, first part alone. */
export const listPairs = (model: Model): Int32Array => {
  const found: number[] = [];
  for (let order = 0; order + 1 < model.orderStart.length; order += 1)
    if (2 === model.orderStart[order + 1]! - model.orderStart[order]!) found.push(model.orderStart[order]!);
  return Int32Array.from(found);
};

/** Half days in which both parts have an arc, with the cheapest price of each part; the best first. */
type Offer = { readonly slot: number; readonly first: number; readonly second: number };

const pricesOf = (model: Model, prices: Float64Array, part: number): Map<number, number> => {
  const best = new Map<number, number>();
  for (let arc = model.arcStart[part]!; arc < model.arcStart[part + 1]!; arc += 1) {
    const price = model.arcCost[arc]! + prices[model.arcCell[arc]!]!;
    const slot = model.arcSlot[arc]!;
    if (price < (best.get(slot) ?? Infinity)) best.set(slot, price);
  }
  return best;
};

const listOffers = (model: Model, prices: Float64Array, part: number): Offer[] => {
  const second = pricesOf(model, prices, part + 1);
  return [...pricesOf(model, prices, part)]
    .flatMap(([slot, price]): Offer[] => {
      const other = second.get(slot);
      return other === undefined ? [] : [{ slot, first: price, second: other }];
    })
    .sort((a, b) => a.first + a.second - b.first - b.second || a.slot - b.slot);
};

/** A plan of the model: arcs, the half day decided for each part, and what it costs. */
export type Found = {
  readonly choice: Int32Array;
  readonly cost: number;
  readonly only: Int32Array;
  readonly prices: Float64Array;
};

/**
 * Solves the flow with the half day of every pair decided. A pair's penalty is split by its prices at hand, so that neither
 * part gives way alone; where one does nevertheless, the pair is left out and the flow is solved again.
 */
const solveDecided = (model: Model, pairs: Int32Array, decided: Decision): Found => {
  const unserved = Float64Array.from(model.unserved);
  const only = Int32Array.from(decided.only);
  for (const part of pairs) {
    const slot = only[part]!;
    if (slot < 0) continue;
    const offer = listOffers(model, decided.prices, part).find((one) => one.slot === slot);
    const whole = model.unserved[part]! + model.unserved[part + 1]!;
    const spare = offer === undefined ? 0 : whole - offer.first - offer.second;
    const share = offer === undefined ? model.unserved[part]! : offer.first + Math.floor(spare / 2);
    unserved[part] = Math.min(whole, Math.max(0, Math.round(share)));
    unserved[part + 1] = whole - unserved[part];
  }
  for (;;) {
    const flow = solveFlow(model, { arcCost: model.arcCost, unserved, only });
    let broken = 0;
    for (const part of pairs) {
      if (flow.choice[part]! >= 0 === flow.choice[part + 1]! >= 0) continue;
      only[part] = noSlot;
      only[part + 1] = noSlot;
      broken += 1;
    }
    if (broken === 0)
      return { choice: flow.choice, cost: costOf(model, flow.choice), only, prices: flow.cellPrice };
  }
};

type Decision = { readonly only: Int32Array; readonly prices: Float64Array };

/** Decides every pair by prices: the cheapest common half day, or none where that costs more than the penalty. */
const decide = (model: Model, pairs: Int32Array, prices: Float64Array): Decision => {
  const only = new Int32Array(model.partOrder.length).fill(anySlot);
  for (const part of pairs) {
    const offer = listOffers(model, prices, part)[0];
    const isWorth =
      offer !== undefined && offer.first + offer.second <= model.unserved[part]! + model.unserved[part + 1]!;
    only[part] = isWorth ? offer.slot : noSlot;
    only[part + 1] = only[part]!;
  }
  return { only, prices };
};

/** Where both parts of the relaxation chose the same half day, it is kept: prices alone cannot break ties. */
const keepAgreed = (model: Model, pairs: Int32Array, flow: Flow, only: Int32Array): void => {
  for (const part of pairs) {
    const [first, second] = [flow.choice[part]!, flow.choice[part + 1]!];
    if (first < 0 || second < 0 || model.arcSlot[first] !== model.arcSlot[second]) continue;
    only[part] = model.arcSlot[first]!;
    only[part + 1] = only[part]!;
  }
};

/**
 * Next multipliers: both parts of a pair see half of its joint price in every half day, so that they wish for the same one.
 * Whatever is added to one part is taken from the other; every such task bounds the best plan from below (Geoffrion 1974).
 */
const balance = (model: Model, pairs: Int32Array, prices: Float64Array): FlowTask => {
  const arcCost = Float64Array.from(model.arcCost);
  const unserved = Float64Array.from(model.unserved);
  const only = new Int32Array(model.partOrder.length).fill(anySlot);
  for (const part of pairs) {
    const offers = listOffers(model, prices, part);
    if (offers.length === 0) {
      only[part] = noSlot;
      only[part + 1] = noSlot;
      continue;
    }
    const shift = new Map(offers.map(({ slot, first, second }) => [slot, Math.round((second - first) / 2)]));
    for (const [one, sign] of [
      [part, 1],
      [part + 1, -1],
    ] as const)
      for (let arc = model.arcStart[one]!; arc < model.arcStart[one + 1]!; arc += 1) {
        const shifted = shift.get(model.arcSlot[arc]!);
        // A half day that the other part cannot use serves no plan.
        arcCost[arc] = shifted === undefined ? 1e12 : arcCost[arc]! + sign * shifted;
      }
    const whole = unserved[part]! + unserved[part + 1]!;
    unserved[part] = Math.ceil(whole / 2);
    unserved[part + 1] = Math.floor(whole / 2);
  }
  return { arcCost, unserved, only };
};

export type PairSearch = {
  /** Multiplier rounds, then neighbourhood rounds; each solves one to a few flows. */
  readonly rounds: number;
  readonly neighbourhoods: number;
  /** The search ends once (cost − bound) ÷ cost is no more. */
  readonly enoughGap: number;
};

/** Best plan found and the best bound below all plans. */
export const searchPairs = (
  model: Model,
  search: PairSearch,
): { readonly found: Found; readonly bound: number } => {
  const pairs = listPairs(model);
  const free = new Int32Array(model.partOrder.length).fill(anySlot);
  let flow = solveFlow(model, { arcCost: model.arcCost, unserved: model.unserved, only: free });
  if (pairs.length === 0)
    return {
      found: { choice: flow.choice, cost: flow.cost, only: free, prices: flow.cellPrice },
      bound: flow.cost,
    };
  let bound = flow.cost;
  let found: Found | undefined;
  for (let round = 0; round <= search.rounds; round += 1) {
    const decided = decide(model, pairs, flow.cellPrice);
    keepAgreed(model, pairs, flow, decided.only);
    const plan = solveDecided(model, pairs, decided);
    if (found === undefined || plan.cost < found.cost) found = plan;
    if (found.cost - bound <= search.enoughGap * found.cost || round === search.rounds) break;
    flow = solveFlow(model, balance(model, pairs, flow.cellPrice));
    bound = Math.max(bound, flow.cost);
  }
  // `rounds` is at least 0, so that one plan was found.
  let best = found!;
  for (let round = 0; round < search.neighbourhoods; round += 1) {
    if (best.cost - bound <= search.enoughGap * best.cost) break;
    const next = solveDecided(model, pairs, disturb(model, pairs, best, round));
    if (next.cost < best.cost) best = next;
  }
  return { found: best, bound };
};

/**
 * A large neighbourhood (Shaw 1998): the pairs that lose most beside their best offer at the plan's own prices, a
 * different share of them each round, are decided anew; the flow then places everything else exactly.
 */
const disturb = (model: Model, pairs: Int32Array, best: Found, round: number): Decision => {
  const only = Int32Array.from(best.only);
  const losses: { readonly part: number; readonly slot: number; readonly loss: number }[] = [];
  for (const part of pairs) {
    const whole = model.unserved[part]! + model.unserved[part + 1]!;
    const offers = listOffers(model, best.prices, part);
    const isServed = best.choice[part]! >= 0;
    const now = isServed ? offers.find(({ slot }) => slot === best.only[part]) : undefined;
    const stands = now === undefined ? whole : now.first + now.second;
    const other = offers.find(({ slot }) => !isServed || slot !== best.only[part]);
    if (other !== undefined)
      losses.push({ part, slot: other.slot, loss: stands - other.first - other.second });
  }
  losses.sort((a, b) => b.loss - a.loss || a.part - b.part);
  const worth = losses.filter(({ loss }) => loss > 0);
  const size = Math.max(1, Math.ceil(worth.length / 2 ** (round % 4)));
  const shift = Math.floor(round / 4) * size;
  for (const { part, slot } of (worth.length > 0 ? worth : losses).slice(shift, shift + size)) {
    only[part] = slot;
    only[part + 1] = slot;
  }
  return { only, prices: best.prices };
};
