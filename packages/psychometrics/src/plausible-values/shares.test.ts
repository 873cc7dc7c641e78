import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { calibrate } from "../calibration/calibrate.ts";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { describePsychometricsError } from "../messages.ts";
import { logistic } from "../models/logistic.ts";
import { createResponses } from "../responses.ts";
import { scoreResponses } from "../scoring/score-responses.ts";
import { drawPlausibleValues } from "./draws.ts";
import { regressAbility } from "./latent-regression.ts";
import { linkPlausibleValues, shareOfPlausibleValues, shareOfScores } from "./shares.ts";

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof PsychometricsError ? error.code : String(error);
  }
  return "accepted";
};

/** A district as surveys see it: six rotated booklets of 20 out of 60 items, four kinds of people; 14.4 % truly reach the cut. */
const createTrial = (seed: string) => {
  const random = createRandom(seed);
  const items = Array.from({ length: 60 }, (_, j): Item & { model: "dichotomous" } => ({
    id: `q${j}`,
    model: "dichotomous",
    a: 0.8 + 0.9 * random.next(),
    b: -2 + (4 * j) / 59,
    c: 0,
    u: 1,
  }));
  const means = [-0.5, -0.1, 0.2, 0.5];
  const predictors: number[][] = [];
  const truth: number[] = [];
  const rows = Array.from({ length: 4000 }, (_, person) => {
    const kind = person % 4;
    const theta = Number(means[kind]) + 0.95 * random.normal();
    predictors.push([1, 2, 3].map((k) => (kind === k ? 1 : 0)));
    truth.push(theta);
    const booklet = Math.floor(person / 4) % 6;
    return items.map(({ a, b }, j) =>
      ((j % 6) - booklet + 6) % 6 < 2 ? (random.next() < logistic(a * (theta - b)) ? 1 : 0) : null,
    );
  });
  const responses = createResponses(
    items.map(({ id }) => id),
    rows,
  );
  const sorted = truth.toSorted((one, other) => other - one);
  const cut = 0.5 * (Number(sorted[575]) + Number(sorted[576]));
  const mean = truth.reduce((sum, theta) => sum + theta, 0) / 4000;
  const deviation = Math.sqrt(truth.reduce((sum, theta) => sum + (theta - mean) ** 2, 0) / 4000);
  // The calibration's scale has mean 0 and variance 1: the cut goes with it.
  return { responses, predictors, cut: (cut - mean) / deviation };
};

test("with a truth of 14.4 % a cut through EAP scores finds too few, through WLE scores too many, and plausible values are right", () => {
  const actual = 0.144;
  let sum = 0;
  let measurement = 0;
  const seeds = ["share trial", "b"];
  for (const seed of seeds) {
    const { responses, predictors, cut } = createTrial(seed);
    const { items: calibrated } = calibrate(responses, { model: "2pl", standardErrors: "none" });
    const items = calibrated.map(({ item }) => item);
    const by = (method: "eap" | "wle") =>
      shareOfScores(scoreResponses(items, responses, { method }), { cut, accept: "biased" });
    const sets = drawPlausibleValues(regressAbility(items, responses, { predictors }), {
      count: 20,
      seed: "trial",
    });
    const combined = shareOfPlausibleValues(sets, { cut });
    const eap = by("eap");
    const wle = by("wle");
    assert.ok(eap.share < actual - 0.01, `EAP ${eap.share}`);
    assert.ok(wle.share > actual + 0.01, `WLE ${wle.share}`);
    assert.ok(combined.missingInformation > 0.15 && combined.missingInformation < 0.55);
    assert.ok(Number(eap.reliability) > 0.75 && Number(eap.reliability) < 0.9);
    sum += combined.estimate;
    measurement += combined.variance - combined.samplingVariance;
  }
  // The truth is that of these very persons, so only the error of measurement is left between it and the estimates.
  const error = Math.sqrt(measurement) / seeds.length;
  assert.ok(
    Math.abs(sum / seeds.length - actual) < 2 * error,
    `plausible ${sum / seeds.length}, error ${error}`,
  );
});

