import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, ticked, typed } from "./form-state.ts";

test("what was typed wins over what the record holds, also when it is empty", () => {
  const form = { values: { name: "", phone: "138" }, errors: {} };
  assert.equal(typed(form, "name", "旧名"), "");
  assert.equal(typed(form, "phone"), "138");
  assert.equal(typed(form, "street", "望江"), "望江");
});

test("one ticked box and several read alike", () => {
  assert.deepEqual(ticked({ values: { topic: "health" }, errors: {} }, "topic"), ["health"]);
  assert.deepEqual(ticked({ values: { topic: ["health", "food"] }, errors: {} }, "topic"), [
    "health",
    "food",
  ]);
  assert.deepEqual(ticked({ values: {}, errors: {} }, "topic"), []);
});

test("the summary names the page's problem first, then each field's", () => {
  assert.deepEqual(problemsOf({ values: {}, errors: { phone: "要 11 位" }, summary: "时间被约走了" }), [
    { text: "时间被约走了" },
    { field: "phone", text: "要 11 位" },
  ]);
});
