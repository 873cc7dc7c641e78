import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as survey from "../index.ts";

// Written by fixtures/survey.R: columns of text and numbers under their names.
const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/survey.json", import.meta.url), "utf8"),
) as Record<string, (string | number)[]>;

const numbers = (name: string): number[] => {
  const found = fixture[name];
  assert.ok(found, name);
  return found.map(Number);
};
const labels = (name: string): string[] => (fixture[name] ?? []).map(String);

/** Relative 1e-8: the same method in double precision; what is left are the orders of sums. */
const close = (actual: ArrayLike<number>, name: string, tolerance = 1e-8): void => {
  const expected = numbers(name);
  assert.equal(actual.length, expected.length, name);
  for (const [place, value] of expected.entries())
    assert.ok(
      Math.abs((actual[place] ?? 0) - value) <= tolerance * Math.max(1e-3, Math.abs(value)),
      `${name} ${place + 1}: ${actual[place]}, R has ${value}`,
    );
};

const strata = labels("data.stratum");
const clusters = labels("data.cluster");
const sex = labels("data.sex");
const edu = labels("data.edu");
const age = numbers("data.age");
const y = numbers("data.y");
const z = numbers("data.z");
const weights = numbers("data.w");
const two = survey.createDesign({
  stages: [{ strata, clusters, populationSize: numbers("data.N1") }, { populationSize: numbers("data.N2") }],
});
const wr = survey.createDesign({ weights, stages: [{ strata, clusters }] });
const pair = ({ value, standardError }: { value: number; standardError: number }): [number, number] => [
  value,
  standardError,
];

test("weights that the stages imply are the ones R was given", () => close(two.weights, "data.w", 1e-13));

for (const [name, design] of [
  ["two", two],
  ["wr", wr],
] as const) {
  test(`totals, means, ratios, domains, contrasts and design effects of design “${name}” are R's`, () => {
    close(pair(survey.estimateTotal(design, y)), `${name}.total`);
    close(pair(survey.estimateMean(design, y)), `${name}.mean`);
    close(pair(survey.estimateRatio(design, { numerator: y, denominator: age })), `${name}.ratio`);
    close([survey.estimateMean(design, y).designEffect ?? 0], `${name}.deff`);
    close([survey.estimateTotal(design, y).designEffect ?? 0], `${name}.deffTotal`);
    const bySex = ["f", "m"].map((one) =>
      survey.estimateMean(design, y, { domain: survey.domainOf(sex, one) }),
    );
    close([...bySex.map(({ value }) => value), ...bySex.map((one) => one.standardError)], `${name}.bySex`);
    close(pair(survey.estimateContrast(design, bySex)), `${name}.contrast`);
    close(pair(survey.estimateTotal(design, z, { domain: survey.domainOf(edu, "high") })), `${name}.high`);
    close([survey.degreesOfFreedom(design)], `${name}.df`);
  });

  test(`intervals of a share under design “${name}” are R's`, () => {
    for (const [interval, method] of [
      ["wald", "mean"],
      ["logit", "xlogit"],
      ["arcsine", "asin"],
      ["beta", "beta"],
    ] as const) {
      const { lower, upper } = survey.estimateProportion(design, z, { interval }).interval;
      // R's qbeta itself stops at about 1e-8.
      close([lower, upper], `${name}.interval.${method}`, 1e-7);
    }
  });

  test(`quantiles with Woodruff's intervals under design “${name}” are R's`, () => {
    const found = [0.25, 0.5, 0.77].map((probability) => survey.estimateQuantile(design, y, { probability }));
    close(
      [
        ...found.map(({ value }) => value),
        ...found.map(({ interval }) => interval.lower),
        ...found.map(({ interval }) => interval.upper),
      ],
      `${name}.quantiles`,
    );
  });

  test(`regressions under design “${name}” are R's`, () => {
    const predictors = [age, sex.map((one) => (one === "m" ? 1 : 0))];
    const linear = survey.fitRegression(design, { outcome: y, predictors });
    close([...linear.coefficients, ...linear.standardErrors], `${name}.linear`);
    const logistic = survey.fitRegression(design, { outcome: z, predictors }, { family: "logistic" });
    close([...logistic.coefficients, ...logistic.standardErrors], `${name}.logistic`);
  });
}

const [females = 0, males = 0] = numbers("population.sex");
const [high = 0, low = 0, mid = 0] = numbers("population.edu");
const margins: survey.Margin[] = [
  { name: "sex", labels: sex, totals: { f: females, m: males } },
  { name: "edu", labels: edu, totals: { high, low, mid } },
];

test("calibrated weights and the errors of residuals are R's, for every distance", () => {
  const check = (name: string, { design }: survey.CalibratedDesign): void => {
    close(design.weights, `${name}.weights`);
    close(
      [...pair(survey.estimateMean(design, y)), ...pair(survey.estimateTotal(design, z))],
      `${name}.estimates`,
    );
  };
  const total = numbers("population.age")[0] ?? 0;
  check(
    "linear",
    survey.calibrate(two, [...margins, { name: "age", values: age, total }], { distance: "linear" }),
  );
  check("raking", survey.calibrate(two, margins, { distance: "raking" }));
  check("raking", survey.rake(two, margins));
  check("logit", survey.calibrate(two, margins, { distance: "logit", bounds: { lower: 0.6, upper: 1.8 } }));
  check(
    "truncated",
    survey.calibrate(two, margins, { distance: "linear", bounds: { lower: 0.78, upper: 1.33 } }),
  );
  check("post", survey.postStratify(two, margins[0] ?? assert.fail()));
});

