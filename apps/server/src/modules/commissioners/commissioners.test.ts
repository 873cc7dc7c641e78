import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildOrder, buildOrderWorld } from "#modules/orders/builders.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { createRendezvous } from "#test/support/rendezvous.ts";
import { buildContract, buildLog } from "./builders.ts";
import { endContract, requestVisit, signContract } from "./contracts.ts";
import { confirmByCode, confirmByOther, disputeLog } from "./logs.ts";
import { listRequests, listScores, readCodeMessage } from "./queries.ts";

const rounds = 200;

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T06:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act } = world;
  const town = await buildUnit(db, { parent: world.root, kind: "town" });
  const contract = await buildContract(db, context, town.id);
  const facts = async (logId: string): Promise<number> => {
    const { rows } = await sql<{ sum: number }>`
      select coalesce(sum(quantity), 0)::float8 as sum from facts where kind = 'commissioners.visits_confirmed' and source_id = ${logId}`.execute(
      db,
    );
    return rows[0]?.sum ?? 0;
  };
  const score = async (): Promise<readonly number[]> => {
    const [found] = await listScores(db, {
      scope: "everywhere",
      year: 2026,
      personId: contract.commissioner.personId,
    });
    return [found?.score ?? 0, found?.farmers ?? 0, found?.unconfirmed ?? 0];
  };
  const codeOf = async (logId: string): Promise<string> =>
    (await readCodeMessage(db, context, logId))?.code ?? "";
  const byCode = (logId: string, code: string) =>
    act((trx) => confirmByCode(trx, context, contract.commissioner, { logId, code }));
  return { ...world, town, contract, facts, score, codeOf, byCode };
};

