import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createRandom, permutation } from "@kepu/numerics";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { reverseFactsOf } from "#kernel/facts.ts";
import { grantRole } from "#modules/identity/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { startTestServer } from "#test/support/server.ts";
import {
  buildDrawn,
  buildInspection,
  buildInspectionWorld,
  buildRecords,
  buildRectification,
} from "./builders.ts";
import {
  announceInspection,
  checkSample,
  concludeInspection,
  drawInspection,
  fileSelfCheck,
  freezePopulation,
} from "./inspections.ts";
import { listLiaisons, listOwnNotices, listReceipts } from "./notice-queries.ts";
import { issueNotice, receiveNotice } from "./notices.ts";
import {
  getInspection,
  getRectification,
  listInspectedUnits,
  listPopulation,
  listRectifications,
  listSamples,
  listSteps,
} from "./queries.ts";
import { orderRectification, reportRectification, settleRectification } from "./rectifications.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const open = (database: TestDatabase) =>
  buildInspectionWorld(database.db, {
    clock: createTestClock("2026-11-23T01:00:00Z"),
    cipher: testCipher,
  });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

databaseSuite("notices", (database) => {
  test("units that have not received a notice are listed; a receipt names a unit and nobody", async () => {
    const world = await open(database());
    const { db, context, inspector, liaison, act, root, street } = world;
    const issue = (toUnitIds: readonly string[]) =>
      act((trx) =>
        issueNotice(trx, context, inspector, {
          unitId: root.id,
          title: "演示：报送半年总结",
          body: "请在月底前报送。",
          toUnitIds,
        }),
      );
    await assert.rejects(issue([]), refused("inspections.notice_units"));
    const noticeId = await issue([street.id, root.id, street.id]);
    await act((trx) => receiveNotice(trx, context, liaison, { noticeId, unitId: street.id }));
    await act((trx) => receiveNotice(trx, context, liaison, { noticeId, unitId: street.id }));
    const receipts = await listReceipts(db, noticeId);
    assert.deepEqual(
      receipts.map((row) => [row.unitId, row.receivedAt !== null]),
      [
        [root.id, false],
        [street.id, true],
      ],
    );
    const columns = await db.selectFrom("notice_receipts").selectAll().limit(1).execute();
    assert.ok(columns.every((row) => Object.keys(row).every((name) => !name.includes("person"))));
    const waiting = await listOwnNotices(db, { scope: [root.path] }, { page: 1, size: 10 });
    assert.equal(waiting.rows[0]?.receivedAt, null);
    const other = await buildInspectionWorld(db, context);
    await assert.rejects(
      act((trx) => receiveNotice(trx, context, liaison, { noticeId, unitId: other.street.id })),
      refused("inspections.notice_not_for_you"),
    );
    await act((trx) =>
      grantRole(trx, context, systemActor("test"), {
        personId: liaison.personId,
        role: "street_liaison",
        unitId: street.id,
        reason: "测试",
      }),
    );
    const directory = await listLiaisons(db, context);
    assert.deepEqual(
      directory.filter((row) => row.unitId === street.id).map((row) => row.names.length),
      [1],
    );
    assert.ok(!JSON.stringify(directory).includes("演示联络员"), "names are masked");
  });
});

