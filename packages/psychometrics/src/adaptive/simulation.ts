import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { createCategoryArrays, fillCategories } from "../models/probabilities.ts";
import { checkNumber } from "../scoring/population.ts";
import {
  type AdaptiveTest,
  nextStep,
  recordAnswer,
  startAdaptiveTest,
  type StopReason,
  type UniformSource,
} from "./adaptive-test.ts";
import { closeOverexposed, countExposure, type ExposureMonitor } from "./exposure.ts";
import type { ItemBank } from "./item-bank.ts";
import type { AdaptiveRules } from "./rules.ts";

// Indices are those of persons and bank: every `!` reads inside its array.

/** One simulated test. */
export type SimulatedTest = {
  readonly truth: number;
  readonly theta: number;
  readonly standardError: number;
  readonly indices: readonly number[];
  readonly scores: readonly number[];
  readonly reason: StopReason;
};

/** How estimates behave in one group of persons. */
export type AdaptiveAccuracy = {
  readonly persons: number;
  readonly meanTruth: number;
  /** Mean of estimate less truth. */
  readonly bias: number;
  readonly rmse: number;
  readonly meanLength: number;
  readonly meanStandardError: number;
  /** Share of persons whose truth lies within 1.96 standard errors. */
  readonly coverage: number;
};

/** What a simulation reports. */
export type AdaptiveSimulation = AdaptiveAccuracy & {
  readonly tests: readonly SimulatedTest[];
  readonly medianLength: number;
  /** Of estimates and truths; absent where one of them does not vary. */
  readonly correlation: number | undefined;
  readonly stops: Readonly<Record<StopReason, number>>;
  /** Share of tests that show each item. */
  readonly exposure: Float64Array;
  /** Share of tests in which each item was chosen, shown or not (Sympson–Hetter). */
  readonly chosen: Float64Array;
  readonly maximumExposure: number;
  readonly itemsUsed: number;
  /** Share of items that two tests have in common on average (Chen, Ankenmann & Spray 2003): (N Σ rate² / mean length − 1) / (N − 1). */
  readonly overlap: number;
  /** Share of each content area among the items shown. */
  readonly contentShares: ReadonlyMap<string, number>;
  /** Where the rules classify: persons on the right side of the cut, by the stop or by the estimate. */
  readonly classification:
    | {
        readonly cut: number;
        readonly accuracy: number;
        /** Share of all persons declared above whose truth is below, and the reverse. */
        readonly falseAbove: number;
        readonly falseBelow: number;
        /** Share that ended without crossing the rule's bound. */
        readonly undecided: number;
      }
    | undefined;
  /** By tenths of the truths (fewer groups below 20 persons). */
  readonly conditional: readonly AdaptiveAccuracy[];
};

export type AdaptiveSimulationOptions = {
  /** Truths, one a person. */
  readonly abilities: ArrayLike<number>;
  readonly seed: number | string;
  /** Number of the first person in a programme simulated in parts: a person's random numbers go by the number. Default 0. */
  readonly firstPerson?: number;
  /** Answers that were really given, persons × items of the bank, instead of drawn ones (post-hoc simulation). */
  readonly answers?: ArrayLike<number>;
  /** Rates of exposure kept over the tests, in the order of the persons. */
  readonly monitor?: ExposureMonitor;
  /** Uniform numbers for the choices of a person; default a stream of the seed. */
  readonly choices?: (person: number) => UniformSource;
  /** Called after every person; return false to stop (error `aborted`). */
  readonly onProgress?: (done: number) => boolean | void;
};

const accuracyOf = (tests: readonly SimulatedTest[]): AdaptiveAccuracy => {
  const persons = tests.length;
  const mean = (of: (test: SimulatedTest) => number) =>
    tests.reduce((sum, test) => sum + of(test), 0) / persons;
  return {
    persons,
    meanTruth: mean(({ truth }) => truth),
    bias: mean(({ truth, theta }) => theta - truth),
    rmse: Math.sqrt(mean(({ truth, theta }) => (theta - truth) ** 2)),
    meanLength: mean(({ indices }) => indices.length),
    meanStandardError: mean(({ standardError }) => standardError),
    coverage: mean(({ truth, theta, standardError }) =>
      Math.abs(theta - truth) <= 1.96 * standardError ? 1 : 0,
    ),
  };
};

