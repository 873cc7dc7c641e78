import assert from "node:assert/strict";
import { test } from "node:test";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import {
  countShowings,
  listFilmsFor,
  listShowings,
  notePlays,
  planShowing,
  registerScreen,
} from "#modules/channels/index.ts";
// oxlint-disable-next-line no-restricted-imports -- builders are for tests, and no door leads to them
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { recallVersion } from "#modules/contents/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildOrder, buildOrderWorld, codeOf, statusOf, walkOrder } from "./builders.ts";
import { rateOrder } from "./ratings.ts";
import { assignMember, scheduleVisit } from "./visits.ts";

const dayMs = 86_400_000;
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** A park with two e-stations' screens, a screen elsewhere, and a picture story about a craftsman that is out. */
const open = async (database: TestDatabase) => {
  const server = await startTestServer(database, { now: "2026-11-23T01:00:00Z" });
  const { context, clock } = server;
  const { db, cipher } = context;
  const world = await buildOrderWorld(db, { clock, cipher });
  const park = await buildUnit(db, { parent: world.root, kind: "park" });
  const station = await buildUnit(db, { parent: park, kind: "station" });
  const studio = await buildStudio(context);
  const film = await buildPublished(context, studio, {
    title: "演示劳模的一把锉刀",
    topics: ["scientific-spirit"],
  });
  // A film's file is another test's matter; here it is that screens can play it.
  await db.updateTable("contents").set({ kind: "video" }).where("id", "=", film.contentId).execute();
  const act = { clock, cipher };
  const screen = async (unitId: string, name: string): Promise<string> =>
    (await inTransaction(db, (trx) => registerScreen(trx, act, world.dispatcher, { unitId, name }))).id;
  const screens = {
    hall: await screen(station.id, "演示园区大厅终端"),
    canteen: await screen(park.id, "演示园区食堂终端"),
    elsewhere: await screen(world.station.id, "演示街道终端"),
  };
  const filmsOf = async (screenId: string) =>
    (await listFilmsFor(db, clock.now(), screenId)).map((one) => one.title);
  const play = (screenId: string, showingId: string, times: number, on = toDistrictDate(clock.now())) =>
    inTransaction(db, (trx) => notePlays(trx, clock.now(), { screenId, played: [{ showingId, on, times }] }));
  const shown = async () =>
    (await listShowings(db, clock.now(), { scope: [park.path], page: 1, size: 50 })).rows;
  const plan = (day: string, unitId = park.id) =>
    inTransaction(db, (trx) => planShowing(trx, act, world.dispatcher, { unitId, no: film.contentNo, day }));
  return { server, db, world, park, studio, film, screens, filmsOf, play, shown, plan };
};

