import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { recordFacts, reverseFact } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { createRecordedCache } from "#kernel/recorded-cache.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import { buildPlan } from "./builders.ts";
import { readStanding } from "./standing.ts";
import { setTarget, tieIndicator } from "./targets.ts";

const actor = systemActor("test");

databaseSuite("how a plan stands, kept while nothing is recorded", (database) => {
  test("a fact and its reversal show at the next reading, the public page says the same, and a figure of one audience opens its own facts", async () => {
    await using world = await startWorld(database());
    const { context, app } = world.system;
    const { db, clock } = context;
    const { root } = world.places;
    const street = await buildUnit(db, { parent: root, kind: "street", name: "青枫街道" });
    assert.match((await app.inject("/plan")).body, /现在没有在施行的方案/u);
    const { documentId, taskIds } = await buildPlan(db, context, { unitId: root.id });
    const [taskId = ""] = taskIds;
    const taskIndicatorId = await inTransaction(db, (trx) =>
      tieIndicator(trx, context, actor, {
        taskId,
        indicatorCode: "organisations.verified",
        filter: { audience: "elder" },
      }),
    );
    await inTransaction(db, (trx) =>
      setTarget(trx, context, actor, {
        taskId,
        taskIndicatorId,
        title: "演示目标五家",
        comparison: "atLeast",
        value: 5,
        measure: "家",
        subject: "area",
      }),
    );
    const asOf = clock.now().toISOString().slice(0, 10);
    const valueOf = async (): Promise<number | null | undefined> =>
      (await readStanding(db, { documentId, asOf })).progress
        .get(taskId)
        ?.targets.find(({ target }) => target.title === "演示目标五家")?.value;
    const happen = (audience: "elder" | "youth", quantity: number): Promise<readonly string[]> =>
      inTransaction(db, (trx) =>
        recordFacts(trx, clock, [
          {
            kind: "organisations.verified",
            occurredOn: asOf,
            unitId: street.id,
            quantity,
            measure: "家",
            audience,
            source: { table: "organisations", id: createId(clock) },
          },
        ]),
      );
    assert.equal(await valueOf(), 0);
    const kept = await readStanding(db, { documentId, asOf });
    assert.equal(await readStanding(db, { documentId, asOf }), kept, "nothing was recorded: the same answer");
    const [factId = ""] = await happen("elder", 3);
    await happen("youth", 4);
    assert.equal(await valueOf(), 3);
    const page = (await app.inject("/plan")).body;
    assert.match(page, /演示目标五家/u);
    assert.match(page, /3 家/u);
    assert.match(page, /每所学校每学期办科学活动不少于1次/u, "the plan's own words stand beside");

    const leader = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const facts = async (query: string): Promise<number> => {
      const answer = await world.ask(leader, {
        method: "GET",
        url: `/api/figures/organisations.verified/1/facts?unit=${street.id}&from=${asOf}&to=${asOf}${query}`,
      });
      return answer.json<{ total: number }>().total;
    };
    assert.deepEqual([await facts(""), await facts("&audience=elder")], [2, 1]);
    const task = await world.ask(leader, { method: "GET", url: `/api/plan-tasks/${taskId}` });
    const target = task
      .json<{ targets: { title: string; factsHref: string }[] }>()
      .targets.find((one) => one.title === "演示目标五家");
    assert.match(target?.factsHref ?? "", /audience=elder/u);

    await inTransaction(db, (trx) => reverseFact(trx, clock, factId));
    assert.equal(await valueOf(), 0, "a reversal moves it back");
  });

  test("an answer is made once for a state of the ledger, and a failure is not kept", async () => {
    const { db } = database();
    const cache = createRecordedCache<number>();
    let made = 0;
    const make = async (): Promise<number> => (made += 1);
    const both = await Promise.all([cache.read(db, "a", make), cache.read(db, "a", make)]);
    assert.ok(both[0] === both[1] || made === 2);
    const before = made;
    await cache.read(db, "a", make);
    assert.equal(made, before);
    await assert.rejects(
      cache.read(db, "b", () => Promise.reject(new Error("not now"))),
      /not now/u,
    );
    assert.equal(await cache.read(db, "b", () => Promise.resolve(7)), 7);
  });
});
