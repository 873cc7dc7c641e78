import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../api/problem.ts";
import { toBody, toChanges, toFieldErrors } from "./form-errors.ts";

const refusal = (fields: Record<string, string>) =>
  new Problem({ status: 422, code: "input.invalid", message: "请按提示改正", requestId: "r", fields });

test("a sentence for a field of the form stands at that field", () => {
  assert.deepEqual(toFieldErrors(refusal({ name: "请填写名称" }), ["name", "kind"]), {
    fields: [{ name: "name", sentence: "请填写名称" }],
    summary: undefined,
  });
});

test("a refusal without fields, or of a field that is not on the form, is not lost", () => {
  assert.equal(toFieldErrors(refusal({}), ["name"]).summary, "请按提示改正");
  assert.equal(toFieldErrors(refusal({ path: "上级不存在" }), ["name"]).summary, "请按提示改正；上级不存在");
  assert.deepEqual(toFieldErrors(refusal({ path: "上级不存在", name: "太短" }), ["name"]), {
    fields: [{ name: "name", sentence: "太短" }],
    summary: "上级不存在",
  });
});

test("empty fields are left out and words are trimmed, but 0 and false are answers", () => {
  assert.deepEqual(toBody({ a: " x ", b: "", c: undefined, d: null, e: 0, f: false, g: "  " }), {
    a: "x",
    e: 0,
    f: false,
  });
});

test("a change sends what was changed only, and an emptied field as null", () => {
  const before = { name: "清溪街道", phone: "0731", address: null };
  assert.deepEqual(toChanges(before, { name: "清溪街道 ", phone: "", address: null }), { phone: null });
  assert.deepEqual(toChanges(before, { name: "新名", phone: "0731", address: " 河边路 1 号 " }), {
    name: "新名",
    address: "河边路 1 号",
  });
  assert.deepEqual(toChanges(before, before), {});
});
