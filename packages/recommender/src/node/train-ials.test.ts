import assert from "node:assert/strict";
import { test } from "node:test";
import { createInteractions, generateInteractions, RecommenderError, trainIals } from "../index.ts";
import { trainIalsInWorkers } from "./index.ts";
import { cutRows } from "./train-ials.ts";

const data = generateInteractions({ people: 90, items: 50, interactions: 2500, seed: 6 });
const table = createInteractions(data.interactions);
const options = { dimensions: 12, blockSize: 5, epochs: 3, seed: "threads" };

test("iALS in threads is to the bit the model of one thread, whatever their number", async () => {
  const alone = trainIals(table, options);
  for (const threads of [1, 2, 3]) {
    const epochs: number[] = [];
    const together = await trainIalsInWorkers(table, options, {
      threads,
      onEpoch: (epoch, times) => {
        assert.ok(times.seconds > 0 && times.busiestThreadSeconds >= 0);
        epochs.push(epoch);
      },
    });
    assert.deepEqual(together.state, alone.state, `${threads} threads`);
    assert.deepEqual(epochs, [1, 2, 3]);
  }
});

test("every row has one thread, and the threads about as many entries", () => {
  for (const threads of [1, 2, 3, 7, 64]) {
    const cuts = cutRows(table.byPerson, threads);
    assert.equal(cuts.length, threads + 1);
    assert.deepEqual([cuts[0], cuts.at(-1)], [0, table.byPerson.rows]);
    assert.deepEqual(
      cuts.toSorted((a, b) => a - b),
      cuts,
    );
  }
  const [first = 0, middle = 0, last = 0] = cutRows(table.byPerson, 2).map(
    (row) => table.byPerson.offsets[row] ?? 0,
  );
  assert.ok(Math.abs(middle - first - (last - middle)) < 200);
});

test("more threads than rows still train; a number that cannot be is refused", async () => {
  const tiny = createInteractions([{ person: "a", item: "x", at: 0 }]);
  const scorer = await trainIalsInWorkers(tiny, { dimensions: 2, epochs: 1 }, { threads: 4 });
  assert.deepEqual(scorer.state, trainIals(tiny, { dimensions: 2, epochs: 1 }).state);
  for (const threads of [0, 1.5, 65])
    await assert.rejects(
      trainIalsInWorkers(tiny, {}, { threads }),
      (error) => error instanceof RecommenderError && error.code === "recommender.parameter_out_of_range",
    );
});
