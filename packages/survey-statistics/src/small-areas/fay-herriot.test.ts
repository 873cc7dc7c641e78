import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { benchmark, type BenchmarkMethod } from "./benchmark.ts";
import { estimateAreas, type SmallArea } from "./estimate-areas.ts";
import { fitFayHerriot, predictArea, type VarianceMethod } from "./fay-herriot.ts";
import { toAreaData } from "./linear-area-model.ts";
import { expectedShare, fromArcsine, toArcsine } from "./scales.ts";
import { estimateUnitLevel } from "./unit-level.ts";

type Expected = { modelVariance: number[]; coefficients: number[]; prediction: number[]; mse: number[] };
type Fixture = Record<VarianceMethod, Expected> & { x: number[]; D: number[]; y: number[] } & {
  unit: {
    area: number[];
    x: number[];
    y: number[];
    means: number[];
    sizes: number[];
    variances: number[];
    estimates: number[];
  };
};
// The file is written by fixtures/small-areas.R in this shape.
const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/small-areas.json", import.meta.url), "utf8"),
) as Fixture;

const close = (actual: number, expected: number, relative: number): void =>
  assert.ok(
    Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), 1e-300),
    `${actual} is not ${expected} within ${relative}`,
  );

const data = toAreaData(
  fixture.y,
  fixture.D,
  fixture.x.map((x) => [1, x]),
);

for (const method of ["reml", "ml", "moment", "adjusted-reml"] as const) {
  test(`variance, coefficients, predictions and errors of ${method} agree with matrix algebra in R`, () => {
    const expected = fixture[method];
    const fit = fitFayHerriot(data, method);
    // R differentiates the likelihood by differences, which leaves about 1e-9.
    close(fit.modelVariance, expected.modelVariance[0] ?? 0, 1e-7);
    for (const [j, value] of expected.coefficients.entries()) close(fit.coefficients[j] ?? 0, value, 1e-7);
    for (const [i, value] of expected.prediction.entries()) {
      const point = predictArea(fit, data, {
        covariates: [1, fixture.x[i] ?? 0],
        direct: fixture.y[i],
        variance: fixture.D[i],
      });
      close(point.prediction, value, 1e-7);
      close(point.meanSquaredError, expected.mse[i] ?? 0, 1e-7);
    }
  });
}

test("unit-level variances and means agree with the full covariance matrix in R", () => {
  const { unit } = fixture;
  const result = estimateUnitLevel(
    unit.area.map((area, u) => ({
      area: String(area),
      value: unit.y[u] ?? 0,
      covariates: [unit.x[u] ?? 0],
    })),
    unit.means.map((mean, d) => ({ id: String(d + 1), size: unit.sizes[d] ?? 0, means: [mean] })),
  );
  // R's optimiser stops about 1e-5 from the maximum; the means move far less.
  close(result.fit.areaVariance, unit.variances[0] ?? 0, 1e-4);
  close(result.fit.unitVariance, unit.variances[1] ?? 0, 1e-4);
  for (const [d, area] of result.areas.entries()) close(area.estimate, unit.estimates[d] ?? 0, 1e-6);
});

test("the unit level's analytic errors are those of the bootstrap, and of truths drawn by the model", () => {
  const random = createRandom("unit errors");
  const sizes = [4, 6, 8, 10, 12, 14].flatMap((n) => [n, n, n, n, n]);
  const populations = sizes.map((n, d) => ({ id: `S${d}`, size: 10 * n, means: [0.2 + 0.02 * d] }));
  const draw = () => {
    const truth: number[] = [];
    const units = sizes.flatMap((n, d) => {
      const effect = 0.6 * random.normal();
      const people = Array.from({ length: 10 * n }, () => {
        const x = (populations[d]?.means[0] ?? 0) + 0.3 * random.normal();
        return { area: `S${d}`, value: 1 + 2 * x + effect + random.normal(), covariates: [x] };
      });
      // The population's own mean of the covariate is what the register knows.
      truth.push(people.reduce((sum, { value }) => sum + value, 0) / people.length);
      means[d] = people.reduce((sum, one) => sum + (one.covariates[0] ?? 0), 0) / people.length;
      return people.slice(0, n);
    });
    return { truth, units };
  };
  const means: number[] = [];
  const known = () => populations.map((area, d) => ({ ...area, means: [means[d] ?? 0] }));
  const first = draw();
  const analytic = estimateUnitLevel(first.units, known());
  const bootstrap = estimateUnitLevel(first.units, known(), {
    errors: { bootstrapReplicates: 300, seed: 3 },
  });
  const total = (areas: readonly { readonly meanSquaredError: number }[]): number =>
    areas.reduce((sum, { meanSquaredError }) => sum + meanSquaredError, 0) / areas.length;
  close(total(bootstrap.areas), total(analytic.areas), 0.1);
  let found = 0;
  let said = 0;
  for (let round = 0; round < 100; round += 1) {
    const { truth, units } = round === 0 ? first : draw();
    const { areas } = estimateUnitLevel(units, known());
    said += total(areas) / 100;
    found +=
      areas.reduce((sum, { estimate }, d) => sum + (estimate - (truth[d] ?? 0)) ** 2, 0) / areas.length / 100;
  }
  // 3,000 squared errors: some 3 % of Monte-Carlo error.
  close(said, found, 0.08);
});

