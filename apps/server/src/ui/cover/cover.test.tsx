import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Cover, seededRandom } from "./cover.tsx";
import { motifNames } from "./motifs.ts";

test("the same item has the same cover, another item another", () => {
  for (const topic of motifNames) {
    const draw = (seed: string): string => renderToString(<Cover topic={topic} seed={seed} />);
    assert.equal(draw("甲"), draw("甲"), topic);
    assert.ok(new Set(["甲", "乙", "丙", "丁", "戊"].map(draw)).size >= 4, `${topic}: covers hardly differ`);
  }
});

test("no drawing holds a number that is none, and each stays under 6 KB", () => {
  for (const topic of motifNames) {
    for (const seed of ["", "1", "很长".repeat(500), "\uD800"]) {
      const html = renderToString(<Cover topic={topic} seed={seed} />);
      assert.doesNotMatch(html, /NaN|Infinity|undefined/, topic);
      assert.ok(html.length < 6000, `${topic}: ${html.length}`);
    }
  }
});

test("the numbers are spread over the whole range", () => {
  const random = seededRandom("演示");
  const drawn = Array.from({ length: 10_000 }, random);
  assert.ok(drawn.every((value) => value >= 0 && value < 1));
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  assert.ok(Math.abs(mean - 0.5) < 0.01, String(mean));
});
