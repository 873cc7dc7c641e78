import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, type OrderWorld, walkOrder } from "../builders.ts";
import { screenOrder } from "../desk.ts";
import { declineOffer, dispatchOrder } from "../dispatching.ts";
import { rankOrder } from "../ranking.ts";
import { planBoard, type PlanView } from "./plan.ts";

const openWorld = (database: TestDatabase): Promise<OrderWorld> =>
  buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

const plan = (world: OrderWorld): Promise<PlanView> =>
  planBoard(world.db, world.context, { scope: [world.street.path], now: world.clock.now() });
const rowOf = (view: PlanView, id: string) => {
  const row = view.rows.find((one) => one.id === id);
  assert.ok(row !== undefined);
  return row;
};

databaseSuite("batch dispatch", (database) => {
  test("a board is assigned at once within the room of the teams, each row accepted by the ordinary command", async () => {
    const world = await openWorld(database());
    await world.newTeam({ badges: ["children", "health", "safety"] });
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.push(await buildOrder(world));
    const view = await plan(world);
    assert.equal(view.total, 7);
    assert.equal(view.gap, 0);
    // Two teams of three visits in the half day that all of them want.
    const room = 2 * 3;
    assert.equal(view.assigned, room);
    const served = view.rows.filter((row) => row.outcome === "team");
    assert.equal(served.length, room);
    for (const row of served) {
      assert.ok(row.needsScreening && row.teamId !== null);
      assert.ok(row.reasons.includes("就在本街道（镇）"));
    }
    for (const row of view.rows.filter((one) => one.outcome === "outranked"))
      assert.match(row.reasons.join(), /能接的 2 支队那个半天都排给了别的单/u);
    for (const row of served) {
      await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: row.id }));
      await world.act((trx) =>
        dispatchOrder(trx, world.context, world.dispatcher, {
          orderId: row.id,
          mode: "direct",
          teamId: row.teamId ?? "",
        }),
      );
    }
    const after = await plan(world);
    assert.equal(after.total, 7 - room);
    assert.equal(after.assigned, 0, "offers that wait for an answer take room");
  });

  test("the suggestion for one order and for the board name the same best team; who declined is not asked again", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam({ badges: ["children", "health", "safety"] });
    const busy = await buildOrder(world);
    await walkOrder(world, busy, "scheduled", world.team);
    const id = await buildOrder(world);
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: id }));
    const { candidates } = await rankOrder(world.db, world.context, { orderId: id, now: world.clock.now() });
    assert.equal(candidates[0]?.team.id, other.id);
    assert.equal(rowOf(await plan(world), id).teamId, other.id);
    await world.act((trx) =>
      dispatchOrder(trx, world.context, world.dispatcher, { orderId: id, mode: "direct", teamId: other.id }),
    );
    await world.act((trx) =>
      declineOffer(trx, world.context, other.leader, {
        orderId: id,
        teamId: other.id,
        reason: "那天有别的事",
      }),
    );
    assert.equal(rowOf(await plan(world), id).teamId, world.team.id);
  });

  test("what no team can do is a skill gap with what is lacking; a dispatcher of another area sees none of it", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world, { itemCode: "stars-talk" });
    await world.db.deleteFrom("team_skills").where("team_id", "=", world.team.id).execute();
    const view = await plan(world);
    const row = rowOf(view, id);
    assert.equal(row.outcome, "gap");
    assert.match(row.reasons.join(), /最接近的 1 支队：不会讲科学/u);
    assert.deepEqual(
      view.skillGaps.map((gap) => gap.orders),
      [1],
    );
    const elsewhere = await planBoard(world.db, world.context, {
      scope: [world.community.path],
      now: world.clock.now(),
    });
    assert.equal(elsewhere.total, 0);
  });

  test("with the allocation rule on, the weak area gets its share of what there is room for (I-22)", async () => {
    const world = await openWorld(database());
    const weak = await buildUnit(world.db, { parent: world.street, kind: "community" });
    for (let index = 0; index < 3; index += 1) {
      await buildOrder(world);
      await buildOrder(world, { placeUnitId: weak.id });
    }
    const input = { scope: [world.street.path], now: world.clock.now(), weakPaths: [weak.path] };
    const ruled = await planBoard(world.db, world.context, { ...input, weakAreaShare: 1 });
    assert.equal(ruled.assigned, 3);
    assert.equal(ruled.weakAreaShare, 1);
    const free = await planBoard(world.db, world.context, { ...input, weakPaths: [] });
    assert.equal(free.weakAreaShare, 0);
  });

  test("a badge that ends before the visit does not count on that day, and counts on a day before", async () => {
    const world = await openWorld(database());
    const soon = await buildOrder(world, { itemCode: "stars-talk", wantedOn: "2026-11-25" });
    const late = await buildOrder(world, { itemCode: "stars-talk", wantedOn: "2027-02-10" });
    await world.db
      .updateTable("volunteer_badges")
      .set({ expires_on: "2026-12-31" })
      .where("kind", "=", "children")
      .execute();
    const badges = await world.db
      .selectFrom("service_items")
      .select("badges")
      .where("code", "=", "stars-talk")
      .executeTakeFirstOrThrow();
    assert.deepEqual(badges.badges, ["children"]);
    const view = await plan(world);
    assert.equal(rowOf(view, soon).outcome, "team");
    assert.equal(rowOf(view, late).outcome, "gap");
  });
});
