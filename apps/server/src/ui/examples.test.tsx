import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { hostileText } from "./example.ts";
import { componentExamples } from "./examples.ts";
import { markupProblems } from "./markup-problems.ts";

for (const { component, examples } of componentExamples) {
  for (const example of examples) {
    test(`${component}, ${example.name}: valid markup, nothing inline, hostile text escaped`, () => {
      const html = renderToString(<>{example.render()}</>);
      assert.deepEqual(markupProblems(html), []);
      assert.doesNotMatch(html, /undefined|\[object Object\]|NaN/);
      assert.ok(!html.includes('<script>alert("1")'));
    });
  }
}

test("every component folder has examples, and the examples of every folder are listed", () => {
  const folders = readdirSync(new URL("./", import.meta.url), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  assert.equal(folders.length, componentExamples.length);
  for (const folder of folders) {
    const files = readdirSync(new URL(`./${folder.name}/`, import.meta.url));
    assert.ok(
      files.includes(`${folder.name}.tsx`) && files.includes(`${folder.name}.examples.tsx`),
      folder.name,
    );
  }
});

test("examples of one component page have no two ids alike", () => {
  const parts = componentExamples.flatMap(({ examples }) =>
    examples.filter((example) => example.kind !== "page").map((example) => example.render()),
  );
  assert.deepEqual(
    markupProblems(renderToString(<>{parts}</>)).filter((problem) => problem.includes("twice")),
    [],
  );
});

test("the hostile text is hostile", () => {
  assert.match(hostileText, /<script>/);
  assert.ok(hostileText.length > 150);
});
