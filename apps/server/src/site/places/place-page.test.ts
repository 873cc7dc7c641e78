import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { buildActivity, buildActivityWorld } from "#modules/activities/builders.ts";
import { buildOrderWorld } from "#modules/orders/builders.ts";
import { type NewSeries, startSeries } from "#modules/orders/index.ts";
import { seedCalendar } from "#modules/orders/series/calendar.ts";
import { buildUnit } from "#test/support/builders.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";

programSuite("the page of a place", (database) => {
  test("a place shows its weekly desks and activities, a school's lessons stand nowhere in public, and what is no place is no page (B-17)", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context, clock } = server;
    await seedCalendar(context.db, clock);
    const world = await buildOrderWorld(context.db, { clock, cipher: context.cipher });
    const station = await buildUnit(context.db, {
      parent: world.community,
      kind: "station",
      name: "演示枫林站",
    });
    await context.db
      .updateTable("org_units")
      .set({ phone: "0731-0000001", opening_hours: "周一至周五 9:00–17:00" })
      .where("id", "=", station.id)
      .execute();
    const school = await buildUnit(context.db, { parent: world.street, kind: "school", name: "演示小学" });
    const series = (change: Partial<NewSeries>): NewSeries => ({
      kind: "weekly",
      title: "演示周三手机课堂",
      placeUnitId: world.community.id,
      room: "",
      half: "morning",
      startsOn: "2026-12-02",
      itemCodes: Array.from({ length: 8 }, () => "phone-registration"),
      teamId: world.team.id,
      audience: "elder",
      peopleCount: 12,
      contactName: "演示值班王姐",
      contactPhone: "19900000007",
      keep: [1, 2, 3, 4, 5, 6, 7, 8],
      ...change,
    });
    await world.act((trx) => startSeries(trx, world.context, world.dispatcher, series({})));
    await world.act((trx) =>
      startSeries(
        trx,
        world.context,
        world.dispatcher,
        series({
          kind: "term",
          title: "演示课后科学课",
          placeUnitId: school.id,
          room: "三年级一班",
          audience: "youth",
        }),
      ),
    );
    const activities = await buildActivityWorld(context.db, { clock, cipher: context.cipher });
    await buildActivity(
      { ...activities, community: world.community },
      { activity: { title: "演示血压计讲座" } },
    );
    const elsewhere = await buildActivity(activities, { activity: { title: "演示别处的讲座" } });
    assert.ok(elsewhere.id !== "");

    const get = async (path: string) => server.app.inject({ method: "GET", url: path });
    const page = await get(`/places/${station.id}`);
    assert.equal(page.statusCode, 200);
    for (const words of [
      /演示枫林站/,
      /0731-0000001/,
      /上午：演示周三手机课堂/,
      /教我用手机挂号/,
      /演示血压计讲座/,
    ])
      assert.match(page.body, words);
    assert.equal(
      page.body.match(/演示周三手机课堂/g)?.length,
      4,
      "five weeks ahead: 2, 9, 16 and 23 December",
    );
    assert.doesNotMatch(page.body, /演示别处的讲座|演示值班王姐|19900000007/);
    const lessons = await get(`/places/${school.id}`);
    assert.equal(lessons.statusCode, 200);
    assert.doesNotMatch(lessons.body, /演示课后科学课|三年级一班/);
    for (const id of [randomUUID(), world.street.id])
      assert.equal((await get(`/places/${id}`)).statusCode, 404, "a street is no place to go to");

    const list = await get("/places?kind=station");
    assert.match(list.body, new RegExp(`href="/places/${station.id}"`));
    const sheet = await get(`/places/${station.id}/sheet`);
    assert.match(sheet.body, /tel:07310000001/);
    for (const words of [/教我用手机挂号/, /点单条/, /<svg class="qr"/]) assert.match(sheet.body, words);
    const none = await get(`/places/${school.id}/sheet`);
    assert.deepEqual([none.statusCode, none.headers.location], [303, `/places/${school.id}`]);
  });
});
