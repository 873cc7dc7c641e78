import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type PersonActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { addFormBurden } from "#kernel/form-burden.ts";
import { buildUnit, type BuiltUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld, type World } from "#test/support/whole-system.ts";
import { writeHeaders } from "#test/support/server.ts";
import { setBurdenLimit } from "./commands.ts";
import { limitsOf, listBurdens, sumBurden, toWeeks } from "./queries.ts";

const supervisorAt = (world: World, unit: BuiltUnit): PersonActor => {
  const actor = personActor(
    world.personId,
    [{ role: "supervisor", unitId: unit.id, unitPath: unit.path }],
    "with",
  );
  assert.ok(actor.kind === "person");
  return actor;
};

const add = async (
  { system }: World,
  unit: BuiltUnit,
  sent: { seconds: number; form?: string; at?: string },
) =>
  inTransaction(system.context.db, async (trx) =>
    addFormBurden(trx, {
      unitId: unit.id,
      at: sent.at === undefined ? system.clock.now() : new Date(sent.at),
      form: sent.form ?? "orders.screen",
      fields: 3,
      seconds: sent.seconds,
    }),
  );

databaseSuite("burdens", (database) => {
  let world: World;
  before(async () => {
    world = await startWorld(database());
  });
  after(async () => world[Symbol.asyncDispose]());

  test("minutes by unit and week stand beside the limit that holds there", async () => {
    const { db, clock, cipher } = world.system.context;
    world.system.clock.set("2026-11-30T01:00:00Z");
    const street = await buildUnit(db, { name: "演示负担街道" });
    const community = await buildUnit(db, { parent: street, kind: "community" });
    await add(world, street, { seconds: 61 });
    await add(world, street, { seconds: 600, form: "teams.decide" });
    await add(world, community, { seconds: 59 });
    await add(world, street, { seconds: 60, at: "2026-11-20T01:00:00Z" });
    const set = async (unit: BuiltUnit, minutes: number) =>
      inTransaction(db, async (trx) =>
        setBurdenLimit(trx, { clock, cipher }, supervisorAt(world, world.places.root), {
          unitId: unit.id,
          minutes,
          reason: "演示：减负",
        }),
      );
    assert.equal((await limitsOf(db, [street.id])).size, 0);
    await set(street, 40);
    world.system.clock.advanceMs(1000);
    await set(street, 10);
    await set(community, 2);
    const weeks = toWeeks(clock, {});
    assert.deepEqual(weeks, { from: "2026-11-09", to: "2026-11-30" });
    const rows = await listBurdens(db, { ...weeks, scope: [street.path] });
    assert.deepEqual(
      rows.map(({ unitId, week, minutes, limitMinutes, over, forms }) => ({
        at: unitId === street.id ? "street" : "community",
        week,
        minutes,
        limitMinutes,
        over,
        forms,
      })),
      [
        { at: "street", week: "2026-11-30", minutes: 12, limitMinutes: 10, over: true, forms: 2 },
        { at: "community", week: "2026-11-30", minutes: 1, limitMinutes: 2, over: false, forms: 1 },
        { at: "street", week: "2026-11-16", minutes: 1, limitMinutes: 10, over: false, forms: 1 },
      ],
    );
    assert.deepEqual(await sumBurden(db, { scope: [street.path], week: "2026-11-30" }), {
      minutes: 12,
      forms: 3,
      units: 2,
      over: 1,
    });
  });

  test("a supervisor reads which forms ask most and sets a limit; that act is a form of his own unit", async () => {
    const street = await buildUnit(world.system.context.db);
    const actor = supervisorAt(world, street);
    await add(world, street, { seconds: 90 });
    await add(world, street, { seconds: 30 });
    const forms = await world.ask(actor, { method: "GET", url: `/api/burden-forms?unit=${street.id}` });
    assert.deepEqual(forms.json().rows, [
      {
        form: "orders.screen",
        formName: "站点受理",
        units: 1,
        forms: 2,
        fields: 6,
        seconds: 120,
        minutes: 2,
        secondsEach: 60,
      },
    ]);
    const set = await world.ask(actor, {
      method: "POST",
      url: "/api/burden-limits",
      headers: { ...writeHeaders(), "x-form-seconds": "20" },
      payload: { unitId: street.id, minutes: 15, reason: "演示：减负" },
    });
    assert.equal(set.statusCode, 200, set.body);
    const limits = await world.ask(actor, { method: "GET", url: "/api/burden-limits" });
    assert.deepEqual(
      limits.json().rows.map((row: { minutes: number; unitId: string }) => [row.minutes, row.unitId]),
      [[15, street.id]],
    );
    const burdens = await world.ask(actor, { method: "GET", url: "/api/burdens" });
    assert.equal(burdens.json().rows[0].seconds, 140);
  });

  test("weeks the wrong way round and a century are refused with a sentence", async () => {
    const actor = supervisorAt(world, world.places.street);
    for (const [query, words] of [
      ["from=2026-11-30&to=2026-11-01", /对调/],
      ["from=1990-01-01&to=2026-11-01", /最多看 53 周/],
    ] as const) {
      const answer = await world.ask(actor, { method: "GET", url: `/api/burdens?${query}` });
      assert.equal(answer.statusCode, 422);
      assert.match(answer.body, words);
    }
  });
});
