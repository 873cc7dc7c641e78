// Reads of typed arrays carry `!`: rows run below the design's `rows`, categories are codes made here.
import { studentTQuantile } from "@kepu/numerics";
import { assertRows, type Column, encode, type Labels } from "../design/columns.ts";
import { degreesOfFreedom, type SurveyDesign } from "../design/design.ts";
import { createDomainSpread } from "../design/domain-variance.ts";
import { SurveyError } from "../errors.ts";
import type { ConfidenceInterval, Estimate, EstimateOptions, IntervalMethod } from "./estimate.ts";
import { assertLevel } from "./estimate.ts";
import { assertWeighed } from "./moments.ts";
import { assertIndicator, proportionInterval, toShare } from "./proportion.ts";

/** One category of {@link estimateMeanBy} and {@link estimateProportionBy}. */
export interface CategoryEstimate {
  readonly name: string;
  readonly estimate: Estimate;
}

/** Rows by category: `order` holds those of category k from `starts[k]` to `starts[k + 1]`, ascending. */
const sortRows = (
  labels: Labels,
  domain: Uint8Array | undefined,
): { readonly names: string[]; readonly order: Int32Array; readonly starts: Int32Array } => {
  const { codes, names } = encode(labels);
  const starts = new Int32Array(names.length + 1);
  for (let row = 0; row < codes.length; row += 1)
    if (domain === undefined || domain[row] === 1) starts[codes[row]! + 1]! += 1;
  for (let k = 0; k < names.length; k += 1) starts[k + 1]! += starts[k]!;
  const order = new Int32Array(starts[names.length]!);
  const next = starts.slice();
  for (let row = 0; row < codes.length; row += 1) {
    if (domain !== undefined && domain[row] !== 1) continue;
    const code = codes[row]!;
    order[next[code]!] = row;
    next[code]! += 1;
  }
  return { names, order, starts };
};

type Found = Pick<Estimate, "value" | "standardError" | "degreesOfFreedom" | "respondents"> & {
  readonly level: number;
  /** t quantile of the level. */
  readonly quantile: number;
};

const estimateCategories = (
  design: SurveyDesign,
  columns: { readonly values: Column; readonly labels: Labels; readonly isShare: boolean },
  options: EstimateOptions & { readonly toInterval: (found: Found) => ConfidenceInterval },
): CategoryEstimate[] => {
  const { values, labels, isShare } = columns;
  const { level = 0.95, domain, toInterval } = options;
  assertLevel(level);
  assertRows("labels", labels, design.rows);
  assertRows("values", values, design.rows);
  if (domain !== undefined) assertRows("域", domain, design.rows);
  const { names, order, starts } = sortRows(labels, domain);
  if (order.length === 0) throw new SurveyError("domain-empty", { domain: "" });
  const spreadOf = createDomainSpread(design);
  const wanted = options.degreesOfFreedom ?? "design";
  const whole = wanted === "design" ? degreesOfFreedom(design) : wanted;
  const quantiles = new Map<number, number>();
  const quantileOf = (df: number): number => {
    const quantile = quantiles.get(df) ?? studentTQuantile((1 + level) / 2, { df });
    quantiles.set(df, quantile);
    return quantile;
  };
  const room = new Float64Array(order.length);
  const { weights } = design;
  return names.flatMap((name, code): CategoryEstimate[] => {
    const members = order.subarray(starts[code], starts[code + 1]);
    const respondents = members.length;
    if (respondents === 0) return [];
    let size = 0;
    let sum = 0;
    for (let k = 0; k < respondents; k += 1) {
      const row = members[k]!;
      const value = values[row]!;
      if (!Number.isFinite(value))
        throw new SurveyError("value-not-finite", { row: row + 1, column: "values" });
      if (isShare) assertIndicator(row, value);
      size += weights[row]!;
      sum += weights[row]! * value;
    }
    assertWeighed(size);
    const mean = sum / size;
    const scores = room.subarray(0, respondents);
    let squares = 0;
    for (let k = 0; k < respondents; k += 1) {
      const row = members[k]!;
      const distance = values[row]! - mean;
      squares += weights[row]! * distance * distance;
      scores[k] = (weights[row]! * distance) / size;
    }
    const spread = spreadOf(members, scores);
    const df = whole === "domain" ? spread.degreesOfFreedom : whole;
    if (!(df > 0)) throw new SurveyError("degrees-of-freedom-missing", { value: df });
    const variance = respondents > 1 ? (squares / size) * (respondents / (respondents - 1)) : 0;
    const simple = (variance / respondents) * (size > respondents ? 1 - respondents / size : 1);
    const value = isShare ? toShare(mean) : mean;
    const standardError = Math.sqrt(spread.variance);
    const found = { value, standardError, degreesOfFreedom: df, respondents };
    let made: Float64Array | undefined;
    return [
      {
        name,
        estimate: {
          ...found,
          interval: toInterval({ ...found, level, quantile: quantileOf(df) }),
          ...(simple > 0 ? { designEffect: spread.variance / simple } : {}),
          /** As long as the design: made when asked for, so that a thousand categories do not hold a thousand columns. */
          get scores(): Float64Array {
            if (made === undefined) {
              made = new Float64Array(design.rows);
              for (const row of members) made[row] = (weights[row]! * (values[row]! - mean)) / size;
            }
            return made;
          },
        },
      },
    ];
  });
};

/**
 * The weighted mean of every category at once: the numbers of {@link estimateMean} on each category as a domain, at the cost
 * of one pass over the rows.
 *
 * @param columns one number and one label a row
 * @param options as for one estimate; `domain` leaves rows out, and categories with none of its rows
 * @returns categories in the order of first appearance
 * @throws SurveyError as estimateMean
 * @example estimateMeanBy(createDesign({ weights: [1, 3, 1, 1], stages: [{}] }), { values: [2, 6, 1, 3], labels: ["a", "a", "b", "b"] })[0].estimate.value; // => 5
 */
export const estimateMeanBy = (
  design: SurveyDesign,
  columns: { readonly values: Column; readonly labels: Labels },
  options: EstimateOptions = {},
): CategoryEstimate[] =>
  estimateCategories(
    design,
    { ...columns, isShare: false },
    {
      ...options,
      toInterval: ({ value, standardError, level, quantile }) => ({
        lower: value - quantile * standardError,
        upper: value + quantile * standardError,
        level,
        method: "wald",
      }),
    },
  );

/**
 * The share of every category at once: the numbers of {@link estimateProportion} on each category as a domain, at the cost of
 * one pass over the rows.
 *
 * @param columns one indicator, 0 or 1, and one label a row
 * @param options as for one estimate; `domain` leaves rows out, and categories with none of its rows
 * @returns categories in the order of first appearance
 * @throws SurveyError as estimateProportion
 * @example estimateProportionBy(createDesign({ weights: [1, 1, 1, 1], stages: [{}] }), { indicator: [1, 0, 1, 1], labels: ["a", "a", "b", "b"] }).map(({ estimate }) => estimate.value); // => [0.5, 1]
 */
export const estimateProportionBy = (
  design: SurveyDesign,
  columns: { readonly indicator: Column; readonly labels: Labels },
  options: EstimateOptions & { readonly interval?: IntervalMethod } = {},
): CategoryEstimate[] => {
  const { interval = "logit", ...rest } = options;
  return estimateCategories(
    design,
    { values: columns.indicator, labels: columns.labels, isShare: true },
    {
      ...rest,
      toInterval: ({ value, standardError, degreesOfFreedom: df, respondents, level, quantile }) =>
        proportionInterval({ p: value, standardError, df, respondents, level }, interval, quantile),
    },
  );
};
