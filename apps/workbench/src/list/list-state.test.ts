import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  isFiltered,
  parseListState,
  toExportHref,
  toListQuery,
  toListSearch,
  withFilter,
  withPage,
  withSort,
  withWords,
} from "./list-state.ts";

const names = ["status", "unit"];
const defaults = { size: 50, sort: "-at", filters: { status: "waiting" } };
const parse = (search: string) => parseListState(new URLSearchParams(search), names, defaults);

test("an address that makes no sense shows the first page in the default order", () => {
  for (const search of [
    "page=-1&size=0",
    "page=1e9&size=9999",
    "page=x&sort=a;drop",
    "page=0&size=201&sort=--at",
  ]) {
    const state = parse(search);
    assert.equal(state.page, 1, search);
    assert.equal(state.size, 50, search);
    assert.match(state.sort, /^(-at)?$/, search);
  }
});

test("filters that the list does not have are not sent to the server", () => {
  assert.deepEqual(toListQuery(parse("evil=1&status=verified")), {
    status: "verified",
    sort: "-at",
    page: 1,
    size: 50,
  });
});

test("a default filter can be cleared, and the address remembers that it was", () => {
  const cleared = withFilter(parse(""), "status", "");
  assert.equal(toListSearch(cleared, defaults), "status=");
  assert.deepEqual(parse(toListSearch(cleared, defaults)).filters, {});
  assert.deepEqual(parse("").filters, { status: "waiting" });
});

test("a changed filter, word, order or page size starts again at the first page", () => {
  const seventh = parse("page=7");
  assert.equal(seventh.page, 7);
  for (const changed of [
    withFilter(seventh, "unit", "1"),
    withWords(seventh, "河"),
    withSort(seventh, "name"),
    withPage(seventh, 7, 20),
  ])
    assert.equal(changed.page, 1);
  assert.equal(withPage(seventh, 8, 50).page, 8);
});

test("every state survives the way through the address", () => {
  const state = fc.record(
    {
      page: fc.integer({ min: 1, max: 1_000_000 }),
      size: fc.integer({ min: 1, max: 200 }),
      sort: fc.constantFrom("-at", "", "name", "-name"),
      q: fc.string(),
      filters: fc.dictionary(fc.constantFrom(...names), fc.string({ minLength: 1 }), {
        noNullPrototype: true,
      }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(state, (given) => {
      assert.deepEqual(parse(toListSearch(given, defaults)), given);
    }),
  );
});

test("the spreadsheet has the filters of the list and all its pages", () => {
  assert.equal(
    toExportHref("/api/audit/export.xlsx", parse("page=3&q=河 流&status=")),
    "/api/audit/export.xlsx?q=%E6%B2%B3+%E6%B5%81&sort=-at",
  );
  assert.equal(isFiltered(parse("status=")), false);
  assert.equal(isFiltered(parse("")), true);
});
