import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { standardMode } from "#ui/mode.ts";
import { ModeSwitch } from "./mode-switch.tsx";

const links = (html: string): string[] =>
  [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map((match) => (match[1] ?? "").replaceAll("&amp;", "&"));

test("each switch leads to the change and back to the same page", () => {
  const html = renderToString(<ModeSwitch mode={standardMode} path="/places?page=2" extent="brief" />);
  assert.deepEqual(links(html), [
    "/mode?elder=1&back=%2Fplaces%3Fpage%3D2",
    "/mode?contrast=high&back=%2Fplaces%3Fpage%3D2",
  ]);
});

test("what is on can be switched off", () => {
  const html = renderToString(
    <ModeSwitch mode={{ elder: true, contrast: "high", fontStep: 1, easy: false }} path="/" extent="full" />,
  );
  assert.match(html, /普通版/);
  assert.match(html, /普通颜色/);
  assert.ok(links(html).includes("/mode?font=0&back=%2F"));
  assert.ok(links(html).includes("/mode?font=2&back=%2F"));
});

test("the largest type offers nothing larger, the smallest nothing smaller", () => {
  const at = (fontStep: 0 | 3): string =>
    renderToString(<ModeSwitch mode={{ ...standardMode, fontStep }} path="/" extent="full" />);
  assert.ok(!links(at(3)).some((href) => href.includes("font=3")));
  assert.match(at(3), /字最大了/);
  assert.ok(!links(at(0)).some((href) => href.includes("font=0")));
});
