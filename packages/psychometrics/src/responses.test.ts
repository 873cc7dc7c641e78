import assert from "node:assert/strict";
import { test } from "node:test";
import { PsychometricsError, type PsychometricsErrorCode } from "./errors.ts";
import { checkItems, type Item } from "./items.ts";
import { describePsychometricsError } from "./messages.ts";
import { checkResponsesFitItems, createResponses, parseResponses } from "./responses.ts";

const refusal = (work: () => unknown): PsychometricsError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PsychometricsError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const assertRefused = (work: () => unknown, code: PsychometricsErrorCode, words: RegExp): void => {
  const error = refusal(work);
  assert.equal(error.code, code);
  assert.match(describePsychometricsError(error), words);
  assert.doesNotMatch(describePsychometricsError(error), /[{}?]/);
};

test("a cell that is no score is refused with its row, column and item", () => {
  assertRefused(
    () =>
      parseResponses(
        ["q1", "q2"],
        [
          ["1", "0"],
          ["0", "x"],
        ],
      ),
    "psychometrics.response_not_numeric",
    /第 2 行第 2 列（题“q2”）是“x”/,
  );
  assertRefused(
    () => parseResponses(["q1"], [["1.5"]]),
    "psychometrics.response_not_numeric",
    /第 1 行第 1 列/,
  );
  assertRefused(() => createResponses(["q1"], [[Number.NaN]]), "psychometrics.response_not_numeric", /NaN/);
  assertRefused(() => createResponses(["q1"], [[300]]), "psychometrics.response_out_of_range", /300/);
  assertRefused(() => createResponses(["q1"], [[-3]]), "psychometrics.response_out_of_range", /-3/);
});

test("a missing code that was not announced is refused, never read as a score", () => {
  assertRefused(
    () => parseResponses(["q1"], [["1"], ["999"]]),
    "psychometrics.response_out_of_range",
    /第 2 行.*999/,
  );
  assert.deepEqual(
    parseResponses(["q1"], [["1"], ["999"]], { refused: ["999"] }).scores,
    new Int8Array([1, -2]),
  );
});

test("not presented and refused stay apart", () => {
  const { scores } = parseResponses(["q1", "q2"], [["", "8"]], { notPresented: [""], refused: ["8"] });
  assert.deepEqual(scores, new Int8Array([-1, -2]));
});

test("an uneven table, an empty table and a repeated item are refused", () => {
  assertRefused(
    () => createResponses(["q1", "q2"], [[1, 0], [1]]),
    "psychometrics.responses_shape",
    /第 2 行有 1 格，应有 2 格/,
  );
  assertRefused(() => createResponses(["q1"], []), "psychometrics.responses_empty", /没有作答/);
  assertRefused(() => createResponses(["q1", "q1"], [[1, 0]]), "psychometrics.item_repeated", /q1/);
});

test("responses of other items, or with a score above the highest, are refused", () => {
  const items: Item[] = [{ id: "q1", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 }];
  assertRefused(
    () => checkResponsesFitItems(createResponses(["q2"], [[1]]), items),
    "psychometrics.item_unknown",
    /q1/,
  );
  assertRefused(
    () => checkResponsesFitItems(createResponses(["q1"], [[1], [2]]), items),
    "psychometrics.response_out_of_range",
    /第 2 行第 1 列/,
  );
  assertRefused(
    () => checkResponsesFitItems(createResponses(["q1", "q2"], [[1, 1]]), items),
    "psychometrics.items_mismatch",
    /题目 1 道，作答 2 列/,
  );
});

test("item parameters that no model has are refused by name", () => {
  const item = { id: "q1", model: "dichotomous", a: 1, b: 0, c: 0, u: 1 } as const;
  const code = "psychometrics.item_parameter_invalid";
  assertRefused(() => checkItems([{ ...item, b: Number.NaN }]), code, /参数 b 为 NaN/);
  assertRefused(() => checkItems([{ ...item, a: 0 }]), code, /参数 a 为 0/);
  assertRefused(() => checkItems([{ ...item, c: 1 }]), code, /参数 c/);
  assertRefused(() => checkItems([{ ...item, c: 0.5, u: 0.4 }]), code, /参数 u/);
  assertRefused(() => checkItems([{ id: "g", model: "graded", a: 1, thresholds: [0, 0] }]), code, /逐级增大/);
  assertRefused(() => checkItems([{ id: "p", model: "partial-credit", a: 1, steps: [] }]), code, /0 个/);
  assertRefused(() => checkItems([item, item]), "psychometrics.item_repeated", /q1/);
  assertRefused(() => checkItems([]), "psychometrics.items_empty", /没有题目/);
  checkItems([{ id: "g", model: "graded", a: -1, thresholds: [1, 0] }]);
});
