import { PsychometricsError } from "../errors.ts";
import { type CategoryArrays, createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { posteriorMoments } from "../scoring/score-responses.ts";
import { applyPriorities, neededContent, strataOfBank } from "./content.ts";
import { fillCriterion, fillInformation } from "./criteria.ts";
import { estimateByEquation } from "./estimate.ts";
import type { ItemBank } from "./item-bank.ts";
import { type AdaptiveRules, checkRules } from "./rules.ts";
import { solveShadowTest } from "./shadow-test.ts";

// Indices stay under the bank's count and nodes under the grid's: every `!` reads inside its array.

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
  /** 1 for items given, their enemies, and items kept from this person. */
  readonly closed: Uint8Array;
  readonly curves: CategoryArrays;
  readonly criterion: Float64Array;
  /** Chosen but not shown, in the order of their choice (Sympson–Hetter); they are closed too. */
  readonly setAside: number[];
  theta: number;
  standardError: number;
  logRatio: number;
};

/** Uniform numbers on [0, 1). */
export type UniformSource = { readonly next: () => number };

const startAbility = (rules: AdaptiveRules, random: UniformSource | undefined): number => {
  const { start } = rules;
  if (start === undefined || start.kind === "items") return rules.startAt ?? 0;
  if (start.kind === "ability") return start.at;
  if (start.kind === "abilities") return start.at[0] ?? 0;
  if (random === undefined) throw new PsychometricsError("psychometrics.random_missing");
  return start.from + (start.to - start.from) * random.next();
};

/**
 * Begins an adaptive test.
 *
 * @param random needed by the start rule `random-ability`
 * @example nextStep(startAdaptiveTest(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), { selection: "maximum-information", maximumLength: 5 })); // => { kind: "item", index: 0, id: "q" }
 * @throws {PsychometricsError} psychometrics.number_invalid · random_missing · item_unknown · item_repeated · items_mismatch · item_parameter_invalid · attribute_unknown
 */
export const startAdaptiveTest = (
  bank: ItemBank,
  rules: AdaptiveRules,
  random?: UniformSource,
): AdaptiveTest => {
  checkRules(rules, bank);
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
    setAside: [],
    theta: startAbility(rules, random),
    standardError: moments.standardDeviation,
    logRatio: 0,
  };
};

/** Keeps an item from this person, such as one shown to too many (see `createExposureMonitor`). */
export const closeItem = (run: AdaptiveTest, index: number): void => {
  if (run.bank.table.items[index] === undefined)
    throw new PsychometricsError("psychometrics.item_unknown", { item: String(index) });
  run.closed[index] = 1;
};

const classification = ({ rules, logRatio, theta, standardError }: AdaptiveTest): StopReason | undefined => {
  const rule = rules.classification;
  if (rule === undefined) return undefined;
  if (rule.kind === "interval") {
    if (theta - rule.deviations * standardError > rule.cut) return "classified-above";
    return theta + rule.deviations * standardError < rule.cut ? "classified-below" : undefined;
  }
  if (logRatio >= Math.log((1 - rule.falseBelow) / rule.falseAbove)) return "classified-above";
  return logRatio <= Math.log(rule.falseBelow / (1 - rule.falseAbove)) ? "classified-below" : undefined;
};

const stopReason = (run: AdaptiveTest): StopReason | undefined => {
  const { indices, rules, standardError } = run;
  if (indices.length >= rules.maximumLength) return "maximum-length";
  if (indices.length === 0 || indices.length < (rules.minimumLength ?? 0)) return undefined;
  return classification(run) ?? (standardError <= (rules.standardError ?? -1) ? "standard-error" : undefined);
};

/** The best items that pass, best first, ties to the lower index; insertion into a short list. */
const bestItems = (run: AdaptiveTest, amount: number, passes: (index: number) => boolean): number[] => {
  const { criterion, closed } = run;
  const best: number[] = [];
  let bar = -Infinity;
  for (let index = 0; index < closed.length; index += 1) {
    if (closed[index] === 1) continue;
    const value = criterion[index]!;
    if ((best.length === amount && value <= bar) || !passes(index)) continue;
    let place = best.length;
    while (place > 0 && value > criterion[best[place - 1]!]!) place -= 1;
    best.splice(place, 0, index);
    if (best.length > amount) best.pop();
    bar = criterion[best[best.length - 1]!]!;
  }
  return best;
};

type Filter = (index: number) => boolean;

/** Which open items may come next by stratum, content area, plan; nothing where all may. */
const filtersOf = (run: AdaptiveTest): Filter[] => {
  const { bank, rules, criterion } = run;
  const filters: Filter[] = [];
  if (rules.strata !== undefined && rules.strata > 1) {
    const layers = strataOfBank(bank, rules.strata);
    const stage = Math.min(
      rules.strata - 1,
      Math.floor((run.indices.length * rules.strata) / rules.maximumLength),
    );
    filters.push((index) => layers[index] === stage);
  }
  const area = neededContent(run);
  if (area !== undefined) filters.push((index) => bank.contents[index] === area);
  if (rules.plan?.method === "priority-index") {
    applyPriorities(run);
    filters.push((index) => criterion[index]! >= 0);
  }
  if (rules.plan?.method === "shadow-test") {
    const information = new Float64Array(bank.table.count);
    fillInformation(run, run.theta, information);
    const inside = solveShadowTest(run, information);
    filters.push((index) => inside[index] === 1);
  }
  return filters;
};

/**
 * The best items under all filters; a stratum or an area without open items must not end the test, so these give way, the
 * last first. The bounds of a plan never do.
 */
