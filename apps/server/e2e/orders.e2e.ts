// The service loop in Chromium on a fresh demonstration district: an order in three steps, a decline, an offer that lapses
// and is taken over, sign-in by code, a low rating that reopens, a helper's order, a better door; what is done becomes facts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { toOrderNo } from "#modules/orders/index.ts";
import { openPage } from "./support/browser.ts";
import { openDesk } from "./support/desk.ts";
import { openDistrict, readCode, signInAs } from "./support/district.ts";
import {
  dispatchTo,
  letLapse,
  nearTeam,
  openOrder,
  openPhone,
  otherTeam,
  press,
  readOrder,
  sayWhen,
  send,
  serve,
  service,
  signInByPhone,
  step,
  takeCall,
  text,
} from "./support/service.ts";

test("a resident orders in three steps without JavaScript; one team declines, another comes, a low rating opens the order again, the second visit is rated well, and the facts say so", async (t) => {
  const district = await openDistrict();
  await using resident = await openPhone(district);
  await using desk = await openDesk(district, "demo.dispatcher");
  await using near = await openPhone(district);
  await using other = await openPhone(district);
  let order = { id: "", no: "" };

  await t.test(
    "three steps; what is no science service finds its door before anything is typed",
    async () => {
      const { page } = resident;
      await signInByPhone(page, district, "19900008891");
      await page.goto("/orders");
      await page.getByRole("link", { name: "我要点单" }).click();
      await press(page, "下一步");
      await page.getByRole("alert").waitFor();
      await page.getByLabel("看病、报警、水电、维权这些事").check();
      await press(page, "下一步");
      await page.getByRole("heading", { level: 1, name: "这些请去别处办" }).waitFor();
      await page.getByRole("link", { name: "我要的是科普服务，去点单" }).click();
      await page.getByLabel(service).check();
      await page.getByLabel("想补充的话").fill("想学会挂老年科的号");
      await press(page, "下一步");
      await sayWhen(page, district);
      await page.getByRole("heading", { level: 1, name: "怎么找您，再看一遍" }).waitFor();
      assert.match(await text(page), /想学会挂老年科的号/u);
      await page.getByLabel("怎么称呼").fill("演示刘奶奶");
      await page.getByLabel("联系电话").fill("12");
      await press(page, "我要点单");
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByLabel("怎么称呼").inputValue(), "演示刘奶奶");
      await page.getByLabel("联系电话").fill("19900008891");
      await press(page, "我要点单");
      order = await readOrder(page);
      await page.goto("/my/orders");
      assert.match(await text(page), new RegExp(order.no, "u"));
    },
  );

  await t.test(
    "the dispatcher finds it on the board, takes it up and gives it to a team, which declines",
    async () => {
      await desk.page.goto(`/workbench/orders?q=${order.no}`);
      await desk.page.getByRole("link", { name: new RegExp(order.no, "u") }).click();
      await send(await step(desk.page, "受理"), "受理");
      await dispatchTo(desk, order.id, nearTeam);
      await signInAs(near.page, district, "demo.volunteer");
      await near.page.goto("/my/team-orders");
      await near.page.locator(`main a[href*="${order.id}"]`).click();
      assert.doesNotMatch(await text(near.page), /演示刘奶奶|演示路/u, "nobody is named before it is taken");
      await near.page.getByLabel("来不了的原因").fill("那天队员都有事");
      await press(near.page, "婉拒");
      await openOrder(desk, order.id);
      await desk.page.getByText("那天队员都有事").first().waitFor();
      await desk.page.getByText(/支队现在不能接/u).click();
      assert.match(await desk.page.locator(".refusals").last().innerText(), /这一轮已经婉拒或超时过/u);
      await resident.page.goto(`/my/orders/${order.id}`);
      assert.match(await text(resident.page), /这支队来不了，站点正在找别的队/u);
    },
  );

  await t.test("another team takes it, signs in with the resident's code and is done", async () => {
    await dispatchTo(desk, order.id, otherTeam.name);
    await signInByPhone(other.page, district, otherTeam.leaderPhone);
    await serve(other, resident, order.id);
  });

  await t.test("the resident confirms, is not content, and the order is open again", async () => {
    const { page } = resident;
    await page.goto(`/my/orders/${order.id}`);
    await press(page, "确认做完");
    await page.getByLabel(/^很不满意/u).check();
    await page.getByLabel("想说的话").fill("太快了，没学会");
    await press(page, "送出评价");
    assert.match(await text(page), /重新办理/u);
    assert.match(await text(page), /站点会在 24 小时内重新安排/u);
  });

  await t.test("the team that declined comes this time, and is rated well", async () => {
    const { page } = resident;
    await dispatchTo(desk, order.id, nearTeam);
    await serve(near, resident, order.id);
    await page.goto(`/my/orders/${order.id}`);
    await press(page, "确认做完");
    await page.getByLabel(/^很满意/u).check();
    await press(page, "送出评价");
    assert.match(await text(page), /这个单结束了/u);
    assert.match(await text(page), /很不满意[\s\S]*很满意|很满意[\s\S]*很不满意/u, "both ratings stand");
  });

  await t.test("the facts explorer shows the service once, with the one that was taken back", async () => {
    await using supervisor = await openDesk(district, "demo.supervisor");
    const { page } = supervisor;
    await page.goto(`/workbench/facts?source=${order.id}`);
    const done = page.locator("main tbody tr", { hasText: "完成的点单服务" });
    await done.nth(2).waitFor();
    assert.equal(await done.count(), 3, "one for each confirmation, one that takes the first back");
    assert.ok((await page.locator("main tbody tr", { hasText: "点单服务人次" }).count()) >= 3);
    const { rows } = await (await page.request.get(`/api/facts?source=${order.id}&size=50`)).json();
    const sum = (rows as { kind: string; quantity: number }[])
      .filter((row) => row.kind === "orders.completed")
      .reduce((total, row) => total + row.quantity, 0);
    assert.equal(sum, 1);
    assert.deepEqual(supervisor.problems, []);
  });
  assert.deepEqual([...resident.problems, ...desk.problems, ...near.problems, ...other.problems], []);
});