test("trimmed weights are R's", () =>
  close(survey.trimWeights(weights, { lower: 20, upper: 62 }), "trimmed"));

test("jackknife and balanced replicates have R's errors", () => {
  const mean = (values: Float64Array): number => survey.weightedMean(y, values);
  const error = (replicates: survey.Replicates): number[] => [
    survey.estimateReplicated(replicates, mean).standardError,
  ];
  close(error(survey.createReplicates(wr, { kind: "jkn" })), "jkn.mean");
  const corrected = survey.createDesign({
    weights,
    stages: [{ strata, clusters, populationSize: numbers("data.N1") }],
  });
  close(error(survey.createReplicates(corrected, { kind: "jkn" }, { centre: "estimate" })), "jknMse.mean");
  const one = survey.createDesign({ weights, stages: [{ clusters }] });
  close(error(survey.createReplicates(one, { kind: "jk1" })), "jk1.mean");
  const rows = clusters.flatMap((cluster, row) => (/[12]$/.test(cluster) ? [row] : []));
  const pick = <T>(column: readonly T[]): T[] => rows.map((row) => column[row] ?? assert.fail());
  const pairs = survey.createDesign({
    weights: pick(weights),
    stages: [{ strata: pick(strata), clusters: pick(clusters) }],
  });
  const total = (values: Float64Array): number =>
    values.reduce((sum, weight, row) => sum + weight * (pick(y)[row] ?? 0), 0);
  for (const [name, method] of [
    ["brr.total", { kind: "brr" }],
    ["fay.total", { kind: "fay", rho: 0.3 }],
  ] as const)
    close([survey.estimateReplicated(survey.createReplicates(pairs, method), total).standardError], name);
});

test("a lonely stratum is refused without a rule, and counted as R counts it with one", () => {
  const rows = numbers("lonely.rows").map((id) => id - 1);
  const pick = <T>(column: readonly T[]): T[] => rows.map((row) => column[row] ?? assert.fail());
  const input = { weights: pick(weights), stages: [{ strata: pick(strata), clusters: pick(clusters) }] };
  assert.throws(() => survey.createDesign(input), { code: "lonely-stratum", message: /只有一个抽中单位/ });
  for (const lonelyStrata of ["certainty", "adjust", "average"] as const) {
    const design = survey.createDesign({ ...input, lonelyStrata });
    const errors = [survey.estimateTotal(design, pick(y)), survey.estimateMean(design, pick(y))];
    close(
      errors.map((one) => one.standardError),
      `lonely.${lonelyStrata}`,
    );
  }
});

test("joint probabilities of Sampford's design, and errors under unequal probabilities, are R's", () => {
  const sizes = [12, 30, 8, 22, 17, 41, 9, 13, 25, 19, 28, 36];
  const probabilities = survey.inclusionProbabilities(sizes, 5);
  close(probabilities, "pps.probabilities");
  const joint = survey.sampfordJointProbabilities(probabilities);
  close(joint, "pps.joint");
  const taken = numbers("pps.taken").map((unit) => unit - 1);
  const values = numbers("pps.y");
  const own = taken.map((unit) => probabilities[unit] ?? 0);
  const matrix = Float64Array.from(taken.flatMap((i) => taken.map((j) => joint[i * sizes.length + j] ?? 0)));
  const input = { weights: own.map((p) => 1 / p), stages: [{}] };
  const both = (design: survey.SurveyDesign): number[] => [
    ...pair(survey.estimateTotal(design, values)),
    ...pair(survey.estimateMean(design, values)),
  ];
  close(both(survey.createDesign({ stages: [{ samplingFraction: own }] })), "pps.b");
  for (const [name, variance] of [
    ["pps.ht", "horvitz-thompson"],
    ["pps.yg", "sen-yates-grundy"],
  ] as const)
    close(both(survey.createDesign({ ...input, joint: { probabilities: matrix, variance } })), name);
});

test("Hájek's variance under unequal probabilities is the formula's in R, with a unit taken for certain", () => {
  const hajek = JSON.parse(
    readFileSync(new URL("../../fixtures/hajek.json", import.meta.url), "utf8"),
  ) as Record<"p" | "y" | "h" | "total" | "mean", number[]>; // written by fixtures/hajek.R
  const stages = [{ strata: hajek.h, samplingFraction: hajek.p }];
  const design = survey.createDesign({ stages, unequalProbabilities: "hajek" });
  for (const [name, estimate] of [
    ["total", survey.estimateTotal(design, hajek.y)],
    ["mean", survey.estimateMean(design, hajek.y)],
  ] as const)
    for (const [k, own] of pair(estimate).entries())
      assert.ok(Math.abs(own / (hajek[name][k] ?? 0) - 1) < 1e-12, `${name} ${own}, R ${hajek[name][k]}`);
  // The rules differ: Brewer measures from the plain mean.
  const brewer = survey.estimateTotal(survey.createDesign({ stages }), hajek.y).standardError;
  assert.ok(Math.abs(brewer / (hajek.total[1] ?? 0) - 1) > 1e-3);
});

test("Wilson's interval with endless degrees of freedom is R's for a simple random sample", () => {
  const spread = { p: 0.1, standardError: 0.03, df: Infinity, respondents: 100, level: 0.95 };
  const { lower, upper } = survey.proportionInterval(spread, "wilson");
  close([lower, upper], "wilson");
});
