import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FitRow, joinThinCells } from "./joining.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const persons = (rows: readonly FitRow[]) => sum(rows.flatMap(({ observed }) => observed));
const expectedPersons = (rows: readonly FitRow[]) =>
  sum(rows.flatMap(({ expected }) => expected.filter((value) => !Number.isNaN(value))));

test("scores that expect too little go to the neighbour that expects less, then nearly empty columns go, then sums", () => {
  const rows: FitRow[] = [
    { observed: [8, 4, 0], expected: [7.5, 4, 0.5] }, // 0.5 → the middle
    { observed: [3, 9, 8], expected: [4, 8, 8] },
    { observed: [0, 1, 0], expected: [0.3, 0.4, 0.3] }, // one person: joined with the next sum
    { observed: [1, 4, 15], expected: [1.2, 5, 13.8] },
  ];
  assert.deepEqual(
    joinThinCells(rows).map(({ observed, expected }) => [
      observed,
      expected.map((value) => Number(value.toFixed(6))),
    ]),
    [
      [
        [8, 4, 0],
        [7.5, 4.5, 0],
      ],
      [
        [3, 9, 8],
        [4, 8, 8],
      ],
      [
        [1, 5, 15],
        [1.5, 5.4, 14.1],
      ],
    ],
  );
});

test("sums at which a score is impossible are joined with the nearest whole one", () => {
  const rows: FitRow[] = [
    { observed: [5, 2, 0], expected: [4, 3, Number.NaN] },
    { observed: [5, 6, 4], expected: [4, 7, 4] },
    { observed: [0, 4, 9], expected: [Number.NaN, 5, 8] },
  ];
  assert.deepEqual(joinThinCells(rows), [{ observed: [10, 12, 13], expected: [8, 15, 12] }]);
});

test("joining loses no person, and leaves no thin cell but in a table of one row", () => {
  const row = fc.integer({ min: 2, max: 4 }).chain((width) =>
    fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0.01, max: 9, noNaN: true })), {
        minLength: width,
        maxLength: width,
      }),
      { minLength: 1, maxLength: 8 },
    ),
  );
  fc.assert(
    fc.property(row, (cells) => {
      const rows = cells.map((values) => ({
        observed: values.map(([observed]) => observed),
        expected: values.map(([, expected]) => expected),
      }));
      const joined = joinThinCells(rows);
      assert.equal(persons(joined), persons(rows));
      if (rows.every(({ observed }) => sum(observed) > 0))
        assert.ok(Math.abs(expectedPersons(joined) - expectedPersons(rows)) < 1e-9);
      if (joined.length > 1)
        for (const { expected } of joined) assert.ok(expected.every((value) => value === 0 || value >= 1));
    }),
  );
});
