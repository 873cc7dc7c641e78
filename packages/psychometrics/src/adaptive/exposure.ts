import { checkNumber } from "../scoring/population.ts";
import { type AdaptiveTest, closeItem } from "./adaptive-test.ts";
import type { ItemBank } from "./item-bank.ts";

// Indices are those of the bank: every `!` reads inside its array.

/** How often each item was shown, over all tests of a programme. Plain data, changed in place. */
export type ExposureMonitor = {
  readonly maximumRate: number;
  readonly shown: Float64Array;
  tests: number;
};

/**
 * Keeps the share of tests that show an item at or below a rate (restricted maximum information: Revuelta & Ponsoda 1998;
 * with the criterion `progressive` their progressive-restricted method).
 *
 * @param maximumRate 0 … 1; times the number of items it must exceed the length of a test
 * @example createExposureMonitor(createItemBank([{ id: "q", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }]), 0.3).tests; // => 0
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const createExposureMonitor = (bank: ItemBank, maximumRate: number): ExposureMonitor => ({
  maximumRate: checkNumber("maximumRate", maximumRate, { least: 1e-6, most: 1 }),
  shown: new Float64Array(bank.table.count),
  tests: 0,
});

/** Before a person's first item: closes the items that this test would bring above the rate. */
export const closeOverexposed = (monitor: ExposureMonitor, run: AdaptiveTest): void => {
  const allowed = monitor.maximumRate * (monitor.tests + 1);
  for (let index = 0; index < monitor.shown.length; index += 1)
    if (monitor.shown[index]! >= allowed) closeItem(run, index);
};

/** After a person's last item. */
export const countExposure = (monitor: ExposureMonitor, run: AdaptiveTest): void => {
  monitor.tests += 1;
  for (const index of run.indices) monitor.shown[index]! += 1;
};