test("J1: a helper orders for an elder: both names are shown and read back; the team comes, she rates, and hours, fact and both names stand", async () => {
  const district = await openDistrict();
  await using counter = await openPage({ url: district.url, width: 768, javaScript: "off" });
  const { page } = counter;
  await signInAs(page, district, "demo.helper");
  await page.goto("/my/helping");
  await page.getByLabel("替谁办事？请填本人的手机号").fill("16000000103");
  await press(page, "下一步");
  await page.getByLabel("要办什么事").fill("点单：教我用手机挂号");
  await page.getByLabel("在哪个站点").selectOption({ index: 1 });
  await page.getByLabel("念出手机收到的验证码").check();
  await page
    .getByLabel("验证码", { exact: false })
    .last()
    .fill(await readCode(page, district, "16000000103"));
  await page.getByLabel(/我已经把上面的话/u).check();
  await press(page, "开始代办");

  await page.goto("/orders/new");
  await page.getByLabel(service).check();
  await press(page, "下一步");
  await sayWhen(page, district);
  assert.match(await text(page), /演示帮办员 替 演示老人4 点单/u);
  await press(page, "我要点单");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("我已经念给本人听，本人说对").check();
  await press(page, "我要点单");
  const order = await readOrder(page);
  assert.match(await text(page), /帮办员替您办的/u);
  await page.goto("/my/helping");
  await press(page, "结束代办");

  await using desk = await openDesk(district, "demo.dispatcher");
  await openOrder(desk, order.id);
  await desk.page.getByText("帮办员代点").first().waitFor();

  await using near = await openPhone(district);
  await signInAs(near.page, district, "demo.volunteer");
  await using elder = await openPhone(district);
  await signInByPhone(elder.page, district, "16000000103");
  await send(await step(desk.page, "受理"), "受理");
  await dispatchTo(desk, order.id, nearTeam);
  await serve(near, elder, order.id);
  await elder.page.goto(`/my/orders/${order.id}`);
  await press(elder.page, "确认做完");
  await elder.page.getByLabel(/^很满意/u).check();
  await press(elder.page, "送出评价");
  assert.match(await text(elder.page), /这个单结束了/u);

  const { db } = district.system.context;
  const kept = await db
    .selectFrom("orders as o")
    .innerJoin("facts as fact", (join) =>
      join.onRef("fact.source_id", "=", sql`o.id::text`).on("fact.kind", "=", "orders.completed"),
    )
    .innerJoin("visits as visit", "visit.order_id", "o.id")
    .innerJoin("service_hours as hours", "hours.visit_id", "visit.id")
    .select([
      "o.requester_person_id",
      "o.ordered_by_person_id",
      "fact.quantity",
      "hours.kind",
      "hours.minutes",
    ])
    .where("o.id", "=", order.id)
    .execute();
  assert.equal(kept.length, 1, "one fact and one volunteer's hours");
  const [row] = kept;
  assert.ok(row !== undefined && row.requester_person_id !== row.ordered_by_person_id, "both names stand");
  assert.deepEqual([row.kind, row.quantity], ["credited", 1]);
  assert.ok(row.minutes >= 1);
  assert.deepEqual(
    [counter, desk, near, elder].flatMap((watched) => watched.problems),
    [],
  );
});

test("an order from the phone that is no science service ends with a better door", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.dispatcher");
  const { page } = desk;
  const id = await takeCall(desk, district, "楼道的灯坏了，也想请人看看");
  const dialog = await step(page, "指给更合适的地方");
  await dialog.getByLabel("更合适的地方").selectOption("government");
  await dialog.getByLabel("原因").fill("楼道的灯归物业修");
  await send(dialog, "告诉居民");
  await page.getByText("请去别处办").first().waitFor();
  assert.match(await text(page), /12345/u);
  const order = await district.system.context.db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  assert.equal(order.status, "not_ours");
  assert.equal(order.due_at, null);
  assert.deepEqual(desk.problems, []);
});

test("an offer that nobody answers lapses; the station does nothing either, and the centre takes the order over and dispatches it", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.dispatcher");
  const id = await takeCall(desk, district, "请周末来，家里有老人");
  await send(await step(desk.page, "受理"), "受理");
  await dispatchTo(desk, id, nearTeam);
  await letLapse(district, id);
  await openOrder(desk, id);
  await desk.page.getByText("超时没答复，等重新派").first().waitFor();
  await letLapse(district, id);
  await using center = await openDesk(district, "demo.center");
  const { order_no: orderNo, take_overs: takeOvers } = await district.system.context.db
    .selectFrom("orders")
    .select(["order_no", "take_overs"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  assert.equal(takeOvers, 1);
  await center.page.goto(`/workbench/orders?q=${toOrderNo(orderNo)}`);
  await center.page.getByRole("link", { name: new RegExp(toOrderNo(orderNo), "u") }).waitFor();
  await dispatchTo(center, id, otherTeam.name);
  assert.deepEqual([...desk.problems, ...center.problems], []);
});
