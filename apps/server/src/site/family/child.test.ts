import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { addChild } from "#modules/people/index.ts";
import { markupProblems } from "#ui/markup-problems.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { buildCookie, buildPerson, buildReadable, buildStudio } from "#test/support/readable.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { bandsFor, fitsAge, ownBand } from "./child-admission.ts";

const get = (server: TestServer, url: string, cookie: string) =>
  server.app.inject({ method: "GET", url, headers: { cookie } });

const post = async (server: TestServer, url: string, cookie: string, fields: Record<string, string> = {}) =>
  server.app.inject({
    method: "POST",
    url,
    headers: {
      cookie,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
  });

const youth = (title: string, ageBands: ("3-6" | "6-9" | "15-18")[], topics = ["space"]) => ({
  title,
  audiences: ["youth" as const],
  ageBands,
  topics,
});

/** A family with a child of seven, and items for seven, for fifteen, for grown-ups, and for emergencies. */
const build = async (database: TestDatabase) => {
  // 16:00 in the district; the child is seven.
  const server = await startTestServer(database, { now: "2026-11-23T08:00:00Z" });
  const { context } = server;
  const studio = await buildStudio(context);
  const items = {
    seven: await buildReadable(context, studio, youth("月亮为什么有圆有缺", ["6-9"])),
    fifteen: await buildReadable(context, studio, youth("火箭方程怎么来的", ["15-18"])),
    grown: await buildReadable(context, studio, {
      title: "给大人的一篇",
      audiences: ["elder"],
      ageBands: [],
    }),
    emergency: await buildReadable(context, studio, youth("着火了先做什么", ["6-9"], ["first-aid"])),
  };
  const parent = await buildPerson(context);
  const guardian = {
    kind: "person" as const,
    personId: parent.id,
    sessionId: randomUUID(),
    grants: [],
    secondFactor: false,
  };
  const childId = await inTransaction(context.db, (trx) =>
    addChild(trx, { ...context, requestId: randomUUID() }, guardian, {
      fullName: "小禾",
      birthDate: "2019-09-01",
      relation: "mother",
      consent: true,
    }),
  );
  const page = `/my/family/${childId}`;
  const cookie = await buildCookie(context, parent.id);
  /** The guardian gives a device away; what its browser then holds. */
  const give = async (): Promise<string> => {
    const answer = await post(server, `${page}/device`, await buildCookie(context, parent.id), {
      agreed: "yes",
    });
    assert.equal(answer.statusCode, 303, answer.body);
    assert.equal(answer.headers.location, "/zones/youth");
    const set = answer.cookies.find(({ name }) => name.endsWith("kepu_session"));
    assert.ok(set);
    return `${set.name}=${encodeURIComponent(set.value)}`;
  };
  return { server, items, parent, childId, page, cookie, give };
};

test("a child reads its own band and the younger ones; what names no age only where it helps in an emergency", () => {
  assert.deepEqual(bandsFor(2), ["3-6"]);
  assert.deepEqual(bandsFor(7), ["3-6", "6-9"]);
  assert.equal(ownBand(15), "15-18");
  assert.equal(ownBand(17), "15-18");
  assert.equal(fitsAge({ ageBands: ["15-18"], topics: ["first-aid"] }, 7), false);
  assert.equal(fitsAge({ ageBands: ["6-9", "15-18"], topics: [] }, 7), true);
  assert.equal(fitsAge({ ageBands: [], topics: ["space"] }, 7), false);
  assert.equal(fitsAge({ ageBands: [], topics: ["disaster-risk"] }, 7), true);
});

databaseSuite("a child and its guardian", (database) => {
  test("a child of seven opens the youth zone and nothing else, and never what is for fifteen", async () => {
    const { server, items, give } = await build(database());
    await using _ = server;
    const child = await give();
    const zone = await get(server, "/zones/youth", child);
    assert.equal(zone.statusCode, 200);
    assert.match(zone.body, /今天还剩 60 分钟/u);
    assert.match(zone.body, /月亮为什么有圆有缺/u);
    for (const hidden of [/火箭方程/u, /给大人的一篇/u, /12–15 岁/u, /带着问题去这里/u])
      assert.doesNotMatch(zone.body, hidden);
    assert.deepEqual(markupProblems(zone.body), []);
    // The cookie of an older band that lies on the device changes nothing.
    const older = await get(server, "/zones/youth", `${child}; kepu_band=15-18`);
    assert.doesNotMatch(older.body, /火箭方程/u);
    const read = await get(server, `/articles/${items.seven.no}`, child);
    assert.equal(read.statusCode, 200);
    assert.doesNotMatch(read.body, /火箭方程/u, "related items");
    for (const no of [items.fifteen.no, items.grown.no])
      for (const part of ["", "/listen", "/report"]) {
        const refused = await get(server, `/articles/${no}${part}`, child);
        assert.equal(refused.statusCode, 403);
        assert.match(refused.body, /长大一点再看/u);
        assert.doesNotMatch(refused.body, /火箭方程|给大人的一篇/u);
      }
    for (const url of [
      "/",
      "/search?q=火箭",
      "/me",
      "/my/family",
      "/my/data",
      "/topics",
      "/orders/new",
      "/ask/answers",
    ]) {
      const refused = await get(server, url, child);
      assert.equal(refused.statusCode, 403, url);
      assert.match(refused.body, /请家长来/u);
      assert.deepEqual(markupProblems(refused.body), []);
    }
    assert.equal((await get(server, "/api/me", child)).statusCode, 403);
    assert.equal((await post(server, "/my/data/erase", child, { confirm: "注销" })).statusCode, 403);
    assert.equal((await post(server, "/sign-out", child)).statusCode, 303);
    assert.equal((await get(server, "/", child)).statusCode, 200, "the device is nobody's again");
  });

  test("the day's minutes and hours are the guardian's; what is urgent stays open, and what was begun is taken in", async () => {
    const { server, items, give, page, cookie } = await build(database());
    await using _ = server;
    const set = await post(server, `${page}/limit`, cookie, {
      minutesPerDay: "10",
      opensHour: "8",
      closesHour: "20",
    });
    assert.equal(set.statusCode, 303);
    const child = await give();
    const open = async () => (await get(server, `/articles/${items.seven.no}`, child)).statusCode;
    assert.equal(await open(), 200);
    for (const minutes of [4, 4]) {
      server.clock.advanceMs(minutes * 60_000);
      assert.equal(await open(), 200);
    }
    server.clock.advanceMs(4 * 60_000);
    assert.equal(await open(), 200, "what is asked for within the time is given");
    const up = await get(server, "/zones/youth", child);
    assert.equal(up.statusCode, 403);
    assert.match(up.body, /今天的时间用完了/u);
    assert.match(up.body, /今天的 10 分钟用完了/u);
    for (const url of ["/rumours", "/me/offline", "/help", `/articles/${items.emergency.no}`])
      assert.equal((await get(server, url, child)).statusCode, 200, url);
    const asked = await post(server, "/ask", child, { text: "为什么月亮会跟着我走呢？", audience: "youth" });
    assert.notEqual(asked.statusCode, 403);
    const saved = await post(server, "/saved/add", child, { no: String(items.seven.no) });
    assert.equal(saved.statusCode, 303);
    // The next day at seven: the guardian said eight.
    server.clock.set("2026-11-23T23:30:00Z");
    const early = await get(server, "/zones/youth", child);
    assert.match(early.body, /8 点到 20 点再来/u);
    server.clock.set("2026-11-24T00:30:00Z");
    assert.equal(await open(), 200);
    // The guardian's page says the same, without what was read.
    server.clock.advanceMs(60_000);
    assert.equal(await open(), 200);
    const seen = await get(server, page, cookie);
    assert.match(seen.body, /今天用了 1 分钟，还剩 9 分钟/u);
    assert.match(seen.body, /月亮为什么有圆有缺/u, "saved");
    assert.match(seen.body, /孩子在 1 台设备上登录着/u);
    assert.match(seen.body, /没有登录的设备管不到/u);
    assert.deepEqual(markupProblems(seen.body), []);
  });

  test("signing in needs the guardian's word; taken back, the child is out and its list is gone; others have no page of it", async () => {
    const { server, items, give, page, cookie, childId } = await build(database());
    await using _ = server;
    const { db } = server.context;
    const without = await post(server, `${page}/device`, cookie);
    assert.equal(without.statusCode, 422);
    assert.match(without.body, /请先勾选同意/u);
    const wrong = await post(server, `${page}/limit`, cookie, {
      minutesPerDay: "30",
      opensHour: "12",
      closesHour: "10",
    });
    assert.equal(wrong.statusCode, 422);
    assert.match(wrong.body, /结束的钟点要比开始的晚/u);
    assert.match(wrong.body, /<option value="12" selected/u, "what was chosen stays");
    const child = await give();
    await post(server, "/saved/add", child, { no: String(items.seven.no) });
    const stranger = await buildCookie(server.context, (await buildPerson(server.context)).id);
    assert.equal((await get(server, page, stranger)).statusCode, 404);
    for (const act of ["limit", "device", "end"]) {
      const fields = act === "limit" ? { minutesPerDay: "30", opensHour: "8", closesHour: "20" } : {};
      assert.equal((await post(server, `${page}/${act}`, stranger, fields)).statusCode, 404, act);
    }
    assert.equal((await post(server, `${page}/end`, cookie)).statusCode, 303);
    const after = await get(server, "/zones/youth", child);
    assert.doesNotMatch(after.body, /今天还剩/u);
    for (const table of ["saved_items", "child_days"] as const)
      assert.equal(
        (await db.selectFrom(table).select("person_id").where("person_id", "=", childId).execute()).length,
        0,
        table,
      );
    const again = await post(server, `${page}/end`, cookie);
    assert.equal(again.statusCode, 409, "nothing stands any more");
  });
});
