// Activities in Chromium on a fresh demonstration district: registering on a phone without JavaScript, waiting, being asked;
// signing in on site with the network cut, the tab killed and the clock two hours off; the report becomes facts.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  addSession,
  changeSession,
  createActivity,
  publishActivity,
  type SessionInput,
  turnRegistration,
} from "#modules/activities/index.ts";
import {
  acceptOffer,
  assignMember,
  dispatchOrder,
  readOrderCode,
  finishVisit,
  scheduleVisit,
  signOut,
  screenOrder,
  submitOrder,
} from "#modules/orders/index.ts";
import { listTeamsOf } from "#modules/teams/index.ts";
import { openPage } from "./support/browser.ts";
import { staffOf } from "./support/desk.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";
import { type Network, openNetwork } from "./support/network.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const communityOf = async ({ system }: District, unitId: string): Promise<string> => {
  const found = await system.context.db
    .selectFrom("org_units as unit")
    .innerJoin("org_units as above", (join) => join.on("above.id", "=", unitId))
    .select("unit.id")
    .where("unit.kind", "=", "community")
    .whereRef("unit.path", "<@", "above.path")
    .orderBy("unit.path")
    .executeTakeFirstOrThrow();
  return found.id;
};

/** The commands' surroundings at another time: what was agreed earlier. */
const earlier = ({ system }: District, backMs: number) => {
  const { context } = system;
  return { ...context, clock: createTestClock(new Date(context.clock.now().getTime() - backMs)) };
};

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).first().click();

/** Fills in the form of one session and sends it; the registration's page follows. */
const registerAs = async (page: Page, address: string, phone: string, people: number): Promise<string> => {
  await page.goto(address);
  await page.getByLabel("怎么称呼").fill("演示居民");
  await page.getByLabel("电话").fill(phone);
  await page.getByLabel("一共几个人来").fill(String(people));
  await page.locator("form button[type=submit]").last().click();
  await page.waitForURL(/\/activities\/registrations\/[0-9A-Z]{10}/u);
  return /registrations\/([0-9A-Z]{10})/u.exec(page.url())?.[1] ?? "";
};

/** A device whose clock is off from now on, for each page that is opened. */
const skewClock = async (page: Page, byMs: number): Promise<void> => {
  await page.context().addInitScript((shift) => {
    const Real = Date;
    class Shifted extends Real {
      constructor(...parts: [] | [number]) {
        if (parts.length === 0) super(Real.now() + shift);
        else super(parts[0]);
      }
      static override now(): number {
        return Real.now() + shift;
      }
    }
    globalThis.Date = Shifted as DateConstructor; // what the page uses of it is here
  }, byMs);
};

/** The page on site again, after the tab was closed; nothing but what the device kept. */
const reopen = async (page: Page, network: Network): Promise<Page> => {
  const { context } = { context: page.context() };
  await page.close();
  const opened = await context.newPage();
  await opened.goto(`${network.url}/on-site`);
  return opened;
};

