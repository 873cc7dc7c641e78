import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as survey from "./index.ts";

// Whatever a table holds, an answer is numbers or a refusal with a sentence: never NaN, never an error of another kind.

/** Paths of values that are NaN. Infinity is a value that some figures have (degrees of freedom). */
const findNaN = (value: unknown, path = ""): string[] => {
  if (typeof value === "number") return Number.isNaN(value) ? [path] : [];
  if (value === null || typeof value !== "object") return [];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array).some(Number.isNaN) ? [path] : []; // of numbers here
  return Object.entries(value).flatMap(([key, item]) => findNaN(item, `${path}.${key}`));
};

/** Runs `act`; what it answers, or undefined for a refusal. */
const answered = <T>(name: string, act: () => T): T | undefined => {
  let value: T;
  try {
    value = act();
  } catch (error) {
    if (!(error instanceof survey.SurveyError))
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    assert.match(error.message, /[\u4e00-\u9fff]/u, `${name} ${error.code}`);
    assert.doesNotMatch(error.message, /undefined|\{\w+\}/u, `${name} ${error.code}`);
    return undefined;
  }
  assert.deepEqual(findNaN(value), [], name);
  return value;
};

const odd = fc.constantFrom(0, -1, Number.NaN, Infinity, -Infinity, 1e60, 1e-60);
/** Numbers as files hold them, now and then one that no column should have. */
const cell = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 1, arbitrary: odd },
);
const weight = fc.oneof(
  { weight: 30, arbitrary: fc.double({ min: 0.1, max: 50, noNaN: true }) },
  { weight: 1, arbitrary: odd },
);
const bit = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 1 }) },
  { weight: 1, arbitrary: odd },
);
const label = fc.constantFrom("甲", "乙", "丙");

const rows = fc.array(
  fc.record({
    weight,
    stratum: label,
    cluster: fc.integer({ min: 1, max: 4 }),
    sex: label,
    x: cell,
    y: cell,
    z: bit,
  }),
  { minLength: 0, maxLength: 14 },
);
const settings = fc.record({
  fraction: fc.constantFrom(undefined, 0.1, 0.5, 1, 2),
  lonely: fc.constantFrom("refuse" as const, "certainty" as const, "adjust" as const, "average" as const),
  total: fc.oneof(
    fc.double({ min: 0.1, max: 500, noNaN: true }),
    fc.constantFrom(0, -1, Number.NaN, Infinity),
  ),
  seed: fc.integer(),
});

test("a design of any small table is estimated, calibrated and replicated in numbers, or refused in words", () => {
  fc.assert(
    fc.property(rows, settings, (table, { fraction, lonely, total, seed }) => {
      const design = answered("design", () =>
        survey.createDesign({
          weights: table.map((row) => row.weight),
          stages: [
            {
              strata: table.map((row) => row.stratum),
              clusters: table.map((row) => row.cluster),
              ...(fraction === undefined ? {} : { samplingFraction: table.map(() => fraction) }),
            },
          ],
          lonelyStrata: lonely,
        }),
      );
      if (design === undefined) return;
      const x = table.map((row) => row.x);
      const y = table.map((row) => row.y);
      const z = table.map((row) => row.z);
      const sex = table.map((row) => row.sex);
      const domain = Uint8Array.from(sex, (one) => (one === "甲" ? 1 : 0));
      const totals = { 甲: total, 乙: 10, 丙: 5 };
      const estimateAll = (name: string, of: survey.SurveyDesign): void => {
        answered(`${name} total`, () => survey.estimateTotal(of, x));
        answered(`${name} mean`, () => survey.estimateMean(of, x, { domain }));
        answered(`${name} ratio`, () => survey.estimateRatio(of, { numerator: x, denominator: y }));
        for (const interval of ["wald", "logit", "beta", "wilson", "arcsine", "likelihood"] as const)
          answered(`${name} ${interval}`, () => survey.estimateProportion(of, z, { interval }));
        answered(`${name} by`, () =>
          survey.estimateProportionBy(of, { indicator: z, labels: sex }, { degreesOfFreedom: "domain" }),
        );
      };
      estimateAll("plain", design);
      answered("quantile", () => survey.estimateQuantile(design, x, { probability: 0.3 }));
      for (const family of ["linear", "logistic"] as const)
        answered(family, () => survey.fitRegression(design, { outcome: z, predictors: [x, y] }, { family }));
      answered("independence", () => survey.testIndependence(design, sex, z.map(String)));
      const raked = answered("rake", () => survey.rake(design, [{ name: "sex", labels: sex, totals }]));
      if (raked !== undefined) estimateAll("raked", raked.design);
      for (const distance of ["linear", "logit"] as const) {
        const made = answered(distance, () =>
          survey.calibrate(
            design,
            [{ name: "x", values: x, total }],
            distance === "logit" ? { distance, bounds: { lower: 0.2, upper: 5 } } : { distance },
          ),
        );
        if (made !== undefined) estimateAll(distance, made.design);
      }
      for (const method of [
        { kind: "jkn" },
        { kind: "brr" },
        { kind: "rao-wu", replicates: 20, draws: 1, seed },
      ] as const) {
        const replicates = answered(method.kind, () => survey.createReplicates(design, method));
        if (replicates !== undefined)
          answered(`${method.kind} share`, () =>
            survey.estimateReplicated(replicates, (weights) => survey.weightedMean(z, weights)),
          );
      }
      answered("response", () =>
        survey.adjustForResponse({ weights: table.map((row) => row.weight), responded: z, cells: sex }),
      );
      answered("diagnosis", () => survey.diagnoseWeights(table.map((row) => row.weight)));
    }),
    { numRuns: 150, seed: 20261130 },
  );
});

