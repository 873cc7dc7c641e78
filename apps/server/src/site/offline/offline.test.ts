import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { transform } from "esbuild";
import { inTransaction } from "#kernel/db.ts";
import { recallVersion } from "#modules/contents/index.ts";
import { programSuite } from "#test/support/database.ts";
import { buildCookie, buildPerson, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer } from "#test/support/server.ts";

/** Every script that the portal sends lies in the source as it is sent: one that is added is looked at too. */
const source = new URL("../../", import.meta.url);
const scripts = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".js"))
  .map((name) => ({ name, text: readFileSync(new URL(name, source), "utf8") }));

/** Methods that came after ES2020: an old WebView has none of them, and no compiler stands between. */
const laterMethods =
  /\.(replaceAll|at|findLast|findLastIndex|toSorted|toReversed|hasOwn|any)\(|\bstructuredClone\(/u;

/** Whether a text needs no syntax younger than ES2020: lowered to it, it stays as it is. */
const isES2020 = async (text: string): Promise<boolean> => {
  const [old, young] = await Promise.all([
    transform(text, { target: "es2020", minify: true }),
    transform(text, { target: "esnext", minify: true }),
  ]);
  return old.code === young.code && !laterMethods.test(text);
};

test("service worker and islands are ES2020 as they stand and below 30 KB gzipped", async () => {
  assert.ok(scripts.length >= 6, scripts.map(({ name }) => name).join());
  for (const { name, text } of scripts) {
    assert.ok(await isES2020(text), name);
    assert.ok(gzipSync(text).length < 30 * 1024, `${name}: ${gzipSync(text).length} bytes`);
  }
});

test("control: younger syntax and methods are seen", async () => {
  assert.equal(await isES2020("let a = b; a ??= 1;"), false);
  assert.equal(await isES2020("class A { #b = 1; has(x) { return #b in x; } }"), false);
  assert.equal(await isES2020("a.replaceAll('b', 'c')"), false);
});

programSuite("reading offline", (database) => {
  test("the worker is sent from the root, as a script, and asked for anew; only 我的 and the page without network load the island", async () => {
    await using server = await startTestServer(database());
    const { no } = await buildReadable(server.context, await buildStudio(server.context));
    const get = (url: string) => server.app.inject({ method: "GET", url });
    const worker = await get("/sw.js");
    assert.equal(worker.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal(worker.headers["cache-control"], "no-cache");
    for (const url of ["/me", "/me/offline", "/offline"])
      assert.match((await get(url)).body, /src="\/assets\/islands\/offline\.js"/u, url);
    for (const url of ["/", `/articles/${no}`, `/articles/${no}/copy`, "/zones/farmers", "/search?q=剩菜"])
      assert.doesNotMatch((await get(encodeURI(url))).body, /<script[^>]+src=/u, url);
  });

  test("the copy of an article is nobody's: no name, no acts, in the reader's own dress; it is never kept by a cache", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no } = await buildReadable(context, await buildStudio(context));
    const person = await buildPerson(context, { fullName: "演示读者甲" });
    const cookie = `${await buildCookie(context, person.id)}; kepu_mode=e1c0f0`;
    const copy = await server.app.inject({ method: "GET", url: `/articles/${no}/copy`, headers: { cookie } });
    assert.equal(copy.statusCode, 200);
    assert.equal(copy.body.includes("演示读者甲"), false);
    assert.match(copy.body, /data-elder/u);
    assert.match(copy.body, /离线保存的一份/u);
    assert.doesNotMatch(copy.body, /action="\/saved/u);
    assert.equal(copy.headers["cache-control"], "no-store");
    assert.equal(decodeURIComponent(String(copy.headers["x-title"])), "夏天的剩菜怎么放才安全");
  });

  test("asked which items are out, a recalled one is not named, and its copy is gone", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const kept = await buildReadable(context, studio);
    const recalled = await buildReadable(context, studio, { title: "另一篇会撤下的" });
    const ask = async () => {
      const answer = await server.app.inject({
        method: "GET",
        url: `/api/live-items?nos=${kept.no},${recalled.no},999999`,
      });
      return answer
        .json<{ rows: { no: number }[] }>()
        .rows.map((row) => row.no)
        .toSorted((left, right) => left - right);
    };
    assert.deepEqual(
      await ask(),
      [kept.no, recalled.no].toSorted((left, right) => left - right),
    );
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: recalled.contentId,
        reason: "数据来源有误，先撤下",
      }),
    );
    assert.deepEqual(await ask(), [kept.no]);
    const copy = await server.app.inject({ method: "GET", url: `/articles/${recalled.no}/copy` });
    assert.equal(copy.statusCode, 404);
  });
});
