import { studentTQuantile } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import type { Figure } from "../command.ts";
import { refuseField } from "../design-file/read-design.ts";
import type { DesignFile } from "../design-file/schema.ts";
import { MeasureError } from "../errors.ts";
import { lineOf, matchColumns, numberColumn, type Table } from "../input/table.ts";
import { readStreets, type Streets } from "./areas.ts";
import type { BuiltSurvey } from "./build-survey.ts";
import { indicatorOf } from "./evaluate.ts";

/** One street by the unit-level model, joined over the sets of plausible values where there are several. */
export type UnitStreet = {
  readonly id: string;
  readonly sampled: boolean;
  readonly respondents: number;
  readonly beforeBenchmark: number;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
};

export type UnitRun = {
  readonly streets: Streets;
  /** One fit a set. */
  readonly fits: readonly survey.UnitLevelFit[];
  readonly columns: readonly string[];
  readonly areas: readonly UnitStreet[];
};

/** Values of the respondents, one column a set; a missing one is refused with its row. */
const readValues = (streets: Streets, table: Table, name: string): Float64Array => {
  const { estimand, context } = streets;
  const values =
    estimand.statistic === "share" ? indicatorOf(context, name, estimand) : numberColumn(table, name);
  const missing = values.findIndex((value) => Number.isNaN(value));
  if (missing >= 0)
    throw new MeasureError("measure.cell_empty", { file: table.file, row: lineOf(table, missing), name });
  return values;
};

/**
 * Streets by the unit-level model of Battese, Harter & Fuller: the respondents' own covariates, and their means over each
 * street's population from the table of streets.
 */
export const estimateUnitStreets = (
  file: DesignFile,
  built: BuiltSurvey,
  options: { readonly areas: Table; readonly name: string; readonly seed: string },
): UnitRun => {
  const streets = readStreets(file, built, options);
  const { settings, estimand, level, ids, sampled, population, shares, covariates, whole } = streets;
  const { method = "reml" } = settings;
  if (method !== "reml" && method !== "ml")
    return refuseField(options.name, "smallArea.method", "unit 模型只用 reml 或 ml");
  if (settings.scale !== undefined)
    refuseField(options.name, "smallArea.scale", "unit 模型在原来的尺度上是线性的，请去掉 scale");
  const { table } = built;
  const names = settings.covariates ?? [];
  const own = names.map((name) => numberColumn(table, name));
  const populations = ids.map((id, row): survey.AreaPopulation => ({
    id,
    size: population[row] ?? 0,
    means: covariates.map((column) => column[row] ?? 0),
  }));
  // The respondents' covariates are the same in every set.
  const matrix = sampled.map((_, row) => own.map((column) => column[row] ?? 0));
  const present = new Set(sampled);
  const degreesOfFreedom = Math.max(1, ids.filter((id) => present.has(id)).length - names.length - 1);
  const columns = matchColumns(table, [estimand.column]);
  const results = columns.map((name, set) => {
    const values = readValues(streets, table, name);
    return survey.estimateUnitLevel(
      sampled.map((area, row) => ({
        area,
        value: values[row] ?? 0,
        covariates: matrix[row] ?? [],
      })),
      populations,
      {
        method,
        ...(settings.bootstrap === undefined
          ? {}
          : {
              errors: { bootstrapReplicates: settings.bootstrap, seed: `${options.seed} unit ${set}` },
            }),
      },
    );
  });
  const joined = ids.map((id, row) => {
    const each = results.flatMap(({ areas }) => areas[row] ?? []);
    const draws = each.map(({ estimate, meanSquaredError }) => ({
      value: estimate,
      variance: meanSquaredError,
    }));
    const [only] = draws;
    // The interval's degrees of freedom are those between streets, not Barnard & Rubin's.
    const combined =
      draws.length === 1 && only !== undefined
        ? { value: only.value, standardError: Math.sqrt(only.variance) }
        : survey.combineDraws(draws, degreesOfFreedom);
    const first = each[0];
    return {
      id,
      sampled: first?.sampled ?? false,
      respondents: first?.respondents ?? 0,
      estimate: combined.value,
      error: combined.standardError,
    };
  });
  const isShare = estimand.statistic === "share";
  const adjustment =
    settings.benchmark === false
      ? undefined
      : survey.benchmark(
          joined.map(({ estimate }) => estimate),
          shares,
          { total: whole.value, method: isShare ? "logit-shift" : "difference" },
        );
  const quantile = studentTQuantile((1 + level) / 2, { df: degreesOfFreedom });
  return {
    streets,
    fits: results.map(({ fit }) => fit),
    columns,
    areas: joined.map(({ id, sampled: has, respondents, estimate, error }, row) => {
      const finish = (value: number): number => {
        const kept = isShare ? Math.min(1, Math.max(0, value)) : value;
        return adjustment?.apply(kept, row) ?? kept;
      };
      return {
        id,
        sampled: has,
        respondents,
        beforeBenchmark: estimate,
        estimate: finish(estimate),
        standardError: error,
        lower: finish(estimate - quantile * error),
        upper: finish(estimate + quantile * error),
      };
    }),
  };
};

/** Figures of streets that can be explained. */
export const toUnitFigures = ({ streets, fits, areas }: UnitRun): Figure[] =>
  areas.map((area) => ({
    id: `street/${area.id}`,
    label: area.sampled ? area.id : `${area.id}（没有样本，只凭模型）`,
    kind: streets.estimand.statistic === "share" ? "share" : "number",
    value: area.estimate,
    standardError: area.standardError,
    lower: area.lower,
    upper: area.upper,
    formula: "unit-level",
    inputs: {
      方法: fits[0]?.method ?? "",
      街道间方差: fits.reduce((sum, fit) => sum + fit.areaVariance, 0) / fits.length,
      街道内方差: fits.reduce((sum, fit) => sum + fit.unitVariance, 0) / fits.length,
      套数: fits.length,
      对齐前: area.beforeBenchmark,
      全区估计: streets.whole.value,
      答卷者: area.respondents,
      置信水平: streets.level,
    },
  }));
