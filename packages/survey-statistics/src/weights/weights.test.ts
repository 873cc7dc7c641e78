import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import fc from "fast-check";
import * as survey from "../index.ts";

/** A sample of `rows` in three strata of at least two clusters, with two margins whose every category occurs. */
const makeSample = (seed: number, rows = 60) => {
  const random = createRandom(seed);
  const strata = Array.from({ length: rows }, (_, row) => row % 3);
  const clusters = strata.map((stratum, row) => `${stratum}-${Math.floor(row / 3) % 4}`);
  const weights = strata.map(() => 1 + 4 * random.next());
  const sex = strata.map((_, row) => (row < 2 ? "fm"[row] : random.next() < 0.5 ? "f" : "m") ?? "f");
  const edu = strata.map((_, row) => (row < 3 ? row : random.integer(3)));
  const y = strata.map(() => random.normal());
  const design = survey.createDesign({ weights, stages: [{ strata, clusters }] });
  const sum = weights.reduce((a, b) => a + b, 0);
  const margins: survey.Margin[] = [
    { name: "性别", labels: sex, totals: { f: 0.52 * sum, m: 0.48 * sum } },
    { name: "学历", labels: edu, totals: { 0: 0.3 * sum, 1: 0.4 * sum, 2: 0.3 * sum } },
  ];
  return { strata, clusters, weights, sex, edu, y, design, margins, sum };
};

const near = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );

test("calibrated weights reproduce every margin, whatever the distance", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { design, margins } = makeSample(seed);
      for (const made of [
        survey.rake(design, margins),
        survey.calibrate(design, margins, { distance: "linear" }),
        survey.calibrate(design, margins, { distance: "logit", bounds: { lower: 0.1, upper: 6 } }),
      ])
        for (const { labels, totals } of margins)
          for (const [category, total] of Object.entries(totals))
            near(
              made.design.weights.reduce(
                (sum, weight, row) => sum + (String(labels[row]) === category ? weight : 0),
                0,
              ),
              total,
            );
    }),
    { numRuns: 30 },
  );
});

test("a total that the calibration fixes has no sampling error", () => {
  const { design, margins, sex } = makeSample(5);
  const { design: raked } = survey.rake(design, margins);
  const share = survey.estimateProportion(
    raked,
    sex.map((one) => (one === "f" ? 1 : 0)),
    { interval: "wald" },
  );
  near(share.value, 0.52);
  near(share.standardError, 0, 1e-10);
});

test("estimates do not depend on the order of the rows, nor means and errors on the scale of the weights", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { design, strata, clusters, weights, y } = makeSample(seed);
      const order = [...weights.keys()].toReversed();
      const pick = <T>(column: readonly T[]): T[] => order.map((row) => column[row] ?? assert.fail());
      const turned = survey.createDesign({
        weights: pick(weights).map((weight) => 7 * weight),
        stages: [{ strata: pick(strata), clusters: pick(clusters) }],
      });
      const one = survey.estimateMean(design, y);
      const other = survey.estimateMean(turned, pick(y));
      near(other.value, one.value);
      near(other.standardError, one.standardError);
      const shifted = survey.estimateMean(
        design,
        y.map((value) => 3 * value + 100),
      );
      near(shifted.standardError, 3 * one.standardError);
    }),
    { numRuns: 30 },
  );
});

test("cells of non-response keep the weighted size of each cell", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { weights, edu } = makeSample(seed);
      const random = createRandom(seed + 1);
      const responded = weights.map((_, row) => (row < 3 || random.next() < 0.6 ? 1 : 0));
      const adjusted = survey.adjustForResponse({ weights, responded, cells: edu });
      for (const cell of [0, 1, 2]) {
        const sum = (column: ArrayLike<number>): number =>
          edu.reduce((total, one, row) => total + (one === cell ? (column[row] ?? 0) : 0), 0);
        near(sum(adjusted.weights), sum(weights));
      }
    }),
    { numRuns: 30 },
  );
});

test("propensities lift the weights of those who are less likely to answer", () => {
  const predictor = Array.from({ length: 400 }, (_, row) => row % 2);
  const random = createRandom("answers");
  const responded = predictor.map((one) => (random.next() < (one === 1 ? 0.3 : 0.8) ? 1 : 0));
  const sample = { weights: predictor.map(() => 1), responded, predictors: [predictor] };
  for (const classes of [0, 5]) {
    const { weights } = survey.adjustByPropensity(sample, { classes });
    for (const group of [0, 1])
      near(
        weights.reduce((sum, weight, row) => sum + (predictor[row] === group ? weight : 0), 0),
        200,
        1e-8,
      );
  }
});