databaseSuite("the random sample", (database) => {
  test("anybody draws the published sample again from the public file alone, and another population gives another", async () => {
    await using system = await startTestServer(database());
    const { context } = system;
    const world = await buildInspectionWorld(context.db, { ...context, clock: system.clock });
    await buildRecords(world, 300);
    await world.checkpoint();
    const id = await buildInspection(world, { sampleSize: 12 });
    await assert.rejects(
      world.act((trx) => drawInspection(trx, world.context, world.inspector, id)),
      refused("state.conflict"),
    );
    await world.act((trx) => freezePopulation(trx, world.context, world.inspector, id));
    await assert.rejects(
      world.act((trx) => drawInspection(trx, world.context, world.inspector, id)),
      refused("inspections.no_checkpoint"),
      "before a checkpoint vouches for the population there is no seed",
    );
    await world.checkpoint();
    await world.act((trx) => drawInspection(trx, world.context, world.inspector, id));
    const { no } = await getInspection(context.db, id);
    const answer = await system.app.inject({ method: "GET", url: `/inspections/${no}/sample.json` });
    assert.equal(answer.statusCode, 200);
    const proof = answer.json<{
      announcedCheckpoint: string;
      drawnCheckpoint: string;
      population: string[];
      populationHash: string;
      sampleSize: number;
      seed: string;
      sample: number[];
    }>();
    // Nothing below uses this module: it is what a stranger would write from the published rule.
    const populationHash = sha256(proof.population.map((line) => `${line}\n`).join(""));
    assert.equal(populationHash, proof.populationHash);
    const seed = sha256(
      [
        sha256(proof.announcedCheckpoint),
        sha256(proof.drawnCheckpoint),
        `inspection ${no}`,
        populationHash,
      ].join("\n"),
    );
    assert.equal(seed, proof.seed);
    const drawn = [...permutation(createRandom(seed), proof.population.length)].slice(0, proof.sampleSize);
    assert.deepEqual(drawn, proof.sample);
    assert.equal(new Set(drawn).size, 12);
    // The control: one record less, and the same checkpoints give another sample.
    const other = sha256(
      [
        sha256(proof.announcedCheckpoint),
        sha256(proof.drawnCheckpoint),
        `inspection ${no}`,
        sha256(
          proof.population
            .slice(1)
            .map((line) => `${line}\n`)
            .join(""),
        ),
      ].join("\n"),
    );
    assert.notDeepEqual([...permutation(createRandom(other), 299)].slice(0, 12), proof.sample);
    // The population's hash stands in the audit entry that the seed's checkpoint covers.
    const audit = await context.db
      .selectFrom("audit_entries")
      .select("reason")
      .where("action", "=", "inspections.freeze")
      .where("record_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.ok(audit.reason?.includes(populationHash));
    const page = await system.app.inject({ method: "GET", url: `/inspections/${no}` });
    assert.ok(page.body.includes(seed) && page.body.includes("怎么算出来的"));
  });
});

databaseSuite("the population", (database) => {
  test("the population holds every record of the period once, without reversed facts, other units and other months", async () => {
    const world = await open(database());
    const { db, context, inspector, act } = world;
    const inside = await buildRecords(world, 3);
    const [reversed = ""] = await buildRecords(world, 1);
    await act((trx) => reverseFactsOf(trx, context.clock, { table: "volunteer_teams", id: reversed }));
    await buildRecords(world, 2, { occurredOn: "2026-09-30" });
    await buildRecords(world, 2, { unitId: world.root.id });
    await world.checkpoint();
    const id = await buildInspection(world);
    await act((trx) => freezePopulation(trx, context, inspector, id));
    assert.deepEqual(
      (await listPopulation(db, id)).map((record) => record.id),
      [...inside].sort(),
    );
  });

  test("rule, population, seed and draw are kept against direct SQL, and an open period is not frozen", async () => {
    const world = await open(database());
    const { db, context, inspector, act } = world;
    const id = await buildDrawn(world);
    const change = (set: Record<string, unknown>) =>
      db.updateTable("inspections").set(set).where("id", "=", id).execute();
    await assert.rejects(change({ sample_size: 5 }), /never change/);
    await assert.rejects(change({ announced_note: "另一个检查点" }), /never change/);
    await assert.rejects(change({ seed: "0".repeat(64) }), /never change/);
    await assert.rejects(change({ population_hash: "0".repeat(64) }), /never change/);
    await assert.rejects(db.deleteFrom("inspections").where("id", "=", id).execute(), /never change/);
    await assert.rejects(
      db
        .updateTable("inspection_population")
        .set({ record_id: "x" })
        .where("inspection_id", "=", id)
        .execute(),
      /never changes/,
    );
    await assert.rejects(
      db
        .insertInto("inspection_population")
        .values({
          inspection_id: id,
          position: 999,
          record_table: "t",
          record_id: "x",
          unit_id: world.street.id,
        })
        .execute(),
      /never changes/,
    );
    await assert.rejects(
      db.updateTable("inspection_samples").set({ position: 0 }).where("inspection_id", "=", id).execute(),
      /never changes/,
    );
    await assert.rejects(
      act((trx) => drawInspection(trx, context, inspector, id)),
      refused("state.conflict"),
      "nobody draws twice",
    );
    const openPeriod = await buildInspection(world, {
      periodTo: toDistrictDate(world.clock.now()),
    });
    await assert.rejects(
      act((trx) => freezePopulation(trx, context, inspector, openPeriod)),
      refused("inspections.period_open"),
    );
    const empty = await buildInspection(world, { periodFrom: "2025-01-01", periodTo: "2025-01-31" });
    await assert.rejects(
      act((trx) => freezePopulation(trx, context, inspector, empty)),
      refused("inspections.population_empty"),
    );
    await assert.rejects(
      act((trx) =>
        announceInspection(trx, context, inspector, {
          unitId: world.root.id,
          title: "演示年度检查",
          periodFrom: "2026-10-31",
          periodTo: "2026-10-01",
          sampleSize: 3,
          factKinds: [],
          unitIds: [world.street.id],
        }),
      ),
      refused("inspections.period"),
    );
  });
});

databaseSuite("findings and rectification", (database) => {
  test("self-check, findings, orders, letters: nothing is fed back before every sample has a word and every failed one an order", async () => {
    const world = await open(database());
    const { db, context, inspector, liaison, act, street, root } = world;
    await buildRecords(world, 4);
    await world.checkpoint();
    const id = await buildInspection(world, { sampleSize: 2 });
    const selfCheck = (unitId: string) =>
      act((trx) =>
        fileSelfCheck(trx, context, liaison, { inspectionId: id, unitId, text: "自查没有发现问题。" }),
      );
    await assert.rejects(selfCheck(root.id), refused("inspections.not_inspected"));
    await selfCheck(street.id);
    await act((trx) => freezePopulation(trx, context, inspector, id));
    await assert.rejects(selfCheck(street.id), refused("inspections.self_check_over"));
    await world.checkpoint();
    await act((trx) => drawInspection(trx, context, inspector, id));
    const [first, second] = await listSamples(db, id);
    assert.ok(first !== undefined && second !== undefined);
    const check = (sampleId: string, verdict: "sound" | "failed", finding?: string) =>
      act((trx) => checkSample(trx, context, inspector, { sampleId, verdict, finding }));
    const conclude = () =>
      act((trx) =>
        concludeInspection(trx, context, inspector, {
          inspectionId: id,
          conclusion: "总体较好，个别记录缺材料。",
        }),
      );
    await assert.rejects(conclude(), refused("inspections.unchecked"));
    await check(first.id, "sound");
    await assert.rejects(check(second.id, "failed"), refused("inspections.finding_short"));
    await check(second.id, "failed", "没有签到表，说不清来了多少人。");
    await assert.rejects(conclude(), refused("inspections.failed_without_order"));
    const order = (dueOn: string) =>
      act((trx) =>
        orderRectification(trx, context, inspector, {
          inspectionId: id,
          sampleId: second.id,
          unitId: street.id,
          body: "补上签到表",
          dueOn,
        }),
      );
    await assert.rejects(order("2026-11-23"), refused("inspections.order_due"));
    await order("2026-12-20");
    await assert.rejects(order("2026-12-20"), refused("inspections.order_already"));
    await conclude();
    const [unit] = await listInspectedUnits(db, id);
    assert.match(unit?.letter ?? "", /抽到你单位的记录 2 条，属实 1 条，不合格 1 条/);
    assert.match(unit?.letter ?? "", /补上签到表，2026-12-20 前完成/);
    assert.match(unit?.letter ?? "", /自查没有发现问题/);
    await assert.rejects(check(first.id, "failed", "后来又觉得不行"), refused("inspections.sample_over"));
    const facts = await db.selectFrom("facts").select("kind").where("source_id", "=", id).execute();
    assert.deepEqual(facts, [{ kind: "inspections.concluded" }]);
  });

  test("an order is reported with evidence, returned, reported again, verified by another person and closed; the history is only added to", async () => {
    const world = await open(database());
    const { db, context, inspector, liaison, act } = world;
    const id = await buildRectification(world);
    const report = (change: { evidenceLink?: string }) =>
      act((trx) =>
        reportRectification(trx, context, liaison, { rectificationId: id, note: "签到表已补上", ...change }),
      );
    const settle = (event: "verify" | "return" | "close", note?: string, by = inspector) =>
      act((trx) => settleRectification(trx, context, by, { rectificationId: id, event, note }));
    await assert.rejects(report({}), refused("inspections.evidence_needed"));
    await assert.rejects(report({ evidenceLink: "//evil.example" }), refused("inspections.evidence_link"));
    await assert.rejects(settle("verify"), refused("state.conflict"));
    await report({ evidenceLink: "/workbench/teams" });
    await assert.rejects(settle("verify", undefined, liaison), refused("inspections.own_report"));
    await assert.rejects(settle("return"), refused("inspections.reason_needed"));
    await settle("return", "缺第二天的签到表");
    await report({ evidenceLink: "/workbench/teams" });
    await settle("verify");
    await settle("close");
    assert.equal((await getRectification(db, id)).status, "closed");
    const steps = await listSteps(db, id);
    assert.deepEqual(
      steps.map((step) => step.event),
      ["order", "report", "return", "report", "verify", "close"],
    );
    await assert.rejects(
      db
        .updateTable("rectification_steps")
        .set({ note: "改过" })
        .where("rectification_id", "=", id)
        .execute(),
      /only added/,
    );
    await assert.rejects(
      db.deleteFrom("rectification_steps").where("rectification_id", "=", id).execute(),
      /only added/,
    );
    const facts = await db.selectFrom("facts").select("kind").where("source_id", "=", id).execute();
    assert.deepEqual(facts, [{ kind: "inspections.rectified" }]);
    const listed = await listRectifications(
      db,
      { scope: [world.street.path], status: "closed" },
      { page: 1, size: 10 },
    );
    assert.equal(listed.total, 1);
  });
});
