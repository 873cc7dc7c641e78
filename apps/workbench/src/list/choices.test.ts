import assert from "node:assert/strict";
import { test } from "node:test";
import { batchSummary, previewBatch } from "./batch.ts";
import { isSavedViews, withoutView, withView } from "./saved-views.ts";
import { shownColumns } from "./use-column-choice.ts";

test("the first column always stays, hidden ones wait to be chosen, vanished ones are forgotten", () => {
  const columns = [{ key: "name" }, { key: "kind" }, { key: "id", hidden: true as const }];
  assert.deepEqual(shownColumns(columns, undefined), ["name", "kind"]);
  assert.deepEqual(shownColumns(columns, []), ["name"]);
  assert.deepEqual(shownColumns(columns, ["id", "gone", "name"]), ["name", "id"]);
});

test("a view of the same name is replaced and stands first", () => {
  const views = withView(withView([], { name: "待核验", search: "a=1" }), { name: "全部", search: "" });
  assert.deepEqual(withView(views, { name: " 待核验 ", search: "a=2" }), [
    { name: "待核验", search: "a=2" },
    { name: "全部", search: "" },
  ]);
  assert.deepEqual(withoutView(views, "全部"), [{ name: "待核验", search: "a=1" }]);
  const many = Array.from({ length: 25 }, (_, at) => at).reduce<ReturnType<typeof withView>>(
    (list, at) => withView(list, { name: String(at), search: "" }),
    [],
  );
  assert.equal(many.length, 20);
});

test("views kept by another version are not trusted", () => {
  assert.ok(isSavedViews([]));
  for (const value of [null, "x", [1], [{ name: 1, search: "" }], [{ name: "a" }]])
    assert.ok(!isSavedViews(value));
});

test("a batch is shown before it runs, with the reason of each row that stays out", () => {
  const preview = previewBatch([1, 2, 3], (row) => (row === 2 ? "已核验" : undefined));
  assert.deepEqual(preview, { ready: [1, 3], refused: [{ row: 2, reason: "已核验" }] });
  assert.match(batchSummary(preview, []), /将办理 2 条，1 条不能办理/);
  assert.match(batchSummary(preview, [{ key: "1", ok: true }]), /已办 1 条，没有办成 0 条，还剩 1 条/);
});
