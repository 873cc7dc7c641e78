import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildActor, buildBadge } from "#modules/teams/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import {
  buildOrder,
  buildOrderWorld,
  codeOf,
  type OrderWorld,
  requesterOf,
  statusOf,
  walkOrder,
} from "./builders.ts";
import {
  confirmOwnOrder,
  giveUpOrder,
  recategoriseOrder,
  reopenOwnOrder,
  screenOrder,
  sendElsewhere,
  withdrawOrder,
} from "./desk.ts";
import { acceptOffer, declineOffer, dispatchOrder, giveBackOrder } from "./dispatching.ts";
import { listHistory } from "./queries.ts";
import { rankFor } from "./ranking.ts";
import { rateOrder } from "./ratings.ts";
import { submitOrder } from "./submit.ts";
import { assignMember, scheduleVisit, signIn, signOut } from "./visits.ts";

const hourMs = 3_600_000;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const openWorld = (database: TestDatabase): Promise<OrderWorld> => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  return buildOrderWorld(database.db, { clock, cipher: testCipher });
};

const orderOf = (world: OrderWorld, id: string) =>
  world.db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const standingFacts = async (world: OrderWorld, id: string, kind: string): Promise<number> => {
  const rows = await world.db
    .selectFrom("facts")
    .select("quantity")
    .where("source_id", "=", id)
    .where("kind", "=", kind)
    .execute();
  return rows.reduce((sum, row) => sum + row.quantity, 0);
};