const correlationOf = (tests: readonly SimulatedTest[]): number | undefined => {
  const { meanTruth, bias } = accuracyOf(tests);
  let one = 0;
  let other = 0;
  let both = 0;
  for (const { truth, theta } of tests) {
    const x = truth - meanTruth;
    const y = theta - meanTruth - bias;
    one += x * x;
    other += y * y;
    both += x * y;
  }
  return one > 0 && other > 0 ? both / Math.sqrt(one * other) : undefined;
};

const classificationOf = (tests: readonly SimulatedTest[], rules: AdaptiveRules) => {
  if (rules.classification === undefined) return undefined;
  const { cut } = rules.classification;
  const decided = ({ reason }: SimulatedTest) =>
    reason === "classified-above" || reason === "classified-below";
  const isAbove = (test: SimulatedTest) =>
    decided(test) ? test.reason === "classified-above" : test.theta >= cut;
  const share = (of: (test: SimulatedTest) => boolean) => tests.filter(of).length / tests.length;
  return {
    cut,
    accuracy: share((test) => isAbove(test) === test.truth >= cut),
    falseAbove: share((test) => isAbove(test) && test.truth < cut),
    falseBelow: share((test) => !isAbove(test) && test.truth >= cut),
    undecided: share((test) => !decided(test)),
  };
};

const reasons: readonly StopReason[] = [
  "standard-error",
  "maximum-length",
  "minimum-information",
  "classified-above",
  "classified-below",
  "bank-exhausted",
];

const report = (
  tests: readonly SimulatedTest[],
  {
    bank,
    rules,
    chosen,
  }: { readonly bank: ItemBank; readonly rules: AdaptiveRules; readonly chosen: Float64Array },
): AdaptiveSimulation => {
  const accuracy = accuracyOf(tests);
  const exposure = new Float64Array(bank.table.count);
  const areas = new Map<string, number>();
  let shown = 0;
  for (const { indices } of tests)
    for (const index of indices) {
      exposure[index]! += 1;
      areas.set(bank.contents[index]!, (areas.get(bank.contents[index]!) ?? 0) + 1);
      shown += 1;
    }
  for (let index = 0; index < exposure.length; index += 1) exposure[index]! /= tests.length;
  const squares = exposure.reduce((sum, rate) => sum + rate * rate, 0) / accuracy.meanLength;
  const lengths = tests.map(({ indices }) => indices.length).toSorted((one, other) => one - other);
  const byTruth = tests.toSorted((one, other) => one.truth - other.truth);
  const groups = Math.max(1, Math.min(10, Math.floor(tests.length / 2)));
  return {
    ...accuracy,
    tests,
    medianLength: (lengths[(lengths.length - 1) >> 1]! + lengths[lengths.length >> 1]!) / 2,
    correlation: correlationOf(tests),
    // Every reason stands in the list, so that the record is whole.
    stops: Object.fromEntries(
      reasons.map((reason) => [reason, tests.filter((test) => test.reason === reason).length]),
    ) as Record<StopReason, number>,
    exposure,
    chosen: chosen.map((count) => count / tests.length),
    maximumExposure: exposure.reduce((most, rate) => Math.max(most, rate), 0),
    itemsUsed: exposure.reduce((sum, rate) => sum + (rate > 0 ? 1 : 0), 0),
    overlap: tests.length > 1 ? (tests.length * squares - 1) / (tests.length - 1) : 1,
    contentShares: new Map([...areas].map(([area, count]) => [area, count / shown])),
    classification: classificationOf(tests, rules),
    conditional: Array.from({ length: groups }, (_, group) =>
      accuracyOf(
        byTruth.slice(
          Math.floor((group * tests.length) / groups),
          Math.floor(((group + 1) * tests.length) / groups),
        ),
      ),
    ),
  };
};

const checkSimulation = (bank: ItemBank, { abilities, answers }: AdaptiveSimulationOptions): void => {
  if (abilities.length === 0)
    throw new PsychometricsError("psychometrics.too_few_persons", { persons: 0, least: 1 });
  for (let person = 0; person < abilities.length; person += 1)
    checkNumber(`abilities[${person + 1}]`, Number(abilities[person]), { least: -100, most: 100 });
  if (answers !== undefined && answers.length !== abilities.length * bank.table.count)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: abilities.length * bank.table.count,
      given: answers.length,
    });
};