test("the adjusted likelihood keeps a positive variance where the others give zero", () => {
  const flat = toAreaData(
    [1, 1.1, 0.9, 1, 1.05, 0.95],
    [1, 1, 1, 1, 1, 1],
    Array.from({ length: 6 }, () => [1]),
  );
  for (const method of ["reml", "ml", "moment"] as const) {
    const fit = fitFayHerriot(flat, method);
    assert.equal(fit.modelVariance, 0);
    assert.ok(fit.atBoundary);
  }
  assert.ok(fitFayHerriot(flat, "adjusted-reml").modelVariance > 0);
});

test("the order of the areas does not matter", () => {
  const order = fixture.y.map((_, i) => (i * 7) % fixture.y.length);
  const turned = toAreaData(
    order.map((i) => fixture.y[i] ?? 0),
    order.map((i) => fixture.D[i] ?? 0),
    order.map((i) => [1, fixture.x[i] ?? 0]),
  );
  close(fitFayHerriot(turned, "reml").modelVariance, fitFayHerriot(data, "reml").modelVariance, 1e-10);
});

const streets: SmallArea[] = fixture.x.map((x, i) => ({
  id: `S${i + 1}`,
  estimate: i === 3 ? undefined : Math.round((0.1 + 0.2 * x + 0.07 * (i % 5)) * 60) / 60,
  respondents: i === 3 ? 0 : 60,
  covariates: [x],
  share: 1 / fixture.x.length,
}));

test("benchmarked street estimates add up to the district, and a street without sample is marked", () => {
  const result = estimateAreas(streets, {
    samplingVariance: { designEffect: 1.5 },
    benchmark: { total: 0.18 },
    errors: { bootstrapReplicates: 50, seed: 1 },
  });
  const sum = result.areas.reduce((total, area) => total + area.estimate / result.areas.length, 0);
  close(sum, 0.18, 1e-10);
  assert.deepEqual(
    result.areas.filter((area) => !area.sampled).map((area) => [area.id, area.gamma]),
    [["S4", 0]],
  );
  for (const area of result.areas) {
    assert.ok(area.lower >= 0 && area.lower < area.estimate && area.estimate < area.upper && area.upper <= 1);
    assert.ok(area.standardError > 0);
  }
  const widest = result.areas.toSorted((a, b) => b.upper - b.lower - (a.upper - a.lower))[0];
  assert.equal(widest?.id, "S4", "the street without sample is known least");
});

test("the same seed gives the same bootstrap, another seed another", () => {
  const run = (seed: number) =>
    estimateAreas(streets, {
      samplingVariance: { designEffect: 1.5 },
      errors: { bootstrapReplicates: 20, seed },
    }).areas.map((area) => area.meanSquaredError);
  assert.deepEqual(run(4), run(4));
  assert.notDeepEqual(run(4), run(5));
});

test("the logit scale accepts streets with no literate person at all", () => {
  const none = streets.map((area, i) => (i < 2 ? { ...area, estimate: 0 } : area));
  const result = estimateAreas(none, { scale: "logit", samplingVariance: { designEffect: 1.5 } });
  for (const area of result.areas) assert.ok(area.estimate > 0 && area.estimate < 1);
});

