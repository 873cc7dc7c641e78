import { createRandom } from "@kepu/numerics";
import {
  type Item,
  abilityCut,
  drawPlausibleValues,
  regressAbility,
  type Responses,
} from "@kepu/psychometrics";

/** One set of plausible values, with items of its own where their error is known. */
export type PlausibleTask = {
  readonly items: readonly Item[];
  readonly responses: Responses;
  readonly predictors: readonly (readonly number[])[];
  readonly weights: Float64Array | undefined;
  readonly refusals: "missing" | "zero";
  readonly cutShare: number | undefined;
  readonly cut: number | undefined;
  readonly count: number;
  readonly seed: string;
};

export type PlausibleResult = {
  readonly sets: readonly Float64Array[];
  readonly cut: number | undefined;
  readonly coefficients: Float64Array;
  readonly residualVariance: number;
};

/** Runs in the process or in a worker; the numbers are the same. */
export const run = (task: PlausibleTask): PlausibleResult => {
  const regression = regressAbility(task.items, task.responses, {
    ...(task.predictors.length === 0 ? {} : { predictors: task.predictors }),
    ...(task.weights === undefined ? {} : { weights: task.weights }),
    refusals: task.refusals,
    grid: { nodes: 121, limit: 6 },
  });
  const sets = drawPlausibleValues(regression, {
    count: task.count,
    seed: createRandom(task.seed).next(),
  });
  return {
    sets,
    cut: task.cutShare === undefined ? task.cut : abilityCut(task.items, task.cutShare),
    coefficients: regression.coefficients,
    residualVariance: regression.residualVariance,
  };
};