test("counting a share from scores is refused with the direction of the bias and the way out", () => {
  const scores = (method: "eap" | "wle") => ({
    method,
    theta: Float64Array.of(-1, 0, 0.5, 2),
    standardErrors: Float64Array.of(0.5, 0.5, 0.5, 0.5),
  });
  const sentence = (method: "eap" | "wle", cut: number): string => {
    try {
      shareOfScores(scores(method), { cut });
    } catch (error) {
      assert.ok(error instanceof PsychometricsError && error.code === "psychometrics.share_from_scores");
      return describePsychometricsError(error);
    }
    return "accepted";
  };
  assert.match(sentence("eap", 1), /EAP.*偏小.*合理值/);
  assert.match(sentence("wle", 1), /WLE.*偏大/);
  assert.match(sentence("eap", -0.5), /偏大/);
  const accepted = shareOfScores(scores("wle"), { cut: 0.5, comparison: ">", accept: "biased" });
  assert.equal(accepted.share, 0.25);
  assert.equal(accepted.warning.code, "psychometrics.share_from_scores");
});

test("a share of plausible values weighs persons, and takes a design's variance", () => {
  const sets = [
    [0, 1, 2],
    [0, 1, 0],
  ];
  const weights = [1, 1, 2];
  const { estimate, samplingVariance } = shareOfPlausibleValues(sets, {
    cut: 1,
    weights,
    variance: (indicator) => indicator.reduce((sum, value) => sum + value, 0),
  });
  assert.equal(estimate, (3 / 4 + 1 / 4) / 2);
  assert.equal(samplingVariance, 1.5);
  const strict = shareOfPlausibleValues(sets, { cut: 1, comparison: ">" });
  assert.equal(strict.estimate, 1 / 6);
  // Equal weights: p(1 − p)/(n − 1).
  assert.ok(Math.abs(strict.samplingVariance - (2 / 9 / 2 + 0) / 2) < 1e-12);
});

test("linking error widens a share's error and no more: exact constants move the values only", () => {
  const random = createRandom("linking of sets");
  const sets = Array.from({ length: 40 }, () => Array.from({ length: 500 }, () => random.normal()));
  const constants = { slope: 1.1, intercept: 0.2 };
  const exact = linkPlausibleValues(
    sets,
    { ...constants, slopeError: 0, interceptError: 0, covariance: 0 },
    { seed: 1 },
  );
  for (const [set, values] of exact.entries())
    for (const [person, value] of values.entries())
      assert.ok(Math.abs(value - (1.1 * Number(sets[set]?.[person]) + 0.2)) < 1e-12);
  const uncertain = linkPlausibleValues(
    sets,
    { ...constants, slopeError: 0.05, interceptError: 0.08, covariance: 0.002 },
    { seed: 1 },
  );
  const variance = (values: readonly ArrayLike<number>[]) =>
    shareOfPlausibleValues(values, { cut: 1 }).imputationVariance;
  assert.ok(variance(uncertain) > 1.5 * variance(exact));
});

test("wrong sets, weights and constants are refused", () => {
  const linking = { slope: 1, intercept: 0, slopeError: 0.1, interceptError: 0.1, covariance: 0 };
  assert.equal(
    codeOf(() => shareOfPlausibleValues([], { cut: 0 })),
    "psychometrics.responses_empty",
  );
  assert.equal(
    codeOf(() => shareOfPlausibleValues([[1]], { cut: 0 })),
    "psychometrics.number_invalid",
  );
  assert.equal(
    codeOf(() => shareOfPlausibleValues([[1, 2], [1]], { cut: 0 })),
    "psychometrics.items_mismatch",
  );
  assert.equal(
    codeOf(() => shareOfPlausibleValues([[1], [2]], { cut: 0, weights: [-1] })),
    "psychometrics.weights_invalid",
  );
  assert.equal(
    codeOf(() => shareOfPlausibleValues([[1], [2]], { cut: Number.NaN })),
    "psychometrics.number_invalid",
  );
  for (const changes of [{ slope: 0 }, { slopeError: -1 }, { covariance: 1 }])
    assert.equal(
      codeOf(() => linkPlausibleValues([[1]], { ...linking, ...changes }, { seed: 1 })),
      "psychometrics.number_invalid",
    );
});
