import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { readStylesheet } from "./stylesheet.ts";

const folder = mkdtempSync(join(tmpdir(), "stylesheet-"));
after(() => rmSync(folder, { recursive: true }));
for (const path of ["ui/button", "site/home"]) mkdirSync(join(folder, path), { recursive: true });
const write = (path: string, css: string): void => writeFileSync(join(folder, path), css);
write("ui/tokens.css", "/* why */ :root { --a: 1px; }");
write("ui/base.css", "body { margin: 0; }");
write("ui/button/button.css", ".button { padding: var(--a); }");
write("ui/button/button.tsx", "not css");
write("site/home/home.css", ".home { display: grid; }");
const root = pathToFileURL(`${folder}/`);

test("tokens come first, pages last, comments not at all", () => {
  assert.equal(
    readStylesheet(root).css,
    ":root { --a: 1px; }\nbody { margin: 0; }\n.button { padding: var(--a); }\n.home { display: grid; }\n",
  );
});

test("the path changes with the content and only with it", () => {
  const before = readStylesheet(root).path;
  assert.equal(readStylesheet(root).path, before);
  write("site/home/home.css", ".home { display: block; }");
  assert.notEqual(readStylesheet(root).path, before);
  assert.match(before, /^\/assets\/portal\.[0-9a-f]{16}\.css$/);
});

test("the real stylesheet holds the tokens, has balanced braces, loads nothing from elsewhere and stays small", () => {
  const { css } = readStylesheet();
  assert.ok(css.startsWith(":root"));
  assert.equal(css.split("{").length, css.split("}").length);
  assert.doesNotMatch(css, /@import|@font-face|https?:|url\(/);
  assert.ok(Buffer.byteLength(css) < 80_000, `${Buffer.byteLength(css)} bytes`);
});
