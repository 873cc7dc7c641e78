import assert from "node:assert/strict";
import { test } from "node:test";
import { hotkeyOf, nextRowIndex, type Pressed } from "./hotkey.ts";

const press = (key: string, change: Partial<Pressed> = {}) =>
  hotkeyOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    dialogOpen: false,
    target: { tagName: "BODY", editable: false },
    ...change,
  });

test("slash, j, k and ? are shortcuts on the page", () => {
  assert.deepEqual(
    ["/", "j", "k", "?", "x", "J"].map((key) => press(key)),
    ["search", "next-row", "previous-row", "help", undefined, undefined],
  );
});

test("what is typed into a field stays text, and a ticked box does not count as typing", () => {
  const at = (tagName: string, type?: string) => press("j", { target: { tagName, type, editable: false } });
  assert.equal(at("INPUT", "text"), undefined);
  assert.equal(at("INPUT", "search"), undefined);
  assert.equal(at("INPUT"), undefined);
  assert.equal(at("TEXTAREA"), undefined);
  assert.equal(at("SELECT"), undefined);
  assert.equal(press("j", { target: { tagName: "DIV", editable: true } }), undefined);
  assert.equal(at("INPUT", "checkbox"), "next-row");
});

test("browser shortcuts, Chinese input and open dialogs keep their keys", () => {
  for (const change of [
    { ctrlKey: true },
    { metaKey: true },
    { altKey: true },
    { isComposing: true },
    { dialogOpen: true },
  ])
    assert.equal(press("j", change), undefined);
});

test("rows are walked without falling off either end", () => {
  assert.deepEqual(
    [
      nextRowIndex(3, -1, 1),
      nextRowIndex(3, -1, -1),
      nextRowIndex(3, 0, -1),
      nextRowIndex(3, 2, 1),
      nextRowIndex(3, 1, 1),
      nextRowIndex(0, -1, 1),
    ],
    [0, 2, 0, 2, 2, -1],
  );
});
