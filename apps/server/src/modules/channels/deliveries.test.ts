import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";
import { createDraft, emptyBody, listItemAddresses } from "#modules/contents/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import {
  confirmDelivery,
  countUnclearedRecalls,
  getDelivery,
  listDeliveries,
  type LookAt,
  notePosters,
  queueDeliveries,
  runDeliveries,
} from "./deliveries.ts";
import { registerScreen } from "./screens.ts";

const actor = systemActor("test");

/** An item that exists; whether it is out is what the fake pages say. */
const buildItem = async (
  context: Context,
): Promise<{ contentId: string; versionId: string; unitId: string; no: number }> => {
  const unit = await buildUnit(context.db, { kind: "department" });
  const draft = await inTransaction(context.db, (trx) =>
    createDraft(trx, context, actor, { unitId: unit.id, body: emptyBody("article", "演示条目") }),
  );
  const no = (await listItemAddresses(context.db, [draft.contentId])).get(draft.contentId)?.no ?? 0;
  return { contentId: draft.contentId, versionId: draft.versionId, unitId: unit.id, no };
};

/** Pages of ours as they would answer: what is out is shown and listed. */
const pagesShowing =
  (shown: ReadonlySet<number>): LookAt =>
  async (path) => {
    const no = /^\/articles\/(\d+)$/u.exec(path)?.[1];
    if (no !== undefined) return { status: shown.has(Number(no)) ? 200 : 410, body: Buffer.from("page") };
    return {
      status: 200,
      body: Buffer.from([...shown].map((one) => `https://x/articles/${one}`).join("\n")),
    };
  };

const queue = async (
  context: Context,
  item: { contentId: string; versionId: string },
  act: "publish" | "recall",
) => inTransaction(context.db, (trx) => queueDeliveries(trx, context.clock, { ...item, act }));

const statesOf = async (context: Context, contentId: string, act: "publish" | "recall") => {
  const { rows } = await listDeliveries(
    context.db,
    { scope: "everywhere", contentId, act },
    { page: 1, size: 50 },
  );
  return Object.fromEntries(rows.map((row) => [row.channel, row.status]));
};

