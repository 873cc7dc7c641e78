import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
// oxlint-disable-next-line no-restricted-imports -- builders are for tests, and no door leads to them
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { recallVersion } from "#modules/contents/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { listDeliveries, runDeliveries } from "./deliveries.ts";
import { confirmScreenRemoval, listOnScreen, listScreenWords, noteScreenVisit } from "./screen-posters.ts";
import { getScreen, listScreens, registerScreen } from "./screens.ts";

const buildShown = async (server: TestServer) => {
  const { context, clock } = server;
  const studio = await buildStudio(context);
  const item = await buildPublished(context, studio);
  await server.jobs.deliver();
  const [lit, dark] = await inTransaction(context.db, async (trx) => [
    await registerScreen(trx, context, studio.author, { unitId: studio.unit.id, name: "演示终端一" }),
    await registerScreen(trx, context, studio.author, { unitId: studio.unit.id, name: "演示终端二" }),
  ]);
  const visit = (screenId: string, removed: readonly string[] = []) =>
    inTransaction(context.db, (trx) => noteScreenVisit(trx, clock.now(), { screenId, removed }));
  for (const screen of [lit, dark]) await visit(screen?.id ?? "");
  return { studio, item, lit: lit?.id ?? "", dark: dark?.id ?? "", visit };
};

databaseSuite("screens", (database) => {
  test("a screen's page says what is on, since when, and what must go after a recall", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const { studio, item, lit } = await buildShown(server);
    const before = await listOnScreen(context.db, clock.now(), lit);
    assert.deepEqual(
      before.map(({ no, mustGo }) => ({ no, mustGo })),
      [{ no: item.contentNo, mustGo: false }],
    );
    assert.equal((await getScreen(context.db, lit)).lastSeenAt?.toISOString(), "2026-11-23T01:00:00.000Z");
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: item.contentId,
        reason: "来源撤回了原来的结论",
      }),
    );
    assert.deepEqual(
      (await listOnScreen(context.db, clock.now(), lit)).map(({ mustGo }) => mustGo),
      [true],
    );
    const { rows } = await listScreens(context.db, "everywhere", { page: 1, size: 50 });
    assert.equal(rows.find((row) => row.id === lit)?.onCount, 1);
  });

  test("a recall waits for a silent screen until a person has seen it dark; who said so stays", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    const { studio, item, lit, dark, visit } = await buildShown(server);
    await inTransaction(context.db, (trx) =>
      recallVersion(trx, context, studio.signers.review3, {
        contentId: item.contentId,
        reason: "来源撤回了原来的结论",
      }),
    );
    await server.jobs.deliver();
    await visit(lit, [item.versionId]);
    const stateOfRecall = async () => {
      clock.advanceMs(61_000);
      await runDeliveries({
        db: context.db,
        clock,
        lookAt: async () => ({ status: 410, body: Buffer.from("") }),
      });
      const { rows } = await listDeliveries(
        context.db,
        { scope: "everywhere", contentId: item.contentId, act: "recall" },
        { page: 1, size: 20 },
      );
      return rows.find((row) => row.channel === "screens")?.status;
    };
    assert.equal(await stateOfRecall(), "awaiting");
    const confirm = (screenId: string) =>
      inTransaction(context.db, (trx) =>
        confirmScreenRemoval(trx, context, studio.author, {
          screenId,
          versionId: item.versionId,
          note: "去看过，屏幕坏了，已断电",
        }),
      );
    await confirm(dark);
    assert.equal(await stateOfRecall(), "confirmed");
    assert.deepEqual(
      (await listScreenWords(context.db, dark)).map(({ act, note }) => ({ act, note })),
      [
        { act: "recall", note: "去看过，屏幕坏了，已断电" },
        { act: "publish", note: null },
      ],
    );
    // What a screen does not show cannot be said to be gone from it.
    await assert.rejects(confirm(lit), (error: unknown) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, "channels.screen_not_shown");
      return true;
    });
  });
});