test("every way of benchmarking reaches the total", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0.02, max: 0.9, noNaN: true }),
      fc.constantFrom<BenchmarkMethod>("ratio", "difference", "mse-weighted", "logit-shift"),
      (estimates, total, method) => {
        const shares = estimates.map(() => 1 / estimates.length);
        const { apply } = benchmark(estimates, shares, {
          total,
          method,
          errors: estimates.map((p) => 0.001 + p / 100),
        });
        const reached = estimates.reduce((sum, value, i) => sum + apply(value, i) / estimates.length, 0);
        assert.ok(Math.abs(reached - total) < 1e-9);
      },
    ),
  );
});

test("the arcsine scale is left as it was entered, and its expectation is that of the normal", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      assert.ok(Math.abs(fromArcsine(toArcsine(share)) - share) < 1e-12);
    }),
  );
  // Simpson's rule over ±8σ of sin² times the normal density.
  const [mean, sd, steps] = [0.4, 0.07, 2000];
  let integral = 0;
  for (let k = 0; k <= steps; k += 1) {
    const z = -8 + (16 * k) / steps;
    const weight = (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * (16 / steps / 3);
    integral += (weight * Math.sin(mean + sd * z) ** 2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  }
  close(expectedShare("arcsine", mean, sd * sd), integral, 1e-12);
});

test("bad areas are refused with a code and the row", () => {
  const refused = (work: () => unknown, code: string): void =>
    assert.throws(work, (error) => error instanceof SurveyError && error.code === code);
  const ones = [[1], [1], [1], [1]];
  refused(() => toAreaData([1, 2, Number.NaN, 4], [1, 1, 1, 1], ones), "not-finite");
  refused(() => toAreaData([1, 2, 3, 4], [1, 0, 1, 1], ones), "variance-not-positive");
  refused(() => toAreaData([1, 2], [1, 1], [[1], [1]]), "too-few-areas");
  refused(() => toAreaData([1, 2, 3, 4], [1, 1, 1, 1], [[1], [1], [1, 2], [1]]), "covariates-differ");
  const twice = toAreaData(
    [1, 2, 3, 4, 5],
    [1, 1, 1, 1, 1],
    Array.from({ length: 5 }, () => [1, 2]),
  );
  refused(() => fitFayHerriot(twice, "reml"), "covariates-singular");
  refused(() => estimateAreas([...streets, streets[0] ?? never()]), "area-doubled");
  refused(() => estimateAreas(streets), "no-variance");
  refused(() => estimateAreas(streets.map((area) => ({ ...area, estimate: 20 }))), "proportion-out-of-range");
  refused(() => benchmark([0.1], [0.5], { total: 0.1, method: "ratio" }), "shares-not-one");
  refused(() => benchmark([0.1], [1], { total: 1.2, method: "logit-shift" }), "benchmark-impossible");
});

const never = (): never => {
  throw new Error("the list of streets is not empty");
};

test("a benchmark to an estimated total adds its own noise to the errors of the areas", () => {
  const areas = Array.from({ length: 30 }, (_, k): SmallArea => ({
    id: `s${k}`,
    estimate: 0.12 + 0.006 * k + (k % 3 === 0 ? 0.05 : -0.02),
    variance: 0.003,
    respondents: 60,
    degreesOfFreedom: 3,
    covariates: [k / 30],
    share: 1 / 30,
  }));
  const total = areas.reduce((sum, { estimate = 0 }) => sum + estimate / 30, 0);
  const plain = estimateAreas(areas, {}).areas;
  for (const method of ["logit-shift", "ratio", "difference", "mse-weighted"] as const) {
    const moved = estimateAreas(areas, { benchmark: { total, method } }).areas;
    // With equal shares and variances every area bears the same noise: Σ W²D²/(A + D), less than the total's variance ΣW²D.
    const added = moved.map(
      ({ meanSquaredError }, k) => meanSquaredError - (plain[k]?.meanSquaredError ?? 0),
    );
    assert.ok(
      added.every((one) => one > 0),
      method,
    );
    const mean = added.reduce((a, b) => a + b, 0) / 30;
    assert.ok(mean < (1.5 * 0.003) / 30, `${method}: ${mean}`);
    assert.ok(
      moved.every(
        ({ lower, upper }, k) => upper - lower > 0.9 * ((plain[k]?.upper ?? 0) - (plain[k]?.lower ?? 0)),
      ),
    );
  }
});
