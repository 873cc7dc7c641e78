import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Pagination, pagesToShow } from "./pagination.tsx";

test("a gap never hides a single page", () => {
  assert.deepEqual(pagesToShow(1, 1), [1]);
  assert.deepEqual(pagesToShow(1, 3), [1, 2, 3]);
  assert.deepEqual(pagesToShow(4, 7), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(pagesToShow(6, 12), [1, "gap", 5, 6, 7, "gap", 12]);
  assert.deepEqual(pagesToShow(12, 12), [1, "gap", 11, 12]);
});

test("the first page has no way back and the last no way on", () => {
  const at = (page: number): string =>
    renderToString(
      <Pagination page={page} pageCount={3} total={52} unit="条" href={(n) => `/x?page=${n}`} />,
    );
  assert.doesNotMatch(at(1), /rel="prev"/);
  assert.match(at(1), /rel="next"/);
  assert.doesNotMatch(at(3), /rel="next"/);
  assert.match(at(2), /href="\/x\?page=2" aria-current="page"/);
});
