import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildBody, buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { endPeriod, setPeriod } from "#modules/occasions/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";

const actor = systemActor("test");

const get = async (server: TestServer, url: string): Promise<string> => {
  const answer = await server.app.inject({ method: "GET", url });
  assert.equal(answer.statusCode, 200, `${url} ${answer.body.slice(0, 300)}`);
  return answer.body;
};

/** What stands in the band of a page; undefined where there is none. */
const bandOf = (page: string): string | undefined =>
  /<section class="now-band".*?<\/section>/su.exec(page)?.[0];

const heatTitle = "三伏天热得睡不着怎么办";

/** Three items: of heat for elders, of heat for workers, of something else for elders. */
const publishItems = async (server: TestServer): Promise<void> => {
  const studio = await buildStudio(server.context);
  const at = { ...buildBody(), topics: ["disaster-risk"] };
  for (const change of [
    { title: heatTitle, audiences: ["elder" as const] },
    { title: "高温下干活先歇一歇", audiences: ["worker" as const] },
    { title: "地震来了先护住头", audiences: ["elder" as const] },
  ])
    await buildPublished(server.context, studio, { ...at, ...change });
};

programSuite("calendar: reminders by season (U-02)", (database) => {
  test("when the clock comes to July the elder home shows heat content, on 1 September no more, without any act", async () => {
    await using server = await startTestServer(database(), { now: "2026-06-30T15:00:00Z" });
    await publishItems(server);
    assert.doesNotMatch(bandOf(await get(server, "/zones/elders")) ?? "", /高温天气/u);

    server.clock.set("2026-06-30T16:00:00Z"); // 1 July in Changsha
    const elder = bandOf(await get(server, "/zones/elders")) ?? "";
    assert.match(elder, /现在：高温天气/u);
    assert.match(elder, /避开最热的几个小时出门/u);
    assert.ok(elder.includes(heatTitle), "heat content for elders");
    assert.ok(!elder.includes("高温下干活"), "an item for workers stands in the elders' band");
    const heat = elder.slice(elder.indexOf("高温天气"), elder.indexOf("现在：汛期"));
    assert.ok(!heat.includes("地震"), "an item that says nothing of heat");
    assert.ok((bandOf(await get(server, "/zones/workers")) ?? "").includes("高温下干活先歇一歇"));
    assert.ok((bandOf(await get(server, "/")) ?? "").includes("现在：高温天气"));

    server.clock.set("2026-08-31T16:00:00Z");
    assert.doesNotMatch(bandOf(await get(server, "/zones/elders")) ?? "", /高温天气/u);
  });

  test("in November a switch brings the heat reminder, ending it takes it away at once", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    await publishItems(server);
    const { context } = server;
    assert.doesNotMatch(bandOf(await get(server, "/zones/elders")) ?? "", /高温/u);
    const id = await inTransaction(context.db, (trx) =>
      setPeriod(trx, context, actor, {
        code: "heat",
        startsOn: "2026-11-23",
        endsOn: "2026-11-30",
        act: "on",
        reason: "演示：反常高温预警",
      }),
    );
    const shown = bandOf(await get(server, "/zones/elders")) ?? "";
    assert.match(shown, /现在：高温天气/u);
    assert.ok(shown.includes(heatTitle));
    await inTransaction(context.db, (trx) =>
      endPeriod(trx, context, actor, { id, reason: "演示：预警解除" }),
    );
    assert.doesNotMatch(bandOf(await get(server, "/zones/elders")) ?? "", /高温/u);
  });
});

programSuite("calendar: page and file (B-19)", (database) => {
  test("the page shows what is on, what comes next and the year by month, and says which days wait for a notice", async () => {
    await using server = await startTestServer(database(), { now: "2026-09-03T01:00:00Z" });
    const page = await get(server, "/calendar");
    const now = page.slice(page.indexOf('id="calendar-now"'), page.indexOf('id="calendar-next"'));
    assert.ok(now.includes("全国科普月") && now.includes("汛期"), "on in September");
    const next = page.slice(page.indexOf('id="calendar-next"'), page.indexOf('id="calendar-year"'));
    assert.ok(next.includes("全国消防日") && !next.includes("全国科普月"));
    const months = page.slice(page.indexOf('id="calendar-year"'), page.indexOf('id="calendar-waiting"'));
    for (const name of ["爱国卫生月", "全国防灾减灾日", "全国科技活动周", "全国科普月"])
      assert.ok(months.includes(name), name);
    assert.match(months, /5月12日/u);
    assert.match(months, /以当年通知为准/u);
    const waiting = page.slice(page.indexOf('id="calendar-waiting"'));
    for (const name of ["双创活动周", "食品安全宣传周", "公众科学日", "全国科普日"])
      assert.ok(waiting.includes(name), name);
    assert.equal([...page.matchAll(/<h1/gu)].length, 1);
    assert.doesNotMatch(page, /<script(?! type="application\/ld\+json")/u);
    const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, "one id twice");
  });

  test("announced days appear on the page and in the file, which another library reads back to the same days", async () => {
    await using server = await startTestServer(database(), { now: "2026-03-01T01:00:00Z" });
    const { context } = server;
    await inTransaction(context.db, (trx) =>
      setPeriod(trx, context, actor, {
        code: "science-week",
        startsOn: "2026-05-23",
        endsOn: "2026-05-30",
        act: "on",
        reason: "演示：当年通知",
      }),
    );
    assert.match(await get(server, "/calendar"), /5月23日（周六）至5月30日（周六）/u);
    const answer = await server.app.inject({ method: "GET", url: "/calendar.ics" });
    assert.match(String(answer.headers["content-type"]), /^text\/calendar; charset=utf-8/u);
    const calendar = new ICAL.Component(ICAL.parse(answer.body));
    const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
    const daysOf = (name: string): readonly string[] =>
      events
        .filter((event) => event.summary === name)
        .map((event) => `${event.startDate.toString()}/${event.endDate.toString()}`);
    assert.ok(daysOf("全国科技活动周").includes("2026-05-23/2026-05-31"), "the end is the day after");
    assert.ok(!daysOf("全国科技活动周").some((days) => days.startsWith("2026-05-18")), "the rule gave way");
    assert.ok(daysOf("冬季用火用电").includes("2026-11-01/2027-03-01"), "over the end of the year");
    assert.deepEqual(daysOf("双创活动周"), []);
    assert.ok(events.every((event) => event.startDate.isDate));
    const uids = events.map((event) => event.uid);
    assert.equal(new Set(uids).size, uids.length);
    assert.ok(
      answer.body.split("\r\n").every((line) => Buffer.byteLength(line) <= 75),
      "RFC 5545, 3.1",
    );
  });
});
