import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SurveyError } from "../errors.ts";
import { fitFayHerriot, predictArea } from "./fay-herriot.ts";
import { toAreaData } from "./linear-area-model.ts";
import { fitSpatialFayHerriot } from "./spatial-fay-herriot.ts";

type Expected = {
  readonly parameters: readonly number[];
  readonly coefficients: readonly number[];
  readonly prediction: readonly number[];
  readonly mse: readonly number[];
  readonly logLikelihood: readonly number[];
};

// Written by spatial.R.
const fixture = JSON.parse(readFileSync(new URL("../../fixtures/spatial.json", import.meta.url), "utf8")) as {
  readonly x: readonly number[];
  readonly variances: readonly number[];
  readonly direct: readonly number[];
  readonly side: number;
  readonly reml: Expected;
  readonly ml: Expected;
};

/** Neighbours on a square grid, by column as R's expand.grid counts. */
const gridProximity = (side: number): number[][] =>
  Array.from({ length: side * side }, (_, i) => {
    const near = Array.from({ length: side * side }, (__, j) => {
      const across =
        Math.abs((i % side) - (j % side)) + Math.abs(Math.floor(i / side) - Math.floor(j / side));
      return across === 1 ? 1 : 0;
    });
    const count = near.reduce<number>((a, b) => a + b, 0);
    return near.map((one) => one / count);
  });

const proximity = gridProximity(fixture.side);
const data = toAreaData(
  fixture.direct,
  fixture.variances,
  fixture.x.map((value) => [1, value]),
);

const close = (ours: number, theirs: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs(ours - theirs) <= tolerance * Math.abs(theirs), `${what}: ${ours}, R ${theirs}`);

for (const method of ["reml", "ml"] as const)
  test(`spatial Fay–Herriot by ${method} is what R's optim finds, with Singh, Shukla & Kundu's errors`, () => {
    const fit = fitSpatialFayHerriot(data, proximity, { method });
    const expected = fixture[method];
    // R's optimum rests on numerical differences, good to about 1e-7.
    close(fit.modelVariance, expected.parameters[0] ?? 0, 1e-6, "σ²");
    close(fit.spatialCorrelation, expected.parameters[1] ?? 0, 1e-6, "ρ");
    close(fit.logLikelihood, expected.logLikelihood[0] ?? 0, 1e-9, "log-likelihood");
    for (const [k, value] of expected.coefficients.entries())
      close(fit.coefficients[k] ?? 0, value, 1e-6, `β${k}`);
    for (const [i, area] of fit.areas.entries()) {
      close(area.prediction, expected.prediction[i] ?? 0, 1e-6, `area ${i}`);
      close(area.meanSquaredError, expected.mse[i] ?? 0, 1e-5, `error of area ${i}`);
    }
  });

test("without neighbours the spatial model is Fay–Herriot's", () => {
  const alone = proximity.map((row) => row.map(() => 0));
  const spatial = fitSpatialFayHerriot(data, alone);
  const plain = fitFayHerriot(data, "reml");
  close(spatial.modelVariance, plain.modelVariance, 1e-6, "σ²");
  const area = predictArea(plain, data, {
    covariates: [1, fixture.x[0] ?? 0],
    direct: fixture.direct[0],
    variance: fixture.variances[0],
  });
  close(spatial.areas[0]?.prediction ?? 0, area.prediction, 1e-6, "prediction");
});

test("the order of the areas changes nothing", () => {
  const order = fixture.direct.map((_, i) => (i * 7 + 3) % fixture.direct.length);
  const turned = fitSpatialFayHerriot(
    toAreaData(
      order.map((i) => fixture.direct[i] ?? 0),
      order.map((i) => fixture.variances[i] ?? 0),
      order.map((i) => [1, fixture.x[i] ?? 0]),
    ),
    order.map((i) => order.map((j) => proximity[i]?.[j] ?? 0)),
  );
  const fit = fitSpatialFayHerriot(data, proximity);
  for (const [place, i] of order.entries())
    close(turned.areas[place]?.prediction ?? 0, fit.areas[i]?.prediction ?? 0, 1e-7, `area ${i}`);
});

test("a matrix that is no proximity is refused with its row", () => {
  const refuse = (third: readonly number[]): void =>
    assert.throws(
      () =>
        fitSpatialFayHerriot(
          data,
          proximity.map((row, i) => (i === 2 ? third : row)),
        ),
      (error) => error instanceof SurveyError && error.code === "proximity-bad" && error.values["row"] === 3,
    );
  const row = proximity[2] ?? [];
  refuse(row.map((value, j) => (j === 2 ? 0.5 : value)));
  refuse(row.map((value, j) => (j === 0 ? -1 : value)));
  refuse(row.slice(1));
  refuse(row.map((value) => value / 2));
});
