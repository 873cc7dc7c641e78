// The service loop in Chromium on a fresh demonstration district: an order in three steps, a decline, an offer that lapses
// and is taken over, sign-in by code, a low rating that reopens, a helper's order, a better door; what is done becomes facts.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { Role } from "#kernel/actor.ts";
import { actOnOverdue, toOrderNo } from "#modules/orders/index.ts";
import { openPage, type Watched } from "./support/browser.ts";
import { type District, openDistrict, readCode, signInAs } from "./support/district.ts";

const hourMs = 3_600_000;
/** Teams of the demonstration that teach elders to use their phones, with the number of their leaders. */
const nearTeam = "望江科技志愿服务队（演示）";
const otherTeam = { name: "反诈宣传队（演示）", leaderPhone: "16000000580" };
const service = "教我用手机挂号";

/** Day and time in the district, where the visitor's own clock says nothing. */
const districtTime = (at: Date): string => new Date(at.getTime() + 8 * hourMs).toISOString();
const dayAfter = (days: number): string =>
  districtTime(new Date(Date.now() + days * 24 * hourMs)).slice(0, 10);

const unitOf = async ({ system }: District, role: Role): Promise<string> => {
  const { unit_id: unitId } = await system.context.db
    .selectFrom("role_grants")
    .select("unit_id")
    .where("role", "=", role)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  assert.ok(unitId !== null);
  return unitId;
};

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).first().click();

const openPhone = (district: District): Promise<Watched> =>
  openPage({ url: district.url, width: 360, javaScript: "off", mode: { elder: true } });

const signInByPhone = async (page: Page, district: District, phone: string): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByLabel("手机号").fill(phone);
  await press(page, "发验证码给我");
  await page.getByLabel(/位数字/u).fill(await readCode(page, district, phone));
  await press(page, "登录");
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

const text = (page: Page): Promise<string> => page.locator("main").innerText();

/** The second step: a community of the first station's street, in three weeks. */
const sayWhen = async (page: Page, district: District): Promise<void> => {
  await page.getByLabel("在哪个街道、社区").selectOption(await unitOf(district, "volunteer"));
  await page.getByLabel("详细地址").fill("演示路 8 号");
  await page.getByLabel("希望哪天").fill(dayAfter(20));
  await page.getByLabel("上午").check();
  await press(page, "下一步");
};

/** Reads the order's number and address off the page that follows the third step. */
const readOrder = async (page: Page): Promise<{ id: string; no: string }> => {
  await page.waitForURL(/\/my\/orders\/[0-9a-f-]{36}/u);
  const id = /\/my\/orders\/([0-9a-f-]{36})/u.exec(page.url())?.[1];
  const no = /收到您的点单，单号 (D\d{6})/u.exec(await text(page))?.[1];
  assert.ok(id !== undefined && no !== undefined);
  return { id, no };
};

const openDesk = async (district: District, account: string): Promise<Watched> => {
  const desk = await openPage({ url: district.url });
  await signInAs(desk.page, district, account);
  return desk;
};

const openOrder = async ({ page }: Watched, id: string): Promise<void> => {
  await page.goto(`/workbench/orders/${id}`);
  await page.getByRole("list", { name: "下一步" }).waitFor();
};

const step = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole("list", { name: "下一步" }).getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
};

/** Presses the button of the dialog, which closes when the server has agreed. */
const send = async (dialog: Locator, name: string): Promise<void> => {
  await dialog.getByRole("button", { name, exact: true }).click();
  const refusal = dialog.locator(".form-summary");
  await Promise.race([dialog.waitFor({ state: "detached" }), refusal.waitFor().catch(() => undefined)]);
  if (await refusal.isVisible()) assert.fail(await refusal.innerText());
};

const dispatchTo = async (desk: Watched, orderId: string, team: string): Promise<void> => {
  await openOrder(desk, orderId);
  await desk.page.getByRole("button", { name: `派给${team}` }).click();
  const dialog = desk.page.getByRole("dialog");
  // The team comes chosen from the panel: its name is there before the list of all has come.
  await dialog.locator("option", { hasText: team }).waitFor({ state: "attached" });
  await send(dialog, "派单");
  await desk.page.getByText("等服务队答复").first().waitFor();
};

/** An order taken from the phone at the desk; its id. */
const takeCall = async (desk: Watched, district: District, details: string): Promise<string> => {
  const { page } = desk;
  await page.goto("/workbench/orders-call");
  await page.getByLabel("想要什么").selectOption({ label: service });
  await page.getByLabel("补充一句").fill(details);
  await page.getByLabel("怎么称呼").fill("演示来电人");
  await page.getByLabel(/^电话/u).fill("16000000002");
  await page.getByLabel("在哪个街道、社区").selectOption(await unitOf(district, "volunteer"));
  await page.getByLabel(/^哪天/u).fill(dayAfter(21));
  await page.getByLabel("主要给谁").selectOption("elder");
  await press(page, "记下这个单");
  await page.getByRole("link", { name: "打开这个单" }).click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/u);
  return /[0-9a-f-]{36}/u.exec(page.url())?.[0] ?? "";
};

/** What the clock does to one order: its due time is behind it, and the job of the deadlines looks. */
const letLapse = async ({ system }: District, orderId: string): Promise<void> => {
  const { db, clock } = system.context;
  await db
    .updateTable("orders")
    .set({ due_at: new Date(clock.now().getTime() - 1_000) })
    .where("id", "=", orderId)
    .execute();
  await actOnOverdue(system.context);
};

/** The leader's phone, from the offer to the end: taken, a time, somebody who goes, the code of the resident, done. */
const serve = async (leader: Watched, resident: Watched, orderId: string): Promise<void> => {
  const { page } = leader;
  await page.goto(`/my/team-orders/${orderId}`);
  await press(page, "接这个单");
  await page.goto(`/my/team-orders/${orderId}`);
  assert.match(await text(page), /演示路 8 号/u, "who has the order reads where to go");
  const startsAt = districtTime(new Date(Date.now() + 10 * 60_000));
  await page.getByLabel("哪天").fill(startsAt.slice(0, 10));
  await page.getByLabel("几点开始").fill(startsAt.slice(11, 16));
  await page.getByLabel("大概多久").fill("30");
  await press(page, "约好了，告诉对方");
  await page.getByLabel("安排谁去").selectOption({ index: 1 });
  await press(page, "安排他去");

  await resident.page.goto(`/my/orders/${orderId}`);
  const code = /到访码 (\d{3})\s?(\d{3})/u.exec(await text(resident.page));
  assert.ok(code !== null, "the resident has the code");
  const right = `${code[1] ?? ""}${code[2] ?? ""}`;
  await page.getByLabel("到访码").fill(right === "000000" ? "000001" : "000000");
  await press(page, "我到了，签到");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("到访码").fill(right);
  await press(page, "我到了，签到");
  await press(page, "我走了，签退");
  await page.getByLabel("实际来了多少人").fill("3");
  await press(page, "做完了");
};

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

test("a helper orders for an elder: both names are shown and read back, and the desk sees that it came by a helper", async () => {
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
  assert.deepEqual([...counter.problems, ...desk.problems], []);
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
