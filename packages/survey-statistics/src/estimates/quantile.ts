// Reads of typed arrays carry `!`: rows run below the design's `rows`.
import { assertFinite, assertRows, type Column } from "../design/columns.ts";
import type { SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";
import { studentTQuantile } from "@kepu/numerics";
import { type ConfidenceInterval, type EstimateOptions, readOptions } from "./estimate.ts";
import { estimateMean } from "./moments.ts";

export interface QuantileEstimate {
  readonly value: number;
  readonly standardError: number;
  readonly interval: ConfidenceInterval;
}

/**
 * A quantile of the weighted distribution, the smallest value v with F(v) ≥ p, with Woodruff's interval (1952): the
 * quantiles at F(v) ± t·se; the error is the interval's length over 2t.
 *
 * @param options.probability 0 < p < 1
 * @throws SurveyError as estimateTotal; `setting-out-of-range`; `sample-impossible` where the sample is too small for an interval
 * @example estimateQuantile(createDesign({ weights: Array(99).fill(1), stages: [{}] }), Array.from({ length: 99 }, (_, k) => k + 1), { probability: 0.5 }).value; // => 50
 */
export const estimateQuantile = (
  design: SurveyDesign,
  values: Column,
  options: EstimateOptions & { readonly probability: number },
): QuantileEstimate => {
  const { probability } = options;
  if (!(probability > 0 && probability < 1))
    throw new SurveyError("setting-out-of-range", {
      name: "probability",
      value: probability,
      range: "0 到 1 之间",
    });
  assertRows("values", values, design.rows);
  const { domain, level, df } = readOptions(design, options);
  assertFinite("values", values, domain);
  const order: number[] = [];
  let size = 0;
  for (let row = 0; row < design.rows; row += 1) {
    if (domain && domain[row] !== 1) continue;
    order.push(row);
    size += design.weights[row]!;
  }
  order.sort((a, b) => values[a]! - values[b]!);
  const at = (p: number): number => {
    let sum = 0;
    for (let place = 0; place < order.length; place += 1) {
      sum += design.weights[order[place]!]!;
      // A cumulated share that equals p but for rounding reaches it.
      if (sum >= p * size * (1 - 1e-13)) return values[order[place]!]!;
    }
    return values[order.at(-1)!]!;
  };
  const value = at(probability);
  const below = Float64Array.from({ length: design.rows }, (_, row) => (values[row]! <= value ? 1 : 0));
  const share = estimateMean(design, below, options);
  const { lower, upper } = share.interval;
  if (lower < 0 || upper > 1)
    throw new SurveyError("sample-impossible", {
      reason: `分位数 ${probability} 的区间超出样本范围`,
    });
  const ends = { lower: at(lower), upper: at(upper) };
  return {
    value,
    standardError: (ends.upper - ends.lower) / (2 * studentTQuantile((1 + level) / 2, { df })),
    interval: { ...ends, level, method: "wald" },
  };
};
