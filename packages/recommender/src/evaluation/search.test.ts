import assert from "node:assert/strict";
import { test } from "node:test";
import { RecommenderError, searchParameters, splitRolling } from "../index.ts";

test("the search finds the best of the grid, tries no set twice and says what it tried", async () => {
  const tried: string[] = [];
  const found = await searchParameters({
    start: { x: 0, y: 0 },
    grid: { x: [0, 1, 2, 3], y: [0, 5, 9] },
    score: ({ x, y }) => -((x - 2) ** 2) - Math.abs(y - 5) + x * y * 0.01,
    rounds: 2,
    onTried: ({ parameters }) => tried.push(JSON.stringify(parameters)),
  });
  assert.deepEqual(found.best.parameters, { x: 2, y: 5 });
  assert.equal(new Set(tried).size, tried.length);
  assert.equal(found.trials.length, tried.length);
  // Of equal scores the first stays.
  const equal = await searchParameters({ start: { x: 1 }, grid: { x: [2, 3] }, score: () => 0 });
  assert.deepEqual(equal.best.parameters, { x: 1 });
});

test("rolling windows follow each other, learn from everything before, and never from what they test", () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ person: "a", item: `i${at}`, at: (at * 37) % 100 }));
  const windows = splitRolling(rows, { windows: 3, share: 0.1 });
  assert.deepEqual(
    windows.map(({ train, test: later }) => [train.length, later.length]),
    [
      [70, 10],
      [80, 10],
      [90, 10],
    ],
  );
  for (const { train, test: later } of windows)
    assert.ok(Math.max(...train.map(({ at }) => at)) < Math.min(...later.map(({ at }) => at)));
  assert.throws(() => splitRolling(rows, { windows: 10, share: 0.1 }), RecommenderError);
});