const addTrial = async (context: Context, target: string): Promise<void> => {
  await context.db
    .insertInto("channels")
    .values({
      code: "trial",
      name: "试验渠道",
      kind: "trial",
      target,
      is_open: true,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.column("code").doUpdateSet({ target }))
    .execute();
};

const sync = async (server: TestServer, token: string, removed: readonly string[] = []) =>
  server.app.inject({
    method: "POST",
    url: "/api/screens/sync",
    headers: writeHeaders(),
    payload: { token, removed },
  });

databaseSuite("channels", (database) => {
  test("of six channels one is down: the others confirm with a receipt, it is tried again and confirms when it is back", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const item = await buildItem(context);
    await addTrial(context, "down");
    await queue(context, item, "publish");
    await queue(context, item, "publish");
    const parts = { db: context.db, clock, lookAt: pagesShowing(new Set([item.no])) };
    await runDeliveries(parts);
    assert.deepEqual(await statesOf(context, item.contentId, "publish"), {
      atom: "confirmed",
      "json-feed": "confirmed",
      portal: "confirmed",
      rss: "confirmed",
      screens: "confirmed",
      trial: "failing",
    });
    clock.advanceMs(30_000);
    assert.equal(await runDeliveries(parts), 0);
    await addTrial(context, "up");
    clock.advanceMs(60_000);
    await runDeliveries(parts);
    assert.equal((await statesOf(context, item.contentId, "publish"))["trial"], "confirmed");
    const { rows } = await listDeliveries(
      context.db,
      { scope: "everywhere", contentId: item.contentId },
      { page: 1, size: 50 },
    );
    assert.equal(rows.find((row) => row.channel === "atom")?.receipt?.answerHash?.length, 64);
  });

  test("a recall while a channel is down is an alarm until that channel proves it", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const item = await buildItem(context);
    await addTrial(context, "up");
    await queue(context, item, "publish");
    await runDeliveries({ db: context.db, clock, lookAt: pagesShowing(new Set([item.no])) });
    await addTrial(context, "down");
    await queue(context, item, "recall");
    const gone = { db: context.db, clock, lookAt: pagesShowing(new Set()) };
    for (let minute = 0; minute < 20; minute += 1) {
      await runDeliveries(gone);
      clock.advanceMs(60_000);
    }
    const before = await countUnclearedRecalls(context.db, clock.now(), "everywhere");
    assert.equal((await statesOf(context, item.contentId, "recall"))["trial"], "failing");
    assert.ok(before >= 1);
    await addTrial(context, "up");
    clock.advanceMs(60 * 60_000);
    await runDeliveries(gone);
    assert.equal((await statesOf(context, item.contentId, "recall"))["trial"], "confirmed");
    assert.equal(await countUnclearedRecalls(context.db, clock.now(), "everywhere"), before - 1);
  });

  test("a page that still shows a recalled item is no proof", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const item = await buildItem(context);
    await queue(context, item, "recall");
    await runDeliveries({ db: context.db, clock, lookAt: pagesShowing(new Set([item.no])) });
    const states = await statesOf(context, item.contentId, "recall");
    assert.equal(states["portal"], "failing");
    assert.equal(states["atom"], "failing");
  });

  test("a publication still under way is overtaken by the recall and never comes out after it", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const item = await buildItem(context);
    await queue(context, item, "publish");
    await queue(context, item, "recall");
    assert.ok(
      Object.values(await statesOf(context, item.contentId, "publish")).every(
        (status) => status === "overtaken",
      ),
    );
  });

  test("the recall of a poster waits for every screen that was handed it, and for nobody else", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const item = await buildItem(context);
    await queue(context, item, "publish");
    const screens = await inTransaction(context.db, async (trx) => {
      const made = [];
      for (let index = 0; index < 3; index += 1)
        made.push(
          await registerScreen(trx, context, actor, { unitId: item.unitId, name: `演示终端${index + 1}` }),
        );
      return made;
    });
    // Two of the three had been handed the poster.
    for (const screen of screens.slice(0, 2))
      await context.db
        .insertInto("screen_receipts")
        .values({
          screen_id: screen.id,
          version_id: item.versionId,
          act: "publish",
          received_at: clock.now(),
        })
        .execute();
    await queue(context, item, "recall");
    const parts = { db: context.db, clock, lookAt: pagesShowing(new Set()) };
    await runDeliveries(parts);
    assert.equal((await statesOf(context, item.contentId, "recall"))["screens"], "awaiting");
    const first = await sync(server, screens[0]?.token ?? "");
    assert.equal(first.statusCode, 200);
    assert.deepEqual(first.json().remove, [item.versionId]);
    await sync(server, screens[0]?.token ?? "", [item.versionId]);
    clock.advanceMs(61_000);
    await runDeliveries(parts);
    assert.equal((await statesOf(context, item.contentId, "recall"))["screens"], "awaiting");
    await sync(server, screens[1]?.token ?? "", [item.versionId]);
    clock.advanceMs(61_000);
    await runDeliveries(parts);
    assert.equal((await statesOf(context, item.contentId, "recall"))["screens"], "confirmed");
  });

  test("a screen with a wrong token is refused, and its words create nothing", async () => {
    await using server = await startTestServer(database());
    const refused = await sync(server, "nonsense-token");
    assert.equal(refused.statusCode, 401);
    const { context } = server;
    const unit = await buildUnit(context.db);
    const screen = await inTransaction(context.db, (trx) =>
      registerScreen(trx, context, actor, { unitId: unit.id, name: "演示终端" }),
    );
    assert.equal((await sync(server, screen.token, [randomUUID()])).statusCode, 200);
  });

  test("printed posters are a channel only after somebody hung them up; then a person confirms their removal", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const item = await buildItem(context);
    await queue(context, item, "publish");
    assert.equal((await statesOf(context, item.contentId, "publish"))["print"], undefined);
    await inTransaction(context.db, (trx) =>
      notePosters(trx, context, actor, { ...item, note: "演示社区公告栏" }),
    );
    await queue(context, item, "recall");
    await runDeliveries({ db: context.db, clock: context.clock, lookAt: pagesShowing(new Set()) });
    const { rows } = await listDeliveries(
      context.db,
      { scope: "everywhere", contentId: item.contentId, act: "recall" },
      { page: 1, size: 50 },
    );
    const print = rows.find((row) => row.channel === "print");
    assert.equal(print?.status, "awaiting");
    const portal = rows.find((row) => row.channel === "portal");
    assert.ok(print !== undefined && portal !== undefined);
    await assert.rejects(
      inTransaction(context.db, (trx) =>
        confirmDelivery(trx, context, actor, { delivery: portal, note: "看过了" }),
      ),
      (error: unknown) => error instanceof AppError && error.code === "channels.not_by_hand",
    );
    await inTransaction(context.db, (trx) =>
      confirmDelivery(trx, context, actor, { delivery: print, note: "已全部取下" }),
    );
    assert.equal((await getDelivery(context.db, print.id)).receipt?.note, "已全部取下");
  });

  test("two nodes at once try each delivery once", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const item = await buildItem(context);
    await queue(context, item, "publish");
    let looks = 0;
    const slow: LookAt = async (path) => {
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return pagesShowing(new Set([item.no]))(path);
    };
    const counts = await Promise.all(
      [1, 2, 3].map(async () => runDeliveries({ db: context.db, clock, lookAt: slow })),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    assert.equal(total, Object.keys(await statesOf(context, item.contentId, "publish")).length);
    assert.equal(looks, 4);
  });
});
