import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkItem, type Item, maximumScore } from "../items.ts";
import { itemInformation, testInformation } from "./information.ts";
import { createCategoryArrays, expectedScore, fillCategories, testCharacteristic } from "./probabilities.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const anyItem: fc.Arbitrary<Item> = fc.oneof(
  fc.record({
    id: fc.constant("d"),
    model: fc.constant("dichotomous" as const),
    a: real(0.2, 3),
    b: real(-3, 3),
    c: real(0, 0.4),
    u: real(0.9, 1),
  }),
  fc
    .record({ a: real(0.2, 3), first: real(-3, 0), gaps: fc.array(real(0.1, 2), { maxLength: 5 }) })
    .map(({ a, first, gaps }): Item => {
      const thresholds = [first];
      for (const gap of gaps) thresholds.push(Number(thresholds.at(-1)) + gap);
      return { id: "g", model: "graded", a, thresholds };
    }),
  fc.record({
    id: fc.constant("p"),
    model: fc.constant("partial-credit" as const),
    a: real(0.2, 3),
    steps: fc.array(real(-3, 3), { minLength: 1, maxLength: 6 }),
  }),
);

test("probabilities of the scores add to one and their derivatives to zero, for every model and θ", () => {
  fc.assert(
    fc.property(anyItem, real(-8, 8), (item, theta) => {
      checkItem(item);
      const most = maximumScore(item);
      const out = createCategoryArrays(most);
      fillCategories(item, theta, out);
      const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum(out.p) - 1) < 1e-12);
      assert.ok(Math.abs(sum(out.first)) < 1e-12);
      assert.ok(Math.abs(sum(out.second)) < 1e-12);
      assert.ok(out.p.every((p) => p >= 0));
    }),
  );
});

test("derivatives agree with differences of the probabilities", () => {
  const h = 1e-5;
  fc.assert(
    fc.property(anyItem, real(-4, 4), (item, theta) => {
      const most = maximumScore(item);
      const [low, at, high] = [theta - h, theta, theta + h].map((place) => {
        const out = createCategoryArrays(most);
        fillCategories(item, place, out);
        return out;
      });
      for (let k = 0; k <= most; k += 1) {
        const slope = (Number(high?.p[k]) - Number(low?.p[k])) / (2 * h);
        const curve = (Number(high?.first[k]) - Number(low?.first[k])) / (2 * h);
        // The difference itself is off by h²/6 times a third derivative that reaches thousands for steep items.
        assert.ok(Math.abs(Number(at?.first[k]) - slope) < 1e-6);
        assert.ok(Math.abs(Number(at?.second[k]) - curve) < 1e-6);
      }
    }),
  );
});

test("a graded item with one threshold and a partial-credit item with one step are the two-parameter item", () => {
  fc.assert(
    fc.property(real(0.2, 3), real(-3, 3), real(-6, 6), (a, b, theta) => {
      const two = expectedScore({ id: "x", model: "dichotomous", a, b, c: 0, u: 1 }, theta);
      assert.ok(
        Math.abs(expectedScore({ id: "x", model: "graded", a, thresholds: [b] }, theta) - two) < 1e-14,
      );
      assert.ok(
        Math.abs(expectedScore({ id: "x", model: "partial-credit", a, steps: [b] }, theta) - two) < 1e-14,
      );
    }),
  );
});

test("information of the three-parameter item is Birnbaum's closed form", () => {
  const [a, b, c] = [1.3, 0.4, 0.2];
  for (const theta of [-2, 0, 0.4, 1.5]) {
    const right = 1 / (1 + Math.exp(-a * (theta - b)));
    const p = c + (1 - c) * right;
    const birnbaum = (a * a * (1 - p) * (p - c) ** 2) / (p * (1 - c) ** 2);
    const item: Item = { id: "q", model: "dichotomous", a, b, c, u: 1 };
    assert.ok(Math.abs(itemInformation(item, theta) - birnbaum) < 1e-14);
    assert.ok(Math.abs(testInformation([item, item], theta) - 2 * birnbaum) < 1e-14);
  }
});

test("a response so unlikely that 1 − P rounds to 0 keeps its probability", () => {
  const out = createCategoryArrays(3);
  fillCategories({ id: "g", model: "graded", a: 2, thresholds: [-1, 0, 1] }, 25, out);
  assert.ok(
    Number(out.p[1]) > 0 && Math.abs(Number(out.p[1]) / Math.exp(-2 * 25) / (1 - Math.exp(-2)) - 1) < 1e-9,
  );
  fillCategories({ id: "d", model: "dichotomous", a: 2, b: 0, c: 0, u: 1 }, 40, out);
  assert.ok(Number(out.p[0]) > 0);
});

test("the test characteristic curve rises from the guessing level to the highest sum", () => {
  const items: Item[] = [
    { id: "d", model: "dichotomous", a: 1, b: 0, c: 0.25, u: 1 },
    { id: "g", model: "graded", a: 1, thresholds: [-1, 1] },
  ];
  assert.ok(Math.abs(testCharacteristic(items, -60) - 0.25) < 1e-12);
  assert.ok(Math.abs(testCharacteristic(items, 60) - 3) < 1e-12);
});
