import * as survey from "@kepu/survey-statistics";
import { studentTQuantile } from "@kepu/numerics";
import { refuseField } from "../design-file/read-design.ts";
import type { DesignFile, Estimand } from "../design-file/schema.ts";
import { joinColumns } from "../input/table.ts";
import type { BuiltSurvey } from "./build-survey.ts";

type Settings = NonNullable<DesignFile["replicates"]>;

const methodOf = (settings: Settings, seed: string): survey.ReplicateMethod => {
  const { method, replicates = 200, rho = 0.5, draws = 1 } = settings;
  switch (method) {
    case "jk1":
    case "jkn":
    case "brr":
      return { kind: method };
    case "fay":
      return { kind: method, rho };
    case "rao-wu":
      return { kind: method, replicates, seed, draws };
    case "subbootstrap":
    case "multistage":
      return { kind: method, replicates, seed };
    default:
      return method satisfies never;
  }
};

/**
 * Replicate weights of a built survey, each raked to the margins that the survey was raked to.
 *
 * @throws MeasureError for a calibration that replicates cannot follow; SurveyError `replicates-impossible`
 */
export const buildReplicates = (
  built: BuiltSurvey,
  design: DesignFile,
  { file, seed }: { readonly file: string; readonly seed: string },
): survey.Replicates | undefined => {
  const { replicates: settings, calibration } = design;
  if (settings === undefined) return undefined;
  const base = survey.createReplicates(
    built.base,
    methodOf(settings, seed),
    settings.centre === undefined ? {} : { centre: settings.centre },
  );
  if (calibration === undefined) return base;
  const { margins = [], numbers = [], distance = "raking", bounds } = calibration;
  if (numbers.length > 0 || distance !== "raking" || bounds !== undefined || margins.length === 0)
    refuseField(file, "replicates", "只能与只有 margins 的 raking 校准一起用");
  const plan = survey.planRaking(
    margins.map(({ columns, totals }) => ({
      name: columns.join(" × "),
      labels: joinColumns(built.table, columns),
      totals,
    })),
    built.table.rows,
  );
  return survey.mapReplicates(base, (weights) => survey.rakeWeights(plan, weights));
};

/** The columns of one side of a figure: what is summed, over what, and where. */
export type ReplicatedColumn = {
  readonly values: Float64Array;
  readonly denominator: Float64Array | undefined;
  readonly domain: Uint8Array | undefined;
};

const statisticOf = (
  statistic: Estimand["statistic"],
  column: ReplicatedColumn,
): ((weights: Float64Array) => number) => {
  const { values, denominator, domain } = column;
  const sumOf = (of: Float64Array | undefined, weights: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < weights.length; row += 1)
      if (weights[row] !== 0 && (domain === undefined || domain[row] === 1))
        sum += (weights[row] ?? 0) * (of === undefined ? 1 : (of[row] ?? 0));
    return sum;
  };
  if (statistic === "total") return (weights) => sumOf(values, weights);
  return (weights) => sumOf(values, weights) / sumOf(denominator, weights);
};

export type ReplicatedEstimate = survey.CombinedDraws & {
  readonly lower: number;
  readonly upper: number;
  readonly method: string;
};

/**
 * A figure with its error from replicate weights: one column, or several that are plausible values. With a second side the
 * figure is the difference of the two.
 */
export const estimateReplicatedFigure = (
  replicates: survey.Replicates,
  estimand: Estimand,
  options: {
    readonly columns: readonly ReplicatedColumn[];
    readonly less?: readonly ReplicatedColumn[];
    readonly respondents: number;
    readonly degreesOfFreedom: number;
    readonly level: number;
  },
): ReplicatedEstimate => {
  const { columns, less, respondents, degreesOfFreedom, level } = options;
  const each = columns.map((column, set) => {
    const own = statisticOf(estimand.statistic, column);
    const other = less?.[set];
    const taken = other === undefined ? undefined : statisticOf(estimand.statistic, other);
    return survey.estimateReplicated(replicates, (weights) => own(weights) - (taken?.(weights) ?? 0));
  });
  const draws = each.map(({ value, standardError }) => ({ value, variance: standardError ** 2 }));
  const [only] = draws;
  const combined: survey.CombinedDraws =
    draws.length === 1 && only !== undefined
      ? {
          value: only.value,
          standardError: Math.sqrt(only.variance),
          degreesOfFreedom,
          samplingVariance: only.variance,
          measurementVariance: 0,
          missingInformation: 0,
        }
      : survey.combineDraws(draws, degreesOfFreedom);
  const { value, standardError, degreesOfFreedom: df } = combined;
  if (estimand.statistic === "share" && less === undefined) {
    const p = Math.min(1, Math.max(0, value));
    const { lower, upper, method } = survey.proportionInterval(
      { p, standardError, df, respondents, level },
      estimand.interval ?? "logit",
    );
    return { ...combined, lower, upper, method };
  }
  const reach = studentTQuantile((1 + level) / 2, { df }) * standardError;
  return { ...combined, lower: value - reach, upper: value + reach, method: "wald" };
};