const share = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: odd },
);
const area = fc.record({ estimate: share, variance: weight, respondents: cell, covariate: cell });

test("areas, verdicts, imbalance, allocation and plans of any numbers are answered in numbers, or refused in words", () => {
  fc.assert(
    fc.property(fc.array(area, { minLength: 0, maxLength: 12 }), settings, (found, { total, seed }) => {
      const areas = found.map((one, k): survey.SmallArea => ({
        id: `S${k}`,
        estimate: one.respondents === 0 ? undefined : one.estimate,
        variance: one.variance / 1000,
        respondents: one.respondents,
        degreesOfFreedom: 3,
        covariates: [one.covariate],
        share: 1 / found.length,
      }));
      const benchmark = { total: total / 500 };
      for (const scale of ["identity", "arcsine", "logit"] as const) {
        answered(scale, () => survey.estimateAreas(areas, { scale, benchmark }));
        answered(`spatial ${scale}`, () =>
          survey.estimateSpatialAreas(
            areas,
            survey.proximityOf(
              areas.map(({ id }) => id),
              areas.slice(1).map(({ id }, k) => [id, `S${k}`]),
            ),
            { scale, benchmark },
          ),
        );
      }
      answered("bootstrap", () =>
        survey.estimateAreas(areas, { errors: { bootstrapReplicates: 20, seed }, benchmark }),
      );
      answered("unit level", () =>
        survey.estimateUnitLevel(
          found.map((one, k) => ({ area: `S${k % 4}`, value: one.estimate, covariates: [one.covariate] })),
          Array.from({ length: 5 }, (_, k) => ({ id: `S${k}`, size: 40, means: [k] })),
        ),
      );
      const [first] = found;
      if (first !== undefined)
        answered("verdict", () =>
          survey.judgeTarget(
            {
              estimate: first.estimate,
              standardError: first.variance,
              degreesOfFreedom: first.respondents,
              respondents: 60,
            },
            { target: 0.18 },
          ),
        );
      answered("imbalance", () =>
        survey.measureImbalance(
          found.map((one, k) => ({ id: `S${k}`, estimate: one.estimate, standardError: one.variance })),
        ),
      );
      answered("allocation", () =>
        survey.allocate(
          found.map((one, k) => ({ name: `S${k}`, population: one.respondents, deviation: one.variance })),
          { total: 20, rule: "neyman" },
        ),
      );
      answered("plan", () =>
        survey.simulatePlan(
          {
            streets: found.map((one, k) => ({
              id: `S${k}`,
              population: 1000,
              communities: one.respondents,
              respondentsPerCommunity: 3,
              share: one.estimate,
            })),
            intraclassCorrelation: 0.05,
          },
          { replicates: 20, seed },
        ),
      );
    }),
    { numRuns: 150, seed: 20261130 },
  );
});
