import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { runDeliveries } from "#modules/channels/index.ts";
import { buildDraft, buildPublished } from "#test/support/studio.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildDesk, type Desk } from "./builders.ts";
import { cancelPlacement, confirmPlacement, listPlacements, planPlacement } from "./placements.ts";
import type { Medium } from "./vocabulary.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const plan = ({ context }: TestServer, desk: Desk, input: { no: number; medium: Medium; count?: number }) =>
  inTransaction(context.db, (trx) =>
    planPlacement(trx, context, desk.author, {
      unitId: desk.unit.id,
      no: input.no,
      medium: input.medium,
      place: "测试广播站",
      fromOn: "2026-11-20",
      toOn: "2026-11-30",
      plannedCount: input.count ?? 6,
    }),
  );
const confirm = ({ context }: TestServer, desk: Desk, id: string, happenedOn: string) =>
  inTransaction(context.db, (trx) =>
    confirmPlacement(trx, context, desk.author, {
      id,
      happenedOn,
      doneCount: 2,
      evidence: "播出单第 3 号，早晚各一次",
    }),
  );

databaseSuite("投放台账", (database) => {
  test("planned against done by medium: people confirm with evidence, our own channels count themselves", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const item = await buildPublished(context, desk, { publicService: true });
    const radio = await plan(server, desk, { no: item.contentNo, medium: "radio" });
    const web = await plan(server, desk, { no: item.contentNo, medium: "web", count: 4 });
    assert.equal(await confirm(server, desk, radio, "2026-11-21"), "confirmed");
    assert.equal(await confirm(server, desk, radio, "2026-11-21"), "known");
    await assert.rejects(confirm(server, desk, radio, "2026-11-19"), refused("commons.placement_outside"));
    await assert.rejects(confirm(server, desk, radio, "2026-11-29"), refused("commons.placement_outside"));
    await assert.rejects(confirm(server, desk, web, "2026-11-21"), refused("commons.placement_counted"));
    await server.jobs.deliver();
    await runDeliveries({
      db: context.db,
      clock: context.clock,
      lookAt: async (path) => {
        const answer = await server.app.inject({ url: path, headers: { host: "localhost:3000" } });
        return { status: answer.statusCode, body: answer.rawPayload };
      },
    });
    const listed = await listPlacements(context.db, {
      filter: { scope: [desk.unit.path] },
      now: context.clock.now(),
      page: 1,
      size: 50,
    });
    // Portal, Atom, RSS and JSON Feed each proved it; nobody typed that.
    assert.deepEqual(
      listed.sums.map(({ medium, planned, done }) => [medium, planned, done]),
      [
        ["web", 4, 4],
        ["radio", 6, 2],
      ],
    );
    // E-11: of six subjects this one has its cells, and the empty ones are seen.
    assert.deepEqual(
      listed.coverage.map(({ subject, items }) => [subject, items]),
      [
        ["合理膳食", 0],
        ["食品安全", 1],
        ["心理健康", 0],
        ["体育锻炼", 0],
        ["合理用药", 0],
        ["应急处置", 0],
      ],
    );
    assert.deepEqual(
      listed.coverage[1]?.cells.map(({ kind, planned, done }) => [kind, planned, done]),
      [
        ["广播", 6, 2],
        ["电视", 0, 0],
        ["报刊", 0, 0],
        ["网络", 4, 4],
      ],
    );
    const facts = await context.db
      .selectFrom("facts")
      .select(["quantity", "place"])
      .where("kind", "=", "commons.placed")
      .execute();
    assert.deepEqual(
      facts.map((fact) => [fact.quantity, fact.place]),
      [[2, "测试广播站"]],
    );
    const library = await server.app.inject({ url: "/public-service" });
    assert.match(library.body, /有：网页、海报、广播稿/u);
  });

  test("the same day confirmed by four at once is one proof and one fact", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const item = await buildPublished(context, desk);
    const id = await plan(server, desk, { no: item.contentNo, medium: "tv" });
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => confirm(server, desk, id, "2026-11-22")),
    );
    assert.equal(outcomes.filter((outcome) => outcome === "confirmed").length, 1);
    const { rows } = await listPlacements(context.db, {
      filter: { scope: [desk.unit.path] },
      now: context.clock.now(),
      page: 1,
      size: 9,
    });
    assert.equal(rows[0]?.doneCount, 2);
  });

  test("only what is out is planned, in the right order of days, and a cancelled plan is no plan", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const desk = await buildDesk(context);
    const hidden = await buildDraft(context, desk);
    await assert.rejects(
      plan(server, desk, { no: hidden.contentNo, medium: "tv" }),
      refused("commons.not_live"),
    );
    const item = await buildPublished(context, desk);
    const id = await plan(server, desk, { no: item.contentNo, medium: "tv" });
    await inTransaction(context.db, (trx) =>
      cancelPlacement(trx, context, desk.author, { id, reason: "电视台改版" }),
    );
    await assert.rejects(confirm(server, desk, id, "2026-11-21"), refused("commons.placement_state"));
    const { sums } = await listPlacements(context.db, {
      filter: { scope: [desk.unit.path] },
      now: context.clock.now(),
      page: 1,
      size: 9,
    });
    assert.deepEqual(
      sums.map(({ planned, done }) => [planned, done]),
      [[0, 0]],
    );
  });
});
