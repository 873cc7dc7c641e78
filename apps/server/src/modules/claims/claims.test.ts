import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildOrder, buildOrderWorld, race, walkOrder, wins } from "#modules/orders/builders.ts";
import { listServedVisits } from "#modules/orders/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import {
  type ClaimDecision,
  decideClaim,
  fileClaim,
  fileClaimAgain,
  passLateClaimsUp,
  withdrawClaim,
} from "./commands.ts";
import { toFen } from "./contract.ts";
import { listClaims, listOwnClaims } from "./queries.ts";

const dayMs = 86_400_000;
const rounds = 100;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const clock = createTestClock("2026-11-23T02:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act } = world;
  const second = await buildActor(db, context, "演示第二人");
  const served = async () => {
    const orderId = await buildOrder(world);
    await walkOrder(world, orderId, "done");
    const went = await db
      .selectFrom("visit_members as member")
      .innerJoin("visits as visit", "visit.id", "member.visit_id")
      .select(["visit.id", "member.person_id"])
      .where("visit.order_id", "=", orderId)
      .executeTakeFirstOrThrow();
    const volunteer = world.team.members.find((one) => one.personId === went.person_id);
    assert.ok(volunteer !== undefined);
    return { visitId: went.id, volunteer };
  };
  const file = (one: Awaited<ReturnType<typeof served>>, body = "下台阶时扭了脚，当天去了社区医院。") =>
    act((trx) => fileClaim(trx, context, one.volunteer, { visitId: one.visitId, kind: "injury", body }));
  const decide = (claimId: string, decision: ClaimDecision, actor = world.dispatcher) =>
    act((trx) => decideClaim(trx, context, actor, { claimId, ...decision }));
  const row = (id: string) =>
    db.selectFrom("insurance_claims").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return { ...world, second, served, file, decide, row };
};

test("yuan become fen without a floating point", () => {
  assert.deepEqual(["0.1", "12", "8.05", "1234567.89"].map(toFen), [10, 1_200, 805, 123_456_789]);
});

databaseSuite("claims", (database) => {
  test("a claim about one's own visit is checked by one and sent by another, comes back for papers, and is paid", async () => {
    const { db, context, act, second, served, file, decide, row, dispatcher } = await open(database());
    const one = await served();
    const stranger = await buildActor(db, context);
    await assert.rejects(file({ ...one, volunteer: stranger }), refused("claims.own_visit"));
    await assert.rejects(file(one, "脚疼"), refused("claims.body_short"));
    const id = await file(one);
    await assert.rejects(file(one), refused("claims.open_already"));
    const filed = await row(id);
    assert.equal((filed.due_at?.getTime() ?? 0) - filed.created_at.getTime(), 5 * dayMs);
    assert.ok(filed.body_sealed !== null && !filed.body_sealed.includes("扭了脚"));
    await assert.rejects(decide(id, { event: "give_back", reason: "缺" }), refused("claims.reason_needed"));
    await decide(id, { event: "give_back", reason: "缺发票，拍一张就行" });
    assert.equal((await row(id)).due_at, null);
    await act((trx) => fileClaimAgain(trx, context, one.volunteer, id));
    await assert.rejects(decide(id, { event: "check" }, one.volunteer), refused("claims.own_claim"));
    await assert.rejects(decide(id, { event: "send" }, second), refused("state.conflict"));
    await decide(id, { event: "check" });
    await assert.rejects(decide(id, { event: "send" }), refused("claims.second_person"));
    // The database holds it too.
    await assert.rejects(
      db
        .updateTable("insurance_claims")
        .set({ sent_by_person_id: dispatcher.personId })
        .where("id", "=", id)
        .execute(),
      /insurance_claims_second_check/u,
    );
    await decide(id, { event: "send" }, second);
    await assert.rejects(
      act((trx) => withdrawClaim(trx, context, one.volunteer, id)),
      refused("state.conflict"),
    );
    await assert.rejects(decide(id, { event: "pay", paidFen: 0 }), refused("claims.money"));
    await decide(id, { event: "pay", paidFen: 32_050 });
    const [own] = await listOwnClaims(db, context, one.volunteer.personId);
    assert.deepEqual([own?.status, own?.paidFen, own?.dueAt], ["paid", 32_050, null]);
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "quantity"])
      .where("source_id", "=", id)
      .orderBy("kind")
      .execute();
    assert.deepEqual(facts, [
      { kind: "claims.filed", quantity: 1 },
      { kind: "claims.paid", quantity: 1 },
    ]);
  });

  test("only a visit that has begun, within a year, can be claimed, and whether the team was insured is kept", async () => {
    const { db, clock, team, served, file, row } = await open(database());
    await db
      .updateTable("volunteer_teams")
      .set({ insurance_until: "2026-12-31" })
      .where("id", "=", team.id)
      .execute();
    const one = await served();
    assert.equal((await row(await file(one))).was_insured, true);
    await db
      .updateTable("volunteer_teams")
      .set({ insurance_until: "2026-11-01" })
      .where("id", "=", team.id)
      .execute();
    assert.equal((await row(await file(await served()))).was_insured, false);
    const { personId } = one.volunteer;
    assert.ok((await listServedVisits(db, { personId, now: clock.now() })).length >= 1);
    assert.deepEqual(
      await listServedVisits(db, { personId, now: new Date(clock.now().getTime() + 400 * dayMs) }),
      [],
    );
  });

  test("what nobody did in time goes up once and stays late until somebody acts", async () => {
    const { db, context, clock, center, station, served, file, row } = await open(database());
    const id = await file(await served());
    await db
      .updateTable("insurance_claims")
      .set({ owner_unit_id: station.id })
      .where("id", "=", id)
      .execute();
    clock.advanceMs(5 * dayMs + 1);
    assert.ok((await passLateClaimsUp({ db, ...context })) >= 1);
    assert.equal(await passLateClaimsUp({ db, ...context }), 0);
    const passed = await row(id);
    assert.deepEqual([passed.owner_unit_id, passed.take_overs, passed.status], [center.id, 1, "filed"]);
    const listed = await listClaims(db, context, { scope: [center.path], page: 1, size: 10 });
    assert.ok(listed.rows.some((one) => one.id === id));
  });

  test(`a claim is sent and taken back at once: exactly one happens, ${rounds} times`, async () => {
    const { db, context, act, second, served, file, decide, row } = await open(database());
    const one = await served();
    for (let round = 0; round < rounds; round += 1) {
      const id = await file(one);
      await decide(id, { event: "check" });
      const outcomes = await race(
        () => decide(id, { event: "send" }, second),
        () => act((trx) => withdrawClaim(trx, context, one.volunteer, id)),
      );
      assert.equal(wins(outcomes), 1);
      const { status } = await row(id);
      assert.ok(status === "sent" || status === "withdrawn");
      // The next round files about the same visit.
      await db
        .updateTable("insurance_claims")
        .set({ status: "withdrawn", due_at: null })
        .where("id", "=", id)
        .execute();
    }
  });
});
