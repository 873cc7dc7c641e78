import { studentTQuantile } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import type { Estimand } from "../design-file/schema.ts";
import { fullColumn, isNumeric, numberColumn, type Table, textColumn } from "../input/table.ts";
import type { EvaluationContext } from "./evaluate.ts";
import { indicatorOf } from "./evaluate.ts";

export type Coefficient = {
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly degreesOfFreedom: number;
};

/** Predictor columns by name: numbers as they are, text as one 0/1 column for every category but the first in order. */
export const toPredictors = (
  table: Table,
  names: readonly string[],
): { readonly name: string; readonly values: Float64Array }[] => {
  return names.flatMap((name) => {
    if (isNumeric(textColumn(table, name))) return [{ name, values: numberColumn(table, name) }];
    const cells = fullColumn(table, name);
    return [...new Set(cells)]
      .sort()
      .slice(1)
      .map((category) => ({
        name: `${name}=${category}`,
        values: Float64Array.from(cells, (cell) => (cell === category ? 1 : 0)),
      }));
  });
};

/** Coefficients of a linear or logistic regression with design-based errors. */
export const regress = (estimand: Estimand, context: EvaluationContext): Coefficient[] => {
  const { design } = context.survey;
  const predictors = toPredictors(context.survey.table, estimand.predictors ?? []);
  const fit = survey.fitRegression(
    design,
    {
      outcome: indicatorOf(context, estimand.column, estimand),
      predictors: predictors.map(({ values }) => values),
    },
    { family: estimand.statistic === "logistic" ? "logistic" : "linear" },
  );
  const t = studentTQuantile((1 + context.level) / 2, { df: fit.degreesOfFreedom });
  return ["常数", ...predictors.map(({ name }) => name)].map((name, place) => {
    const value = fit.coefficients[place] ?? 0;
    const standardError = fit.standardErrors[place] ?? 0;
    return {
      name,
      value,
      standardError,
      lower: value - t * standardError,
      upper: value + t * standardError,
      degreesOfFreedom: fit.degreesOfFreedom,
    };
  });
};
