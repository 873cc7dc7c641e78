import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { checkNumber } from "../scoring/population.ts";
import type { ItemBank } from "./item-bank.ts";
import type { AdaptiveRules } from "./rules.ts";
import { simulateAdaptiveTests } from "./simulation.ts";

// Indices are those of the bank: every `!` reads inside its array.

/** What `calibrateExposure` gives. */
export type ExposureCalibration = {
  /** For `exposureParameters`: probability that an item is shown when it is chosen. */
  readonly parameters: Float64Array;
  /** Highest exposure rate in each round; the last is within the bound. */
  readonly highest: readonly number[];
};

/**
 * Exposure parameters by simulation (Sympson & Hetter 1985): k = r / P(chosen) where an item is chosen more often than r,
 * else 1, again until no item is shown more often than r. As many items as a test has keep k = 1.
 *
 * @param options `maximumRate` r; `persons` a round (default 1,000) from the bank's population; `rounds` at most (default
 *   50); `tolerance` above r (default two standard errors of a share of r)
 * @throws {PsychometricsError} psychometrics.number_invalid · exposure_not_settled, and of `simulateAdaptiveTests`
 */
export const calibrateExposure = (
  bank: ItemBank,
  rules: AdaptiveRules,
  options: {
    readonly maximumRate: number;
    readonly seed: number | string;
    readonly persons?: number;
    readonly rounds?: number;
    readonly tolerance?: number;
    /** Called after every simulated test; return false to stop (error `aborted`). */
    readonly onProgress?: (round: number, done: number) => boolean | void;
  },
): ExposureCalibration => {
  const most = checkNumber("maximumRate", options.maximumRate, { least: 1e-6, most: 1 });
  const persons = checkNumber("persons", options.persons ?? 1000, { least: 10, most: 1e6 });
  const rounds = checkNumber("rounds", options.rounds ?? 50, { least: 1, most: 1000 });
  const tolerance = options.tolerance ?? 2 * Math.sqrt((most * (1 - most)) / persons);
  const { mean, standardDeviation } = bank.population;
  let parameters = new Float64Array(bank.table.count).fill(1);
  const highest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const random = createRandom(options.seed).fork(`exposure ${round}`);
    const abilities = Float64Array.from(
      { length: persons },
      () => mean + standardDeviation * random.normal(),
    );
    const { chosen, maximumExposure } = simulateAdaptiveTests(
      bank,
      { ...rules, exposureParameters: parameters },
      {
        abilities,
        seed: `${options.seed} ${round}`,
        onProgress: (done) => options.onProgress?.(round + 1, done),
      },
    );
    highest.push(maximumExposure);
    if (maximumExposure <= most + tolerance) return { parameters, highest };
    const next = parameters.map((_, index) => (chosen[index]! > most ? most / chosen[index]! : 1));
    const order = [...next.keys()].toSorted((one, other) => next[other]! - next[one]! || one - other);
    for (const index of order.slice(0, rules.maximumLength)) next[index] = 1;
    parameters = next;
  }
  throw new PsychometricsError("psychometrics.exposure_not_settled", {
    rounds: highest.length,
    rate: (highest.at(-1) ?? 1).toFixed(3),
    most: most.toFixed(3),
  });
};