const candidates = (run: AdaptiveTest, amount: number, filters: readonly Filter[]): number[] => {
  const firm = run.rules.plan === undefined ? [] : filters.slice(-1);
  const soft = run.rules.plan === undefined ? filters : filters.slice(0, -1);
  for (let kept = soft.length; kept >= 0; kept -= 1) {
    const applied = [...soft.slice(0, kept), ...firm];
    const found = bestItems(
      run,
      amount,
      applied.length === 0 ? () => true : (index) => applied.every((filter) => filter(index)),
    );
    if (found.length > 0) return found;
  }
  return [];
};

/** The item that a start rule puts next, or the ability at which it looks for it. */
const startStep = ({ bank, rules, indices }: AdaptiveTest): { index?: number; theta?: number } => {
  const { start } = rules;
  const place = indices.length;
  if (start?.kind === "abilities") {
    const theta = start.at[place];
    return theta === undefined ? {} : { theta };
  }
  if (start?.kind !== "items" || place >= start.ids.length) return {};
  return { index: bank.table.items.findIndex(({ id }) => id === start.ids[place]) };
};

const isTooWeak = (run: AdaptiveTest, best: readonly number[]): boolean => {
  const { rules, indices, theta } = run;
  if (rules.minimumInformation === undefined || indices.length < (rules.minimumLength ?? 0)) return false;
  if (indices.length === 0) return false;
  if (rules.selection === "maximum-information" && rules.plan === undefined)
    return run.criterion[best[0]!]! < rules.minimumInformation;
  const information = new Float64Array(run.closed.length);
  fillInformation(run, theta, information);
  const least = rules.minimumInformation;
  return information.every((value, index) => run.closed[index] === 1 || value < least);
};

/**
 * The next item, or why the test ends. Choices are those of catR for the same bank, answers and rule.
 *
 * @param run the test under way
 * @param random uniform numbers on [0, 1); needed by `randomesque` above 1 (one number an item), exposure parameters, and
 *   the criteria that draw
 * @throws {PsychometricsError} psychometrics.random_missing · plan_unreachable
 */
export const nextStep = (run: AdaptiveTest, random?: UniformSource): NextStep => {
  const reason = stopReason(run);
  if (reason !== undefined) return { kind: "stop", reason };
  const draw = (): number => {
    if (random === undefined) throw new PsychometricsError("psychometrics.random_missing");
    return random.next();
  };
  const give = (index: number): NextStep => ({ kind: "item", index, id: run.bank.table.items[index]!.id });
  const start = startStep(run);
  if (start.index !== undefined && run.closed[start.index] === 0) return give(start.index);
  fillCriterion(start.theta === undefined ? run : { ...run, theta: start.theta }, draw);
  const amount = run.rules.randomesque ?? 1;
  const parameters = run.rules.exposureParameters;
  let filters = filtersOf(run);
  for (;;) {
    const best = candidates(run, amount, filters);
    if (best.length === 0) {
      // Everything was set aside: the first choice is shown after all, for the test must go on.
      const kept = run.setAside.shift();
      return kept === undefined ? { kind: "stop", reason: "bank-exhausted" } : give(kept);
    }
    if (isTooWeak(run, best)) return { kind: "stop", reason: "minimum-information" };
    const index = best[amount === 1 ? 0 : Math.floor(draw() * best.length)]!;
    if (parameters === undefined || parameters[index] === 1 || draw() < parameters[index]!)
      return give(index);
    run.setAside.push(index);
    run.closed[index] = 1;
    // The shadow test held the item that is now out; the other filters do not change.
    if (run.rules.plan?.method === "shadow-test") filters = filtersOf(run);
  }
};

const checkAnswer = (run: AdaptiveTest, index: number, score: number): void => {
  const item = run.bank.table.items[index];
  if (item === undefined) throw new PsychometricsError("psychometrics.item_unknown", { item: String(index) });
  if (run.indices.includes(index))
    throw new PsychometricsError("psychometrics.item_repeated", { item: item.id });
  const most = run.bank.table.maximumScore[index]!;
  if (Number.isInteger(score) && score >= 0 && score <= most) return;
  throw new PsychometricsError("psychometrics.response_out_of_range", {
    row: 1,
    column: run.indices.length + 1,
    item: item.id,
    value: String(score),
    most,
  });
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
  checkAnswer(run, index, score);
  const { bank, logPosterior, curves, rules } = run;
  run.indices.push(index);
  run.scores.push(score);
  run.closed[index] = 1;
  for (const enemy of bank.enemies[index]!) run.closed[enemy] = 1;
  const from = (bank.table.firstCategory[index]! + score) * bank.nodes.length;
  for (let node = 0; node < bank.nodes.length; node += 1) logPosterior[node]! += bank.logCurves[from + node]!;
  if (rules.estimate === undefined || rules.estimate === "eap") {
    const moments = posteriorMoments(bank.nodes, logPosterior);
    run.theta = moments.mean;
    run.standardError = moments.standardDeviation;
  } else {
    const found = estimateByEquation(bank, run, rules.estimate);
    run.theta = found.theta;
    run.standardError = found.standardError;
  }
  if (rules.classification === undefined || rules.classification.kind === "interval") return;
  const { cut, halfWidth } = rules.classification;
  const item = bank.table.items[index]!;
  fillCategories(item, cut + halfWidth, curves);
  const above = curves.p[score]!;
  fillCategories(item, cut - halfWidth, curves);
  run.logRatio += Math.log(Math.max(above, 1e-300)) - Math.log(Math.max(curves.p[score]!, 1e-300));
};
