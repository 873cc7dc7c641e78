import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildBody, buildPublished, buildStudio, passStages } from "#modules/contents/builders.ts";
import { beginCorrection, publishVersion, recallVersion } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { listDeliveries, queueDeliveries } from "../deliveries.ts";
import { createBaijiahao } from "./baijiahao.ts";
import { type OutsideParts, runOutsideDeliveries } from "./deliver.ts";
import { openFakeBaijiahao, openFakeWechat } from "./fakes.ts";
import { createOfficialAccount } from "./official-account.ts";
import { openPlatforms } from "./platforms.ts";

const minuteMs = 60_000;
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

type Item = { contentId: string; versionId: string };

/** A district whose two platforms are set and open, and an item that is out. */
const buildOutside = async (
  context: Context,
  urls: { wechat?: string; baijiahao?: string; secret?: string },
) => {
  await context.db.updateTable("channels").set({ is_open: false }).where("kind", "<>", "outside").execute();
  for (const [code, url] of [
    ["official-account", urls.wechat],
    ["baijiahao", urls.baijiahao],
  ] as const)
    await context.db
      .updateTable("channels")
      .set({ is_open: url !== undefined })
      .where("code", "=", code)
      .execute();
  const parts: OutsideParts = {
    db: context.db,
    clock: context.clock,
    platforms: {
      "official-account": createOfficialAccount(
        { url: urls.wechat ?? "http://127.0.0.1:9", appId: "wx-1", secret: urls.secret ?? "s3cret" },
        context.clock,
      ),
      baijiahao: createBaijiahao({
        url: urls.baijiahao ?? "http://127.0.0.1:9",
        appId: "17",
        token: urls.secret ?? "t0ken",
      }),
    },
    lookAt: async () => ({ status: 200, body: png }),
    publicUrl: "https://kepu.example",
  };
  const studio = await buildStudio(context);
  const item = await buildPublished(context, studio);
  return { parts, studio, item };
};

const queue = (context: Context, item: Item, act: "publish" | "recall") =>
  inTransaction(context.db, (trx) =>
    queueDeliveries(trx, context.clock, { contentId: item.contentId, versionId: item.versionId, act }),
  );

const deliveryOf = async (context: Context, item: Item, act: "publish" | "recall") => {
  const { rows } = await listDeliveries(
    context.db,
    { scope: "everywhere", contentId: item.contentId, act },
    { page: 1, size: 50 },
  );
  const row = rows.find(({ kind, channel }) => kind === "outside" && channel !== "");
  assert.ok(row !== undefined, "a delivery to a platform");
  return row;
};