test("a place on a phone without JavaScript, the waiting list, and signing in with the network cut, the tab killed and the clock off: the report is a fact", async () => {
  const district = await openDistrict();
  const { context } = district.system;
  const organiser = await staffOf(district, "dispatcher");
  const placeUnitId = await communityOf(district, (await staffOf(district, "street_liaison")).unitId);
  const title = `离线签到演示课 ${Date.now() % 100_000}`;
  const now = context.clock.now().getTime();
  const session = (startsAt: number, endsAt: number): SessionInput => ({
    placeUnitId,
    address: "演示路 6 号",
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    seats: { capacity: 2, groupLimit: 2, closesAt: new Date(startsAt) },
  });
  const sessionId = await inTransaction(context.db, async (trx) => {
    const activityId = await createActivity(trx, context, organiser, {
      title,
      about: "看没有网的地方怎么签到。",
      kind: "lesson",
      entry: "institution",
      topic: "health",
      audiences: ["elder"],
      teamId: undefined,
      expertId: undefined,
      phone: undefined,
      occasion: undefined,
      pillars: undefined,
      minors: false,
      unitId: organiser.unitId,
    });
    const id = await addSession(trx, context, organiser, {
      ...session(now + 2 * hourMs, now + 3 * hourMs),
      activityId,
    });
    await publishActivity(trx, context, organiser, { activityId });
    await turnRegistration(trx, context, organiser, { activityId, event: "open" });
    return id;
  });

  await using first = await openPage({ url: district.url, width: 360, javaScript: "off" });
  await first.page.goto("/activities");
  await first.page.getByRole("link", { name: title }).first().click();
  const address = (await first.page.getByRole("link", { name: /^报名/u }).getAttribute("href")) ?? "";
  await registerAs(first.page, address, "19900007701", 2);
  await first.page.getByText("报上名了").waitFor();
  await using second = await openPage({
    url: district.url,
    width: 360,
    javaScript: "off",
    mode: { elder: true },
  });
  const code = await registerAs(second.page, address, "19900007702", 1);
  await second.page.getByText("您排在第一位").waitFor();
  await press(first.page, "来不了，取消报名");
  await first.page.getByText("您取消了这个报名").waitFor();
  await second.page.goto(`/activities/registrations?code=${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`);
  await press(second.page, "要，我们来");
  await second.page.getByText("报上了", { exact: true }).waitFor();

  // The hour has come: the session was moved, as an organiser may, so that the journey need not wait for it.
  const endsAt = Date.now() + 60_000;
  await inTransaction(context.db, (trx) =>
    changeSession(trx, earlier(district, dayMs), organiser, {
      sessionId,
      input: session(Date.now() - 10 * minuteMs, endsAt),
    }),
  );
  await using network = await openNetwork(district.url);
  await using desk = await openPage({ url: network.url, width: 360 });
  let { page } = desk;
  await signInAs(page, district, "demo.dispatcher");
  await page.goto(`${network.url}/on-site`);
  await page.getByRole("heading", { name: title }).waitFor();
  await page.locator("html[data-on-site-kept=yes]").waitFor({ state: "attached" });
  network.cut();
  await skewClock(page, -2 * hourMs);
  page = await reopen(page, network);
  const box = page.getByRole("region", { name: title });
  // A scanner types the whole address of the code.
  await box.getByLabel("报名码").fill(`${district.url}/activities/registrations/${code}`);
  await box.getByRole("button", { name: "按报名码签到" }).click();
  await box.getByText("演***签好了，1 人").waitFor();
  await box.getByLabel("报名码").fill(code);
  await box.getByRole("button", { name: "按报名码签到" }).click();
  await box.getByText("演***已经签过了").waitFor();
  await page.getByText("现在没有网").waitFor();
  page = await reopen(page, network);
  const again = page.getByRole("region", { name: title });
  await again.getByText("存在手机里，等着传").waitFor();
  await again.getByLabel("没报名来了几个人").fill("3");
  await again.getByRole("button", { name: "记没报名来的人" }).click();
  await again.getByText("这台手机签了 4 人").waitFor();
  network.restore();
  page = await reopen(page, network);
  await page.getByText("都传好了").waitFor();
  const lines = await context.db
    .selectFrom("on_site_events")
    .selectAll()
    .where("session_id", "=", sessionId)
    .orderBy("judged_at")
    .execute();
  assert.deepEqual(
    lines.map((line) => [line.method, line.people_count, line.outcome]),
    [
      ["scan", 1, "counted"],
      ["walk_in", 3, "counted"],
    ],
  );
  for (const line of lines) {
    assert.ok(line.flags.includes("clock_changed") && line.flags.includes("clock_skewed"));
    // Both times are kept, and the judged one is right.
    assert.ok(Math.abs(line.judged_at.getTime() - line.device_at.getTime() - 2 * hourMs) < minuteMs);
    assert.ok(line.judged_at <= line.received_at);
  }

  await page.close();
  await using office = await openPage({ url: district.url });
  await signInAs(office.page, district, "demo.dispatcher");
  await office.page.waitForTimeout(Math.max(0, endsAt - Date.now() + 1_000));
  await office.page.goto(`/workbench/activity-sessions/${sessionId}`);
  await office.page.getByRole("button", { name: "这一场办完了" }).click();
  await office.page.getByRole("dialog").getByRole("button", { name: "这一场办完了" }).click();
  await office.page.getByRole("dialog").waitFor({ state: "detached" });
  await office.page.getByRole("button", { name: "上报人数" }).click();
  await office.page.getByRole("dialog").getByRole("checkbox").check();
  await office.page.getByRole("dialog").getByRole("button", { name: "上报人数" }).click();
  await office.page.getByRole("dialog").waitFor({ state: "detached" });
  await office.page.getByText("已上报", { exact: true }).first().waitFor();
  const facts = await context.db
    .selectFrom("facts")
    .select(["kind", "quantity", "plan_tags"])
    .where("source_id", "=", sessionId)
    .where("kind", "=", "activities.attended")
    .execute();
  assert.equal(
    facts.reduce((sum, fact) => sum + fact.quantity, 0),
    4,
  );
  assert.ok(facts.every((fact) => fact.plan_tags.includes("entry:institution")));
  assert.deepEqual([...first.problems, ...second.problems, ...office.problems], []);
});