databaseSuite("orders", (database) => {
  test("an order walks the whole loop and counts once it is confirmed: people, hours, facts with audience and topic", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    const fresh = await orderOf(world, id);
    assert.equal(fresh.owner_unit_id, world.station.id);
    assert.ok(fresh.due_at !== null);
    await walkOrder(world, id, "done");
    assert.equal(await standingFacts(world, id, "orders.completed"), 0);
    await walkOrder(world, id, "confirmed");
    const [fact] = await world.db
      .selectFrom("facts")
      .selectAll()
      .where("source_id", "=", id)
      .where("kind", "=", "orders.completed")
      .execute();
    assert.deepEqual(
      [fact?.unit_id, fact?.audience, fact?.topic, fact?.quantity],
      [world.community.id, "elder", "digital-life", 1],
    );
    assert.equal(await standingFacts(world, id, "orders.people_served"), 7);
    const hours = await world.db
      .selectFrom("service_hours")
      .selectAll()
      .where("person_id", "=", world.team.leader.personId)
      .execute();
    assert.deepEqual(
      hours.map((row) => [row.kind, row.minutes, row.status]),
      [["credited", 40, "standing"]],
    );
    const requester = await requesterOf(world, id);
    await world.act((trx) =>
      rateOrder(trx, world.context, requester, {
        orderId: id,
        stars: 5,
        comment: "教得慢，听得懂",
        code: undefined,
      }),
    );
    const over = await orderOf(world, id);
    assert.deepEqual([over.status, over.due_at], ["rated", null]);
    assert.deepEqual(
      (await listHistory(world.db, id)).map((entry) => entry.event),
      ["rate", "confirm", "finish", "start", "schedule", "accept", "dispatch", "screen", "submit"],
    );
  });

  test("a declined order returns to the board, and the team that declined is not a candidate again in that round", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const id = await buildOrder(world);
    await walkOrder(world, id, "dispatched");
    await assert.rejects(
      world.act((trx) =>
        declineOffer(trx, world.context, world.team.leader, {
          orderId: id,
          teamId: world.team.id,
          reason: "忙",
        }),
      ),
      refused("orders.reason_needed"),
    );
    await world.act((trx) =>
      declineOffer(trx, world.context, world.team.leader, {
        orderId: id,
        teamId: world.team.id,
        reason: "那天队员都要上班",
      }),
    );
    const order = await orderOf(world, id);
    assert.equal(order.status, "declined");
    assert.ok(order.due_at !== null);
    const ranking = await rankFor(world.db, world.context, { order, now: world.clock.now() });
    assert.ok(ranking.candidates.some((one) => one.team.id === other.id));
    const mine = ranking.refused.find((one) => one.team.id === world.team.id);
    assert.deepEqual(mine?.reasons, ["这一轮已经婉拒或超时过"]);
    await walkOrder(world, id, "accepted", other);
    assert.equal((await orderOf(world, id)).team_id, other.id);
  });

  test("two teams cannot both take an open order: the second reads who was faster", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const id = await buildOrder(world);
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: id }));
    await world.act((trx) =>
      dispatchOrder(trx, world.context, world.dispatcher, { orderId: id, mode: "open" }),
    );
    await world.act((trx) =>
      acceptOffer(trx, world.context, other.leader, { orderId: id, teamId: other.id }),
    );
    await assert.rejects(
      world.act((trx) =>
        acceptOffer(trx, world.context, world.team.leader, { orderId: id, teamId: world.team.id }),
      ),
      refused("orders.already_taken"),
    );
  });

  test("a member without the badge that the service asks for cannot be assigned, and hears which one is missing", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world, { itemCode: "stars-talk", audience: "youth" });
    await walkOrder(world, id, "accepted");
    const startsAt = new Date(world.clock.now().getTime() + 48 * hourMs);
    await world.act((trx) =>
      scheduleVisit(trx, world.context, world.team.leader, {
        orderId: id,
        startsAt,
        endsAt: new Date(startsAt.getTime() + hourMs),
      }),
    );
    const { addMember } = await import("#modules/teams/index.ts");
    const newcomer = await buildActor(world.db, world.context, "演示新队员");
    await world.act((trx) =>
      addMember(trx, world.context, world.team.leader, {
        teamId: world.team.id,
        personId: newcomer.personId,
      }),
    );
    const assign = () =>
      world.act((trx) =>
        assignMember(trx, world.context, world.team.leader, { orderId: id, personId: newcomer.personId }),
      );
    await assert.rejects(assign(), (error: unknown) => {
      refused("orders.badge_missing")(error);
      assert.deepEqual((error as AppError).values, { name: "演示新队员", badge: "儿童服务培训证" });
      return true;
    });
    // A badge that ends before the visit is none.
    await buildBadge(world.db, world.context, {
      person: newcomer,
      kind: "children",
      unitId: world.station.id,
      days: 1,
    });
    await assert.rejects(assign(), refused("orders.badge_missing"));
    await buildBadge(world.db, world.context, {
      person: newcomer,
      kind: "children",
      unitId: world.station.id,
    });
    await assign();
  });

  test("a volunteer cannot be at two visits at once, and is free again when one is given back", async () => {
    const world = await openWorld(database());
    const first = await buildOrder(world);
    const second = await buildOrder(world);
    const startsAt = new Date("2026-11-25T01:30:00Z");
    const put = async (orderId: string, from: Date) => {
      await world.act((trx) =>
        scheduleVisit(trx, world.context, world.team.leader, {
          orderId,
          startsAt: from,
          endsAt: new Date(from.getTime() + hourMs),
        }),
      );
      await world.act((trx) =>
        assignMember(trx, world.context, world.team.leader, {
          orderId,
          personId: world.team.leader.personId,
        }),
      );
    };
    await walkOrder(world, first, "accepted");
    await walkOrder(world, second, "accepted");
    await put(first, startsAt);
    await assert.rejects(
      put(second, new Date(startsAt.getTime() + 30 * 60_000)),
      refused("orders.volunteer_busy"),
    );
    await world.act((trx) =>
      giveBackOrder(trx, world.context, world.team.leader, { orderId: first, reason: "队员临时生病了" }),
    );
    assert.equal(await statusOf(world, first), "declined");
    await world.act((trx) =>
      assignMember(trx, world.context, world.team.leader, {
        orderId: second,
        personId: world.team.leader.personId,
      }),
    );
  });

  test("signing in needs the resident's code, the right hour and a place in the visit", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "scheduled");
    const code = await codeOf(world, id);
    const [leader, member] = world.team.members;
    assert.ok(leader !== undefined && member !== undefined);
    const enter = (who: typeof leader, typed: string) =>
      world.act((trx) => signIn(trx, world.context, who, { orderId: id, code: typed }));
    await assert.rejects(enter(leader, code), refused("orders.sign_window"));
    const { visit_starts_at } = await orderOf(world, id);
    world.clock.set(new Date((visit_starts_at?.getTime() ?? 0) - 10 * 60_000));
    await assert.rejects(enter(leader, "000000"), refused("orders.code"));
    await assert.rejects(enter(member, code), refused("orders.member"));
    await enter(leader, code);
    assert.equal(await statusOf(world, id), "under_way");
    await assert.rejects(enter(leader, code), refused("orders.signed_already"));
    world.clock.advanceMs(30 * 60_000);
    await world.act((trx) => signOut(trx, world.context, leader, id));
  });

  test("nobody who was not there can rate: no visit, a wrong code, a second time", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    const requester = await requesterOf(world, id);
    const rate = (who: typeof requester, code: string | undefined, stars = 4) =>
      world.act((trx) =>
        rateOrder(trx, world.context, who, { orderId: id, stars, comment: undefined, code }),
      );
    await assert.rejects(rate(requester, undefined), refused("orders.no_attendance"));
    await walkOrder(world, id, "done");
    await assert.rejects(rate(world.dispatcher, undefined), refused("orders.code"));
    await assert.rejects(rate(world.dispatcher, "000000"), refused("orders.code"));
    // A neighbour who sat in the room knows the code; rating confirms.
    await rate(world.resident, await codeOf(world, id));
    assert.equal(await statusOf(world, id), "rated");
    await assert.rejects(rate(requester, undefined), refused("orders.rated_already"));
  });

  test("a low rating opens the order again: facts are taken back, a new round begins, and it can be done and rated anew", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "confirmed");
    assert.equal(await standingFacts(world, id, "orders.completed"), 1);
    const requester = await requesterOf(world, id);
    const rate = (stars: number) =>
      world.act((trx) =>
        rateOrder(trx, world.context, requester, { orderId: id, stars, comment: undefined, code: undefined }),
      );
    assert.deepEqual(await rate(2), { reopened: "yes" });
    const again = await orderOf(world, id);
    assert.deepEqual([again.status, again.round, again.team_id], ["reopened", 2, null]);
    assert.equal(await standingFacts(world, id, "orders.completed"), 0);
    await walkOrder(world, id, "confirmed");
    assert.equal(await standingFacts(world, id, "orders.completed"), 1);
    assert.deepEqual(await rate(5), { reopened: "no" });
    assert.equal(await statusOf(world, id), "rated");
  });

  test("the citizen says undone: what was done opens again and never counts", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "done");
    const requester = await requesterOf(world, id);
    await world.act((trx) =>
      reopenOwnOrder(trx, world.context, requester, { orderId: id, reason: "人没讲完就走了" }),
    );
    assert.equal(await statusOf(world, id), "reopened");
    assert.equal(await standingFacts(world, id, "orders.completed"), 0);
    await assert.rejects(
      world.act((trx) => confirmOwnOrder(trx, world.context, requester, id)),
      refused("orders.not_now"),
    );
  });

  test("a change of category keeps the number, begins the clock anew and tells the resident and the team", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "dispatched");
    const before = await orderOf(world, id);
    world.clock.advanceMs(5 * hourMs);
    await world.act((trx) =>
      recategoriseOrder(trx, world.context, world.dispatcher, { orderId: id, itemCode: "anti-fraud-talk" }),
    );
    const after = await orderOf(world, id);
    assert.deepEqual(
      [after.order_no, after.status, after.title],
      [before.order_no, "screened", "防电信诈骗讲座"],
    );
    assert.ok((after.due_at?.getTime() ?? 0) > (before.due_at?.getTime() ?? 0));
    const told = await world.db
      .selectFrom("order_notices")
      .select("person_id")
      .where("order_id", "=", id)
      .where("body", "like", "%改%")
      .execute();
    assert.deepEqual(
      new Set(told.map((row) => row.person_id)),
      new Set([world.team.leader.personId, after.requester_person_id]),
    );
  });

  test("what is no science service ends with a better door; what cannot be done says why; what is withdrawn tells the team", async () => {
    const world = await openWorld(database());
    const elsewhere = await buildOrder(world);
    await assert.rejects(
      world.act((trx) =>
        sendElsewhere(trx, world.context, world.dispatcher, {
          orderId: elsewhere,
          door: "nowhere",
          reason: "这是物业的事",
        }),
      ),
      refused("orders.door"),
    );
    await world.act((trx) =>
      sendElsewhere(trx, world.context, world.dispatcher, {
        orderId: elsewhere,
        door: "government",
        reason: "水管漏水要找物业",
      }),
    );
    const ended = await orderOf(world, elsewhere);
    assert.match(ended.better_door ?? "", /12345/);
    const cannot = await buildOrder(world);
    await world.act((trx) =>
      giveUpOrder(trx, world.context, world.dispatcher, { orderId: cannot, reason: "那天全区停电检修" }),
    );
    assert.equal(await statusOf(world, cannot), "cannot");
    const withdrawn = await buildOrder(world);
    await walkOrder(world, withdrawn, "scheduled");
    const requester = await requesterOf(world, withdrawn);
    await assert.rejects(
      world.act((trx) => withdrawOrder(trx, world.context, world.resident, withdrawn)),
      refused("orders.not_yours"),
    );
    await world.act((trx) => withdrawOrder(trx, world.context, requester, withdrawn));
    const slots = await world.db
      .selectFrom("visit_member_slots")
      .select("visit_id")
      .where("person_id", "=", world.team.leader.personId)
      .execute();
    assert.deepEqual(slots, []);
    assert.equal(
      (
        await world.db
          .selectFrom("order_notices")
          .select("id")
          .where("order_id", "=", withdrawn)
          .where("person_id", "=", world.team.leader.personId)
          .where("body", "like", "%取消%")
          .execute()
      ).length,
      1,
    );
  });

  test("the database refuses an order that is not over and has no due time, and one that is over and has one", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await assert.rejects(
      world.db.updateTable("orders").set({ due_at: null }).where("id", "=", id).execute(),
      /orders_due_check/,
    );
    await assert.rejects(
      world.db.updateTable("orders").set({ status: "withdrawn" }).where("id", "=", id).execute(),
      /orders_due_check/,
    );
  });

  test("a bad order is refused with its field, and an eleventh open one too", async () => {
    const world = await openWorld(database());
    await assert.rejects(buildOrder(world, { wantedOn: "2026-11-23" }), refused("orders.day"));
    await assert.rejects(buildOrder(world, { itemCode: "no-such-item" }), refused("orders.item"));
    await assert.rejects(buildOrder(world, { itemCode: undefined }), refused("orders.details"));
    await assert.rejects(buildOrder(world, { contactPhone: "12345" }), refused("orders.contact_phone"));
    await assert.rejects(buildOrder(world, { placeUnitId: world.station.id }), refused("orders.place"));
    const { resident } = world;
    const one = () =>
      world.act((trx) =>
        submitOrder(trx, world.context, resident, {
          itemCode: "anti-fraud-talk",
          details: undefined,
          audience: "elder",
          placeUnitId: world.street.id,
          address: undefined,
          peopleCount: 20,
          wantedOn: "2026-11-30",
          wantedHalf: "afternoon",
          contactName: "演示居民",
          contactPhone: "0731-88880000",
          requesterPersonId: resident.personId,
          channel: "portal",
        }),
      );
    for (let count = 0; count < 10; count += 1) await one();
    await assert.rejects(one(), refused("orders.too_many"));
  });
});