databaseSuite("films on screens beside a craftsman's talk", (database) => {
  test("a park orders a craftsman's talk, and the film plays on its screens that week and no other (W-02)", async () => {
    const { server, db, world, park, screens, filmsOf, play, shown } = await open(database());
    await using _server = server;
    const { context, act } = world;
    const { clock } = server;
    const team = await world.newTeam({ team: { areaUnitIds: [park.id] } });
    const orderId = await buildOrder(world, {
      itemCode: "craftsman-story",
      placeUnitId: park.id,
      audience: "worker",
    });
    await walkOrder(world, orderId, "accepted", team);
    const schedule = async (day: string) => {
      const startsAt = new Date(`${day}T10:00:00+08:00`);
      const endsAt = new Date(startsAt.getTime() + 3_600_000);
      await act((trx) => scheduleVisit(trx, context, team.leader, { orderId, startsAt, endsAt }));
    };
    await schedule("2026-11-26");
    assert.deepEqual(
      (await shown()).map((one) => one.weekOn),
      ["2026-11-23"],
    );
    await schedule("2026-12-02");
    const { personId } = team.leader;
    await act((trx) => assignMember(trx, context, team.leader, { orderId, personId }));
    const [showing] = await shown();
    assert.deepEqual(
      [showing?.weekOn, showing?.byOrder],
      ["2026-11-30", true],
      "another time moves the week",
    );
    // The row of the first week is gone, and the ledger's last word on it says so: it is not missed.
    const gone = await world.db
      .selectFrom("audit_entries")
      .select("after_hash")
      .where("record_table", "=", "film_showings")
      .where("record_id", "<>", showing?.id ?? "")
      .where("action", "=", "channels.withdraw_film")
      .execute();
    assert.deepEqual(gone, [{ after_hash: null }]);
    assert.deepEqual(await filmsOf(screens.hall), [], "not this week");

    clock.set("2026-11-30T01:00:00Z");
    assert.deepEqual(await filmsOf(screens.hall), ["演示劳模的一把锉刀"]);
    assert.deepEqual(await filmsOf(screens.canteen), ["演示劳模的一把锉刀"]);
    assert.deepEqual(await filmsOf(screens.elsewhere), []);
    const id = showing?.id ?? "";
    await play(screens.hall, id, 4);
    await play(screens.hall, id, 3);
    await play(screens.elsewhere, id, 50);
    await play(screens.hall, id, 9, "2026-12-05");
    clock.advanceMs(dayMs);
    await play(screens.hall, id, 2);
    const [seen] = await shown();
    assert.equal(seen?.plays, 6, "said twice it counts once; a strange screen and a day ahead count nothing");
    assert.deepEqual(seen.silent, ["演示园区食堂终端"], "the screen that did not play it is named");

    await walkOrder(world, orderId, "done", team);
    const code = await codeOf(world, orderId);
    await act((trx) =>
      rateOrder(trx, context, world.resident, { orderId, stars: 5, comment: undefined, code }),
    );
    assert.equal(await statusOf(world, orderId), "rated");

    clock.set("2026-12-08T01:00:00Z");
    assert.deepEqual(await filmsOf(screens.hall), [], "the week is over");
    assert.equal(await countShowings(server.context), 0, "a screen without a network may still report");
    await play(screens.canteen, id, 5, "2026-12-03");
    clock.set("2026-12-10T01:00:00Z");
    assert.equal(await countShowings(server.context), 1);
    assert.equal(await countShowings(server.context), 0);
    await play(screens.canteen, id, 20, "2026-12-04");
    const facts = await db
      .selectFrom("facts")
      .select(["quantity", "unit_id", "plan_tags"])
      .where("kind", "=", "channels.film_played")
      .where("source_id", "=", id)
      .execute();
    assert.deepEqual(
      facts.map((fact) => [fact.quantity, fact.unit_id, fact.plan_tags]),
      [[11, park.id, ["W-02"]]],
    );
  });

  test("a showing needs something that is out and can play, a week ahead, screens; once for a place and week; a recall takes it off", async () => {
    const { server, db, studio, film, screens, filmsOf, plan, world } = await open(database());
    await using _server = server;
    const text = await buildPublished(server.context, studio, { title: "演示一篇文章" });
    await assert.rejects(
      inTransaction(db, (trx) =>
        planShowing(trx, world.context, world.dispatcher, {
          unitId: world.station.id,
          no: text.contentNo,
          day: "2026-11-25",
        }),
      ),
      refused("channels.film_kind"),
    );
    await assert.rejects(plan("2026-11-20"), refused("channels.film_week"));
    await assert.rejects(plan("2027-11-20"), refused("channels.film_week"));
    await assert.rejects(plan("2026-11-25", world.community.id), refused("channels.film_screens"));
    await plan("2026-11-25");
    await assert.rejects(plan("2026-11-29"), refused("channels.film_known"), "the same week");
    assert.equal((await filmsOf(screens.hall)).length, 1);
    await inTransaction(db, (trx) =>
      recallVersion(trx, server.context, studio.signers.review3, {
        contentId: film.contentId,
        reason: "来源撤回了原来的结论",
      }),
    );
    assert.deepEqual(await filmsOf(screens.hall), []);
  });
});