test("a volunteer signs in at an order's visit with the network cut and the tab killed; with the network back the visit is under way", async () => {
  const district = await openDistrict();
  const { context } = district.system;
  const dispatcher = await staffOf(district, "dispatcher");
  const volunteer = await staffOf(district, "volunteer");
  const [team] = (await listTeamsOf(context.db, volunteer.personId)).filter(
    (one) => one.leaderPersonId === volunteer.personId,
  );
  assert.ok(team !== undefined);
  const past = earlier(district, 3 * dayMs);
  const startsAt = new Date(Math.floor((Date.now() - 10 * minuteMs) / minuteMs) * minuteMs);
  const { orderId, code } = await inTransaction(context.db, async (trx) => {
    const made = await submitOrder(trx, past, dispatcher, {
      itemCode: "phone-registration",
      details: "演示：没有网的活动室",
      audience: "elder",
      placeUnitId: await communityOf(district, volunteer.unitId),
      address: "演示路 9 号",
      peopleCount: 3,
      wantedOn: new Date(Date.now() + 8 * hourMs).toISOString().slice(0, 10),
      wantedHalf: "morning",
      contactName: "演示居民",
      contactPhone: "19900007703",
      requesterPersonId: undefined,
      channel: "phone",
    });
    await screenOrder(trx, past, dispatcher, { orderId: made.id });
    await dispatchOrder(trx, past, dispatcher, { orderId: made.id, mode: "direct", teamId: team.id });
    await acceptOffer(trx, past, volunteer, { orderId: made.id, teamId: team.id });
    await scheduleVisit(trx, past, volunteer, {
      orderId: made.id,
      startsAt,
      // Over before another journey sends the same volunteers somewhere else.
      endsAt: new Date(startsAt.getTime() + 20 * minuteMs),
    });
    await assignMember(trx, past, volunteer, { orderId: made.id, personId: volunteer.personId });
    return { orderId: made.id, code: await readOrderCode(trx, context, made.id) };
  });
  await using network = await openNetwork(district.url);
  await using phone = await openPage({ url: network.url, width: 360 });
  let { page } = phone;
  await signInAs(page, district, "demo.volunteer");
  await page.goto(`${network.url}/on-site`);
  await page.getByLabel("到访码（6 位数字）").first().waitFor();
  await page.locator("html[data-on-site-kept=yes]").waitFor({ state: "attached" });
  network.cut();
  page = await reopen(page, network);
  const visit = page.getByRole("region", { name: "教我用手机挂号" }).first();
  await visit.getByLabel("到访码（6 位数字）").fill(code);
  await visit.getByRole("button", { name: "签到", exact: true }).click();
  await visit.getByText("存在手机里，等着传").waitFor();
  page = await reopen(page, network);
  await page.getByText("1 条存在手机里，等着传").waitFor();
  network.restore();
  page = await reopen(page, network);
  await page.getByText("都传好了").waitFor();
  const order = await context.db
    .selectFrom("orders")
    .select("status")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  assert.equal(order.status, "under_way");
  await inTransaction(context.db, async (trx) => {
    await signOut(trx, earlier(district, 0), volunteer, orderId);
    await finishVisit(trx, earlier(district, 0), volunteer, { orderId, peopleServed: 3 });
  });
});
