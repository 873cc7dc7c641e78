import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { markupProblems } from "#ui/markup-problems.ts";
import { pageExamples } from "./page-examples.tsx";

for (const { name, view } of pageExamples) {
  test(`page ${name}: valid markup, nothing inline, one h1, no empty words`, () => {
    const html = renderToString(
      <>
        {view.main}
        {view.side}
      </>,
    );
    assert.deepEqual(markupProblems(html), []);
    assert.equal(html.match(/<h1[\s>]/g)?.length, 1);
    assert.doesNotMatch(html, /undefined|\[object Object\]|NaN/);
    assert.ok(!html.includes('<script>alert("1")'));
  });
}

test("only the pupils are addressed as 你; everybody else as 您", () => {
  for (const { name, view } of pageExamples) {
    if (name.startsWith("youth")) continue;
    const text = renderToString(<>{view.main}</>).replaceAll(/<[^>]*>/g, "");
    assert.doesNotMatch(text, /你(?!们)/, name);
  }
});
