import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, permutation } from "@kepu/numerics";
import fc from "fast-check";
import {
  calibrate,
  type CalibrationOptions,
  createResponses,
  likelihoodRatioDif,
  limitedInformationFit,
  logistic,
  logisticDif,
  mantelHaenszelDif,
  type Responses,
  scoreResponses,
} from "./index.ts";

// The order in which persons and items stand in a table says nothing: no figure may depend on it.

const itemCount = 6;
const persons = 240;
const random = createRandom("invariance");
const focal = Array.from({ length: persons }, (_, person) => person % 2);
const whole = createResponses(
  Array.from({ length: itemCount }, (_, item) => `q${item}`),
  focal.map((side) => {
    const theta = random.normal();
    return Array.from({ length: itemCount }, (_, item) =>
      random.next() <
      logistic((0.8 + 0.2 * item) * (theta - 0.5 * item + 1.2 - (item === 2 ? 0.6 * side : 0)))
        ? 1
        : 0,
    );
  }),
);

const reorder = (table: Responses, rows: ArrayLike<number>, columns: ArrayLike<number>): Responses => ({
  personCount: rows.length,
  itemIds: Array.from(columns, (column) => table.itemIds[column] ?? ""),
  scores: Int8Array.from({ length: rows.length * itemCount }, (_, cell) =>
    Number(
      table.scores[
        Number(rows[Math.floor(cell / itemCount)]) * itemCount + Number(columns[cell % itemCount])
      ],
    ),
  ),
});

const near = (one: number | undefined, other: number | undefined, tolerance: number) =>
  assert.ok(Math.abs(Number(one) - Number(other)) < tolerance, `${one} for ${other}`);

const options: CalibrationOptions = { model: "2pl", tolerance: 1e-7 };
const fitted = calibrate(whole, options);
const fit = limitedInformationFit(fitted, whole);
const mantel = mantelHaenszelDif(whole, { focal, purify: true });
const regression = logisticDif(whole, { focal });
const ratio = likelihoodRatioDif(whole, { focal, model: "2pl", tolerance: 1e-7 });
const { theta } = scoreResponses(
  fitted.items.map(({ item }) => item),
  whole,
  { method: "wle" },
);

test("calibration, fit, scores and differential functioning do not depend on the order of persons and items", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const draws = createRandom(seed);
      const rows = permutation(draws, persons);
      const columns = permutation(draws, itemCount);
      const table = reorder(whole, rows, columns);
      const sides = Array.from(rows, (row) => Number(focal[row]));
      const again = calibrate(table, options);
      near(again.logLikelihood, fitted.logLikelihood, 1e-8);
      near(limitedInformationFit(again, table).statistic, fit.statistic, 1e-4);
      const scores = scoreResponses(
        again.items.map(({ item }) => item),
        table,
        { method: "wle" },
      );
      for (const [person, row] of rows.entries()) near(scores.theta[person], theta[row], 1e-4);
      const others = {
        mantel: mantelHaenszelDif(table, { focal: sides, purify: true }),
        regression: logisticDif(table, { focal: sides }),
        ratio: likelihoodRatioDif(table, { focal: sides, model: "2pl", tolerance: 1e-7 }),
      };
      for (const [place, column] of columns.entries()) {
        near(again.items[place]?.item.a, fitted.items[column]?.item.a, 1e-5);
        near(again.items[place]?.errors.a, fitted.items[column]?.errors.a, 1e-5);
        for (const [one, other, tolerance] of [
          [others.mantel.items[place], mantel.items[column], 1e-10],
          [others.regression.items[place], regression.items[column], 1e-8],
          [others.ratio.items[place], ratio.items[column], 1e-5],
        ] as const) {
          assert.ok(one?.judged && other?.judged);
          near(one.statistic, other.statistic, tolerance);
        }
      }
    }),
    { numRuns: 6 },
  );
});

test("a person twice in a table counts as one person with weight 2, in calibration and its errors", () => {
  const rows = Array.from({ length: persons + 40 }, (_, place) => place % persons);
  const columns = Array.from({ length: itemCount }, (_, column) => column);
  const doubled = calibrate(reorder(whole, rows, columns), options);
  const weighted = calibrate(whole, {
    ...options,
    weights: Array.from({ length: persons }, (_, person) => (person < 40 ? 2 : 1)),
  });
  near(doubled.logLikelihood, weighted.logLikelihood, 1e-8);
  for (const [item, { slopeInterceptErrors }] of doubled.items.entries())
    for (const [place, error] of slopeInterceptErrors.entries())
      near(error, weighted.items[item]?.slopeInterceptErrors[place], 1e-6);
});
