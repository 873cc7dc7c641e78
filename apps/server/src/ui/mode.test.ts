import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyModeChange, isNoChange, modeHref, parseModeChange, toLocalPath } from "./mode.ts";
import type { Mode } from "./mode.ts";

test("a change touches only what it names", () => {
  const mode: Mode = { elder: true, contrast: "high", fontStep: 2, easy: true };
  assert.deepEqual(applyModeChange(mode, parseModeChange({ font: "3" })), { ...mode, fontStep: 3 });
  assert.deepEqual(applyModeChange(mode, parseModeChange({ elder: "0", contrast: "normal" })), {
    elder: false,
    contrast: "normal",
    fontStep: 2,
    easy: true,
  });
  assert.equal(applyModeChange(mode, parseModeChange({ easy: "0" })).easy, false);
  for (const query of [
    {},
    { elder: "yes" },
    { contrast: "HIGH" },
    { font: "4" },
    { font: ["1", "2"] },
    { easy: "2" },
    { elder: { a: 1 } },
  ]) {
    assert.deepEqual(applyModeChange(mode, parseModeChange(query)), mode);
    assert.ok(isNoChange(mode, parseModeChange(query)));
  }
  assert.ok(!isNoChange(mode, { fontStep: 3 }));
  assert.ok(!isNoChange(mode, { easy: false }));
});

test("the address of a change is read back as the same change and the same page", () => {
  const address = new URL(
    modeHref({ elder: true, fontStep: 1 }, "/places?street=望月湖&page=2"),
    "http://x.invalid",
  );
  assert.deepEqual(parseModeChange(Object.fromEntries(address.searchParams)), { elder: true, fontStep: 1 });
  assert.equal(decodeURI(address.searchParams.get("back") ?? ""), "/places?street=望月湖&page=2");
});

test("a way back to another site, or to the switch itself, becomes the home page", () => {
  const hostile = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/a\r\nset-cookie: x=1",
    "/\u0000",
    "evil",
    "",
    " /",
    "/./\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/mode?elder=1&back=/mode",
    // Browsers would mend these two; what was mended is not what was asked for.
    "/a\\b",
    "/a\tb",
    undefined,
    null,
    ["/a"],
    `/${"a".repeat(2000)}`,
  ];
  for (const value of hostile) assert.equal(toLocalPath(value), "/", JSON.stringify(value));
});

test("a way back never leaves this site, whatever was typed", () => {
  const site = "https://kepu.example";
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom("/", "\\", ".", "a", ":", "@", "\t", "?", "#") }),
      ),
      (text) => {
        const path = toLocalPath(text);
        assert.equal(new URL(path, site).origin, site);
        assert.ok(path.startsWith("/") && !path.startsWith("//"));
      },
    ),
  );
});

test("ordinary addresses come back as they are", () => {
  for (const path of ["/", "/places", "/places?page=2&q=%E7%A7%91", "/zones/youth#band", "/a/b.c"]) {
    assert.equal(toLocalPath(path), path);
  }
});
