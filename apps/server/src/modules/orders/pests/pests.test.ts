import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { addPest, declareTreats, listPests, type PestInput } from "#modules/teams/index.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { readBoard } from "../batch/read-board.ts";
import { buildOrder, buildOrderWorld, requesterOf, statusOf, walkOrder } from "../builders.ts";
import { screenOrder } from "../desk.ts";
import { rankFor } from "../ranking.ts";
import { rateOrder } from "../ratings.ts";
import { splitOrder } from "../together/split.ts";
import { listOrderPests, setOrderPests } from "./recorded.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const clerk = systemActor("test");
const blast: PestInput = {
  name: "稻瘟病",
  kind: "disease",
  crops: ["rice"],
  otherNames: ["稻热病"],
  skill: "farming",
  sourceTitle: "演示名录",
  sourcePlace: "演示",
};
const borer: PestInput = { ...blast, name: "二化螟", kind: "insect", otherNames: ["钻心虫"] };

/** A street with a general farming team, a society's that treats blast, and one that looks after rice. */
const openField = async (database: TestDatabase) => {
  const world = await buildOrderWorld(database.db, {
    clock: createTestClock("2026-11-23T01:00:00Z"),
    cipher: testCipher,
  });
  const { act, context } = world;
  // The tests share a database: the vocabulary is written once.
  const known = new Map((await listPests(world.db)).map((pest) => [pest.name, pest.id]));
  const write = (pest: PestInput) => act((trx) => addPest(trx, context, clerk, pest));
  const pests = {
    blast: known.get(blast.name) ?? (await write(blast)),
    borer: known.get(borer.name) ?? (await write(borer)),
  };
  const society = await world.newTeam({ team: { kind: "society", skills: ["farming"] } });
  const rice = await world.newTeam({ team: { kind: "research", skills: ["farming"] } });
  await act((trx) =>
    declareTreats(trx, context, society.leader, { teamId: society.id, pestIds: [pests.blast], crops: [] }),
  );
  await act((trx) =>
    declareTreats(trx, context, rice.leader, { teamId: rice.id, pestIds: [], crops: ["rice"] }),
  );
  const rank = async (orderId: string) => {
    const order = await world.db
      .selectFrom("orders")
      .selectAll()
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow();
    return rankFor(world.db, world.context, { order, now: world.clock.now() });
  };
  return { world, pests, society, rice, rank };
};

databaseSuite("pests that an order names", (database) => {
  test("F-17: a farmer's free sentence names rice blast; the society's team that treats it comes first with the reason, does it and is rated", async () => {
    const { world, society, rice, rank } = await openField(database());
    const id = await buildOrder(world, {
      itemCode: undefined,
      audience: "farmer",
      details: "我家晚稻叶子上都是斑，怕是稻瘟病，想请懂的人来看看",
    });
    const ranking = await rank(id);
    assert.deepEqual(
      ranking.candidates.map((one) => one.team.id),
      [society.id, rice.id, world.team.id],
    );
    assert.deepEqual(
      ranking.candidates.map((one) => one.reasons[0]),
      [
        "单里写到稻瘟病，这支队登记会治",
        "单里写到稻瘟病，这支队登记会看水稻的病虫害",
        "单里写到稻瘟病，这支队没有登记会治",
      ],
    );
    await walkOrder(world, id, "confirmed", society);
    const requester = await requesterOf(world, id);
    await world.act((trx) =>
      rateOrder(trx, world.context, requester, {
        orderId: id,
        stars: 5,
        comment: "讲得清楚",
        code: undefined,
      }),
    );
    assert.equal(await statusOf(world, id), "rated");
  });

  test("another name in traditional characters is told with the pest it stands for; a team that cannot farm is told why", async () => {
    const { world, society, rank } = await openField(database());
    const other = await world.newTeam({ team: { skills: ["science-talk"] } });
    const id = await buildOrder(world, {
      itemCode: undefined,
      details: "田裡好像有稻熱病",
      audience: "farmer",
    });
    const ranking = await rank(id);
    assert.equal(ranking.candidates[0]?.team.id, society.id);
    assert.equal(ranking.candidates[0]?.reasons[0], "单里写到稻热病（稻瘟病），这支队登记会治");
    const why = ranking.refused.find((one) => one.team.id === other.id)?.reasons;
    assert.deepEqual(why, ["不会种养技术（单里写到稻热病（稻瘟病））"]);
  });

  test("a team that treats it but has no time is told apart from one that does not", async () => {
    const { world, pests, rank } = await openField(database());
    const busy = await world.newTeam({
      team: { kind: "society", skills: ["farming"], times: [{ weekday: 1, half: "evening" }] },
    });
    await world.act((trx) =>
      declareTreats(trx, world.context, busy.leader, { teamId: busy.id, pestIds: [pests.blast], crops: [] }),
    );
    const id = await buildOrder(world, { itemCode: undefined, details: "稻瘟病怎么办", audience: "farmer" });
    const why = (await rank(id)).refused.find((one) => one.team.id === busy.id)?.reasons;
    assert.equal(why?.at(-1), "但登记会治稻瘟病，换个时间也许能来");
  });

  test("the dispatcher corrects what was misread; a service of another kind is not moved by a pest's name", async () => {
    const { world, pests, society, rank } = await openField(database());
    const id = await buildOrder(world, {
      itemCode: undefined,
      details: "不是稻瘟病，叶子发黄",
      audience: "farmer",
    });
    const named = async () => (await listOrderPests(world.db, [id])).get(id) ?? [];
    assert.deepEqual(await named(), []);
    await assert.rejects(
      world.act((trx) =>
        setOrderPests(trx, world.context, world.dispatcher, { orderId: id, pestIds: [world.team.id] }),
      ),
      refused("orders.pest_unknown"),
    );
    await world.act((trx) =>
      setOrderPests(trx, world.context, world.dispatcher, { orderId: id, pestIds: [pests.blast] }),
    );
    assert.equal((await rank(id)).candidates[0]?.reasons[0], "调度员写明是稻瘟病，这支队登记会治");
    const talk = await buildOrder(world, { details: "顺便问问稻瘟病" });
    const reasons = (await rank(talk)).candidates.flatMap((one) => one.reasons);
    assert.equal(
      reasons.some((reason) => reason.includes("稻瘟病")),
      false,
    );
    assert.equal(society.id === (await rank(id)).candidates[0]?.team.id, true);
  });

  test("what is split off keeps the pests, and the whole board is planned by them too", async () => {
    const { world, society, rice } = await openField(database());
    const id = await buildOrder(world, {
      itemCode: undefined,
      details: "两块田都有稻瘟病",
      audience: "farmer",
    });
    await world.act((trx) => screenOrder(trx, world.context, world.dispatcher, { orderId: id }));
    const other = await world.act((trx) =>
      splitOrder(trx, world.context, world.dispatcher, { orderId: id, people: 3, reason: "两块田离得远" }),
    );
    const named = await listOrderPests(world.db, [id, other.id]);
    assert.deepEqual([named.get(id)?.length, named.get(other.id)?.length], [1, 1]);
    const { board } = await readBoard(world.db, world.context, {
      scope: [world.street.path],
      now: world.clock.now(),
      weakPaths: [],
      weakAreaShare: 0,
    });
    const first = board.orders.find((order) => order.id === id);
    assert.deepEqual(
      [society.id, rice.id, world.team.id].map((teamId) => first?.lessFitting?.[teamId]),
      [0, 55, 135],
    );
  });
});
