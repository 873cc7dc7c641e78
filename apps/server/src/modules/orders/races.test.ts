import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { addMember } from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import {
  buildOrder,
  buildOrderWorld,
  type OrderWorld,
  race,
  requesterOf,
  walkOrder,
  wins,
} from "./builders.ts";
import { withdrawOrder } from "./desk.ts";
import { acceptOffer, dispatchOrder } from "./dispatching.ts";
import { rateOrder } from "./ratings.ts";
import { assignMember, scheduleVisit } from "./visits.ts";

const rounds = 200;
const hourMs = 3_600_000;

const openWorld = (database: TestDatabase): Promise<OrderWorld> =>
  buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });

/** The order offered to whoever is first, as at the beginning of each round. */
const reset = async (world: OrderWorld, orderId: string, due: Date | null): Promise<void> => {
  await sql`delete from order_assignments where order_id = ${orderId}`.execute(world.db);
  await sql`update order_dispatches set status = 'offered', answered_team_id = null where order_id = ${orderId}`.execute(
    world.db,
  );
  await sql`update orders set status = 'dispatched', team_id = null, due_at = ${due} where id = ${orderId}`.execute(
    world.db,
  );
};

const standing = async (world: OrderWorld, orderId: string): Promise<number> => {
  const row = await world.db
    .selectFrom("order_assignments")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("order_id", "=", orderId)
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
};

const openOrder = async (world: OrderWorld): Promise<{ id: string; due: Date | null }> => {
  const id = await buildOrder(world);
  await walkOrder(world, id, "dispatched");
  await sql`update order_dispatches set mode = 'open', team_id = null where order_id = ${id}`.execute(
    world.db,
  );
  const { due_at } = await world.db
    .selectFrom("orders")
    .select("due_at")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, due: due_at };
};

/** What acceptOffer would be without its guards: it looks, and then it writes. */
const acceptUnguarded = async (world: OrderWorld, orderId: string, teamId: string): Promise<void> =>
  world.act(async (trx) => {
    const { status } = await trx
      .selectFrom("orders")
      .select("status")
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow();
    if (status !== "dispatched") throw new AppError("orders.already_taken", { status: 409 });
    await setTimeout(1);
    await sql`insert into order_assignments (id, order_id, round, team_id, dispatch_id, accepted_at)
      select gen_random_uuid(), o.id, o.round, ${teamId}, d.id, now() from orders o join order_dispatches d on d.order_id = o.id where o.id = ${orderId}`.execute(
      trx,
    );
    await sql`update orders set status = 'accepted', team_id = ${teamId} where id = ${orderId}`.execute(trx);
  });

