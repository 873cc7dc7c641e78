import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { buildActivity, buildActivityWorld, buildRegistration } from "#modules/activities/builders.ts";
import { addDays } from "#kernel/clock.ts";
import { setPeriod } from "#modules/occasions/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";

programSuite("calendar: activities under a theme day (B-19)", (database) => {
  test("they stand on the calendar with the places left, on their own list, and in the file that phones subscribe to", async () => {
    await using server = await startTestServer(database(), { now: "2026-09-03T01:00:00Z" });
    const { context, clock } = server;
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
    const edition = "public-science-day.2026";
    const { poolId, sessionId } = await buildActivity(world, {
      activity: { title: "演示开放日：看机器人", occasion: edition },
    });
    await buildActivity(world, { activity: { title: "演示：不在主题日里" } });
    await buildActivity(world, { activity: { title: "演示：还是草稿", occasion: edition }, stand: "draft" });
    const get = async (url: string): Promise<string> => {
      const answer = await server.app.inject({ method: "GET", url });
      assert.equal(answer.statusCode, 200, `${url} ${answer.body.slice(0, 300)}`);
      return answer.body;
    };
    await buildRegistration(world, poolId, { peopleCount: 3 });
    const first = await get("/calendar");
    const list = /<ul class="calendar__activities".*?<\/ul>/su.exec(first)?.[0] ?? "";
    assert.ok(list.includes("演示开放日：看机器人") && list.includes("还有 7 个位子"), list);
    assert.ok(!first.includes("不在主题日里") && !first.includes("还是草稿"));
    assert.ok(first.includes(`/activities?occasion=${edition}`));
    await buildRegistration(world, poolId, { peopleCount: 2 });
    assert.ok((await get("/calendar")).includes("还有 5 个位子"), "at once, not from what was kept");

    const own = await get(`/activities?occasion=${edition}`);
    assert.match(own, /<h1>公众科学日（2026年）的活动<\/h1>/u);
    assert.ok(own.includes("看机器人") && !own.includes("不在主题日里"));
    assert.ok(
      own.includes(`/activities?for=youth&amp;occasion=${edition}`),
      "the tabs stay with the theme day",
    );
    const none = await server.app.inject({ method: "GET", url: "/activities?occasion=innovation-week.2026" });
    assert.equal(none.statusCode, 404);

    const calendar = new ICAL.Component(ICAL.parse(await get("/calendar.ics")));
    const event = calendar
      .getAllSubcomponents("vevent")
      .find((one) => one.getFirstPropertyValue("summary") === "演示开放日：看机器人");
    assert.equal(event?.getFirstPropertyValue("categories"), "公众科学日");
    assert.match(String(event?.getFirstPropertyValue("uid")), new RegExp(`^activity-${sessionId}@`, "u"));
  });
});