/**
 * Simulates a programme of adaptive tests: what bias, error, length, exposure and overlap the rules will bring with this
 * bank. The same seed gives the same tests; a person's answers do not depend on the other persons.
 *
 * @throws {PsychometricsError} psychometrics.too_few_persons · items_mismatch · number_invalid · aborted, and of `nextStep`
 * @example simulateAdaptiveTests(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), { selection: "maximum-information", maximumLength: 1 }, { abilities: [0, 1], seed: 1 }).meanLength; // => 1
 */
export const simulateAdaptiveTests = (
  bank: ItemBank,
  rules: AdaptiveRules,
  options: AdaptiveSimulationOptions,
): AdaptiveSimulation => {
  checkSimulation(bank, options);
  const { abilities, answers, monitor, firstPerson = 0 } = options;
  checkNumber("firstPerson", firstPerson, { least: 0, most: Number.MAX_SAFE_INTEGER });
  const { count, items, maximumScore, largestScore } = bank.table;
  const curves = createCategoryArrays(largestScore);
  const chosen = new Float64Array(count);
  const root = createRandom(options.seed);
  const answer = (person: number, index: number, draw: number): number => {
    if (answers !== undefined) return answers[person * count + index]!;
    fillCategories(items[index]!, abilities[person]!, curves);
    let score = 0;
    let reached = curves.p[0]!;
    while (score < maximumScore[index]! && draw >= reached) {
      score += 1;
      reached += curves.p[score]!;
    }
    return score;
  };
  const takeTest = (person: number): SimulatedTest => {
    const draws = root.fork(`answers ${firstPerson + person}`);
    const choices = options.choices?.(person) ?? root.fork(`choices ${firstPerson + person}`);
    const run: AdaptiveTest = startAdaptiveTest(bank, rules, choices);
    if (monitor !== undefined) closeOverexposed(monitor, run);
    for (;;) {
      const step = nextStep(run, choices);
      if (step.kind === "item") {
        recordAnswer(run, step.index, answer(person, step.index, draws.next()));
        continue;
      }
      if (monitor !== undefined) countExposure(monitor, run);
      for (const index of new Set([...run.indices, ...run.setAside])) chosen[index]! += 1;
      return {
        truth: abilities[person]!,
        theta: run.theta,
        standardError: run.standardError,
        indices: run.indices,
        scores: run.scores,
        reason: step.reason,
      };
    }
  };
  const tests: SimulatedTest[] = [];
  for (let person = 0; person < abilities.length; person += 1) {
    tests.push(takeTest(person));
    if (options.onProgress?.(person + 1) === false) throw new PsychometricsError("psychometrics.aborted");
  }
  return report(tests, { bank, rules, chosen });
};

/**
 * One report of a programme whose persons were simulated in parts (in threads, with `firstPerson`): the same as of one run.
 *
 * @throws {PsychometricsError} psychometrics.too_few_persons
 * @example joinSimulations(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), { selection: "maximum-information", maximumLength: 1 }, [0, 1].map((firstPerson) => simulateAdaptiveTests(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), { selection: "maximum-information", maximumLength: 1 }, { abilities: [0], seed: 1, firstPerson }))).persons; // => 2
 */
export const joinSimulations = (
  bank: ItemBank,
  rules: AdaptiveRules,
  parts: readonly Pick<AdaptiveSimulation, "tests" | "chosen">[],
): AdaptiveSimulation => {
  const tests = parts.flatMap((part) => part.tests);
  if (tests.length === 0)
    throw new PsychometricsError("psychometrics.too_few_persons", { persons: 0, least: 1 });
  const chosen = new Float64Array(bank.table.count);
  // Rates of a part times its tests are whole numbers but for rounding.
  for (const part of parts)
    for (let index = 0; index < chosen.length; index += 1)
      chosen[index]! += Math.round(part.chosen[index]! * part.tests.length);
  return report(tests, { bank, rules, chosen });
};
