import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "preact-render-to-string";
import { Listing } from "./listing.tsx";

test("each fact of a listing's line is a part of its own, so that opening hours are not torn over two lines", () => {
  const html = render(<Listing items={[{ key: "1", title: "站", meta: "站点 · 周一 9:00–17:00" }]} />);
  assert.match(html, /<span class="listing__part">周一 9:00–17:00<\/span>/);
  assert.match(html.replaceAll(/<[^>]+>/g, ""), /站点 · 周一 9:00–17:00/);
});
