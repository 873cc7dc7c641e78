import assert from "node:assert/strict";
import { test } from "node:test";
import { currentEntry, menu, visibleMenu } from "./menu.ts";

test("without any right only the own to-do list is on the menu", () => {
  const shown = visibleMenu(() => false, false).flatMap((group) => group.entries.map((entry) => entry.label));
  assert.deepEqual(shown, ["等我办的事"]);
});

test("the demonstration's message box shows in the demonstration only", () => {
  const labels = (demo: boolean) =>
    visibleMenu(() => true, demo).flatMap((group) => group.entries.map((entry) => entry.label));
  assert.ok(labels(true).includes("演示短信箱"));
  assert.ok(!labels(false).includes("演示短信箱"));
  assert.equal(labels(true).length, menu.flatMap((group) => group.entries).length);
});

test("a page below an entry marks that entry, and facts belong to the figures", () => {
  assert.equal(currentEntry("/"), "/");
  assert.equal(currentEntry("/units/abc"), "/units");
  assert.equal(currentEntry("/units-import"), "/units");
  assert.equal(currentEntry("/facts/abc"), "/figures");
  assert.equal(currentEntry("/sessions"), "/sessions");
});
