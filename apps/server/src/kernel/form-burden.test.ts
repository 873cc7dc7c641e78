import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import Type from "typebox";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, writeHeaders } from "#test/support/server.ts";
import { type Actor, anonymous, type Role } from "./actor.ts";
import { AppError } from "./errors.ts";
import { claimedSeconds, countFields, formSecondsHeader, secondsSinceShown, weekOf } from "./form-burden.ts";
import { createId } from "./ids.ts";
import type { Module } from "./module.ts";

const reportBody = Type.Object(
  {
    name: Type.String({ title: "名称", minLength: 2 }),
    people: Type.Optional(Type.Integer({ title: "人数" })),
  },
  { additionalProperties: false },
);

/** A module with a form for staff and one for residents, and the same write as JSON. */
const formsModule = (state: { actor: Actor; path: string }): Module => ({
  name: "probe",
  policy: { "probe.report": { allow: ["street_liaison", "supervisor", "helper"], scope: "unit" } },
  messages: { "probe.refused": "这次不行，请改名再试。" },
  actorResolver: () => async () => state.actor,
  routes: (routes) => {
    routes.page({
      url: "/probe/form",
      access: { action: "probe.report" },
      handler: (visit) => {
        visit.authorise(state.path);
        return { title: "表单", main: visit.formKey };
      },
    });
    routes.form({
      url: "/probe/form",
      access: { action: "probe.report" },
      body: reportBody,
      handler: async (visit) => {
        visit.authorise(state.path);
        if (visit.body.name === "坏名")
          throw new AppError("probe.refused", { fields: { name: "probe.refused" } });
        return { redirect: "/probe/form" };
      },
      onRefusal: (_visit, form) => ({ title: "表单", main: JSON.stringify(form) }),
    });
    routes.form({
      url: "/probe/residents",
      access: { allow: "public" },
      body: reportBody,
      handler: async () => ({ redirect: "/probe/form" }),
      onRefusal: (_visit, form) => ({ title: "表单", main: JSON.stringify(form) }),
    });
    routes.write({
      method: "POST",
      url: "/api/probe/report",
      access: { action: "probe.report" },
      summary: "probe",
      body: reportBody,
      response: Type.Object({ ok: Type.Boolean() }),
      handler: async (visit) => {
        visit.authorise(state.path);
        return { ok: true };
      },
    });
  },
});

const start = async (database: TestDatabase, role: Role = "street_liaison") => {
  const unit = await buildUnit(database.db);
  const actor: Actor = {
    kind: "person",
    personId: randomUUID(),
    sessionId: "session",
    secondFactor: true,
    grants: [{ role, unitId: unit.id, unitPath: unit.path }],
  };
  const state: { actor: Actor; path: string } = { actor, path: unit.path };
  const server = await startTestServer(database, { modules: [formsModule(state)] });
  const totals = async () =>
    database.db
      .selectFrom("form_burden_weeks")
      .select(["week_starts_on as week", "form", "forms", "fields", "seconds"])
      .where("unit_id", "=", unit.id)
      .execute();
  const show = async () => /[0-9a-f-]{36}/.exec((await server.app.inject("/probe/form")).body)?.[0] ?? "";
  const send = async (key: string, fields: Record<string, string>, url = "/probe/form") =>
    server.app.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      payload: new URLSearchParams({ ...fields, _key: key }).toString(),
    });
  const write = async (seconds: string | undefined, key?: string) =>
    server.app.inject({
      method: "POST",
      url: "/api/probe/report",
      headers: { ...writeHeaders(key), ...(seconds === undefined ? {} : { [formSecondsHeader]: seconds }) },
      payload: { name: "演示", people: 3 },
    });
  return { server, unit, state, totals, show, send, write };
};

test("weeks begin on Monday in the district, whatever the zone of the machine", () => {
  assert.equal(weekOf(new Date("2026-11-29T15:59:59Z")), "2026-11-23"); // Sunday 23:59 in the district
  assert.equal(weekOf(new Date("2026-11-29T16:00:00Z")), "2026-11-30"); // Monday 00:00
  assert.equal(weekOf(new Date("2027-01-01T04:00:00Z")), "2026-12-28");
});

