import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  createInteractions,
  describeRecommenderError,
  fromSnapshot,
  generateInteractions,
  type ModelState,
  recencyAlone,
  RecommenderError,
  toSnapshot,
  trainContent,
  trainGraphFilter,
  trainModels,
} from "../index.ts";
import { restoreScorer } from "./restore-scorer.ts";

const data = generateInteractions({ people: 60, items: 40, interactions: 1500, seed: 5 });
const table = createInteractions(
  data.interactions,
  data.items.map(({ id }) => id),
);
const topics = table.items.map((id) => data.items.find((item) => item.id === id)?.categories ?? []);
const scorers = [
  ...(await trainModels(table, { parameters: { ialsDimensions: 8, ialsEpochs: 2 }, features: topics })),
  trainGraphFilter(table, { dimensions: 6 }),
];
const combination = { ...recencyAlone(["recent-14", "ease"]), weights: Float64Array.of(0.25, -1 / 3) };
const trained = { items: table.items, scorers, combination };
const bytes = toSnapshot(trained);

test("every model gives after its snapshot the scores it gave before, to the bit", () => {
  const back = fromSnapshot(bytes);
  assert.deepEqual(back.items, table.items);
  assert.deepEqual(back.combination, combination);
  assert.equal(back.combinationWithoutHistory, undefined);
  assert.deepEqual(
    back.scorers.map(({ name }) => name),
    ["ease", "item-knn", "rp3beta", "ials", "content", "graph-filter"],
  );
  for (const [place, scorer] of scorers.entries()) {
    const restored = back.scorers[place];
    for (const profile of [
      { items: [3, 7, 11], weights: [1, 0.5, 2] },
      { items: [0], weights: [1] },
    ]) {
      const [before, after] = [new Float64Array(table.items.length), new Float64Array(table.items.length)];
      scorer.score(profile, before);
      restored?.score(profile, after);
      assert.deepEqual(after, before, scorer.name);
      assert.ok(
        before.some((score) => score !== 0),
        scorer.name,
      );
    }
    assert.equal(restored?.similarity?.(3, 7), scorer.similarity?.(3, 7));
  }
  assert.deepEqual(toSnapshot(back), bytes);
  // From the middle of another buffer, where nothing begins at a multiple of eight.
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(fromSnapshot(shifted.subarray(3)).items, table.items);
});

const isRefused = (given: Uint8Array): boolean => {
  try {
    fromSnapshot(given);
    return false;
  } catch (error) {
    assert.ok(error instanceof RecommenderError, String(error));
    assert.equal(error.code, "recommender.snapshot_unreadable");
    assert.match(describeRecommenderError(error), /^模型快照读不出来（.+）。请/u);
    return true;
  }
};

test("a snapshot that was cut off, damaged in any byte, or is something else is refused", () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const broken = bytes.slice();
      broken[place] = (broken[place] ?? 0) ^ change;
      // The four bytes after the header's length and the last four are empty.
      const isSpare = (place >= 12 && place < 16) || place >= bytes.length - 4;
      assert.ok(isSpare || isRefused(broken), `byte ${place}`);
      assert.ok(isRefused(bytes.slice(0, place)));
    }),
    { numRuns: 300 },
  );
  assert.ok(isRefused(new Uint8Array(0)));
  assert.ok(isRefused(new TextEncoder().encode("x".repeat(64))));
});

test("parts that do not fit together make no scorer, so that nothing is read outside an array", () => {
  for (const { state } of scorers) {
    assert.ok(state !== undefined && restoreScorer(state) !== undefined);
    for (const name of Object.keys(state.arrays)) {
      const arrays: ModelState["arrays"] = { ...state.arrays, [name]: new Float32Array(3) };
      assert.equal(restoreScorer({ ...state, arrays }), undefined, `${state.kind} ${name}`);
    }
    for (const name of Object.keys(state.numbers))
      if (!["alpha", "lambda", "unobservedWeight", "model"].includes(name))
        assert.equal(
          restoreScorer({ ...state, numbers: { ...state.numbers, [name]: 1.5 } }),
          undefined,
          `${state.kind} ${name}`,
        );
  }
  const content = trainContent([["水"], ["火"]]).state;
  const outside: ModelState = {
    kind: "content",
    numbers: content?.numbers ?? {},
    arrays: { ...content?.arrays, indices: Int32Array.of(0, 9) },
  };
  assert.equal(restoreScorer(outside), undefined);
});

test("a scorer of somebody else cannot be kept", () => {
  const own = { name: "mine", items: 1, score: () => undefined };
  assert.throws(
    () => toSnapshot({ items: ["a"], scorers: [own] }),
    (error) => error instanceof RecommenderError && error.code === "recommender.model_without_state",
  );
});
