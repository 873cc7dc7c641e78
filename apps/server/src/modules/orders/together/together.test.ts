import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
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
} from "../builders.ts";
import { confirmOwnOrder, giveUpOrder, screenOrder } from "../desk.ts";
import { importHubAnswers, listHubRows, sendUp } from "../hub/exchange.ts";
import { readHubFile, toHubCsv, toHubJson } from "../hub/file.ts";
import { actOnOverdue } from "../overdue.ts";
import { rateOrder } from "../ratings.ts";
import { signIn } from "../visits.ts";
import { mergeOrder, unmergeOwnOrder } from "./merge.ts";
import { listSimilar } from "./similar.ts";
import { splitOrder } from "./split.ts";

const dayMs = 86_400_000;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const openWorld = (database: TestDatabase): Promise<OrderWorld> =>
  buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });
const orderOf = (world: OrderWorld, id: string) =>
  world.db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const noticesOf = async (world: OrderWorld, id: string): Promise<string> =>
  (
    await world.db
      .selectFrom("order_notices")
      .select("body")
      .where("order_id", "=", id)
      .orderBy("created_at")
      .execute()
  )
    .map((row) => row.body)
    .join("\n");
const factsOf = async (world: OrderWorld, id: string, kind: string): Promise<number> =>
  (
    await world.db
      .selectFrom("facts")
      .select("quantity")
      .where("source_id", "=", id)
      .where("kind", "=", kind)
      .execute()
  ).reduce((sum, row) => sum + row.quantity, 0);
const merge = (world: OrderWorld, orderId: string, intoId: string): Promise<void> =>
  world.act((trx) => mergeOrder(trx, world.context, world.dispatcher, { orderId, intoId }));

