import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildOrder, buildOrderWorld, type OrderWorld, statusOf, walkOrder } from "../builders.ts";
import { missVisit, substituteTeam } from "../visits.ts";
import { lockOrder } from "../order-writes.ts";
import { readCalendarFile } from "./calendar-file.ts";
import { describeDays, leaveOutHolidays, readYear, replaceYear, seedCalendar } from "./calendar.ts";
import { statutoryDays } from "./statutory-days.ts";
import { endSeries, generateAll, generateOrders, type NewSeries, startSeries } from "./commands.ts";
import { previewSeries } from "./preview.ts";
import { listCoverage, listOccurrences, listSeries } from "./queries.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};
const openWorld = async (database: TestDatabase): Promise<OrderWorld> => {
  await seedCalendar(database.db, createTestClock("2026-11-23T01:00:00Z"));
  return buildOrderWorld(database.db, { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher });
};
const desk = (world: OrderWorld, change: Partial<NewSeries> = {}): NewSeries => ({
  kind: "weekly",
  title: "周三手机课堂",
  placeUnitId: world.community.id,
  room: "",
  half: "morning",
  startsOn: "2026-12-02",
  itemCodes: Array.from({ length: 8 }, () => "phone-registration"),
  teamId: world.team.id,
  audience: "elder",
  peopleCount: 12,
  contactName: "站点值班",
  contactPhone: undefined,
  keep: [1, 2, 3, 4, 5, 6, 7, 8],
  ...change,
});
const start = (world: OrderWorld, input: NewSeries): Promise<string> =>
  world.act((trx) => startSeries(trx, world.context, world.dispatcher, input));

