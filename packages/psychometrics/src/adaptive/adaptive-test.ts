import { PsychometricsError } from "../errors.ts";
import { informationOfCategories } from "../models/information.ts";
import { type CategoryArrays, createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { checkNumber } from "../scoring/population.ts";
import { posteriorMoments } from "../scoring/score-responses.ts";
import type { ItemBank } from "./item-bank.ts";

export type AdaptiveRules = {
  /** Fisher information at the current EAP · information weighted by the posterior (van der Linden 1998). */
  readonly selection: "maximum-information" | "maximum-posterior-weighted-information";
  /** Where the first item is sought; default 0. */
  readonly startAt?: number;
  /** Random choice among this many best items (Kingsbury & Zara 1989); default 1. */
  readonly randomesque?: number;
  /** Target share of each content area, in the order that decides ties; the area with the largest shortfall comes next. */
  readonly contentShares?: readonly (readonly [area: string, share: number])[];
  readonly minimumLength?: number;
  readonly maximumLength: number;
  /** Stop when the posterior standard deviation is at most this. */
  readonly standardError?: number;
  /** Stop when the best item left gives less information than this. */
  readonly minimumInformation?: number;
  /** Stop by Wald's sequential probability ratio test between cut − δ and cut + δ (Reckase 1983). */
  readonly classification?: {
    readonly cut: number;
    readonly halfWidth: number;
    readonly falseAbove: number;
    readonly falseBelow: number;
  };
};

export type StopReason =
  | "standard-error"
  | "maximum-length"
  | "minimum-information"
  | "classified-above"
  | "classified-below"
  | "bank-exhausted";

export type NextStep =
  | { readonly kind: "item"; readonly index: number; readonly id: string }
  | { readonly kind: "stop"; readonly reason: StopReason };

/** One person's test under way. Plain data: it can be rebuilt by giving the same answers again. */
export type AdaptiveTest = {
  readonly bank: ItemBank;
  readonly rules: AdaptiveRules;
  readonly indices: number[];
  readonly scores: number[];
  readonly logPosterior: Float64Array;
  readonly closed: Uint8Array;
  readonly curves: CategoryArrays;
  readonly criterion: Float64Array;
  theta: number;
  standardError: number;
  logRatio: number;
};

const checkRules = (rules: AdaptiveRules): void => {
  checkNumber("maximumLength", rules.maximumLength, { least: 1, most: 10_000 });
  checkNumber("minimumLength", rules.minimumLength ?? 0, { least: 0, most: rules.maximumLength });
  checkNumber("randomesque", rules.randomesque ?? 1, { least: 1, most: 10_000 });
  checkNumber("startAt", rules.startAt ?? 0, { least: -100, most: 100 });
  checkNumber("standardError", rules.standardError ?? 0, { least: 0, most: 100 });
  const { classification } = rules;
  if (classification === undefined) return;
  checkNumber("classification.cut", classification.cut, { least: -100, most: 100 });
  checkNumber("classification.halfWidth", classification.halfWidth, { least: 1e-6, most: 100 });
  checkNumber("classification.falseAbove", classification.falseAbove, { least: 1e-9, most: 0.499 });
  checkNumber("classification.falseBelow", classification.falseBelow, { least: 1e-9, most: 0.499 });
};

/**
 * Begins an adaptive test.
 *
 * @example nextStep(startAdaptiveTest(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), { selection: "maximum-information", maximumLength: 5 })); // => { kind: "item", index: 0, id: "q" }
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const startAdaptiveTest = (bank: ItemBank, rules: AdaptiveRules): AdaptiveTest => {
  checkRules(rules);
  const moments = posteriorMoments(bank.nodes, bank.logPrior);
  return {
    bank,
    rules,
    indices: [],
    scores: [],
    logPosterior: Float64Array.from(bank.logPrior),
    closed: new Uint8Array(bank.table.count),
    curves: createCategoryArrays(bank.table.largestScore),
    criterion: new Float64Array(bank.table.count),
    theta: rules.startAt ?? 0,
    standardError: moments.standardDeviation,
    logRatio: 0,
  };
};

const neededContent = ({ bank, rules, indices }: AdaptiveTest): string | undefined => {
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

// Below, indices stay under the bank's count and nodes under the grid's: every `!` reads inside its array.
const fillCriterion = (run: AdaptiveTest): void => {
  const { bank, criterion, closed, curves, logPosterior, nodes } = { ...run, nodes: run.bank.nodes };
  const { count, items, maximumScore } = bank.table;
  if (run.rules.selection === "maximum-information") {
    for (let index = 0; index < count; index += 1) {
      if (closed[index] === 1) continue;
      fillCategories(items[index]!, run.theta, curves);
      criterion[index] = informationOfCategories(curves, maximumScore[index]!);
    }
    return;
  }
  const top = logPosterior.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = logPosterior.map((value) => Math.exp(value - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < count; index += 1) {
    if (closed[index] === 1) continue;
    let sum = 0;
    const from = index * nodes.length;
    for (let node = 0; node < nodes.length; node += 1) sum += weights[node]! * bank.information[from + node]!;
    criterion[index] = sum / total;
  }
};

const stopReason = ({ indices, rules, standardError, logRatio }: AdaptiveTest): StopReason | undefined => {
  if (indices.length >= rules.maximumLength) return "maximum-length";
  if (indices.length === 0 || indices.length < (rules.minimumLength ?? 0)) return undefined;
  if (rules.classification !== undefined) {
    const { falseAbove, falseBelow } = rules.classification;
    if (logRatio >= Math.log((1 - falseBelow) / falseAbove)) return "classified-above";
    if (logRatio <= Math.log(falseBelow / (1 - falseAbove))) return "classified-below";
  }
  return standardError <= (rules.standardError ?? -1) ? "standard-error" : undefined;
};

/** The best open items, best first, ties to the lower index; insertion into a short list. */
const bestItems = (run: AdaptiveTest, amount: number, content: string | undefined): number[] => {
  const best: number[] = [];
  for (let index = 0; index < run.closed.length; index += 1) {
    if (run.closed[index] === 1 || (content !== undefined && run.bank.contents[index] !== content)) continue;
    const value = run.criterion[index]!;
    if (best.length === amount && value <= run.criterion[best[amount - 1]!]!) continue;
    let place = best.length;
    while (place > 0 && value > run.criterion[best[place - 1]!]!) place -= 1;
    best.splice(place, 0, index);
    if (best.length > amount) best.pop();
  }
  return best;
};

/**
 * The next item, or why the test ends. Choices are those of catR for the same bank, answers and rule.
 *
 * @param run the test under way
 * @param random uniform numbers on [0, 1); needed when `randomesque` is above 1, one number an item
 * @throws {PsychometricsError} psychometrics.random_missing
 */
export const nextStep = (run: AdaptiveTest, random?: { readonly next: () => number }): NextStep => {
  const reason = stopReason(run);
  if (reason !== undefined) return { kind: "stop", reason };
  fillCriterion(run);
  const amount = run.rules.randomesque ?? 1;
  const wanted = bestItems(run, amount, neededContent(run));
  // An area without open items must not end the test: the best of the others comes.
  const best = wanted.length > 0 ? wanted : bestItems(run, amount, undefined);
  if (best.length === 0) return { kind: "stop", reason: "bank-exhausted" };
  if (
    run.criterion[best[0]!]! < (run.rules.minimumInformation ?? 0) &&
    run.indices.length >= (run.rules.minimumLength ?? 0)
  )
    return { kind: "stop", reason: "minimum-information" };
  if (amount > 1 && random === undefined) throw new PsychometricsError("psychometrics.random_missing");
  const place = random === undefined ? 0 : Math.floor(random.next() * best.length);
  const index = best[amount === 1 ? 0 : place]!;
  return { kind: "item", index, id: run.bank.table.items[index]!.id };
};

/**
 * Takes in the score of one item, and closes the item and its enemies.
 *
 * @param run the test under way
 * @param index which item of the bank
 * @param score 0 … its highest score
 * @throws {PsychometricsError} psychometrics.item_unknown · item_repeated · response_out_of_range
 */
export const recordAnswer = (run: AdaptiveTest, index: number, score: number): void => {
  const { bank, logPosterior, curves } = run;
  const item = bank.table.items[index];
  if (item === undefined) throw new PsychometricsError("psychometrics.item_unknown", { item: String(index) });
  if (run.indices.includes(index))
    throw new PsychometricsError("psychometrics.item_repeated", { item: item.id });
  const most = bank.table.maximumScore[index]!;
  if (!Number.isInteger(score) || score < 0 || score > most)
    throw new PsychometricsError("psychometrics.response_out_of_range", {
      row: 1,
      column: run.indices.length + 1,
      item: item.id,
      value: String(score),
      most,
    });
  run.indices.push(index);
  run.scores.push(score);
  run.closed[index] = 1;
  for (const enemy of bank.enemies[index]!) run.closed[enemy] = 1;
  const from = (bank.table.firstCategory[index]! + score) * bank.nodes.length;
  for (let node = 0; node < bank.nodes.length; node += 1) logPosterior[node]! += bank.logCurves[from + node]!;
  const moments = posteriorMoments(bank.nodes, logPosterior);
  run.theta = moments.mean;
  run.standardError = moments.standardDeviation;
  if (run.rules.classification === undefined) return;
  const { cut, halfWidth } = run.rules.classification;
  fillCategories(item, cut + halfWidth, curves);
  const above = curves.p[score]!;
  fillCategories(item, cut - halfWidth, curves);
  run.logRatio += Math.log(Math.max(above, 1e-300)) - Math.log(Math.max(curves.p[score]!, 1e-300));
};