databaseSuite("platforms outside", (database) => {
  // First: the others open the channels of this database.
  test("off until it is set; a demonstration keeps its own on this machine and says so", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const rows = await context.db
      .selectFrom("channels")
      .select(["code", "is_open"])
      .where("kind", "=", "outside")
      .orderBy("code")
      .execute();
    assert.deepEqual(rows, [
      { code: "baijiahao", is_open: false },
      { code: "official-account", is_open: false },
    ]);
    const { parts, item } = await buildOutside(context, { wechat: "http://127.0.0.1:9" });
    await queue(context, item, "publish");
    await runOutsideDeliveries({ ...parts, platforms: {} });
    assert.deepEqual((await deliveryOf(context, item, "publish")).status, "stuck");
    const demo = openPlatforms(
      {
        demo: true,
        officialAccount: { url: "http://127.0.0.1:9", appId: "real", secret: "real" },
        baijiahao: undefined,
      },
      clock,
    );
    await context.db.updateTable("deliveries").set({ status: "queued", next_try_at: clock.now() }).execute();
    await runOutsideDeliveries({ ...parts, platforms: demo });
    const local = await deliveryOf(context, item, "publish");
    assert.deepEqual(
      [local.status, local.receipt?.note],
      ["confirmed", "演示：存在本机，没有发到微信公众号"],
    );
    await queue(context, item, "recall");
    await runOutsideDeliveries({ ...parts, platforms: demo });
    assert.match((await deliveryOf(context, item, "recall")).receipt?.note ?? "", /本机的一份已经撤下/u);
  });

  test("WeChat: cover, draft, task, status; the receipt holds its address; a stale token is asked for anew once", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context, clock } = server;
    const { parts, item } = await buildOutside(context, { wechat: wechat.url });
    await queue(context, item, "publish");
    wechat.state.taskStatus = 1;
    await runOutsideDeliveries(parts);
    assert.equal((await deliveryOf(context, item, "publish")).status, "awaiting");
    assert.equal((await deliveryOf(context, item, "publish")).lastProblem, "微信正在发布、审核");
    // WeChat gave the account's token to somebody else meanwhile.
    wechat.state.token += 1;
    wechat.state.taskStatus = 0;
    clock.advanceMs(minuteMs);
    await runOutsideDeliveries(parts);
    const done = await deliveryOf(context, item, "publish");
    assert.equal(done.status, "confirmed");
    assert.equal(done.receipt?.url, "https://mp.example/article-1");
    assert.equal(done.receipt?.answerHash?.length, 64);
    assert.deepEqual(
      [wechat.state.submissions, wechat.state.covers, wechat.state.tokens],
      [1, 1, 2],
      "one submission, one cover, one new token",
    );
    const [draft] = wechat.state.drafts.values();
    assert.match(draft?.content ?? "", /两小时内放进冰箱/u);
    assert.match(draft?.content ?? "", /来源<\/h2>/u);
    assert.match(draft?.content_source_url ?? "", /^https:\/\/kepu\.example\/articles\/\d+\?v=1$/u);
  });

  test("a recall deletes what is out and is proved by what WeChat then shows; one of a running task waits for it", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context, clock } = server;
    const { parts, item, studio } = await buildOutside(context, { wechat: wechat.url });
    wechat.state.taskStatus = 1;
    await queue(context, item, "publish");
    await runOutsideDeliveries(parts);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: item.contentId,
        reason: "测试撤稿原因",
      }),
    );
    await queue(context, item, "recall");
    assert.equal((await deliveryOf(context, item, "publish")).status, "overtaken");
    await runOutsideDeliveries(parts);
    const waiting = await deliveryOf(context, item, "recall");
    assert.deepEqual([waiting.status, waiting.lastProblem], ["awaiting", "微信还在发布，发布完马上删除"]);
    wechat.state.taskStatus = 0;
    clock.advanceMs(minuteMs);
    await runOutsideDeliveries(parts);
    assert.equal((await deliveryOf(context, item, "recall")).status, "confirmed");
    assert.deepEqual(
      [...wechat.state.articles.values()].map(({ deleted }) => deleted),
      [true],
    );
    // A recall of what never left says so, and asks WeChat nothing.
    const plain = await buildPublished(context, studio, { title: "没有外发的一篇" });
    await queue(context, plain, "recall");
    const { rows } = await listDeliveries(
      context.db,
      { scope: "everywhere", contentId: plain.contentId, act: "recall" },
      { page: 1, size: 50 },
    );
    assert.deepEqual(
      rows.filter(({ kind }) => kind === "outside"),
      [],
    );
  });

  test("an answer that is lost is looked for: nothing comes out twice, whatever was cut", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context, clock } = server;
    const { parts, item } = await buildOutside(context, { wechat: wechat.url });
    wechat.state.loseAnswer = true;
    await queue(context, item, "publish");
    await runOutsideDeliveries(parts);
    const lost = await deliveryOf(context, item, "publish");
    assert.equal(lost.status, "failing");
    assert.match(lost.lastProblem ?? "", /微信没有答复/u);
    clock.advanceMs(minuteMs);
    await runOutsideDeliveries(parts);
    assert.equal((await deliveryOf(context, item, "publish")).status, "confirmed");
    assert.equal(wechat.state.submissions, 1);
  });

  test("its quota waits half a day, a refused text and a wrong secret stop at once with words, a platform that is down is tried again", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context, clock } = server;
    const { parts, item, studio } = await buildOutside(context, { wechat: wechat.url });
    await queue(context, item, "publish");
    wechat.state.refuse = 45009;
    await runOutsideDeliveries(parts);
    const limited = await deliveryOf(context, item, "publish");
    assert.equal(limited.status, "failing");
    assert.equal(limited.nextTryAt.getTime() - clock.now().getTime(), 12 * 60 * minuteMs);
    wechat.state.refuse = 0;
    wechat.state.down = true;
    clock.advanceMs(12 * 60 * minuteMs);
    await runOutsideDeliveries(parts);
    const down = await deliveryOf(context, item, "publish");
    assert.equal(down.status, "failing");
    assert.equal(down.nextTryAt.getTime() - clock.now().getTime(), 2 * minuteMs);
    wechat.state.down = false;
    wechat.state.taskStatus = 4;
    clock.advanceMs(2 * minuteMs);
    await runOutsideDeliveries(parts);
    const refused = await deliveryOf(context, item, "publish");
    assert.deepEqual([refused.status, wechat.state.articles.size], ["stuck", 0]);
    assert.match(refused.lastProblem ?? "", /微信平台审核不通过/u);
    const next = await buildPublished(context, studio, { title: "密钥不对的一篇" });
    const wrong = createOfficialAccount({ url: wechat.url, appId: "wx-1", secret: "other" }, clock);
    await queue(context, next, "publish");
    await runOutsideDeliveries({ ...parts, platforms: { "official-account": wrong } });
    const off = await deliveryOf(context, next, "publish");
    assert.equal(off.status, "stuck");
    assert.match(off.lastProblem ?? "", /40125/u);
    assert.doesNotMatch(off.lastProblem ?? "", /other/u, "the secret is in no message");
  });

  test("four workers at once hand an item over once; control: two that take no claim hand it over twice", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context } = server;
    const { parts, item } = await buildOutside(context, { wechat: wechat.url });
    await queue(context, item, "publish");
    // The first is in the middle of its words when the others come.
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    wechat.state.beforeCover = async () => {
      arrived.resolve();
      await goOn.promise;
    };
    const first = runOutsideDeliveries(parts);
    await arrived.promise;
    const others = Promise.all([1, 2, 3].map(() => runOutsideDeliveries(parts, 1)));
    await Promise.race([others, wait(1_500)]);
    goOn.resolve();
    assert.deepEqual([await first, await others], [1, [0, 0, 0]]);
    wechat.state.beforeCover = async () => undefined;
    assert.equal((await deliveryOf(context, item, "publish")).status, "confirmed");
    assert.equal(wechat.state.submissions, 1);
    const platform = parts.platforms["official-account"];
    const bare = {
      no: 1,
      versionNo: 1,
      title: "不领任务的两次",
      summary: "",
      author: "",
      html: "<p>文字</p>",
      address: "https://kepu.example/articles/1",
      versionAddress: "https://kepu.example/articles/1?v=9",
      cover: async () => png,
    };
    assert.ok(platform !== undefined);
    await Promise.all([1, 2].map(() => platform.publish(bare, {}, async () => undefined)));
    assert.equal(wechat.state.submissions, 3, "control");
  });

  test("corrected words take the place of the old ones: those go first", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context } = server;
    const { parts, item, studio } = await buildOutside(context, { wechat: wechat.url });
    await queue(context, item, "publish");
    await runOutsideDeliveries(parts);
    const correction = await inTransaction(context.db, (trx) =>
      beginCorrection(trx, context, studio.author, {
        contentId: item.contentId,
        notice: "（测试）更正：说明写得更清楚。",
      }),
    );
    await passStages(context, studio, { versionId: correction.versionId });
    await inTransaction(context.db, (trx) =>
      publishVersion(trx, context, studio.signers.review3, { versionId: correction.versionId }),
    );
    await queue(context, { ...item, versionId: correction.versionId }, "publish");
    await runOutsideDeliveries(parts);
    assert.deepEqual(
      [...wechat.state.articles.values()].map(({ deleted, draft }) => [
        draft.content_source_url.endsWith("?v=2"),
        deleted,
      ]),
      [
        [false, true],
        [true, false],
      ],
    );
  });

  test("百家号: handed in, reviewed, out, withdrawn and proved; a lost answer is found; refusals have words", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using baidu = await openFakeBaijiahao();
    const { context, clock } = server;
    const { parts, item, studio } = await buildOutside(context, { baijiahao: baidu.url });
    baidu.state.loseAnswer = true;
    await queue(context, item, "publish");
    await runOutsideDeliveries(parts);
    assert.equal((await deliveryOf(context, item, "publish")).status, "failing");
    clock.advanceMs(minuteMs);
    await runOutsideDeliveries(parts);
    assert.equal((await deliveryOf(context, item, "publish")).lastProblem, "百家号正在审核");
    baidu.state.verdict = "publish";
    clock.advanceMs(minuteMs);
    await runOutsideDeliveries(parts);
    const done = await deliveryOf(context, item, "publish");
    assert.deepEqual([done.status, baidu.state.submissions], ["confirmed", 1]);
    assert.equal(done.receipt?.url, "https://baijiahao.example/s?id=1741");
    await queue(context, item, "recall");
    await runOutsideDeliveries(parts);
    const gone = await deliveryOf(context, item, "recall");
    assert.deepEqual([gone.status, gone.receipt?.note], ["confirmed", "百家号状态：withdraw"]);

    const tryOne = async (title: string, set: () => void) => {
      Object.assign(baidu.state, { refuse: 0, httpStatus: 200, verdict: "draft" });
      set();
      const next = await buildPublished(context, studio, { title });
      await queue(context, next, "publish");
      await runOutsideDeliveries(parts);
      if ((await deliveryOf(context, next, "publish")).status === "awaiting") {
        clock.advanceMs(minuteMs);
        await runOutsideDeliveries(parts);
      }
      const { status, lastProblem } = await deliveryOf(context, next, "publish");
      return [status, lastProblem ?? ""] as const;
    };
    assert.deepEqual(await tryOne("四十一字".repeat(11), () => undefined), [
      "stuck",
      "标题 44 字，百家号要 5 到 40 字。",
    ]);
    const quota = await tryOne("今天发满了的一篇", () => (baidu.state.refuse = 60001009));
    assert.equal(quota[0], "failing");
    const rejected = await tryOne("审核不通过的一篇", () => (baidu.state.verdict = "rejected"));
    assert.deepEqual(rejected, ["stuck", "百家号审核没有通过：内容低质。改稿后发新的一版。"]);
    const down = await tryOne("平台坏了的时候的一篇", () => (baidu.state.httpStatus = 502));
    assert.deepEqual(down, ["failing", "百家号（发布）答复 NaN HTTP 502"]);
    const token = await tryOne("口令失效时的一篇", () => (baidu.state.refuse = 60001001));
    assert.equal(token[0], "stuck");
  });

  test("hostile words are text at a platform too", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await using wechat = await openFakeWechat();
    const { context } = server;
    const { parts, studio } = await buildOutside(context, { wechat: wechat.url });
    const item = await buildPublished(context, studio, {
      title: "带标记的一篇",
      answer: `<script>alert(1)</script>${buildBody().answer}`,
    });
    await queue(context, item, "publish");
    await runOutsideDeliveries(parts);
    const contents = [...wechat.state.drafts.values()].map(({ content }) => content).join("");
    assert.match(contents, /&lt;script&gt;/u);
    assert.doesNotMatch(contents, /<script/u);
  });
});
