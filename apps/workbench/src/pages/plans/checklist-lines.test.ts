import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../../api/problem.ts";
import { toChecklistLines } from "./checklist-lines.ts";

test("a pasted standard becomes items; blank lines are nothing, blanks inside the words stay", () => {
  assert.deepEqual(toChecklistLines("1.1 有实施方案\n\n  A-3\t经费 列入预算 \r\n"), [
    { code: "1.1", title: "有实施方案" },
    { code: "A-3", title: "经费 列入预算" },
  ]);
});

test("a line without a number is refused by its place, so that nothing of it is lost or guessed", () => {
  assert.throws(
    () => toChecklistLines("1.1 有实施方案\n没有编号的一行"),
    (error) => error instanceof Problem && /第 2 行/u.test(error.message),
  );
});
