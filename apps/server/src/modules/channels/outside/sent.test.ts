import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { queueDeliveries } from "../deliveries.ts";
import { runOutsideDeliveries } from "./deliver.ts";
import { openPlatforms } from "./platforms.ts";
import { listSent, type Standing } from "./sent.ts";

databaseSuite("what was sent outside", (database) => {
  test("item by item and platform by platform: under way, stuck, out, being taken down, gone with its proof", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const { db } = context;
    await db.updateTable("channels").set({ is_open: true }).where("kind", "=", "outside").execute();
    const parts = {
      db,
      clock,
      lookAt: async () => ({ status: 200, body: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }),
      publicUrl: "https://kepu.example",
    };
    const demo = openPlatforms({ demo: true, officialAccount: undefined, baijiahao: undefined }, clock);
    const { baijiahao } = demo;
    assert.ok(baijiahao !== undefined);
    const studio = await buildStudio(context);
    const item = await buildPublished(context, studio);
    const queue = (act: "publish" | "recall") =>
      inTransaction(db, (trx) =>
        queueDeliveries(trx, clock, { contentId: item.contentId, versionId: item.versionId, act }),
      );
    const list = (standing?: Standing, channel?: string) =>
      listSent(
        db,
        { scope: "everywhere", contentId: item.contentId, standing, channel },
        { page: 1, size: 20 },
      );
    const standingsNow = async () => {
      const { rows } = await list();
      return rows.map((row) => [row.channel, row.standing, row.recall !== null]);
    };
    await queue("publish");
    assert.deepEqual(await standingsNow(), [
      ["baijiahao", "under_way", false],
      ["official-account", "under_way", false],
    ]);
    // One platform has no account: its delivery waits for a person, the other one is out.
    await runOutsideDeliveries({ ...parts, platforms: { baijiahao } });
    assert.deepEqual(await standingsNow(), [
      ["baijiahao", "out", false],
      ["official-account", "stuck", false],
    ]);
    const [out] = (await list("out")).rows;
    assert.match(String(out?.sent.receipt?.note), /存在本机，没有发到百家号/u);
    assert.match(out?.articleId ?? "", /^local-/u);
    assert.equal(out?.sentHash, out?.sent.receipt?.answerHash, "what was handed over is what it holds");
    assert.equal((await list("stuck", "baijiahao")).total, 0);
    assert.equal((await list("stuck", "official-account")).total, 1);
    await db
      .updateTable("deliveries")
      .set({ status: "queued", next_try_at: clock.now() })
      .where("status", "=", "stuck")
      .execute();
    await runOutsideDeliveries({ ...parts, platforms: demo });
    await queue("recall");
    assert.deepEqual(await standingsNow(), [
      ["baijiahao", "recalling", true],
      ["official-account", "recalling", true],
    ]);
    await runOutsideDeliveries({ ...parts, platforms: demo });
    const { rows: gone } = await list("gone");
    assert.equal(gone.length, 2);
    for (const row of gone) assert.match(String(row.recall?.receipt?.note), /本机的一份已经撤下/u);
    // Another unit's desk sees none of it.
    const elsewhere = await listSent(db, { scope: ["9999"] }, { page: 1, size: 20 });
    assert.deepEqual([elsewhere.total, elsewhere.rows.length], [0, 0]);
  });
});