databaseSuite("orders at once", (database) => {
  test(`two teams take one open order at once, ${rounds} rounds: always exactly one has it`, async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const { id, due } = await openOrder(world);
    const accept = (team: typeof other) => () =>
      world.act((trx) => acceptOffer(trx, world.context, team.leader, { orderId: id, teamId: team.id }));
    for (let round = 0; round < rounds; round += 1) {
      await reset(world, id, due);
      const outcomes = await race(accept(world.team), accept(other));
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.equal(await standing(world, id), 1);
      const loser = outcomes.find((one) => one !== "done");
      assert.deepEqual(loser, { refused: "orders.already_taken" });
    }
  });

  test(`the resident withdraws while a team accepts, ${rounds} rounds: a withdrawn order is nobody's`, async () => {
    const world = await openWorld(database());
    const { id, due } = await openOrder(world);
    const requester = await requesterOf(world, id);
    let acceptedFirst = 0;
    for (let round = 0; round < rounds; round += 1) {
      await reset(world, id, due);
      const [accepted, withdrawn] = await race(
        () =>
          world.act((trx) =>
            acceptOffer(trx, world.context, world.team.leader, { orderId: id, teamId: world.team.id }),
          ),
        () => world.act((trx) => withdrawOrder(trx, world.context, requester, id)),
      );
      assert.equal(withdrawn, "done");
      const order = await world.db
        .selectFrom("orders")
        .select(["status", "due_at"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      assert.deepEqual([order.status, order.due_at], ["withdrawn", null]);
      assert.equal(await standing(world, id), 0);
      if (accepted === "done") acceptedFirst += 1;
    }
    // Both orders of events were met, or the rounds would prove nothing.
    assert.ok(acceptedFirst > 0 && acceptedFirst < rounds, `${acceptedFirst} of ${rounds}`);
  });

  test(`one service is rated twice at once, ${rounds} rounds: one rating, one sentence`, async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "confirmed");
    const requester = await requesterOf(world, id);
    const { due_at } = await world.db
      .selectFrom("orders")
      .select("due_at")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const rate = (stars: number) => () =>
      world.act((trx) =>
        rateOrder(trx, world.context, requester, { orderId: id, stars, comment: undefined, code: undefined }),
      );
    for (let round = 0; round < rounds; round += 1) {
      await sql`delete from order_ratings where order_id = ${id}`.execute(world.db);
      await sql`update orders set status = 'confirmed', due_at = ${due_at} where id = ${id}`.execute(
        world.db,
      );
      const outcomes = await race(rate(4), rate(5));
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.ok(outcomes.some((one) => one !== "done" && one.refused === "orders.rated_already"));
    }
  });

  const twoVisits = async (world: OrderWorld) => {
    const other = await world.newTeam();
    const [, volunteer] = world.team.members;
    assert.ok(volunteer !== undefined);
    await world.act((trx) =>
      addMember(trx, world.context, other.leader, { teamId: other.id, personId: volunteer.personId }),
    );
    const startsAt = new Date("2026-11-26T01:30:00Z");
    const plan = async (team: typeof other): Promise<{ id: string; leader: PersonActor }> => {
      const id = await buildOrder(world);
      await walkOrder(world, id, "accepted", team);
      await world.act((trx) =>
        scheduleVisit(trx, world.context, team.leader, {
          orderId: id,
          startsAt,
          endsAt: new Date(startsAt.getTime() + hourMs),
        }),
      );
      return { id, leader: team.leader };
    };
    const both = [await plan(world.team), await plan(other)] as const;
    const put = (visit: { id: string; leader: PersonActor }) => () =>
      world.act((trx) =>
        assignMember(trx, world.context, visit.leader, { orderId: visit.id, personId: volunteer.personId }),
      );
    const clear = async () => {
      await sql`delete from visit_member_slots where person_id = ${volunteer.personId}`.execute(world.db);
      await sql`delete from visit_members where person_id = ${volunteer.personId}`.execute(world.db);
    };
    return { acts: [put(both[0]), put(both[1])] as const, clear };
  };

  test(`two leaders send one volunteer to two places at once, ${rounds} rounds: he goes to one`, async () => {
    const world = await openWorld(database());
    const { acts, clear } = await twoVisits(world);
    for (let round = 0; round < rounds; round += 1) {
      await clear();
      const outcomes = await race(...acts);
      assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
      assert.ok(outcomes.some((one) => one !== "done" && one.refused === "orders.volunteer_busy"));
    }
  });

  test("a team with one seat plans two visits in one half day at once: one is full", async () => {
    const world = await openWorld(database());
    const team = await world.newTeam({ team: { capacity: 1 } });
    const ids = [await buildOrder(world), await buildOrder(world)];
    for (const id of ids) {
      await walkOrder(world, id, "dispatched", team);
      await world.act((trx) =>
        acceptOffer(trx, world.context, team.leader, { orderId: id, teamId: team.id }),
      );
    }
    const startsAt = new Date("2026-11-26T01:30:00Z");
    const outcomes = await race(
      ...ids.map(
        (id) => () =>
          world.act((trx) =>
            scheduleVisit(trx, world.context, team.leader, {
              orderId: id,
              startsAt,
              endsAt: new Date(startsAt.getTime() + hourMs),
            }),
          ),
      ),
    );
    assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
    assert.ok(outcomes.some((one) => one !== "done" && one.refused === "orders.team_full"));
  });

  test("two dispatchers send one order out at once: there is one offer", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "dispatched");
    await sql`delete from order_dispatches where order_id = ${id}`.execute(world.db);
    await sql`update orders set status = 'screened' where id = ${id}`.execute(world.db);
    const send = () =>
      world.act((trx) => dispatchOrder(trx, world.context, world.dispatcher, { orderId: id, mode: "open" }));
    const outcomes = await race(send, send);
    assert.equal(wins(outcomes), 1, JSON.stringify(outcomes));
  });
});

