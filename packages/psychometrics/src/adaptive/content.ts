import { PsychometricsError } from "../errors.ts";
import type { ItemBank } from "./item-bank.ts";
import type { AdaptiveRules, AttributeBound } from "./rules.ts";

// Indices are those of the bank: every `!` reads inside its array.

/** What content rules read of a test under way. */
export type ContentState = {
  readonly bank: ItemBank;
  readonly rules: AdaptiveRules;
  readonly indices: readonly number[];
  readonly closed: Uint8Array;
  readonly criterion: Float64Array;
};

/** The content area with the largest shortfall of its share so far; the first named on ties. */
export const neededContent = ({ bank, rules, indices }: ContentState): string | undefined => {
  if (rules.contentShares === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const index of indices) {
    const area = bank.contents[index] ?? "";
    counts.set(area, (counts.get(area) ?? 0) + 1);
  }
  const length = Math.max(1, indices.length);
  let needed: string | undefined;
  let largest = -Infinity;
  for (const [area, share] of rules.contentShares) {
    const shortfall = share - (counts.get(area) ?? 0) / length;
    if (shortfall > largest) {
      largest = shortfall;
      needed = area;
    }
  }
  return needed;
};

/** How many items given so far have the attribute. */
export const countAttribute = ({ bank, indices }: ContentState, attribute: string): number =>
  indices.reduce((sum, index) => sum + (bank.attributes[index]!.includes(attribute) ? 1 : 0), 0);

type Standing = AttributeBound & { readonly given: number };

/** Product over an item's bounded attributes of weight × the share of the bound still open; 0 where one is full. */
const factorOf = (
  standings: readonly Standing[],
  attributes: readonly string[],
  phase: "least" | "most",
): number => {
  let factor = 1;
  let helps = false;
  for (const { attribute, least = 0, most, weight = 1, given } of standings) {
    if (!attributes.includes(attribute)) continue;
    if (most !== undefined && given >= most) return 0;
    if (phase === "least" && given < least) {
      helps = true;
      factor *= (weight * (least - given)) / least;
    } else if (most !== undefined) factor *= (weight * (most - given)) / most;
  }
  return phase === "least" && !helps ? 0 : factor;
};

/**
 * Content areas share no items: where their open lower bounds need every place that is left, only they may come next, or
 * an item that serves another attribute alone would take a place from them.
 */
const tightAreas = ({ bank, rules, indices }: ContentState, standings: readonly Standing[]): Set<string> => {
  const areas = new Set(bank.contents);
  const open = standings.filter(({ attribute, least = 0, given }) => areas.has(attribute) && given < least);
  const needed = open.reduce((sum, { least = 0, given }) => sum + least - given, 0);
  return new Set(
    needed > 0 && needed >= rules.maximumLength - indices.length
      ? open.map(({ attribute }) => attribute)
      : areas,
  );
};

/**
 * Multiplies the criterion by the priority index: while a lower bound is open only items that serve one, then by what the
 * upper bounds leave (Cheng & Chang 2009, two phases). Items of which an attribute is full get −1 and are out, and so do
 * those of other areas where areas need every place left. Bounds over other attributes are not looked ahead for.
 *
 * @throws {PsychometricsError} psychometrics.plan_unreachable where no open item serves an open lower bound
 */
export const applyPriorities = (state: ContentState): void => {
  const { bank, rules, closed, criterion } = state;
  const standings = (rules.plan?.bounds ?? []).map((bound) => ({
    ...bound,
    given: countAttribute(state, bound.attribute),
  }));
  const phase = standings.some(({ least = 0, given }) => given < least) ? "least" : "most";
  const areas = tightAreas(state, standings);
  let open = false;
  for (let index = 0; index < bank.table.count; index += 1) {
    if (closed[index] === 1) continue;
    const factor = areas.has(bank.contents[index]!) ? factorOf(standings, bank.attributes[index]!, phase) : 0;
    criterion[index] = factor > 0 ? criterion[index]! * factor : -1;
    if (factor > 0) open = true;
  }
  if (open || phase === "most") return;
  const unmet = standings.find(({ least = 0, given }) => given < least);
  throw new PsychometricsError("psychometrics.plan_unreachable", { attribute: unmet?.attribute ?? "" });
};

const layersOf = new WeakMap<ItemBank, Map<number, Uint8Array>>();

/** The layer of each item by slope, 0 the flattest: equal layers, what is left over in the last (as catR divides a bank). */
export const strataOfBank = (bank: ItemBank, count: number): Uint8Array => {
  const known = layersOf.get(bank) ?? new Map<number, Uint8Array>();
  layersOf.set(bank, known);
  const found = known.get(count);
  if (found !== undefined) return found;
  const size = Math.floor(bank.table.count / count);
  const order = Array.from({ length: bank.table.count }, (_, index) => index).toSorted(
    (one, other) => bank.parameters.a[one]! - bank.parameters.a[other]! || one - other,
  );
  const layers = new Uint8Array(bank.table.count);
  for (const [rank, index] of order.entries()) layers[index] = Math.min(count - 1, Math.floor(rank / size));
  known.set(count, layers);
  return layers;
};
