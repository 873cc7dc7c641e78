import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { addDays } from "#kernel/clock.ts";
import { setPeriod } from "#modules/occasions/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import {
  activityInput,
  type ActivityWorld,
  buildActivity,
  buildActivityWorld,
  buildHeadCount,
  buildRegistration,
} from "./builders.ts";
import { changeActivity, createActivity } from "./commands.ts";
import { decideHeadCount } from "./head-counts.ts";
import { signInAtDesk } from "./on-site.ts";
import { correctSession, holdSession, reportSession } from "./reporting.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

/** A system with one theme day on for the ten days from today. */
const open = async (database: TestDatabase) => {
  const whole = await startWorld(database);
  const { context, clock } = whole.system;
  const world = await buildActivityWorld(context.db, { clock, cipher: context.cipher });
  const today = toDistrictDate(clock.now());
  await world.act((trx) =>
    setPeriod(trx, context, systemActor("test"), {
      code: "public-science-day",
      startsOn: today,
      endsOn: addDays(today, 9),
      act: "on",
      reason: "演示：当年通知",
    }),
  );
  return { whole, world, edition: `public-science-day.${today.slice(0, 4)}` };
};

/** People who come without a registration, signed in when the session is over, and the session reported. */
const report = async (world: ActivityWorld, sessionId: string, people: number): Promise<void> => {
  await world.act(async (trx) => {
    await signInAtDesk(trx, world.context, world.organiser, {
      id: randomUUID(),
      kind: "in",
      sessionId,
      registrationId: undefined,
      peopleCount: people,
      audience: "elder",
      method: "desk",
      deviceAt: world.clock.now(),
    });
    await holdSession(trx, world.context, world.organiser, sessionId);
    await reportSession(trx, world.context, world.organiser, { sessionId, flagsSeen: true });
  });
};

type Answer = {
  figures: Record<"activities" | "units" | "registered" | "held" | "attended" | "heads", number>;
  rows: { title: string; attended: number; heads: number; headMethodNames: string[]; photos: number }[];
};

