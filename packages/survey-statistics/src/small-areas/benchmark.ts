import { brentRoot } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { inverseLogit, logit } from "./scales.ts";

/**
 * How area estimates are made to add up to the total: multiplied by one factor, moved by one amount, moved in
 * proportion to their mean squared errors (Wang, Fuller & Qu 2008; Bell, Datta & Ghosh 2013), or shares moved by one
 * amount on the logit scale, which keeps them between 0 and 1 in their order.
 */
export type BenchmarkMethod = "ratio" | "difference" | "mse-weighted" | "logit-shift";

/** One change for all areas; `apply` gives the benchmarked value of any value of that area, so of interval ends too. */
export type BenchmarkAdjustment = {
  readonly method: BenchmarkMethod;
  /** Factor, amount, or shift on the logit scale. */
  readonly amount: number;
  readonly apply: (value: number, area: number) => number;
};

/**
 * Finds the change by which Σ W·θ equals the total.
 *
 * @param estimates θ of every area, sampled or not
 * @param shares W, the areas' shares of the population, summing to 1
 * @param options.total what Σ W·θ shall be: the direct district estimate, which has a known design error
 * @param options.errors mean squared errors, for `mse-weighted`
 * @throws {SurveyError} `shares-not-one`, `benchmark-impossible`
 * @example benchmark([0.1, 0.2], [0.5, 0.5], { total: 0.18, method: "ratio" }).amount.toFixed(6); // => '1.200000'
 */
export const benchmark = (
  estimates: ArrayLike<number>,
  shares: ArrayLike<number>,
  options: {
    readonly total: number;
    readonly method: BenchmarkMethod;
    readonly errors?: ArrayLike<number> | undefined;
  },
): BenchmarkAdjustment => {
  const { total, method, errors } = options;
  let sum = 0;
  let shareSum = 0;
  let weighted = 0;
  for (let i = 0; i < estimates.length; i += 1) {
    const w = shares[i] ?? Number.NaN;
    if (!(w >= 0)) throw new SurveyError("shares-not-one", { sum: String(w) });
    shareSum += w;
    sum += w * estimates[i]!; // i < length
    weighted += w * w * (errors?.[i] ?? 0);
  }
  if (!(Math.abs(shareSum - 1) <= 1e-6))
    throw new SurveyError("shares-not-one", { sum: shareSum.toFixed(6) });
  if (!Number.isFinite(total)) throw new SurveyError("benchmark-impossible", { total: String(total) });
  const gap = total - sum;
  switch (method) {
    case "ratio": {
      if (!(sum !== 0 && total / sum > 0)) throw new SurveyError("benchmark-impossible", { total });
      const amount = total / sum;
      return { method, amount, apply: (value) => value * amount };
    }
    case "difference":
      return { method, amount: gap, apply: (value) => value + gap };
    case "mse-weighted": {
      if (!(weighted > 0)) throw new SurveyError("benchmark-impossible", { total });
      const amount = gap / weighted;
      return {
        method,
        amount,
        apply: (value, area) => value + amount * (shares[area] ?? 0) * (errors?.[area] ?? 0),
      };
    }
    case "logit-shift": {
      if (!(total > 0 && total < 1)) throw new SurveyError("benchmark-impossible", { total });
      const shifted = (value: number, by: number): number =>
        value <= 0 ? 0 : value >= 1 ? 1 : inverseLogit(logit(value) + by);
      const excess = (by: number): number => {
        let at = 0;
        for (let i = 0; i < estimates.length; i += 1) at += (shares[i] ?? 0) * shifted(estimates[i]!, by); // i < length
        return at - total;
      };
      if (!(excess(-50) < 0 && excess(50) > 0)) throw new SurveyError("benchmark-impossible", { total });
      const amount = brentRoot(excess, { lower: -50, upper: 50, tolerance: 1e-14 });
      return { method, amount, apply: (value) => shifted(value, amount) };
    }
    default:
      return method satisfies never;
  }
};
