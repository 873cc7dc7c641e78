import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import fc from "fast-check";
import { learnCombination, standardise } from "../combination.ts";
import { fairnessBySegment, pairedBootstrap } from "./bootstrap.ts";
import { catalogueCoverage, measureList, miscalibration, novelty } from "./metrics.ts";
import { splitByRatio, splitByTime } from "./split.ts";

test("a list measured by hand", () => {
  const measures = measureList({ list: ["a", "b", "c", "d"], relevant: new Set(["b", "d", "x"]) }, 4);
  const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
  const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
  assert.deepEqual(measures, { recall: 2 / 3, ndcg: gain / ideal, hit: 1, reciprocalRank: 0.5 });
});

test("repeating a relevant item gains nothing", () => {
  assert.equal(measureList({ list: ["a", "a"], relevant: new Set(["a", "b"]) }, 2).recall, 0.5);
});

test("coverage, novelty and calibration measured by hand", () => {
  assert.equal(catalogueCoverage([["a", "b"], ["b"]], 8), 0.25);
  assert.equal(
    novelty(
      [["a", "b"]],
      new Map([
        ["a", 4],
        ["b", 2],
      ]),
      8,
    ),
    1.5,
  );
  const history = new Map([
    ["水", 0.5],
    ["火", 0.5],
  ]);
  assert.ok(miscalibration(history, history) < 1e-12);
  assert.ok(
    Math.abs(
      miscalibration(history, new Map([["水", 1]])) - (0.5 * Math.log(0.5 / 0.995) + 0.5 * Math.log(100)),
    ) < 1e-12,
  );
});

test("a split by time never lets the future into the training", () => {
  const rows = fc.array(
    fc.record({ person: fc.constantFrom("a", "b"), item: fc.string({ minLength: 1 }), at: fc.integer() }),
  );
  fc.assert(
    fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const { train, test } = splitByTime(all, share);
      assert.equal(train.length + test.length, all.length);
      for (const before of train) for (const after of test) assert.ok(before.at <= after.at);
    }),
  );
});

test("a split by ratio keeps each person's share and depends on the seed alone", () => {
  const rows = Array.from({ length: 40 }, (_, place) => ({
    person: `p${place % 4}`,
    item: `i${place}`,
    at: place,
  }));
  const { train } = splitByRatio(rows, { share: 0.8, seed: 1 });
  for (const own of Map.groupBy(train, ({ person }) => person).values()) assert.equal(own.length, 8);
  assert.deepEqual(train, splitByRatio(rows, { share: 0.8, seed: 1 }).train);
  assert.notDeepEqual(train, splitByRatio(rows, { share: 0.8, seed: 2 }).train);
});

test("the paired interval covers no difference where there is none, and leaves it out where there is one", () => {
  const random = createRandom(1);
  const a = Array.from({ length: 400 }, () => random.next());
  const shuffled = a.map((value) => value + 0.05 * random.normal());
  const none = pairedBootstrap(a, shuffled, { seed: 2 });
  assert.ok(none.low < 0 && none.high > 0);
  const some = pairedBootstrap(
    a,
    a.map((value) => value - 0.02 + 0.05 * random.normal()),
    { seed: 2 },
  );
  assert.ok(some.low > 0 && some.high < 0.04);
});

test("a segment of few people is not judged", () => {
  const rows = [
    ...Array.from({ length: 10 }, () => ({ segment: "a", value: 1 })),
    ...Array.from({ length: 10 }, () => ({ segment: "b", value: 0.4 })),
    { segment: "c", value: 0 },
  ];
  const { gap, segments } = fairnessBySegment(rows);
  assert.ok(Math.abs(gap - 0.6) < 1e-12);
  assert.equal(segments.has("c"), false);
});

test("standardised scores have mean 0 and deviation 1, and scores that differ by rounding alone say nothing", () => {
  assert.deepEqual([...standardise(Float64Array.of(99, 1, 3), Uint8Array.of(0, 1, 1))].slice(1), [-1, 1]);
  assert.deepEqual([...standardise(Float64Array.of(0.1 + 0.2, 0.3))].map(Math.abs), [0, 0]);
});

test("the combination finds the weights that made the clicks, and the place on the page explains its share", () => {
  const random = createRandom(5);
  const impressions = Array.from({ length: 2000 }, () => {
    const features = Float64Array.from({ length: 20 }, () => random.normal());
    const positions = Array.from({ length: 10 }, (_, place) => place);
    const taken = positions.map((place) => {
      const z =
        1.2 * (features[2 * place] ?? 0) - 0.5 * (features[2 * place + 1] ?? 0) - 0.8 * Math.log1p(place);
      return random.next() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
    });
    return { features, taken, positions };
  });
  const { weights } = learnCombination(["a", "b"], impressions, { ridge: 1e-6 });
  assert.ok(Math.abs((weights[0] ?? 0) - 1.2) < 0.06, String(weights));
  assert.ok(Math.abs((weights[1] ?? 0) + 0.5) < 0.06, String(weights));
});

test("nothing can be learned from lists of which nothing, or everything, was taken", () => {
  for (const taken of [
    [0, 0],
    [1, 1],
  ])
    assert.throws(() => learnCombination(["a"], [{ features: Float64Array.of(1, 2), taken }]), {
      code: "recommender.no_impressions",
    });
});
