import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { recallVersion } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { buildCookie, buildPerson, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { formatSavedCookie, parseSavedCookie, savedCookieLimit } from "./saved-cookie.ts";
import { listSaved, saveItem } from "./saved-items.ts";

const get = (server: TestServer, url: string, cookie = "") =>
  server.app.inject({ method: "GET", url, headers: { cookie } });
const post = (server: TestServer, url: string, cookie: string, fields: Record<string, string>) =>
  server.app.inject({
    method: "POST",
    url,
    headers: {
      cookie,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: new URLSearchParams(fields).toString(),
  });
/** `name=value` of the cookie that an answer sets. */
const cookieOf = (answer: { cookies: readonly { name: string; value: string }[] }, name: string): string => {
  const found = answer.cookies.findLast((cookie) => cookie.name === name);
  return found === undefined ? "" : `${name}=${encodeURIComponent(found.value)}`;
};
const visitorOf = (personId: string) => ({
  kind: "person" as const,
  personId,
  sessionId: "00000000-0000-4000-8000-000000000001",
  grants: [],
  secondFactor: false,
});

databaseSuite("saved items", (database) => {
  test("without an account and without JavaScript: a press keeps the item on the device, another takes it off; the server keeps nothing", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const { no } = await buildReadable(context, studio);
    const article = await get(server, `/articles/${no}`);
    assert.match(article.body, /action="\/saved\/add"/u);
    assert.doesNotMatch(article.body, /<script[^>]+src=/u, "a reading page ships no JavaScript");
    const saved = await post(server, "/saved/add", "", { no: String(no) });
    assert.equal(saved.statusCode, 303);
    assert.equal(saved.headers.location, `/articles/${no}?saved=yes`);
    const cookie = cookieOf(saved, "kepu_saved");
    assert.match((await get(server, `/articles/${no}?saved=yes`, cookie)).body, /收藏好了/u);
    assert.match((await get(server, "/saved", cookie)).body, /夏天的剩菜怎么放才安全/u);
    assert.match((await get(server, "/me", cookie)).body, /夏天的剩菜怎么放才安全/u);
    assert.doesNotMatch((await get(server, "/saved")).body, /夏天的剩菜/u, "another device has its own list");
    const rows = await context.db.selectFrom("saved_items").selectAll().execute();
    assert.equal(rows.length, 0);
    const removed = await post(server, "/saved/remove", cookie, { no: String(no) });
    assert.equal(cookieOf(removed, "kepu_saved"), "kepu_saved=", "an empty list leaves no cookie");
  });

  test("a cookie that we did not write is an empty list", async () => {
    await using server = await startTestServer(database());
    const { cipher } = server.context;
    const value = formatSavedCookie(cipher, [12, 7, 31]);
    assert.deepEqual(parseSavedCookie(cipher, value), [12, 7, 31]);
    for (const wrong of [
      value.replace("12.", "13."),
      value.slice(0, -1),
      "12.7.31",
      "",
      "0.x",
      `${"9.".repeat(60)}${"A".repeat(22)}`,
    ])
      assert.deepEqual(parseSavedCookie(cipher, wrong), [], wrong);
    const many = Array.from({ length: 60 }, (_, index) => index + 1);
    assert.equal(parseSavedCookie(cipher, formatSavedCookie(cipher, many)).length, savedCookieLimit);
  });

  test("signing in puts the device's list on the account, newest first, takes it off the device, and does so once", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const first = await buildReadable(context, studio, { title: "先收藏的一篇" });
    const second = await buildReadable(context, studio, { title: "后收藏的一篇" });
    const gone = 987_654;
    const device = `kepu_saved=${encodeURIComponent(formatSavedCookie(context.cipher, [second.no, gone, first.no]))}`;
    const person = await buildPerson(context, {
      username: "reader.one",
      password: "春江潮水连海平海上明月共潮生",
    });
    const page = await get(server, "/sign-in/password", device);
    const key = /name="_key" value="([^"]+)"/u.exec(page.body)?.[1] ?? "";
    const wrong = await post(server, "/sign-in/password", device, {
      _key: key,
      username: "reader.one",
      password: "不是这一句不是这一句",
    });
    assert.equal(wrong.statusCode, 422);
    assert.equal((await listSaved(context.db, server.clock.now(), person.id)).length, 0);
    const signedIn = await post(server, "/sign-in/password", device, {
      _key: key,
      username: "reader.one",
      password: "春江潮水连海平海上明月共潮生",
    });
    assert.equal(signedIn.statusCode, 303);
    assert.match(String(signedIn.headers["set-cookie"]), /kepu_saved=; Path=\/; Max-Age=0/u);
    const items = await listSaved(context.db, server.clock.now(), person.id);
    assert.deepEqual(
      items.map((item) => item.no),
      [second.no, first.no],
    );
    const session = cookieOf(signedIn, "kepu_session");
    const list = await get(server, "/saved", session);
    assert.ok(list.body.indexOf("后收藏的一篇") < list.body.indexOf("先收藏的一篇"));
    assert.match((await get(server, `/articles/${first.no}`, session)).body, /取下收藏/u);
    // The same device again, with a list that holds what is already there.
    await post(server, "/sign-in/password", device, {
      _key: key,
      username: "reader.one",
      password: "春江潮水连海平海上明月共潮生",
    });
    assert.equal((await listSaved(context.db, server.clock.now(), person.id)).length, 2);
  });

  test("twenty presses at once leave one row; what is not out cannot be saved", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const { no } = await buildReadable(context, await buildStudio(context));
    const person = await buildPerson(context);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        inTransaction(context.db, (trx) => saveItem(trx, context, visitorOf(person.id), no)),
      ),
    );
    const rows = await context.db
      .selectFrom("saved_items")
      .selectAll()
      .where("person_id", "=", person.id)
      .execute();
    assert.equal(rows.length, 1);
    const refused = await post(server, "/saved/add", "", { no: "999999" });
    assert.equal(refused.statusCode, 404);
    assert.match(refused.body, /收藏不了/u);
  });

  test("a recalled item stays in the list as recalled, with the reason and no way to read it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const studio = await buildStudio(context);
    const { no, contentId } = await buildReadable(context, studio);
    const person = await buildPerson(context);
    await inTransaction(context.db, (trx) => saveItem(trx, context, visitorOf(person.id), no));
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, { contentId, reason: "数据来源有误，先撤下" }),
    );
    const { body } = await get(server, "/saved", await buildCookie(context, person.id));
    assert.match(body, /已经撤下/u);
    assert.match(body, /数据来源有误/u);
    assert.doesNotMatch(body, new RegExp(`href="/articles/${no}"`, "u"));
  });
});
