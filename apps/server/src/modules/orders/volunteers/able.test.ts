import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock, toDistrictDate } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { type Demand, setHealthLimits, setLimits } from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { planBoard } from "../batch/plan.ts";
import { buildOrder, buildOrderWorld, walkOrder } from "../builders.ts";
import { dispatchOrder } from "../dispatching.ts";
import { rankOrder } from "../ranking.ts";
import { previewSeries } from "../series/preview.ts";
import { assignMember, scheduleVisit } from "../visits.ts";
import { listSwapPartners, offerSwap } from "./swaps.ts";

const shortWords = "这次去得了的队员不够";
const dayMs = 86_400_000;

/** A team of two, and one service that asks to lift; other tests of this database see the service as it was. */
const open = async (database: TestDatabase, demands: readonly Demand[] = ["lifting"]) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const world = await buildOrderWorld(database.db, { clock, cipher: testCipher });
  const { db, context, act, team } = world;
  const [leader, member] = team.members;
  assert.ok(leader !== undefined && member !== undefined);
  await db
    .updateTable("service_items")
    .set({ demands: [...demands] })
    .where("code", "=", "phone-registration")
    .execute();
  const cannot = (person: PersonActor, words: readonly Demand[]) =>
    act((trx) => setHealthLimits(trx, context, person, { cannot: words, agrees: true }));
  const look = async (orderId: string) => {
    const { candidates, refused } = await rankOrder(db, context, {
      orderId,
      now: clock.now(),
      teamId: team.id,
    });
    return candidates.length > 0 ? "offered" : (refused[0]?.reasons ?? []);
  };
  return { ...world, leader, member, cannot, look };
};

databaseSuite("a task over the limit is not offered", (database) => {
  test("a team of which nobody can go by his own word is suggested nowhere, and nobody reads whose limit it is", async () => {
    const world = await open(database());
    const { db, context, act, team, clock, leader, member, cannot, look, dispatcher, community } = world;
    const orderId = await buildOrder(world);
    assert.equal(await look(orderId), "offered");
    await cannot(member, ["lifting"]);
    assert.equal(await look(orderId), "offered", "one who can is enough");
    await cannot(leader, ["lifting", "night"]);
    assert.deepEqual(await look(orderId), [shortWords]);

    const dispatch = act((trx) =>
      dispatchOrder(trx, context, dispatcher, { orderId, mode: "direct", teamId: team.id }),
    );
    await assert.rejects(dispatch, (error: unknown) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, "orders.team_refused");
      assert.deepEqual(error.values, { reason: shortWords });
      return true;
    });
    const board = await planBoard(db, context, { scope: [world.street.path], now: clock.now() });
    const row = board.rows.find((one) => one.id === orderId);
    assert.equal(row?.outcome, "gap");
    assert.deepEqual(row.reasons, [`最接近的 1 支队：${shortWords}`]);
    const weeks = await previewSeries(db, context, {
      placeUnitId: community.id,
      room: "一楼",
      half: "morning",
      startsOn: "2026-12-01",
      itemCodes: ["phone-registration"],
      teamId: team.id,
      now: clock.now(),
    });
    assert.equal(weeks[0]?.teams, 0);
    assert.match(weeks[0].clashes[0]?.text ?? "", /这次去得了的队员不够$/u);

    await cannot(leader, ["night"]);
    assert.equal(await look(orderId), "offered");
    const evening = await buildOrder(world, { wantedHalf: "evening" });
    assert.deepEqual(await look(evening), [shortWords], "an evening is a night whatever the service");
  });

  test("who is at another visit in that half day does not save the team, nor does one whose week is full", async () => {
    const world = await open(database());
    const { context, act, team, clock, leader, member, cannot, look } = world;
    await cannot(member, ["lifting"]);
    const first = await buildOrder(world);
    await walkOrder(world, first, "accepted");
    const startsAt = new Date(
      `${toDistrictDate(new Date(clock.now().getTime() + 3 * dayMs))}T09:30:00+08:00`,
    );
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    await act((trx) => scheduleVisit(trx, context, team.leader, { orderId: first, startsAt, endsAt }));
    const second = await buildOrder(world);
    assert.equal(await look(second), "offered");
    await act((trx) =>
      assignMember(trx, context, team.leader, { orderId: first, personId: leader.personId }),
    );
    assert.deepEqual(await look(second), [shortWords], "the free one cannot lift, the other is away");
    const afternoon = await buildOrder(world, { wantedHalf: "afternoon" });
    assert.equal(await look(afternoon), "offered");
    await act((trx) => setLimits(trx, context, leader, { effort: "normal", visitsAWeek: 1 }));
    assert.deepEqual(await look(afternoon), [shortWords]);
  });

  test("a member is not asked to go in another's place beyond his limit, and the asker is not told why", async () => {
    const world = await open(database());
    const { db, context, act, team, leader, member, cannot } = world;
    const orderId = await buildOrder(world);
    await walkOrder(world, orderId, "scheduled");
    const visit = await db
      .selectFrom("visits")
      .select(["id as visitId", "team_id as teamId", "starts_at as startsAt"])
      .where("order_id", "=", orderId)
      .executeTakeFirstOrThrow();
    const partners = async () =>
      (await listSwapPartners(db, context, { visit, personId: leader.personId })).map((one) => one.personId);
    assert.deepEqual(await partners(), [member.personId]);
    await cannot(member, ["lifting"]);
    assert.deepEqual(await partners(), []);
    const { visitId } = visit;
    await assert.rejects(
      act((trx) => offerSwap(trx, context, team.leader, { visitId, toPersonId: member.personId })),
      (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, "orders.swap_not_asked");
        assert.deepEqual(error.values, {});
        return true;
      },
    );
  });
});