databaseSuite("commissioners", (database) => {
  test("a visit counts nothing until the farmer confirms, by his code or to somebody else, and never by the commissioner alone", async () => {
    const { db, context, act, contract, facts, score, codeOf, byCode } = await open(database());
    const first = await buildLog(db, context, contract);
    assert.deepEqual([await facts(first), ...(await score())], [0, 0, 0, 1]);
    await assert.rejects(byCode(first, "000000"), refused("commissioners.code_wrong"));
    await assert.rejects(
      act((trx) => confirmByOther(trx, context, contract.commissioner, { logId: first, by: "helper" })),
      refused("commissioners.own_log"),
    );
    const stranger = await buildActor(db, context);
    await assert.rejects(
      act((trx) => confirmByOther(trx, context, stranger, { logId: first, by: "farmer" })),
      refused("commissioners.log_not_found"),
    );
    await byCode(first, await codeOf(first));
    assert.deepEqual([await facts(first), ...(await score())], [1, 1, 1, 0]);

    const noPhone = await buildLog(db, context, contract, { farmerPhone: "" });
    await assert.rejects(byCode(noPhone, "123456"), refused("commissioners.no_code"));
    const helper = await buildActor(db, context, "演示村干部");
    await act((trx) => confirmByOther(trx, context, helper, { logId: noPhone, by: "helper" }));
    assert.deepEqual(await score(), [2, 2, 0]);

    const invented = await buildLog(db, context, contract);
    await act((trx) =>
      disputeLog(trx, context, helper, { logId: invented, by: "helper", reason: "农户说那天没有人来" }),
    );
    await assert.rejects(byCode(invented, "123456"), refused("commissioners.no_code"));
    assert.deepEqual([await facts(invented), ...(await score())], [0, 2, 2, 1]);
  });

  test("two visits to one farmer on one day are one in the score; what lies outside the term or in the future is refused", async () => {
    const { db, context, contract, score, codeOf, byCode, act } = await open(database());
    for (const hours of [1, 3]) {
      const visitedAt = new Date(context.clock.now().getTime() - hours * 3_600_000);
      const id = await buildLog(db, context, contract, { farmerPhone: "19900000077", visitedAt });
      await byCode(id, await codeOf(id));
    }
    assert.deepEqual(await score(), [1, 1, 0]);
    const at = (iso: string) => buildLog(db, context, contract, { visitedAt: new Date(iso) });
    await assert.rejects(at("2026-11-23T07:00:00Z"), refused("commissioners.visit_time"));
    await assert.rejects(at("2026-10-01T07:00:00Z"), refused("commissioners.not_in_force"));
    const town = await buildActor(db, context);
    await act((trx) =>
      endContract(trx, context, town, {
        contractId: contract.id,
        unitId: contract.unitId,
        reason: "调到别的镇去了",
      }),
    );
    await assert.rejects(buildLog(db, context, contract), refused("commissioners.not_in_force"));
  });

  test("one contract at a time for a person, a town and a field; nobody appoints himself", async () => {
    const { db, context, act, contract } = await open(database());
    const town = await buildActor(db, context);
    const input = {
      personId: contract.commissioner.personId,
      unitId: contract.unitId,
      field: "rice",
      bases: "演示基地",
      document: "演示聘书 第 9 号",
      startsOn: "2026-12-01",
      endsOn: "2027-11-30",
    } as const;
    await assert.rejects(
      act((trx) => signContract(trx, context, town, input)),
      refused("commissioners.overlap"),
    );
    await assert.rejects(
      act((trx) => signContract(trx, context, contract.commissioner, { ...input, field: "tea" })),
      refused("commissioners.own_contract"),
    );
    await act((trx) => signContract(trx, context, town, { ...input, field: "tea" }));
  });

  test("an ordered field visit reaches the commissioner of that town, and the visit he writes down takes it off his list", async () => {
    const world = await open(database());
    const { db, context, act, contract, town } = world;
    const village = await buildUnit(db, { parent: town, kind: "village" });
    const ordered = await buildOrder(world, { itemCode: "field-visit", placeUnitId: village.id });
    const ask = (orderId: string) => act((trx) => requestVisit(trx, context, world.dispatcher, orderId));
    assert.equal(await ask(ordered), contract.id);
    const elsewhere = await buildOrder(world, { itemCode: "field-visit" });
    assert.notEqual(await ask(elsewhere), contract.id);
    const other = await buildOrder(world, { placeUnitId: village.id });
    assert.equal(await ask(other), undefined, "help with a phone is no field visit");
    const waiting = async () =>
      (await listRequests(db, contract.commissioner.personId)).map((one) => one.orderId);
    assert.deepEqual(await waiting(), [ordered]);
    await buildLog(db, context, contract, { orderId: ordered });
    assert.deepEqual(await waiting(), []);
  });

  test(`code and helper confirm one visit at once, ${rounds} rounds: one fact`, async () => {
    const { db, context, act, contract, facts, codeOf, byCode } = await open(database());
    const helper = await buildActor(db, context);
    for (let round = 0; round < rounds; round += 1) {
      const logId = await buildLog(db, context, contract);
      const code = await codeOf(logId);
      const outcomes: string[] = await Promise.all(
        [
          () => byCode(logId, code),
          () => act((trx) => confirmByOther(trx, context, helper, { logId, by: "helper" })),
        ].map(async (work) => {
          if (randomInt(2) === 1) await setTimeout(randomInt(3));
          try {
            await work();
            return "done";
          } catch (error) {
            if (error instanceof AppError && error.status < 500) return error.code;
            throw error;
          }
        }),
      );
      assert.equal(outcomes.filter((one) => one === "done").length, 1, outcomes.join());
      assert.equal(await facts(logId), 1);
    }
  });

  test("control: a confirmation that looks first and writes then counts twice", async () => {
    const { db, context, act, contract } = await open(database());
    const logId = await buildLog(db, context, contract);
    const bothHaveLooked = createRendezvous(2);
    let counted = 0;
    const unguarded = () =>
      act(async (trx) => {
        const { status } = await trx
          .selectFrom("commissioner_logs")
          .select("status")
          .where("id", "=", logId)
          .executeTakeFirstOrThrow();
        if (status !== "reported") return;
        await bothHaveLooked();
        counted += 1;
        await sql`update commissioner_logs set status = 'confirmed', confirmed_by = 'code', decided_by_person_id = ${contract.commissioner.personId} where id = ${logId}`.execute(
          trx,
        );
      });
    await Promise.all([unguarded(), unguarded()]);
    assert.equal(counted, 2);
  });
});