databaseSuite("controls of the races", (database) => {
  test("with the guards off the same rounds find an order that two teams have", async () => {
    const world = await openWorld(database());
    const other = await world.newTeam();
    const { id, due } = await openOrder(world);
    await sql`drop index order_assignments_one_standing`.execute(world.db);
    await sql`alter table order_assignments drop constraint order_assignments_dispatch_key`.execute(world.db);
    let violations = 0;
    for (let round = 0; round < rounds && violations === 0; round += 1) {
      await reset(world, id, due);
      await race(
        () => acceptUnguarded(world, id, world.team.id),
        () => acceptUnguarded(world, id, other.id),
      );
      if ((await standing(world, id)) > 1) violations += 1;
    }
    assert.ok(violations > 0);
  });

  test("with the guards off a withdrawn order is still somebody's", async () => {
    const world = await openWorld(database());
    const { id, due } = await openOrder(world);
    const withdrawUnguarded = () =>
      world.act(async (trx) => {
        const { team_id } = await trx
          .selectFrom("orders")
          .select("team_id")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        await setTimeout(1);
        if (team_id !== null)
          await sql`update order_assignments set ended_at = now(), end_kind = 'withdrawn' where order_id = ${id}`.execute(
            trx,
          );
        await sql`update orders set status = 'withdrawn', due_at = null where id = ${id}`.execute(trx);
      });
    let violations = 0;
    for (let round = 0; round < rounds && violations === 0; round += 1) {
      await reset(world, id, due);
      await race(() => acceptUnguarded(world, id, world.team.id), withdrawUnguarded).catch(() => undefined);
      const { status } = await world.db
        .selectFrom("orders")
        .select("status")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      if (status === "withdrawn" && (await standing(world, id)) > 0) violations += 1;
    }
    assert.ok(violations > 0);
  });

  test("without the unique key one service is rated twice", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    await walkOrder(world, id, "confirmed");
    await sql`alter table order_ratings drop constraint order_ratings_once`.execute(world.db);
    const rateUnguarded = () =>
      world.act(async (trx) => {
        const earlier = await trx
          .selectFrom("order_ratings")
          .select("id")
          .where("order_id", "=", id)
          .executeTakeFirst();
        if (earlier !== undefined) return;
        await setTimeout(1);
        await sql`insert into order_ratings (id, order_id, round, visit_id, stars, proof, created_at)
          select gen_random_uuid(), order_id, round, id, 5, 'requester', now() from visits where order_id = ${id}`.execute(
          trx,
        );
      });
    let most = 0;
    for (let round = 0; round < rounds && most < 2; round += 1) {
      await sql`delete from order_ratings where order_id = ${id}`.execute(world.db);
      await race(rateUnguarded, rateUnguarded);
      const rows = await world.db
        .selectFrom("order_ratings")
        .select("id")
        .where("order_id", "=", id)
        .execute();
      most = Math.max(most, rows.length);
    }
    assert.equal(most, 2);
  });

  test("without the unique key the real command sends one volunteer to two places", async () => {
    const world = await openWorld(database());
    await sql`alter table visit_member_slots drop constraint visit_member_slots_pkey`.execute(world.db);
    const other = await world.newTeam();
    const [, volunteer] = world.team.members;
    assert.ok(volunteer !== undefined);
    await world.act((trx) =>
      addMember(trx, world.context, other.leader, { teamId: other.id, personId: volunteer.personId }),
    );
    const startsAt = new Date("2026-11-26T01:30:00Z");
    for (const team of [world.team, other]) {
      const id = await buildOrder(world);
      await walkOrder(world, id, "accepted", team);
      await world.act((trx) =>
        scheduleVisit(trx, world.context, team.leader, {
          orderId: id,
          startsAt,
          endsAt: new Date(startsAt.getTime() + hourMs),
        }),
      );
      await world.act((trx) =>
        assignMember(trx, world.context, team.leader, { orderId: id, personId: volunteer.personId }),
      );
    }
    const rows = await world.db
      .selectFrom("visit_member_slots")
      .select("visit_id")
      .where("person_id", "=", volunteer.personId)
      .execute();
    assert.equal(new Set(rows.map((row) => row.visit_id)).size, 2);
  });
});