databaseSuite("standing orders", (database) => {
  test("a weekly desk of 8 weeks becomes orders five weeks ahead, each offered to its team, once whoever generates; a no-show is replaced (E-07)", async () => {
    const world = await openWorld(database());
    const id = await start(world, desk(world));
    const made = await Promise.all([
      world.act((trx) => generateOrders(trx, world.context, world.dispatcher, id)),
      generateAll({ db: world.db, ...world.context }),
      generateAll({ db: world.db, ...world.context }),
    ]);
    assert.equal(
      made.reduce((sum, one) => sum + one, 0),
      4,
      "2, 9, 16 and 23 December",
    );
    const rows = await listOccurrences(world.db, id);
    assert.deepEqual(
      rows.map((row) => row.status),
      [...Array<string>(4).fill("ordered"), ...Array<string>(4).fill("planned")],
    );
    assert.ok(rows.slice(0, 4).every((row) => row.orderStatus === "dispatched"));
    world.clock.set("2026-12-24T01:00:00Z");
    assert.equal(await generateAll({ db: world.db, ...world.context }), 4);
    const last = (await listOccurrences(world.db, id)).at(-1);
    assert.equal(last?.day, "2027-01-20");
    const orderId = last?.orderId ?? "";
    await walkOrder(world, orderId, "scheduled");
    await world.act(async (trx) =>
      missVisit(trx, world.context, world.dispatcher, {
        order: await lockOrder(trx, orderId),
        reason: "到点没有人来",
      }),
    );
    const other = await world.newTeam();
    const startsAt = new Date(world.clock.now().getTime() + 3_600_000);
    await world.act((trx) =>
      substituteTeam(trx, world.context, world.dispatcher, {
        orderId,
        teamId: other.id,
        reason: "电话里说好马上到",
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3_600_000),
      }),
    );
    assert.equal(await statusOf(world, orderId), "substituted");
    const [series] = await listSeries(world.db, [world.street.path]);
    assert.equal(series?.counts.ordered, 8);
  });

  test("a school fills 12 weeks in one flow: holidays, the room, other orders and what no team can do are shown before anything is written (Y-11)", async () => {
    const world = await openWorld(database());
    const school = await buildUnit(world.db, { parent: world.street, kind: "school" });
    await buildOrder(world, { wantedOn: "2026-12-04", wantedHalf: "afternoon" });
    const term = desk(world, {
      kind: "term",
      title: "周五科学社",
      placeUnitId: school.id,
      room: "301",
      half: "afternoon",
      startsOn: "2026-12-04",
      itemCodes: Array.from({ length: 12 }, (_, week) =>
        week % 2 === 0 ? "stars-talk" : "science-experiment",
      ),
      teamId: undefined,
      audience: "youth",
      keep: [],
    });
    const seen = await previewSeries(world.db, world.context, { ...term, now: world.clock.now() });
    assert.equal(seen.length, 12);
    const holiday = seen.find((one) => one.day === "2027-01-01");
    assert.deepEqual(
      holiday?.clashes.map((clash) => clash.text),
      ["元旦放假"],
    );
    const free = seen.filter((one) => one.clashes.length === 0).map((one) => one.no);
    assert.equal(free.length, 10, "new year and 春节 are holidays");
    const id = await start(world, { ...term, keep: free });
    const rows = await listOccurrences(world.db, id);
    assert.equal(rows.filter((row) => row.status === "planned").length, 10);
    assert.ok(
      rows.filter((row) => row.status === "skipped").every((row) => /放假/u.test(row.skipReason ?? "")),
    );
    const again = await previewSeries(world.db, world.context, { ...term, now: world.clock.now() });
    assert.match(again[0]?.clashes[0]?.text ?? "", /同一地点同一时间已有“周五科学社”/u);
    await assert.rejects(start(world, { ...term, keep: [1] }), refused("orders.series_clash"));
    await assert.rejects(start(world, { ...term, keep: [] }), refused("orders.series_none"));
    await world.act((trx) => generateOrders(trx, world.context, world.dispatcher, id));
    const board = await listOccurrences(world.db, id);
    assert.ok(
      board.some((row) => row.orderStatus === "screened"),
      "without a team of its own it waits on the board",
    );
  });

  test("two who plan one room at the same moment: one has it, twenty times; without the index both would", async () => {
    const world = await openWorld(database());
    for (let round = 0; round < 20; round += 1) {
      const place = await buildUnit(world.db, { parent: world.street, kind: "school" });
      const input = desk(world, {
        placeUnitId: place.id,
        teamId: undefined,
        itemCodes: ["stars-talk"],
        keep: [1],
      });
      const results = await Promise.allSettled([start(world, input), start(world, input)]);
      assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
    }
    await world.db.schema.dropIndex("standing_occurrences_one_room").execute();
    try {
      let doubled = 0;
      for (let round = 0; round < 20 && doubled === 0; round += 1) {
        const place = await buildUnit(world.db, { parent: world.street, kind: "school" });
        const input = desk(world, {
          placeUnitId: place.id,
          teamId: undefined,
          itemCodes: ["stars-talk"],
          keep: [1],
        });
        const results = await Promise.allSettled([start(world, input), start(world, input)]);
        if (results.every((result) => result.status === "fulfilled")) doubled += 1;
      }
      assert.equal(doubled, 1, "the control must fail");
    } finally {
      await world.db.deleteFrom("standing_occurrences").execute();
      await sql`create unique index standing_occurrences_one_room on standing_occurrences (place_unit_id, room, on_day, half)
        where status <> 'skipped'`.execute(world.db);
    }
  });

  test("a series that ends leaves out what is no order yet, and its orders go on", async () => {
    const world = await openWorld(database());
    const id = await start(world, desk(world));
    await world.act((trx) => generateOrders(trx, world.context, world.dispatcher, id));
    await world.act((trx) =>
      endSeries(trx, world.context, world.dispatcher, { standingId: id, reason: "站点装修，暂停" }),
    );
    const rows = await listOccurrences(world.db, id);
    assert.equal(rows.filter((row) => row.skipReason === "站点装修，暂停").length, 4);
    assert.equal(rows.filter((row) => row.status === "ordered").length, 4);
    assert.equal(await world.act((trx) => generateOrders(trx, world.context, world.dispatcher, id)), 0);
  });

  test("schools without a visit this year come first, each with its last visit (Y-02)", async () => {
    const world = await openWorld(database());
    const names: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      const school = await buildUnit(world.db, { parent: world.street, kind: "school" });
      names.push(school.name);
      if (index === 0) {
        const id = await start(
          world,
          desk(world, { placeUnitId: school.id, itemCodes: ["stars-talk"], keep: [1] }),
        );
        await world.act((trx) => generateOrders(trx, world.context, world.dispatcher, id));
        const [row] = await listOccurrences(world.db, id);
        await walkOrder(world, row?.orderId ?? "", "done");
      }
    }
    const rows = (await listCoverage(world.db, [world.street.path], "2026-12-31")).filter((row) =>
      names.includes(row.name),
    );
    assert.deepEqual(
      rows.map((row) => [row.name, row.thisYear]),
      [
        [names[1], 0],
        [names[0], 1],
      ],
    );
    assert.ok(rows[1]?.lastOn?.startsWith("2026-"));
  });

  test("a promised time leaves holidays out; another year's notice replaces the days", async () => {
    const day = (text: string): Date => new Date(text);
    assert.equal(
      leaveOutHolidays(
        day("2026-10-01T01:00:00Z"),
        day("2026-09-30T01:00:00Z"),
        new Set(["2026-10-01", "2026-10-02"]),
      ).toISOString(),
      "2026-10-03T01:00:00.000Z",
    );
    const world = await openWorld(database());
    await world.act((trx) =>
      replaceYear(trx, world.clock, {
        year: 2026,
        source: "演示通知",
        days: [{ day: "2026-11-24", name: "演示放假", kind: "holiday" }],
      }),
    );
    const id = await buildOrder(world);
    const { due_at: due } = await world.db
      .selectFrom("orders")
      .select("due_at")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(due?.toISOString(), "2026-11-25T01:00:00.000Z");
    await world.db.deleteFrom("calendar_days").execute();
    await world.db.deleteFrom("calendar_years").execute();
    await seedCalendar(world.db, world.clock);
  });

  test("a year whose notice was not read in has its weekends and the statutory days, and says so; a file replaces it row by row or not at all", async () => {
    const world = await openWorld(database());
    const before = await readYear(world.db, 2027);
    assert.equal(before.source, null);
    // 除夕 and three days of 2027 (2027-02-06 is 正月初一), not the notice's longer holiday.
    assert.deepEqual(
      before.days.filter((one) => one.name === "春节").map((one) => one.day),
      ["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"],
    );
    const week = await describeDays(world.db, { from: "2027-02-05", to: "2027-02-13" });
    assert.deepEqual(
      week.map((one) => one.kind),
      ["holiday", "holiday", "holiday", "holiday", "weekday", "weekday", "weekday", "weekday", "weekend"],
    );
    assert.ok(week.every((one) => one.from === "statutory"));
    assert.match((await readYear(world.db, 2026)).source ?? "", /2026年部分节假日安排/u);

    const sheet = (text: string) => readCalendarFile(Buffer.from(text));
    const wrong = await sheet(
      "日期,名称,安排\n2027-02-05,春节,放假\n2027-02-30,春节,放假\n2027/2/5,春节,放假\n2028-01-01,元旦,放假\n2027-02-10,春节,上班\n2027-02-13,春节,补课\n",
    );
    assert.deepEqual(
      wrong.rows.map((row) => `${row.line} ${row.sentence}`),
      [
        "2 2027-02-05 春节放假",
        "3 日期“2027-02-30”读不懂，请写成 2027-02-05。",
        "4 2027-02-05 写了两次，请留一行。",
        "5 2028-01-01 不在 2027 年，一个文件只放一年。",
        "6 2027-02-10 本来就是工作日，“上班”只写周末调休的日子。",
        "7 安排“补课”读不懂，请写“放假”或“上班”。",
      ],
    );
    await assert.rejects(
      sheet("名字\n春节\n"),
      (error) => error instanceof AppError && error.code === "orders.calendar_file",
    );
    const right = await sheet("日期,名称,安排\n2027年2月5日,春节,放假\n2027-02-13,春节调休,上班\n");
    await world.act((trx) =>
      replaceYear(trx, world.clock, { year: right.year, source: "演示通知", days: right.days }),
    );
    const after = await describeDays(world.db, { from: "2027-02-05", to: "2027-02-13" });
    assert.deepEqual([after[0]?.kind, after[1]?.kind, after[8]?.kind], ["holiday", "weekend", "workday"]);
    assert.ok(after.every((one) => one.from === "notice"));
    await world.db.deleteFrom("calendar_days").execute();
    await world.db.deleteFrom("calendar_years").execute();
    await seedCalendar(world.db, world.clock);
  });

  test("the statutory days of 2025 are those on which the notice of 2025 is built", () => {
    assert.deepEqual(
      statutoryDays(2025).map((one) => one.day.slice(5)),
      [
        "01-01",
        "01-28",
        "01-29",
        "01-30",
        "01-31",
        "04-04",
        "05-01",
        "05-02",
        "05-31",
        "10-06",
        "10-01",
        "10-02",
        "10-03",
      ],
    );
    assert.deepEqual(
      statutoryDays(2045).map((one) => one.name),
      ["元旦", "清明节", "劳动节", "劳动节", "国庆节", "国庆节", "国庆节"],
    );
  });
});
