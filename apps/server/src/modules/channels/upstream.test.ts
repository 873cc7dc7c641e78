import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import {
  createFeedFetcher,
  endUpstream,
  type FetchFeed,
  listUpstreamFeeds,
  listUpstreamItems,
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
      (await listUpstreamItems(db, clock.now(), 10)).map((item) => `${item.publisher}：${item.title}`);
    assert.equal(await poll(), 1);
    assert.deepEqual(await titles(), ["演示上游：甲", "演示上游：乙"]);
    assert.equal(await poll(), 0);
    clock.advanceMs(31 * 60_000);
    answer = { ok: false, problem: "连不上对方网站" };
    await poll();
    assert.equal((await titles()).length, 2);
    assert.equal((await listUpstreamFeeds(db)).find((feed) => feed.id === id)?.lastProblem, "连不上对方网站");
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
});
