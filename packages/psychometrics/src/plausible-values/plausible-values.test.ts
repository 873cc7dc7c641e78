import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { logistic } from "../models/logistic.ts";
import { createResponses } from "../responses.ts";
import { combinePlausibleValues } from "./combination.ts";
import { drawPlausibleValues } from "./draws.ts";
import { regressAbility } from "./latent-regression.ts";

const persons = 3000;
const cut = 1;
const items: Item[] = Array.from({ length: 12 }, (_, j) => ({
  id: `q${j}`,
  model: "dichotomous",
  a: 0.8 + (j % 4) * 0.3,
  b: -1.5 + j * 0.25,
  c: 0,
  u: 1,
}));

/** θ = −0.2 + 0.8 z + ε, ε of standard deviation 0.9, z 0 or 1. */
const district = (() => {
  const random = createRandom("plausible values");
  const predictors: number[][] = [];
  const truth: number[] = [];
  const rows = Array.from({ length: persons }, (_, person) => {
    const z = person % 2;
    const theta = -0.2 + 0.8 * z + 0.9 * random.normal();
    predictors.push([z]);
    truth.push(theta);
    return items.map(({ a }, j) => (random.next() < logistic(a * (theta - (-1.5 + j * 0.25))) ? 1 : 0));
  });
  return {
    responses: createResponses(
      items.map(({ id }) => id),
      rows,
    ),
    predictors,
    truth,
  };
})();

const shareAbove = (values: ArrayLike<number>): number => {
  let count = 0;
  for (let person = 0; person < values.length; person += 1) if (Number(values[person]) > cut) count += 1;
  return count / values.length;
};

test("the regression finds the constant, the gap and the spread within three standard errors", () => {
  const { coefficients, residualVariance, covariance } = regressAbility(items, district.responses, district);
  const error = (i: number): number => Math.sqrt(Number(covariance[i * 3 + i]));
  assert.ok(Math.abs(Number(coefficients[0]) + 0.2) < 3 * error(0), String(coefficients[0]));
  assert.ok(Math.abs(Number(coefficients[1]) - 0.8) < 3 * error(1), String(coefficients[1]));
  assert.ok(Math.abs(0.5 * Math.log(residualVariance / 0.81)) < 3 * error(2), String(residualVariance));
  assert.ok(error(1) > 0.02 && error(1) < 0.08);
});

test("without predictors the regression is the calibration with fixed items", () => {
  const { coefficients, residualVariance, logLikelihood } = regressAbility(items, district.responses);
  const calibration = calibrate(district.responses, {
    model: "2pl",
    fixedItems: items,
    grid: { nodes: 241, limit: 6 },
  });
  assert.ok(Math.abs(Number(coefficients[0]) - Number(calibration.groups[0]?.mean)) < 1e-5);
  assert.ok(Math.abs(residualVariance - Number(calibration.groups[0]?.variance)) < 1e-5);
  assert.ok(Math.abs(logLikelihood - calibration.logLikelihood) < 1e-6);
});

test("the share above a cut is right from plausible values, where EAP scores understate it", () => {
  const regression = regressAbility(items, district.responses, district);
  const sets = drawPlausibleValues(regression, { seed: 1, count: 20 });
  const shares = sets.map(shareAbove);
  const combined = combinePlausibleValues(
    shares,
    shares.map((share) => (share * (1 - share)) / persons),
  );
  const truth = shareAbove(district.truth);
  assert.ok(
    Math.abs(combined.estimate - truth) < 2.5 * combined.standardError,
    `${combined.estimate} for ${truth}`,
  );
  const eap = Array.from(
    { length: persons },
    (_, person) => sets.reduce((sum, set) => sum + Number(set[person]), 0) / sets.length,
  );
  assert.ok(shareAbove(eap) < truth - 2 * combined.standardError);
  assert.ok(combined.missingInformation > 0.1 && combined.missingInformation < 0.7);
});

test("the same seed gives the same draws and another seed others", () => {
  const regression = regressAbility(items, district.responses);
  const draw = (seed: number) => drawPlausibleValues(regression, { seed, count: 2 });
  assert.deepEqual(draw(5), draw(5));
  assert.notDeepEqual(draw(5)[0], draw(6)[0]);
  assert.notDeepEqual(draw(5)[0], draw(5)[1]);
});

test("Rubin's rules on hand-made numbers", () => {
  const combined = combinePlausibleValues([10, 12, 11, 13, 9], [2, 2, 3, 2, 1]);
  assert.equal(combined.estimate, 11);
  assert.equal(combined.samplingVariance, 2);
  assert.equal(combined.imputationVariance, 2.5);
  assert.equal(combined.variance, 5);
  assert.ok(Math.abs(combined.missingInformation - 0.6) < 1e-15);
  assert.ok(Math.abs(combined.degrees - 4 / 0.36) < 1e-12);
});

test("predictors that say the same twice, or are no numbers, are refused by column", () => {
  const refused = (predictors: number[][], code: string, column: number): void =>
    assert.throws(
      () => regressAbility(items, district.responses, { predictors }),
      (error) =>
        error instanceof PsychometricsError && error.code === code && error.values["column"] === column,
    );
  refused(
    district.predictors.map(([z = 0]) => [z, 1 - z]),
    "psychometrics.predictors_collinear",
    2,
  );
  refused(
    district.predictors.map(() => [7]),
    "psychometrics.predictors_collinear",
    1,
  );
  refused(
    district.predictors.map(([z = 0], person) => [person === 3 ? Number.NaN : z]),
    "psychometrics.response_not_numeric",
    1,
  );
});