databaseSuite("orders together", (database) => {
  test("two equal requests become one visit: each keeps its number and due time, is told, confirms and rates by itself; people count once", async () => {
    const world = await openWorld(database());
    const lead = await buildOrder(world);
    const member = await buildOrder(world, { peopleCount: 3 });
    const before = await orderOf(world, member);
    assert.deepEqual(
      (
        await listSimilar(world.db, {
          itemCode: "phone-registration",
          placeUnitId: world.community.id,
          wantedOn: before.wanted_on,
          exceptId: lead,
        })
      ).map((one) => one.id),
      [member],
    );
    await merge(world, member, lead);
    const merged = await orderOf(world, member);
    assert.equal(merged.order_no, before.order_no);
    assert.equal(merged.owner_unit_id, before.owner_unit_id);
    assert.ok(merged.due_at !== null && merged.status === "merged");
    assert.equal((await orderOf(world, lead)).people_count, 8);
    assert.match(await noticesOf(world, member), /合在一起办，单号不变/u);

    await walkOrder(world, lead, "scheduled");
    assert.match(await noticesOf(world, member), /一起办，约在/u);
    const { visit_starts_at: startsAt } = await orderOf(world, lead);
    assert.ok(startsAt !== null);
    world.clock.set(startsAt);
    // The member's own code opens the common visit too.
    const code = await codeOf(world, member);
    await world.act((trx) => signIn(trx, world.context, world.team.leader, { orderId: lead, code }));
    await walkOrder(world, lead, "done");
    assert.equal(await statusOf(world, member), "done");
    const asker = await requesterOf(world, member);
    await world.act((trx) => confirmOwnOrder(trx, world.context, asker, member));
    await walkOrder(world, lead, "confirmed");
    assert.equal(await factsOf(world, member, "orders.completed"), 1);
    assert.equal(await factsOf(world, member, "orders.people_served"), 0);
    assert.equal(await factsOf(world, lead, "orders.people_served"), 7);
    await world.act((trx) =>
      rateOrder(trx, world.context, asker, {
        orderId: member,
        stars: 1,
        comment: undefined,
        code: undefined,
      }),
    );
    assert.equal(await statusOf(world, member), "reopened");
    assert.equal(await statusOf(world, lead), "confirmed", "the other asker is content");
  });

  test("what is not equal is not merged: another service, another street, itself, one that is merged already, one that began", async () => {
    const world = await openWorld(database());
    const [lead, member] = [await buildOrder(world), await buildOrder(world)];
    await assert.rejects(merge(world, lead, lead), refused("orders.merge_itself"));
    const other = await buildOrder(world, { itemCode: "anti-fraud-talk" });
    await assert.rejects(merge(world, other, lead), refused("orders.merge_unequal"));
    const street = await buildUnit(world.db, { parent: world.root, kind: "street" });
    const far = await buildUnit(world.db, { parent: street, kind: "community" });
    const away = await buildOrder(world, { placeUnitId: far.id });
    await assert.rejects(merge(world, away, lead), refused("orders.merge_unequal"));
    await merge(world, member, lead);
    const third = await buildOrder(world);
    await assert.rejects(merge(world, third, member), refused("orders.merge_lead"));
    await assert.rejects(merge(world, lead, third), refused("orders.merge_lead"));
    await walkOrder(world, lead, "under_way");
    await assert.rejects(merge(world, third, lead), refused("orders.merge_lead"));
  });

  test("merged crosswise at once, neither waits for ever and only one holds", async () => {
    const world = await openWorld(database());
    for (let round = 0; round < 10; round += 1) {
      const [one, two] = [await buildOrder(world), await buildOrder(world)];
      const results = await Promise.allSettled([merge(world, one, two), merge(world, two, one)]);
      assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
      const statuses = [await statusOf(world, one), await statusOf(world, two)].sort();
      assert.deepEqual(statuses, ["merged", "submitted"]);
      await world
        .act((trx) =>
          giveUpOrder(trx, world.context, world.dispatcher, {
            orderId: statuses[0] === "merged" ? one : two,
            reason: "测试里不再办",
          }),
        )
        .catch(() => undefined);
    }
  });

  test("where the common order falls away, or its time has passed, or the resident wishes, a member stands alone again", async () => {
    const world = await openWorld(database());
    const lead = await buildOrder(world);
    const [first, second, third] = [
      await buildOrder(world),
      await buildOrder(world),
      await buildOrder(world),
    ];
    for (const member of [first, second, third]) await merge(world, member, lead);
    const asker = await requesterOf(world, first);
    await world.act((trx) => unmergeOwnOrder(trx, world.context, asker, first));
    assert.equal(await statusOf(world, first), "screened");
    assert.equal((await orderOf(world, lead)).people_count, 15);
    await world.db
      .updateTable("orders")
      .set({ due_at: new Date(world.clock.now().getTime() - 1) })
      .where("id", "=", second)
      .execute();
    await actOnOverdue({ db: world.db, ...world.context });
    assert.equal(await statusOf(world, second), "screened");
    await world.act((trx) =>
      giveUpOrder(trx, world.context, world.dispatcher, { orderId: lead, reason: "讲师病了，来不了" }),
    );
    assert.equal(await statusOf(world, third), "screened");
    assert.match(await noticesOf(world, third), /单独接着办，单号不变/u);
    for (const id of [first, second, third]) {
      const order = await orderOf(world, id);
      assert.ok(order.due_at !== null && order.merged_into === null);
    }
  });

  test("a large request is split over two teams: two numbers, two codes, one wish counted once", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world, { peopleCount: 80 });
    const split = (people: number) =>
      world.act((trx) =>
        splitOrder(trx, world.context, world.dispatcher, {
          orderId: id,
          people,
          reason: "一支队带不了 80 人",
        }),
      );
    await assert.rejects(split(40), refused("orders.not_now"));
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: id }));
    await assert.rejects(split(80), refused("orders.split_people"));
    const second = await split(40);
    assert.equal((await orderOf(world, id)).people_count, 40);
    assert.notEqual(await codeOf(world, id), await codeOf(world, second.id));
    assert.match(await noticesOf(world, second.id), /分给两支队/u);
    await walkOrder(world, id, "confirmed");
    await walkOrder(world, second.id, "confirmed", await world.newTeam());
    assert.equal(await factsOf(world, id, "orders.completed"), 1);
    assert.equal(await factsOf(world, second.id, "orders.completed"), 0);
    assert.equal(await factsOf(world, second.id, "orders.people_served"), 7);
  });

  test("sent to the station above at once, with the reason; at the top there is nobody above", async () => {
    const world = await openWorld(database());
    const id = await buildOrder(world);
    const up = () =>
      world.act((trx) =>
        sendUp(trx, world.context, world.dispatcher, {
          orderId: id,
          to: "parent",
          reason: "本街道没有这样的队",
        }),
      );
    await up();
    assert.equal((await orderOf(world, id)).owner_unit_id, world.center.id);
    await assert.rejects(up(), refused("orders.no_parent"));
  });

  test("an unmet order goes up to the hub by file and its states come back: taken, done, refused; twice changes nothing (B-08)", async () => {
    const world = await openWorld(database());
    const scope = [world.root.path];
    const send = async (): Promise<{ id: string; no: string }> => {
      const id = await buildOrder(world, { details: "想请天文馆的人来" });
      await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: id }));
      await world.act((trx) =>
        sendUp(trx, world.context, world.dispatcher, { orderId: id, to: "hub", reason: "全区没有这样的队" }),
      );
      const { order_no: no } = await orderOf(world, id);
      return { id, no: `D${String(no).padStart(6, "0")}` };
    };
    const [done, unanswered, no] = [await send(), await send(), await send()];
    for (const one of [done, unanswered, no]) assert.ok((await orderOf(world, one.id)).due_at !== null);
    const rows = await listHubRows(world.db, { scope, open: "only" });
    const json = toHubJson(rows, world.clock.now());
    assert.ok(json.includes(done.no) && toHubCsv(rows).includes(done.no));
    for (const file of [json, toHubCsv(rows)])
      assert.doesNotMatch(file, /演示居民|19900000001|演示路|天文馆/u, "nothing of the person goes up");
    const answer = async (text: string) => {
      const answers = await readHubFile(Buffer.from(text));
      return world.act((trx) => importHubAnswers(trx, world.context, world.dispatcher, { answers, scope }));
    };
    const csv = (state: string, one: { no: string }): string =>
      `no,state,hubRef,note\r\n${one.no},${state},ZZ-7,市科技馆来办\r\n`;
    assert.equal((await answer(csv("accepted", done)))[0]?.ok, true);
    assert.equal(await statusOf(world, done.id), "sent_up");
    assert.equal((await answer(csv("done", done)))[0]?.sentence, "已记为办完，等居民确认");
    assert.equal((await answer(csv("done", done)))[0]?.sentence, "已经登记过，没有变化");
    assert.equal(await statusOf(world, done.id), "done");
    const back = JSON.parse(json) as { orders: { no: string; state: string }[] }; // made by toHubJson above
    for (const order of back.orders) if (order.no === no.no) order.state = "refused";
    const outcomes = await answer(
      JSON.stringify({ ...back, orders: back.orders.filter((one) => one.no === no.no) }),
    );
    assert.deepEqual(outcomes, [{ no: no.no, ok: true, sentence: "已回到站点看板" }]);
    assert.equal(await statusOf(world, no.id), "screened");
    assert.equal((await answer(csv("gone", done)))[0]?.ok, false);
    assert.equal((await answer(csv("done", { no: "D999999" })))[0]?.sentence, "您的范围里没有这个单");
    await assert.rejects(answer("a,b\r\n1,2\r\n"), refused("orders.hub_file"));
    world.clock.advanceMs(6 * dayMs);
    await actOnOverdue({ db: world.db, ...world.context });
    assert.notEqual(await statusOf(world, unanswered.id), "sent_up");
    assert.match(JSON.stringify(await listHubRows(world.db, { scope, open: "all" })), /taken_back/u);
  });
});
