import assert from "node:assert/strict";
import { test } from "node:test";
import * as survey from "../index.ts";

const refuse = (work: () => unknown, code: survey.SurveyErrorCode, values: object = {}): void =>
  assert.throws(work, (error) => {
    assert.ok(error instanceof survey.SurveyError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, /[。]$/);
    assert.doesNotMatch(error.message, /\{\w+\}|undefined|NaN 。/);
    assert.partialDeepStrictEqual(error.values, values);
    return true;
  });

test("a design that does not match its data is refused with row and stage", () => {
  const stages = [{ strata: ["a", "a", "b", "b"], clusters: [1, 2, 3, 4] }];
  const weights = [1, 1, 1, 1];
  refuse(() => survey.createDesign({ stages: [] }), "design-empty");
  refuse(() => survey.createDesign({ weights: [1, 1, 0, 1], stages }), "weight-not-positive", {
    row: 3,
    value: 0,
  });
  refuse(() => survey.createDesign({ weights: [1, Number.NaN, 1, 1], stages }), "weight-not-positive", {
    row: 2,
  });
  refuse(() => survey.createDesign({ weights: [1], stages }), "column-length");
  refuse(
    () => survey.createDesign({ weights, stages: [{ clusters: [1, 1, 2, 1], strata: [1, 1, 1, 2] }] }),
    "cluster-in-two-strata",
    { row: 4, cluster: "1" },
  );
  refuse(
    () => survey.createDesign({ weights, stages: [{ ...stages[0], populationSize: [1, 1, 9, 9] }] }),
    "population-below-sample",
    { row: 1 },
  );
  refuse(
    () => survey.createDesign({ weights, stages: [{ ...stages[0], populationSize: [5, 6, 9, 9] }] }),
    "population-differs",
    { row: 2 },
  );
  refuse(
    () => survey.createDesign({ weights, stages: [{ samplingFraction: [0.5, 1.5, 1, 1] }] }),
    "fraction-out-of-range",
    { row: 2 },
  );
  refuse(() => survey.createDesign({ weights, stages: [{ strata: [1, 1, 1, 2] }] }), "lonely-stratum", {
    row: 4,
  });
  refuse(
    () =>
      survey.createDesign({
        weights: [1, 1],
        stages: [{}],
        joint: { probabilities: new Float64Array([0.5, 0.9, 0.9, 0.5]), variance: "sen-yates-grundy" },
      }),
    "joint-probabilities-bad",
    { row: 2, column: 1 },
  );
});

const design = survey.createDesign({
  weights: [1, 2, 3, 4, 5, 6],
  stages: [{ clusters: [1, 1, 2, 2, 3, 3] }],
});

test("bad values are refused with their row, and only where the domain looks", () => {
  const holes = [1, 2, Number.NaN, 4, 5, 6];
  refuse(() => survey.estimateMean(design, holes), "value-not-finite", { row: 3 });
  assert.equal(
    survey.estimateMean(design, holes, { domain: new Uint8Array([1, 1, 0, 0, 0, 0]) }).value,
    5 / 3,
  );
  refuse(() => survey.estimateMean(design, [1]), "column-length");
  refuse(() => survey.estimateProportion(design, [0, 1, 2, 0, 0, 0]), "indicator-not-binary", {
    row: 3,
    value: 2,
  });
  refuse(
    () => survey.estimateRatio(design, { numerator: holes.map(() => 1), denominator: holes.map(() => 0) }),
    "denominator-zero",
  );
  refuse(() => survey.domainOf(["a"], "b"), "domain-empty", { domain: "b" });
  refuse(
    () =>
      survey.estimateMean(
        design,
        holes.map(() => 1),
        { domain: new Uint8Array(6) },
      ),
    "domain-empty",
  );
  refuse(
    () =>
      survey.estimateMean(
        design,
        holes.map(() => 1),
        { level: 1 },
      ),
    "setting-out-of-range",
  );
  refuse(
    () =>
      survey.estimateMean(design, [1, 2, 3, 4, 5, 6], {
        domain: new Uint8Array([1, 1, 0, 0, 0, 0]),
        degreesOfFreedom: "domain",
      }),
    "degrees-of-freedom-missing",
  );
});

test("regressions that have no answer are refused", () => {
  const outcome = [0, 0, 0, 1, 1, 1];
  refuse(
    () => survey.fitRegression(design, { outcome, predictors: [[1, 1, 1, 1, 1, 1]] }),
    "regression-singular",
    { column: 2 },
  );
  refuse(
    () => survey.fitRegression(design, { outcome, predictors: [[1, 2, 3, 4, 5, 6]] }, { family: "logistic" }),
    "regression-separated",
  );
});

test("a share of none or all gets the exact interval, never a width of zero", () => {
  for (const interval of ["wald", "logit", "arcsine", "beta"] as const) {
    const none = survey.estimateProportion(design, [0, 0, 0, 0, 0, 0], { interval });
    assert.equal(none.interval.method, "beta");
    assert.equal(none.interval.lower, 0);
    assert.ok(Math.abs(none.interval.upper - (1 - 0.025 ** (1 / 6))) < 1e-10, String(none.interval.upper));
  }
  const all = survey.estimateProportion(design, [1, 1, 1, 1, 1, 1], { interval: "wilson" });
  assert.ok(all.interval.lower < 0.9 && all.interval.upper <= 1);
});

test("a change between overlapping waves is more certain than the two waves apart", () => {
  const clusters = Array.from({ length: 40 }, (_, row) => Math.floor((row % 20) / 2));
  const wave = clusters.map((_, row) => (row < 20 ? 1 : 2));
  const y = clusters.map((cluster, row) => cluster + (row < 20 ? 0 : 1) + (row % 2) / 2);
  const stacked = survey.createDesign({ weights: y.map(() => 1), stages: [{ clusters }] });
  const waves = [2, 1].map((one) => survey.estimateMean(stacked, y, { domain: survey.domainOf(wave, one) }));
  const change = survey.estimateContrast(stacked, waves);
  assert.ok(Math.abs(change.value - 1) < 1e-12);
  const apart = Math.hypot(...waves.map(({ standardError }) => standardError));
  assert.ok(change.standardError < 1e-9 && apart > 0.5, `${change.standardError} against ${apart}`);
});
