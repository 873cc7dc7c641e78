import assert from "node:assert/strict";
import { test } from "node:test";
import type { Db } from "./db.ts";
import { createPageCache } from "./page-cache.ts";

// The kept pages alone; the reading of the version is tested with the server (http.test.ts).
const create = () => createPageCache(undefined as unknown as Db);
const pageOf = (text: string) => ({
  status: 200,
  contentType: "text/html",
  body: Buffer.from(text),
  etag: `"${text}"`,
});
const full = 2_000;

test("a walk through every page once does not push out what is read; what is asked for twice comes in", () => {
  const cache = create();
  for (let index = 0; index < full; index += 1) cache.set(`/read/${index}`, 1, pageOf("read"));
  for (let index = 0; index < 3 * full; index += 1) cache.set(`/walked/${index}`, 1, pageOf("walked"));
  assert.equal(cache.get("/walked/0", 1), undefined);
  for (let index = 0; index < full; index += 1) assert.ok(cache.get(`/read/${index}`, 1));
  cache.set("/walked/7", 1, pageOf("again"));
  assert.equal(cache.get("/walked/7", 1)?.body.toString(), "again");
  assert.equal(cache.get("/read/0", 1), undefined, "the oldest made room");
});

test("a newer version empties the cache, and an answer that was made before it is not kept", () => {
  const cache = create();
  cache.set("/", 1, pageOf("old"));
  cache.set("/a", 2, pageOf("new"));
  assert.equal(cache.get("/", 1), undefined);
  assert.equal(cache.get("/", 2), undefined);
  cache.set("/", 1, pageOf("late"));
  assert.equal(cache.get("/", 2), undefined);
  assert.equal(cache.get("/a", 2)?.body.toString(), "new");
});
