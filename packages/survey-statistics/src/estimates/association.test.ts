import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as survey from "../index.ts";

// Written by association.R.
const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/association.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly (number | string)[]>>;
const numbers = (name: string): number[] => (fixture[name] ?? []).map(Number);
const labels = (name: string): string[] => (fixture[name] ?? []).map(String);

const close = (ours: readonly number[], name: string, tolerance = 1e-9): void => {
  for (const [k, theirs] of numbers(name).entries()) {
    const own = ours[k] ?? Number.NaN;
    assert.ok(Math.abs(own - theirs) <= tolerance * Math.abs(theirs), `${name} ${k}: ${own}, R ${theirs}`);
  }
  assert.equal(ours.length, numbers(name).length, name);
};

const design = survey.createDesign({
  weights: numbers("data.w"),
  stages: [
    {
      strata: labels("data.stratum"),
      clusters: labels("data.cluster"),
      populationSize: numbers("data.N"),
    },
  ],
});
const y = numbers("data.y");
const sex = labels("data.sex");

test("population variances, of all and of a domain, are R svyvar's", () => {
  const whole = survey.estimateVariance(design, y);
  close([whole.value, whole.standardError], "variance");
  const women = survey.estimateVariance(design, y, { domain: survey.domainOf(sex, "f") });
  close([women.value, women.standardError], "varianceWomen");
});

test("Rao–Scott tests of independence are R svychisq's, whatever the order of the categories", () => {
  const found = survey.testIndependence(design, labels("data.edu"), labels("data.z"));
  const { f, numerator, denominator, pValue } = found.secondOrder;
  close([f, numerator, denominator, pValue], "chisq.F");
  close([found.pearson, found.firstOrder.degreesOfFreedom, found.firstOrder.pValue], "chisq.X2");
  const turned = survey.testIndependence(design, labels("data.z"), labels("data.edu"));
  assert.ok(Math.abs(turned.secondOrder.f - f) < 1e-9 * f);
});

test("a difference of two means is tested as R svyttest does", () => {
  const men = sex.map((one) => (one === "m" ? 1 : 0));
  const found = survey.compareMeans(design, y, men);
  close([found.difference, found.t, found.degreesOfFreedom, found.pValue], "ttest");
});

test("likelihood intervals are R svyciprop's up to the spline that R draws through its profile", () => {
  const { lower, upper } = survey.estimateProportion(design, numbers("data.z"), {
    interval: "likelihood",
  }).interval;
  close([lower, upper], "likelihood", 1e-4);
});

test("with aggregateStage all people of a cluster get one factor, and errors are R calibrate's", () => {
  const edu = labels("data.edu");
  const { design: calibrated } = survey.calibrate(
    design,
    [
      {
        name: "edu",
        labels: edu.map((one) => (one === "high" ? "high" : "other")),
        totals: { high: 1200, other: 4300 },
      },
      { name: "age", values: numbers("data.age"), total: 240_000 },
    ],
    { distance: "linear", aggregateStage: 1 },
  );
  close([...calibrated.weights], "household.weights");
  const mean = survey.estimateMean(calibrated, y);
  close([mean.value, mean.standardError], "household.mean");
  assert.throws(
    () =>
      survey.calibrate(design, [{ name: "age", values: numbers("data.age"), total: 1 }], {
        distance: "linear",
        aggregateStage: 2,
      }),
    (error) => error instanceof survey.SurveyError && error.code === "setting-out-of-range",
  );
});

test("Hartley and Rao's joint probabilities give R's variance, with Σπ² known or estimated", () => {
  const p = numbers("hr.p");
  const total = (options: { sumOfSquares?: number }): number[] => {
    const { value, standardError } = survey.estimateTotal(
      survey.createDesign({
        weights: p.map((one) => 1 / one),
        stages: [{}],
        joint: {
          probabilities: survey.hartleyRaoJointProbabilities(p, options),
          variance: "horvitz-thompson",
        },
      }),
      numbers("hr.y"),
    );
    return [value, standardError];
  };
  close(total({ sumOfSquares: numbers("hr.squares")[0] ?? 0 }), "hr.total");
  close(total({}), "hr.estimated");
});

test("a change between waves that share clusters has R svycontrast's error, smaller than of two separate surveys", () => {
  const wave = numbers("waves.wave");
  const stacked = survey.createDesign({
    weights: [...numbers("data.w"), ...numbers("data.w")],
    stages: [
      {
        strata: [...labels("data.stratum"), ...labels("data.stratum")],
        clusters: labels("waves.cluster"),
      },
    ],
  });
  const means = [2, 1].map((one) =>
    survey.estimateMean(stacked, numbers("waves.y"), { domain: survey.domainOf(wave, one) }),
  );
  const change = survey.estimateContrast(stacked, means);
  close([change.value, change.standardError], "waves.change");
  const apart = Math.hypot(...means.map(({ standardError }) => standardError));
  assert.ok(change.standardError < apart, `${change.standardError} of ${apart}`);
});

test("tests that cannot be made are refused", () => {
  const refuse = (work: () => unknown, code: survey.SurveyErrorCode): void =>
    assert.throws(work, (error) => error instanceof survey.SurveyError && error.code === code);
  refuse(
    () =>
      survey.testIndependence(
        design,
        sex,
        sex.map(() => "one"),
      ),
    "groups-too-few",
  );
  refuse(() => survey.compareMeans(design, y, y), "indicator-not-binary");
  refuse(
    () =>
      survey.compareMeans(
        design,
        y,
        y.map(() => 1),
      ),
    "regression-singular",
  );
  refuse(() => survey.hartleyRaoJointProbabilities([0.5]), "sample-impossible");
  refuse(() => survey.hartleyRaoJointProbabilities([0.5, 1.5]), "fraction-out-of-range");
});
