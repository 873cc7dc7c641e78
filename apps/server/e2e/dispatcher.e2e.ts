// J6: a dispatcher's morning. Equal requests become one talk, one order is opened to grabbing, one goes up to the city's hub,
// nobody comes to a third and a substitute is called, and next month's standing orders are made.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { toOrderNo } from "#modules/orders/index.ts";
import { openDesk } from "./support/desk.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";
import {
  agree,
  dayAfter,
  dispatchTo,
  districtTime,
  nearTeam,
  openOrder,
  openPhone,
  otherTeam,
  press,
  send,
  service,
  step,
  takeCall,
  text,
} from "./support/service.ts";

/** Orders that are not over and have nobody, or no time by which something happens. */
const ownerless = async ({ system }: District): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from orders
    where status not in ('rated', 'withdrawn', 'not_ours', 'cannot') and (owner_unit_id is null or due_at is null)`.execute(
    system.context.db,
  );
  return rows[0]?.count ?? -1;
};

test("J6: a dispatcher's morning: two equal requests become one talk, one is open to grabbing, one goes to the hub, a substitute comes where nobody came, and standing orders are made", async (t) => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.dispatcher");
  await using near = await openPhone(district);
  await signInAs(near.page, district, "demo.volunteer");
  const { page } = desk;
  const statusOf = async (id: string): Promise<string> =>
    (
      await district.system.context.db
        .selectFrom("orders")
        .select("status")
        .where("id", "=", id)
        .executeTakeFirstOrThrow()
    ).status;

  await t.test("the board is sorted by what is due and narrows to what may go wrong", async () => {
    await page.goto("/workbench/orders");
    await page.locator("main tbody tr").first().waitFor();
    await page.getByLabel("轻重缓急").selectOption("late");
    await page.waitForURL(/near=late/u);
    await page.getByLabel("轻重缓急").selectOption("due");
    await page.waitForURL(/near=due/u);
  });

  await t.test("two equal requests of one street become one talk, and each keeps its number", async () => {
    const first = await takeCall(desk, district, "演示：我们楼里五个人想一起学");
    const second = await takeCall(desk, district, "演示：隔壁楼也想学");
    for (const id of [first, second]) {
      await openOrder(desk, id);
      await send(await step(page, "受理"), "受理");
    }
    await openOrder(desk, second);
    const dialog = await step(page, "和别的单一起办");
    const { order_no: orderNo } = await district.system.context.db
      .selectFrom("orders")
      .select("order_no")
      .where("id", "=", first)
      .executeTakeFirstOrThrow();
    await dialog.locator("option", { hasText: toOrderNo(orderNo) }).waitFor({ state: "attached" });
    await dialog.getByLabel("和哪个单一起办").selectOption(first);
    await send(dialog, "合在一起");
    assert.equal(await statusOf(second), "merged");
    await openOrder(desk, first);
    await page.getByText("并进来的单").first().waitFor();
    assert.equal(await ownerless(district), 0);
  });

  await t.test("one order is opened to grabbing, and the first team that presses has it", async () => {
    const id = await takeCall(desk, district, "演示：哪支队来都行");
    await send(await step(page, "受理"), "受理");
    await openOrder(desk, id);
    const dialog = await step(page, "派单");
    await dialog.getByLabel("怎么派").selectOption("open");
    await send(dialog, "派单");
    await near.page.goto("/my/team-orders");
    assert.match(await text(near.page), /可以抢的/u);
    await near.page.locator(`main a[href*="${id}"]`).click();
    await press(near.page, "抢这个单");
    assert.equal(await statusOf(id), "accepted");
    assert.equal(await ownerless(district), 0);
  });

  await t.test(
    "one goes up to the city's hub with its reason, and stands in the file without a name",
    async () => {
      const id = await takeCall(desk, district, "演示：想要一场三百人的报告会");
      await send(await step(page, "受理"), "受理");
      await openOrder(desk, id);
      const dialog = await step(page, "往上送");
      await dialog.getByLabel("送到哪里").selectOption("hub");
      await dialog.getByLabel("原因").fill("三百人的报告会，区里没有讲师团");
      await send(dialog, "往上送");
      await page.goto("/workbench/hub-exchanges");
      await page.locator("main tbody tr", { hasText: "区里没有讲师团" }).waitFor();
      const file = await (await page.request.get("/api/hub-exchanges/export?as=json")).text();
      assert.match(file, /区里没有讲师团/u);
      assert.doesNotMatch(file, /演示来电人|16000000002/u);
      assert.equal(await statusOf(id), "sent_up");
      assert.equal(await ownerless(district), 0);
    },
  );

  await t.test("nobody comes: the substitute is called and both sides are told", async () => {
    const id = await takeCall(desk, district, "演示：老人在家等");
    await send(await step(page, "受理"), "受理");
    await dispatchTo(desk, id, nearTeam);
    await agree(near, id);
    await openOrder(desk, id);
    const missed = await step(page, "没有人到");
    await missed.getByLabel("原因").fill("到点半小时，居民来电说没有人来");
    await send(missed, "记为没有人到");
    assert.equal(await statusOf(id), "no_show");
    assert.equal(await ownerless(district), 0);
    await openOrder(desk, id);
    const dialog = await step(page, "安排替补");
    await dialog.locator("option", { hasText: otherTeam.name }).waitFor({ state: "attached" });
    const value = await dialog.locator("option", { hasText: otherTeam.name }).first().getAttribute("value");
    await dialog.getByLabel("哪支队").selectOption(value ?? "");
    await dialog.getByLabel("几点到").fill(districtTime(new Date(Date.now() + 15 * 60_000)).slice(0, 16));
    await dialog.getByLabel("多久（分钟）").fill("45");
    await dialog.getByLabel("原因").fill("电话里和队长说好，十五分钟内到");
    await send(dialog, "安排替补");
    assert.equal(await statusOf(id), "substituted");
    assert.equal(await ownerless(district), 0);
    await openOrder(desk, id);
    await page.getByText("到点半小时，居民来电说没有人来").first().waitFor();
    await page.getByText("电话里和队长说好，十五分钟内到").first().waitFor();
  });

  await t.test(
    "a weekly desk is looked at week by week, started, and next month's orders are made",
    async () => {
      await page.goto("/workbench/standing-orders-new");
      await page.getByLabel("名称").fill("演示：周二手机课堂");
      await page.getByLabel("哪一种").selectOption("weekly");
      await page.getByLabel("在哪里").selectOption({ index: 1 });
      await page.getByLabel("第一次哪天").fill(dayAfter(9));
      await page.getByLabel("什么时候").selectOption("afternoon");
      await page.getByLabel("排几周").fill("6");
      await page.getByLabel("服务", { exact: true }).selectOption({ label: service });
      await page.getByLabel("每次多少人").fill("15");
      await page.getByLabel("联系人").fill("演示站长");
      await press(page, "看每一周");
      await page.getByRole("heading", { name: "每一周" }).waitFor();
      assert.equal(await page.locator("main tbody tr").count(), 6);
      await page.getByRole("button", { name: /^开始，共 \d+ 次/u }).click();
      await page
        .waitForURL(/standing-orders\/[0-9a-f-]{36}/u)
        .catch(async () => assert.fail(await text(page)));
      await press(page, "生成下个月的单");
      await page.locator("main tbody tr a").first().waitFor();
      assert.equal(await ownerless(district), 0);
    },
  );
  assert.deepEqual([...desk.problems, ...near.problems], []);
});