databaseSuite("activities under a theme day (B-19)", (database) => {
  test("twenty units hang activities under it: the figures are what was signed in and counted, the facts and the sheet come to the same, and a correction takes its part away", async () => {
    const { whole, world, edition } = await open(database());
    await using system = whole.system;
    const { context } = system;
    const units: BuiltUnit[] = [];
    const sessions: string[] = [];
    let endsAt = world.clock.now();
    for (let at = 1; at <= 20; at += 1) {
      const unit = await buildUnit(context.db, { parent: world.street, kind: "community" });
      units.push(unit);
      const own = { ...world, street: unit };
      const built = await buildActivity(own, {
        activity: { title: `演示子活动 ${at}`, occasion: edition },
      });
      await buildRegistration(own, built.poolId, { peopleCount: 2 });
      sessions.push(built.sessionId);
      endsAt = built.endsAt;
    }
    // Neither a draft, nor what hangs nowhere, is counted.
    await buildActivity(world, { activity: { title: "演示草稿", occasion: edition }, stand: "draft" });
    const apart = await buildActivity(world, { activity: { title: "演示别的活动" } });
    world.clock.set(endsAt);
    for (const [index, sessionId] of sessions.entries()) await report(world, sessionId, index + 1);
    await report(world, apart.sessionId, 25);
    const second = await buildActor(context.db, context, "演示确认人");
    const countId = await buildHeadCount(system, {
      sessionId: sessions[0] ?? "",
      unitId: world.street.id,
      counter: world.organiser,
      people: 340,
    });
    await world.act((trx) =>
      decideHeadCount(trx, world.context, second, { countId, decision: "confirm", reason: undefined }),
    );

    const { root } = whole.places;
    const supervisor = personActor(
      whole.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const read = async (actor = supervisor): Promise<Answer> =>
      (
        await whole.ask(actor, { method: "GET", url: `/api/theme-day-activities?edition=${edition}` })
      ).json<Answer>();
    const { figures, rows } = await read();
    assert.deepEqual(figures, {
      activities: 20,
      units: 20,
      registered: 40,
      held: 20,
      attended: 210,
      heads: 340,
    });
    assert.equal(
      rows.reduce((sum, row) => sum + row.attended, 0),
      figures.attended,
    );
    const stand = rows.find((row) => row.heads > 0);
    assert.deepEqual([stand?.headMethodNames, stand?.photos], [["计数器逐个数"], 1]);

    // The facts that the page leads to are these people and no others.
    const facts = await whole.ask(supervisor, {
      method: "GET",
      url: `/api/facts?planTag=occasion:${edition}&kind=activities.attended&size=200`,
    });
    const listed = facts.json<{ rows: { quantity: number }[]; total: number }>();
    assert.equal(listed.total, 20);
    assert.equal(
      listed.rows.reduce((sum, fact) => sum + fact.quantity, 0),
      210,
    );

    const sheet = await whole.ask(supervisor, {
      method: "GET",
      url: `/api/theme-day-activities/report.xlsx?edition=${edition}`,
    });
    const [head, ...lines] = (await readSheetFile(sheet.rawPayload)).map(({ cells }) => cells);
    assert.deepEqual(head?.slice(0, 9), [
      "单位",
      "活动名称",
      "日期",
      "形式",
      "人群",
      "签到人次",
      "人头数（没有签到）",
      "计数方法",
      "佐证",
    ]);
    assert.equal(lines.length, 20);
    assert.equal(
      lines.reduce((sum, line) => sum + Number(line[5]), 0),
      210,
    );
    assert.match(
      lines.map((line) => line[8]).join("\n"),
      /现场照片 1 张；\S+\/workbench\/activity-sessions\//u,
    );

    // A unit sees its own part.
    const [own] = units;
    assert.ok(own !== undefined);
    const liaison = personActor(
      whole.personId,
      [{ role: "department_liaison", unitId: own.id, unitPath: own.path }],
      "with",
    );
    const part = await read(liaison);
    assert.deepEqual([part.figures.activities, part.figures.attended], [1, 1]);

    await world.act((trx) =>
      correctSession(trx, world.context, world.organiser, {
        sessionId: sessions[19] ?? "",
        reason: "演示：多记了二十个人",
      }),
    );
    const mended = await read();
    assert.deepEqual([mended.figures.attended, mended.figures.held], [190, 19]);
    const listing = await whole.ask(supervisor, { method: "GET", url: "/api/theme-days?size=200" });
    const known = listing.json<{ rows: { key: string; activities: number; unitIds: string[] }[] }>().rows;
    const ownRow = known.find((row) => row.key === edition);
    assert.deepEqual([ownRow?.activities, ownRow?.unitIds.length], [20, 20]);
  });
});

databaseSuite("hanging an activity under a theme day (B-19)", (database) => {
  test("an activity is hung where its dates are, is offered what fits, and stays where it was counted", async () => {
    const { whole, world, edition } = await open(database());
    await using system = whole.system;
    await assert.rejects(
      world.act((trx) =>
        createActivity(trx, world.context, world.organiser, {
          ...activityInput,
          unitId: world.street.id,
          occasion: "innovation-week.2031", // its days wait for a notice
        }),
      ),
      refused("activities.occasion"),
    );
    const { id, sessionId, endsAt } = await buildActivity(world);
    const dispatcher = personActor(
      whole.personId,
      [{ role: "dispatcher", unitId: whole.places.root.id, unitPath: whole.places.root.path }],
      "with",
    );
    const view = async () =>
      (await whole.ask(dispatcher, { method: "GET", url: `/api/activities/${id}` })).json<{
        occasion: { key: string } | null;
        suggestedOccasions: { key: string }[];
      }>();
    const before = await view();
    assert.equal(before.occasion, null);
    assert.equal(before.suggestedOccasions[0]?.key, edition);

    const change = (occasion: string | undefined) =>
      world.act((trx) =>
        changeActivity(trx, world.context, world.organiser, {
          activityId: id,
          input: { ...activityInput, occasion },
        }),
      );
    await change(edition);
    assert.equal((await view()).occasion?.key, edition);

    world.clock.set(endsAt);
    const second = await buildActor(system.context.db, system.context, "演示确认人");
    const countId = await buildHeadCount(system, {
      sessionId,
      unitId: world.street.id,
      counter: world.organiser,
    });
    await change(undefined);
    await change(edition);
    await world.act((trx) =>
      decideHeadCount(trx, world.context, second, { countId, decision: "confirm", reason: undefined }),
    );
    // Its fact carries the theme day: another would leave it behind.
    await assert.rejects(change(undefined), refused("activities.occasion_counted"));
    await change(edition);
  });
});
