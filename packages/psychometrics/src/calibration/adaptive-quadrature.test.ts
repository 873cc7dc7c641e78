import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { logistic } from "../models/logistic.ts";
import { createResponses, type Responses } from "../responses.ts";
import { calibrate } from "./calibrate.ts";
import type { Calibration, CalibrationOptions } from "./options.ts";

// What the integral is worth is found with a grid far finer than the narrowest posterior.

const simulate = (persons: number, items: number): Responses => {
  const random = createRandom(`adaptive quadrature ${items}`);
  const truths = Array.from({ length: items }, () => ({ a: 1 + random.next(), b: 1.2 * random.normal() }));
  return createResponses(
    truths.map((_, item) => `q${item + 1}`),
    Array.from({ length: persons }, () => {
      const theta = random.normal();
      return truths.map(({ a, b }) => (random.next() < logistic(a * (theta - b)) ? 1 : 0));
    }),
  );
};

const largestGap = (one: Calibration, other: Calibration): number =>
  one.items.reduce(
    (most, { slopeIntercept }, item) =>
      Math.max(
        most,
        ...slopeIntercept.map((value, place) =>
          Math.abs(value - Number(other.items[item]?.slopeIntercept[place])),
        ),
      ),
    0,
  );

test("a long test on a coarse grid comes out as on a fine one, where the coarse grid alone is wrong by points", () => {
  const responses = simulate(150, 80);
  const options: CalibrationOptions = { model: "2pl", standardErrors: "none" };
  const coarse = { nodes: 25, limit: 6 };
  const fine = calibrate(responses, { ...options, grid: { nodes: 241, limit: 6 } });
  const rough = calibrate(responses, { ...options, grid: coarse });
  const adaptive = calibrate(responses, { ...options, grid: coarse, quadrature: { adaptiveNodes: 11 } });
  assert.ok(Math.abs(rough.logLikelihood - fine.logLikelihood) > 0.2);
  assert.ok(Math.abs(adaptive.logLikelihood - fine.logLikelihood) < 1e-3);
  assert.ok(largestGap(rough, fine) > 0.05);
  assert.ok(largestGap(adaptive, fine) < 0.005, `${largestGap(adaptive, fine)}`);
  assert.ok(Number(adaptive.convergence.shortfall) < 1e-8);
});

test("a short test with groups, gaps and priors comes out as on the default grid", () => {
  const whole = simulate(600, 12);
  const responses = {
    ...whole,
    scores: whole.scores.map((score, cell) =>
      cell % 12 > 7 && Math.floor(cell / 12) % 3 === 0 ? -1 : score,
    ),
  };
  const options: CalibrationOptions = {
    model: "2pl",
    groups: Array.from({ length: 600 }, (_, person) => person % 2),
    priors: { logSlope: { mean: 0, deviation: 1 } },
  };
  const fixed = calibrate(responses, options);
  const adaptive = calibrate(responses, { ...options, quadrature: { adaptiveNodes: 21 } });
  assert.ok(Math.abs(adaptive.logLikelihood - fixed.logLikelihood) < 1e-3);
  assert.ok(largestGap(adaptive, fixed) < 1e-3);
  assert.ok(Math.abs(Number(adaptive.groups[1]?.mean) - Number(fixed.groups[1]?.mean)) < 1e-3);
  const errors = [fixed, adaptive].map(({ items }) => Number(items[0]?.errors.a));
  assert.ok(Math.abs(Number(errors[0]) - Number(errors[1])) < 1e-3);
});

test("a number of nodes that no rule has is refused", () => {
  assert.throws(
    () => calibrate(simulate(50, 5), { model: "rasch", quadrature: { adaptiveNodes: 2 } }),
    (error: unknown) => error instanceof PsychometricsError && error.code === "psychometrics.number_invalid",
  );
  assert.throws(
    () => calibrate(simulate(50, 5), { model: "rasch", quadrature: { adaptiveNodes: 7.5 } }),
    (error: unknown) => error instanceof PsychometricsError && error.code === "psychometrics.number_invalid",
  );
});
