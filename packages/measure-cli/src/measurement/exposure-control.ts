import {
  type AdaptiveRules,
  calibrateExposure,
  createExposureMonitor,
  type ExposureMonitor,
  type ItemBank,
} from "@kepu/psychometrics";
import type { CatSection } from "../design-file/schema.ts";

/** What keeps an item from being shown to too many. */
export type ExposureControl = {
  readonly monitor?: ExposureMonitor;
  /** Of Sympson–Hetter: probability of being shown when chosen, and the highest rate in each round of their search. */
  readonly parameters?: Float64Array;
  readonly highest?: readonly number[];
};

/** Prepares the control of the design file; Sympson–Hetter's parameters take a simulation of their own. */
export const prepareExposure = (
  bank: ItemBank,
  rules: AdaptiveRules,
  {
    exposure,
    seed,
    progress,
  }: {
    readonly exposure: CatSection["exposure"];
    readonly seed: string;
    readonly progress: (done: number, all: number) => void;
  },
): ExposureControl => {
  if (exposure === undefined) return {};
  const { method, maximumRate, persons = 1000, rounds = 50 } = exposure;
  if (method !== "sympson-hetter") return { monitor: createExposureMonitor(bank, maximumRate) };
  const found = calibrateExposure(bank, rules, {
    maximumRate,
    persons,
    rounds,
    seed: `${seed} exposure`,
    // Most searches settle in a few rounds: the bar says how far the round is, not the search.
    onProgress: (_, done) => progress(done, persons),
  });
  return { parameters: found.parameters, highest: found.highest };
};
