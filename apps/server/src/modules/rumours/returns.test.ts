import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildDesk, buildPublishedVerdict, buildTakenUp } from "./builders.ts";
import { addClaimNote } from "./claims.ts";
import { getDeskDetail, listDesk } from "./desk-queries.ts";
import { listReturned, noteReturns } from "./returns.ts";
import { listRumoursWaiting } from "./waiting.ts";

const dayMs = 86_400_000;

databaseSuite("an old rumour comes back", (database) => {
  test("after quiet weeks three ask again: the desk is told once with the counts, the portal says it, a note settles it, and it passes", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId });
    const { claim_no: no } = await context.db
      .selectFrom("claims")
      .select("claim_no")
      .where("id", "=", claimId)
      .executeTakeFirstOrThrow();
    const ask = async () => desk.report("听说隔夜菜放冰箱也会中毒，千万别吃");
    const page = async (url: string) => (await server.app.inject({ url })).body;
    const list = async () =>
      listDesk(
        context.db,
        { cipher: context.cipher, now: clock.now() },
        { scope: "everywhere", returned: "yes", page: 1, size: 10 },
      );
    const waits = async () =>
      (await listRumoursWaiting(context, desk.editor)).find((item) => item.kind === "rumours.returned")
        ?.count;

    // Asked the week after: it never was quiet.
    clock.advanceMs(7 * dayMs);
    for (let count = 0; count < 4; count += 1) await ask();
    assert.equal((await list()).total, 0);
    assert.doesNotMatch(await page(`/rumours/${no}`), /又传起来/u);

    clock.advanceMs(40 * dayMs);
    await ask();
    await ask();
    assert.equal((await listReturned(context.db, clock.now())).size, 0, "two are no wave");
    clock.advanceMs(dayMs);
    await ask();
    const [row] = (await list()).rows;
    assert.deepEqual([row?.id, row?.returned?.reports, row?.returned?.quietDays], [claimId, 3, 40]);
    assert.equal(await waits(), 1);
    assert.equal(await noteReturns(context), 1);
    assert.equal(await noteReturns(context), 0, "one line for one return");
    await ask();
    assert.equal(await noteReturns(context), 0);
    const detail = await getDeskDetail(context.db, { cipher: context.cipher, now: clock.now() }, claimId);
    assert.equal(detail.acts[0]?.title, "又传起来了");
    assert.match(detail.acts[0]?.reason ?? "", /40 天没人问，又有 3 人次问/u);
    // The page that lay in the cache before says it now.
    assert.match(await page(`/rumours/${no}`), /这个说法又传起来了/u);
    assert.match(await page("/rumours"), /起又有 4 人次问/u);

    await inTransaction(context.db, (trx) =>
      addClaimNote(trx, context, desk.editor, { claimId, note: "已请三个社区在大屏上再放一次" }),
    );
    assert.equal(await waits(), 0);
    clock.advanceMs(20 * dayMs);
    assert.equal((await list()).total, 0, "a wave that is over is history");
    assert.doesNotMatch(await page("/rumours"), /又传起来的/u);
  });
});

databaseSuite("an old rumour comes back, seen by many", (database) => {
  test("two nodes that look at once write one line", async () => {
    await using server = await startTestServer(database());
    const { context, clock } = server;
    const desk = await buildDesk(context);
    const { claimId } = await buildTakenUp(context, desk);
    await buildPublishedVerdict(context, desk, { claimId });
    clock.advanceMs(60 * dayMs);
    for (let count = 0; count < 3; count += 1) await desk.report("听说隔夜菜放冰箱也会中毒，千万别吃");
    const noted = await Promise.all([noteReturns(context), noteReturns(context), noteReturns(context)]);
    assert.equal(
      noted.reduce((sum, count) => sum + count, 0),
      1,
    );
  });
});