test("raked replicates keep the margins, in those with left-out clusters too", () => {
  const { design, margins, sex, sum } = makeSample(9);
  const plan = survey.planRaking(margins, design.rows);
  const raked = survey.mapReplicates(survey.createReplicates(design, { kind: "jkn" }), (weights) =>
    survey.rakeWeights(plan, weights),
  );
  const share = survey.estimateReplicated(raked, (weights) =>
    survey.weightedMean(
      sex.map((one) => (one === "f" ? 1 : 0)),
      weights,
    ),
  );
  near(share.value, 0.52);
  near(share.standardError, 0, 1e-8);
  near(raked.replicates[3]?.reduce((a, b) => a + b, 0) ?? 0, sum);
});

test("weights without spread have a Kish design effect of 1, and trimming keeps the sum", () => {
  near(survey.diagnoseWeights([3, 3, 3]).kishDesignEffect, 1);
  const trimmed = survey.trimWeights([1, 2, 3, 50], { lower: 1, upper: 20 });
  near(
    trimmed.reduce((a, b) => a + b, 0),
    56,
  );
  assert.ok(trimmed.every((weight) => weight >= 1 && weight <= 20));
});

test("bad weighting input is refused with the row, the category or the column", () => {
  const { design, margins } = makeSample(2);
  const [sex, edu] = margins;
  assert.ok(sex && edu);
  const refuse = (work: () => unknown, code: survey.SurveyErrorCode): void =>
    assert.throws(work, (error) => error instanceof survey.SurveyError && error.code === code);
  refuse(() => survey.rake(design, [{ ...sex, totals: { f: 1 } }]), "category-unknown");
  refuse(() => survey.rake(design, [{ ...sex, totals: { ...sex.totals, x: 1 } }]), "category-empty");
  refuse(() => survey.rake(design, [sex, { ...edu, totals: { 0: 1, 1: 1, 2: 1 } }]), "totals-differ");
  refuse(() => survey.rake(design, [{ ...sex, labels: ["f"] }]), "column-length");
  refuse(
    () => survey.calibrate(design, margins, { distance: "logit", bounds: { lower: 0.999, upper: 1.001 } }),
    "calibration-not-converged",
  );
  const contradiction = {
    name: "女性",
    values: Array.from(sex.labels, (one) => (one === "f" ? 1 : 0)),
    total: 1,
  };
  refuse(
    () => survey.calibrate(design, [sex, contradiction], { distance: "linear" }),
    "calibration-singular",
  );
  refuse(
    () => survey.adjustForResponse({ weights: [1], responded: [0], cells: ["a"] }),
    "response-cell-empty",
  );
  refuse(
    () => survey.adjustForResponse({ weights: [0], responded: [1], cells: ["a"] }),
    "weight-not-positive",
  );
  refuse(() => survey.diagnoseWeights([1, -1]), "weight-not-positive");
  refuse(() => survey.trimWeights([1, 2], { lower: 3, upper: 4 }), "setting-out-of-range");
});

test("negative calibrated weights make no share: what lies outside of 0 … 1 is refused, never moved to its edge", () => {
  const refuse = (work: () => unknown, code: survey.SurveyErrorCode): void =>
    assert.throws(work, (error) => error instanceof survey.SurveyError && error.code === code);
  const x = [0, 1, 2, 9];
  const z = [1, 1, 1, 0];
  const labels = ["a", "a", "a", "a"];
  const base = survey.createDesign({ weights: [1, 1, 1, 1], stages: [{}] });
  // A mean of x far below the sample's takes the weight of the last person below 0.
  const { design, factors } = survey.calibrate(
    base,
    [
      { name: "人数", values: [1, 1, 1, 1], total: 4 },
      { name: "x", values: x, total: 1 },
    ],
    { distance: "linear" },
  );
  assert.ok(factors.least < 0);
  refuse(() => survey.estimateProportion(design, z), "share-outside");
  refuse(() => survey.estimateProportionBy(design, { indicator: z, labels }), "share-outside");
  assert.ok(survey.estimateProportion(base, z).value === 0.75);
  const { design: nothing } = survey.calibrate(base, [{ name: "人数", values: [1, 1, 1, 1], total: -1 }], {
    distance: "linear",
  });
  refuse(() => survey.estimateMean(nothing, x), "weights-sum");
  refuse(() => survey.estimateMeanBy(nothing, { values: x, labels }), "weights-sum");
  refuse(
    () => survey.calibrate(base, [{ name: "x", values: [0, 0, 0, 0], total: 1 }], { distance: "linear" }),
    "calibration-singular",
  );
  refuse(
    () =>
      survey.testIndependence(survey.createDesign({ weights: [1, 1], stages: [{}] }), ["a", "b"], ["f", "m"]),
    "test-without-variance",
  );
});
