import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import type { Item } from "../items.ts";
import { logistic } from "../models/logistic.ts";
import { createResponses } from "../responses.ts";
import { scoreResponses } from "../scoring/score-responses.ts";
import { personFit } from "./person-fit.ts";

const items = Array.from({ length: 30 }, (_, j): Item & { model: "dichotomous" } => ({
  id: `q${j}`,
  model: "dichotomous",
  a: 0.8 + (j % 5) * 0.25,
  b: -2 + j * 0.14,
  c: 0,
  u: 1,
}));
const ids = items.map(({ id }) => id);

const simulated = (persons: number) => {
  const random = createRandom("person fit");
  return createResponses(
    ids,
    Array.from({ length: persons }, () => {
      const theta = random.normal();
      return items.map(({ a, b }) => (random.next() < logistic(a * (theta - b)) ? 1 : 0));
    }),
  );
};

test("lz* has mean 0 and deviation 1 where the model holds, and lz at estimated abilities has not", () => {
  const responses = simulated(3000);
  const { theta } = scoreResponses(items, responses, { method: "wle" });
  const fits = personFit(items, responses, { theta, estimator: { method: "wle" } });
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      mean,
      deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
    };
  };
  const star = spread(fits.flatMap(({ lzStar }) => lzStar ?? []));
  const plain = spread(fits.flatMap(({ lz }) => lz ?? []));
  // The mean goes to 0 only with the length of the test: about 0.1 at 30 items, 0.02 at 480.
  assert.ok(Math.abs(star.mean) < 0.2 && Math.abs(star.deviation - 1) < 0.1, JSON.stringify(star));
  assert.ok(plain.deviation < star.deviation);
});

test("a person who fails what is easy and solves what is hard stands far below 0", () => {
  const responses = createResponses(ids, [
    items.map((_, j) => (j < 15 ? 0 : 1)),
    items.map((_, j) => (j < 15 ? 1 : 0)),
  ]);
  const theta = scoreResponses(items, responses, { method: "wle" }).theta;
  const [odd, plain] = personFit(items, responses, { theta, estimator: { method: "wle" } });
  assert.ok(Number(odd?.lzStar) < -5, String(odd?.lzStar));
  assert.ok(Number(plain?.lzStar) > 0);
});

test("lz is the closed form for two items of probability ½ and ¾", () => {
  const two: Item[] = [
    { id: "a", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 },
    { id: "b", model: "dichotomous", a: 1, b: -Math.log(3), c: 0, u: 1 },
  ];
  const [fit] = personFit(two, createResponses(["a", "b"], [[1, 0]]), {
    theta: [0],
    estimator: { method: "ml" },
  });
  const mean = 0.75 * Math.log(0.75) + 0.25 * Math.log(0.25);
  const variance = 0.75 * 0.25 * Math.log(3) ** 2;
  assert.ok(Math.abs(Number(fit?.lz) - (Math.log(0.25) - mean) / Math.sqrt(variance)) < 1e-12);
});