test("a key that is no moment and a header that is no number are no measurement", () => {
  const now = new Date("2026-11-30T00:01:00Z");
  const shown = createId({ now: () => new Date("2026-11-30T00:00:30Z") });
  assert.equal(secondsSinceShown(shown, 3, now), 30);
  assert.equal(
    secondsSinceShown(shown, 3, new Date("2026-11-30T00:00:00Z")),
    undefined,
    "shown in the future",
  );
  assert.equal(
    secondsSinceShown(shown, 3, new Date("2026-12-02T00:00:00Z")),
    undefined,
    "shown two days ago",
  );
  for (const key of [undefined, "", "a".repeat(32), randomUUID(), 7])
    assert.equal(secondsSinceShown(key, 3, now), undefined);
  for (const header of [undefined, "", "-1", "1.5", "1e3", "9999999", "abc", ["1"]])
    assert.equal(claimedSeconds(header), undefined);
  assert.equal(claimedSeconds("30"), 30);
  assert.equal(claimedSeconds("999999"), 14_400);
  assert.equal(countFields({ a: "", b: 0, c: ["x", "y"], d: { e: "z", f: null }, g: false }), 5);
});

databaseSuite("burden of forms", (database) => {
  test("half a minute of typing into a form without a script is half a minute of the unit's week", async () => {
    const { server, totals, show, send } = await start(database());
    await using _ = server;
    server.clock.set("2026-11-30T01:00:00Z");
    const key = await show();
    server.clock.advanceMs(30_000);
    assert.equal((await send(key, { name: "演示", people: "3" })).statusCode, 303);
    assert.deepEqual(await totals(), [
      { week: "2026-11-30", form: "probe.report", forms: 1, fields: 2, seconds: 30 },
    ]);
    // The same form sent again by a double click is no second form.
    await send(key, { name: "演示", people: "3" });
    assert.equal((await totals())[0]?.forms, 1);
    // A form of two answers left open over lunch asked for two minutes at most.
    const second = await show();
    server.clock.advanceMs(3_600_000);
    await send(second, { name: "演示", people: "3" });
    assert.deepEqual(await totals(), [
      { week: "2026-11-30", form: "probe.report", forms: 2, fields: 4, seconds: 150 },
    ]);
  });

  test("the workbench's own measurement counts once a key; without one an act is no form", async () => {
    const { server, totals, write } = await start(database());
    await using _ = server;
    const key = randomUUID();
    await write("42", key);
    await write("42", key);
    await write(undefined);
    await write("forged");
    const [week] = await totals();
    assert.deepEqual([week?.forms, week?.fields, week?.seconds], [1, 2, 42]);
  });

  test("residents, helpers and refused forms add nothing", async () => {
    const { server, state, totals, show, send } = await start(database());
    await using _ = server;
    const key = await show();
    server.clock.advanceMs(30_000);
    assert.equal((await send(key, { name: "坏名" })).statusCode, 422);
    assert.equal((await send(key, { name: "演示" }, "/probe/residents")).statusCode, 303);
    state.actor = anonymous;
    assert.equal((await send(createId(server.clock), { name: "演示" }, "/probe/residents")).statusCode, 303);
    assert.deepEqual(await totals(), []);
    const helper = await start(database(), "helper");
    await using __ = helper.server;
    assert.equal((await helper.write("42")).statusCode, 200);
    assert.deepEqual(await helper.totals(), []);
  });

  test("it is the actor's own unit that was asked, also for a record below it", async () => {
    const { server, unit, state, totals, write } = await start(database(), "supervisor");
    await using _ = server;
    const below = await buildUnit(database().db, { parent: unit, kind: "community" });
    state.path = below.path;
    await write("10");
    assert.equal((await totals())[0]?.seconds, 10);
    const rows = await database()
      .db.selectFrom("form_burden_weeks")
      .selectAll()
      .where("unit_id", "=", below.id)
      .execute();
    assert.deepEqual(rows, []);
  });

  test("fifty forms at once lose no second", async () => {
    const { server, totals, write } = await start(database());
    await using _ = server;
    const answers = await Promise.all(Array.from({ length: 50 }, async () => write("7")));
    assert.ok(answers.every(({ statusCode }) => statusCode === 200));
    const [week] = await totals();
    assert.deepEqual([week?.forms, week?.seconds], [50, 350]);
  });

  test("nothing that is kept could name a person, a record or a time of day", async () => {
    const { rows } = await database().pool.query<{ name: string; type: string }>(
      "select column_name as name, data_type as type from information_schema.columns where table_name = 'form_burden_weeks' order by ordinal_position",
    );
    assert.deepEqual(
      rows.map(({ name, type }) => `${name} ${type}`),
      [
        "unit_id uuid",
        "week_starts_on date",
        "form text",
        "forms integer",
        "fields integer",
        "seconds integer",
      ],
    );
  });
});
