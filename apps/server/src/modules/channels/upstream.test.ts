import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
// oxlint-disable-next-line no-restricted-imports -- builders are for tests, and no door leads to them
import { buildStudio } from "#modules/contents/builders.ts";
import { decidePitch, draftFromPitch, getVersionDetail } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import {
  createFeedFetcher,
  endUpstream,
  type FetchFeed,
  listUpstreamFeeds,
  listUpstreamItems,
  pitchUpstreamItem,
  pollUpstream,
  readFeed,
  subscribeUpstream,
} from "./upstream.ts";

const actor = systemActor("test");
const rss = (items: readonly { guid: string; title: string; date: string }[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://up.example</link><description>d</description>${items
    .map(
      (item) =>
        `<item><guid>${item.guid}</guid><title>${item.title}</title><link>https://up.example/${item.guid}</link><pubDate>${item.date}</pubDate><description><![CDATA[<b>粗</b><script>alert(1)</script>说明]]></description></item>`,
    )
    .join("")}</channel></rss>`;

test("items of a feed come in without markup; what is no feed, or has no date or no safe link, does not", () => {
  const [item, ...others] =
    readFeed(
      rss([
        { guid: "a", title: "甲 &amp; 乙", date: "Mon, 23 Nov 2026 00:00:00 GMT" },
        { guid: "b", title: "无日期", date: "soon" },
      ]),
    ) ?? [];
  assert.equal(item?.title, "甲 & 乙");
  assert.equal(item.summary, "粗alert(1)说明");
  assert.deepEqual(others, []);
  assert.equal(readFeed("<html>not a feed</html>"), undefined);
  assert.deepEqual(
    readFeed(
      rss([{ guid: "x", title: "y", date: "Mon, 23 Nov 2026 00:00:00 GMT" }]).replace(
        "https://up.example/x",
        "javascript:alert(1)",
      ),
    ),
    [],
  );
});

test("only hosts of the white list are asked, over https, and nothing leads past it", async () => {
  const fetchFeed = createFeedFetcher(["up.example"]);
  for (const url of [
    "https://other.example/feed",
    "http://up.example/feed",
    "https://up.example@evil.example/",
    "file:///etc/passwd",
  ])
    assert.deepEqual(await fetchFeed(url), { ok: false, problem: "网站已不在白名单里" });
});

databaseSuite("upstream feeds", (database) => {
  test("a withdrawn item leaves within the poll, an unreachable feed keeps its items, an old one expires", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const { db } = context;
    const act = { ...context, hosts: ["up.example"] };
    await assert.rejects(
      inTransaction(db, (trx) =>
        subscribeUpstream(trx, act, actor, { name: "别处", url: "https://evil.example/f", keepDays: 30 }),
      ),
      (error: unknown) => error instanceof AppError && error.code === "channels.upstream_url",
    );
    const id = await inTransaction(db, (trx) =>
      subscribeUpstream(trx, act, actor, { name: "演示上游", url: "https://up.example/f", keepDays: 30 }),
    );
    const two = rss([
      { guid: "a", title: "甲", date: "Sun, 22 Nov 2026 00:00:00 GMT" },
      { guid: "b", title: "乙", date: "Sat, 21 Nov 2026 00:00:00 GMT" },
      { guid: "old", title: "旧", date: "Thu, 01 Oct 2026 00:00:00 GMT" },
    ]);
    let answer: Awaited<ReturnType<FetchFeed>> = { ok: true, text: two };
    const poll = async () => pollUpstream({ db, clock, fetchFeed: async () => answer });
    const titles = async () =>
      (await listUpstreamItems(db, clock.now(), { size: 10 })).map(
        (item) => `${item.publisher}：${item.title}`,
      );
    assert.equal(await poll(), 1);
    assert.deepEqual(await titles(), ["演示上游：甲", "演示上游：乙"]);
    assert.equal(await poll(), 0);
    clock.advanceMs(31 * 60_000);
    answer = { ok: false, problem: "连不上对方网站" };
    await poll();
    assert.equal((await titles()).length, 2);
    assert.equal(
      (await listUpstreamFeeds(db, clock.now())).find((feed) => feed.id === id)?.lastProblem,
      "连不上对方网站",
    );
    clock.advanceMs(31 * 60_000);
    answer = { ok: true, text: rss([{ guid: "b", title: "乙改", date: "Sat, 21 Nov 2026 00:00:00 GMT" }]) };
    await poll();
    assert.deepEqual(await titles(), ["演示上游：乙改"]);
    clock.set("2026-12-22T00:00:00Z");
    assert.deepEqual(await titles(), []);
    clock.set("2026-11-23T04:00:00Z");
    await inTransaction(db, (trx) => endUpstream(trx, context, actor, id));
    assert.deepEqual(await titles(), []);
  });

  test("an upstream item becomes a pitch in one step, and its draft begins with the source (J-03)", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const { db } = context;
    const studio = await buildStudio(context);
    const subscribe = (topic: string) =>
      inTransaction(db, (trx) =>
        subscribeUpstream(trx, { ...context, hosts: ["up.example"] }, actor, {
          name: "演示上游二",
          url: `https://up.example/${topic}`,
          keepDays: 30,
          topic,
        }),
      );
    await assert.rejects(
      subscribe("no-such-topic"),
      (error: unknown) => error instanceof AppError && error.code === "channels.upstream_topic",
    );
    const feedId = await subscribe("food-safety");
    const title = `一个很长的标题${"，说的是食品".repeat(15)}`;
    await pollUpstream({
      db,
      clock,
      fetchFeed: async () => ({
        ok: true,
        text: rss([{ guid: "p", title, date: "Sun, 22 Nov 2026 00:00:00 GMT" }]),
      }),
    });
    assert.equal((await listUpstreamItems(db, clock.now(), { size: 10, topics: ["food-safety"] })).length, 1);
    assert.deepEqual(
      await listUpstreamItems(db, clock.now(), { size: 10, topics: ["scientists-spirit"] }),
      [],
    );
    const wanted = {
      feedId,
      guid: "p",
      unitId: studio.unit.id,
      audience: "elder",
      topic: "food-safety",
      kind: "article",
      reason: "街道来问过",
    } as const;
    const draft = await inTransaction(db, async (trx) => {
      const id = await pitchUpstreamItem(trx, context, studio.author, wanted);
      await decidePitch(trx, context, studio.signers.review3, { id, decision: "accept" });
      return draftFromPitch(trx, context, studio.author, { id });
    });
    const { content } = await getVersionDetail(
      db,
      { cipher: context.cipher, now: clock.now() },
      draft.versionId,
    );
    assert.deepEqual(content.sources, [
      {
        title: title.slice(0, 120),
        publisher: "演示上游二",
        date: "2026-11-22",
        url: "https://up.example/p",
        lookedUp: "2026-11-23",
        supports: "",
      },
    ]);
    assert.equal(content.title.length, 60);
    clock.advanceMs(31 * 60_000);
    await pollUpstream({ db, clock, fetchFeed: async () => ({ ok: true, text: rss([]) }) });
    await assert.rejects(
      inTransaction(db, (trx) => pitchUpstreamItem(trx, context, studio.author, wanted)),
      (error: unknown) => error instanceof AppError && error.code === "channels.upstream_item_not_found",
    );
  });

  test("readers see upstream items with their source on the topic's page and apart from our own; a withdrawn one is gone", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock, app } = server;
    const { db } = context;
    await buildStudio(context);
    await inTransaction(db, (trx) =>
      subscribeUpstream(trx, { ...context, hosts: ["up.example"] }, actor, {
        name: "演示上游三",
        url: "https://up.example/three",
        keepDays: 30,
        topic: "food-safety",
      }),
    );
    const poll = async (text: string) => {
      await pollUpstream({ db, clock, fetchFeed: async () => ({ ok: true, text }) });
    };
    await poll(rss([{ guid: "q", title: "上游说的一件事", date: "Sun, 22 Nov 2026 00:00:00 GMT" }]));
    const read = async (url: string) => (await app.inject({ url })).body;
    for (const url of ["/topics/food-safety", "/upstream"]) {
      const page = await read(url);
      assert.match(page, /上游说的一件事/u, url);
      assert.match(page, /来源：演示上游三/u, url);
      assert.match(page, /没有经过本区的三审三校/u, url);
    }
    assert.doesNotMatch(await read("/feeds/topics/food-safety.atom"), /上游说的一件事/u);
    assert.doesNotMatch(await read("/topics/scientists-spirit"), /上游说的一件事/u);
    clock.advanceMs(31 * 60_000);
    await poll(rss([]));
    for (const url of ["/topics/food-safety", "/upstream"])
      assert.doesNotMatch(await read(url), /上游说的一件事/u, url);
  });
});
