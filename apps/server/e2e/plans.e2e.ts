// The plan in Chromium on a fresh demonstration district: a plan is read into tasks and gets its owners; one order and one
// article move a task, a street's cell and the ledger, each by its link, and a reversal moves them back (J12, J13).
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { demoPlanText } from "#demo/plans/plan-text.ts";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildPublished, buildStudio } from "#modules/contents/builders.ts";
import { recallVersion } from "#modules/contents/index.ts";
import {
  acceptOffer,
  confirmOwnOrder,
  dispatchOrder,
  finishVisit,
  rankOrder,
  readOrderCode,
  scheduleVisit,
  screenOrder,
  signIn,
  submitOrder,
  assignMember,
} from "#modules/orders/index.ts";
import { asPerson, confirm, dialogOf, openDesk, pick, press, staffOf } from "./support/desk.ts";
import { type District, openDistrict } from "./support/district.ts";
import { checkpointNow } from "./support/ledger.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const planTitle = "全民科学素质走查方案";

/** An order of days ago, from the wish to the resident's yes, by the real commands. */
const completeOrder = async (district: District, placeUnitId: string): Promise<void> => {
  const { context } = district.system;
  const clock = createTestClock(new Date(context.clock.now().getTime() - 6 * dayMs));
  const past = { ...context, clock };
  const dispatcher = await staffOf(district, "dispatcher");
  const resident = asPerson((await staffOf(district, "volunteer")).personId);
  const dayOf = (at: Date): string => new Date(at.getTime() + 8 * hourMs).toISOString().slice(0, 10);
  await inTransaction(context.db, async (trx) => {
    const { id: orderId } = await submitOrder(trx, past, resident, {
      itemCode: "official-briefing",
      details: undefined,
      audience: "official",
      placeUnitId,
      address: "演示路 3 号",
      peopleCount: 20,
      wantedOn: dayOf(new Date(clock.now().getTime() + 3 * dayMs)),
      wantedHalf: "morning",
      contactName: "演示居民",
      contactPhone: "16000000002",
      requesterPersonId: resident.personId,
      channel: "portal",
    });
    await screenOrder(trx, past, dispatcher, { orderId });
    const team = (await rankOrder(trx, context, { orderId, now: clock.now() })).candidates[0]?.team;
    assert.ok(team !== undefined, "a team of the demonstration can give this talk");
    const { leader_person_id: leaderId } = await trx
      .selectFrom("volunteer_teams")
      .select("leader_person_id")
      .where("id", "=", team.id)
      .executeTakeFirstOrThrow();
    const leader = asPerson(leaderId);
    await dispatchOrder(trx, past, dispatcher, { orderId, mode: "direct", teamId: team.id });
    await acceptOffer(trx, past, leader, { orderId, teamId: team.id });
    const startsAt = new Date(`${dayOf(new Date(clock.now().getTime() + 2 * dayMs))}T06:30:00+08:00`);
    await scheduleVisit(trx, past, leader, {
      orderId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + hourMs),
    });
    await assignMember(trx, past, leader, { orderId, personId: leaderId });
    clock.set(new Date(startsAt.getTime() - 60_000));
    await signIn(trx, past, leader, { orderId, code: await readOrderCode(trx, past, orderId) });
    clock.set(new Date(startsAt.getTime() + hourMs));
    await finishVisit(trx, past, leader, { orderId, peopleServed: 20 });
    await confirmOwnOrder(trx, past, resident, orderId);
  });
};

/** Ties the task that is open to an indicator and sets a target that counts it. */
const measure = async (
  page: Page,
  input: { indicator: string; title: string; unit: string },
): Promise<void> => {
  await press(page, "接指标");
  await pick(page, "指标", input.indicator);
  await pick(page, "人群", "领导干部");
  await confirm(page, "接上");
  await page.getByRole("heading", { name: new RegExp(`^${input.indicator}`, "u") }).waitFor();
  await press(page, "加目标");
  await dialogOf(page).getByLabel("目标", { exact: true }).fill(input.title);
  await dialogOf(page).getByLabel("目标值").fill("40");
  await dialogOf(page).getByLabel("计量单位").fill(input.unit);
  await pick(page, "由哪个指标算", input.indicator);
  await confirm(page, "加目标");
  await panelOf(page, input.title).waitFor();
};

const panelOf = (page: Page, title: string): Locator =>
  page.locator("section.panel", { has: page.getByRole("heading", { name: title, exact: true }) });
const figureOf = (page: Page, title: string): Locator => panelOf(page, title).locator("a.figure-link");
const readFigure = async (page: Page, title: string): Promise<number> =>
  Number.parseFloat((await figureOf(page, title).innerText()).replaceAll(",", ""));

const openTask = async (page: Page, address: string, title: string): Promise<void> => {
  await page.goto(address);
  await panelOf(page, title).waitFor();
};

test("a plan is read into tasks and gets owners; an order and an article move a task, a street's cell and the ledger, a reversal moves them back", async () => {
  const district = await openDistrict();
  const { context } = district.system;
  await using desk = await openDesk(district, "demo.supervisor");
  const { page } = desk;
  await page.goto("/workbench/plans");
  await page.getByRole("button", { name: "导入方案" }).click();
  await dialogOf(page)
    .getByLabel(/^方案文件/u)
    .setInputFiles({
      name: "走查方案.txt",
      mimeType: "text/plain",
      buffer: Buffer.from(demoPlanText.replace("全民科学素质提升实施方案", planTitle)),
    });
  const root = await context.db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  await dialogOf(page).getByLabel("哪个单位的").selectOption(root.id);
  await confirm(page, "读成草稿");
  await page.getByRole("link", { name: new RegExp(planTitle, "u") }).click();
  await page.getByRole("button", { name: /^把这 \d+ 条定为任务$/u }).click();
  await page.getByRole("link", { name: /点单服务到家门/u }).waitFor();
  const planAddress = page.url();

  // Who does it.
  await page.getByRole("link", { name: /点单服务到家门/u }).click();
  const street = await staffOf(district, "street_liaison");
  const streetUnit = await context.db
    .selectFrom("org_units")
    .select(["name", "path"])
    .where("id", "=", street.unitId)
    .executeTakeFirstOrThrow();
  await press(page, "改分工");
  const office = await context.db
    .selectFrom("org_units")
    .select("name")
    .where("kind", "=", "department")
    .orderBy("path")
    .executeTakeFirstOrThrow();
  await dialogOf(page).getByLabel("牵头单位").fill(office.name);
  await dialogOf(page).getByLabel("配合单位").fill(streetUnit.name);
  await confirm(page, "保存分工");
  await page.getByRole("rowheader", { name: streetUnit.name }).waitFor();
  const talks = "给干部的课";
  await measure(page, { indicator: "完成的点单服务", title: talks, unit: "件" });
  const orderTask = page.url();
  await page.goto(planAddress);
  await page.getByRole("link", { name: /写好科普稿件/u }).click();
  const articles = "给干部的稿件";
  await measure(page, { indicator: "发布科普内容", title: articles, unit: "篇" });
  const articleTask = page.url();

  // What happens is recorded where it happens.
  const [ordersBefore, articlesBefore] = [
    (await openTask(page, orderTask, talks), await readFigure(page, talks)),
    (await openTask(page, articleTask, articles), await readFigure(page, articles)),
  ];
  const community = await context.db
    .selectFrom("org_units")
    .select("id")
    .where("kind", "=", "community")
    .where("path", "<@", streetUnit.path)
    .orderBy("path", "desc")
    .executeTakeFirstOrThrow();
  const cell = (): Locator =>
    panelOf(page, talks).getByRole("row", { name: new RegExp(streetUnit.name, "u") });
  await openTask(page, orderTask, talks);
  await panelOf(page, talks)
    .getByText(/^各单位/u)
    .click();
  const cellBefore = Number(
    await cell()
      .getByRole("link")
      .innerText()
      .then((text) => text.split("，")[0]),
  );
  await completeOrder(district, community.id);
  const studio = await buildStudio(context, root);
  const article = await buildPublished(context, studio, {
    audiences: ["official"],
    title: "干部怎么看一组数据",
  });
  await checkpointNow(district);

  await openTask(page, orderTask, talks);
  assert.equal(await readFigure(page, talks), ordersBefore + 1);
  await panelOf(page, talks)
    .getByText(/^各单位/u)
    .click();
  const street1 = Number(
    await cell()
      .getByRole("link")
      .innerText()
      .then((text) => text.split("，")[0]),
  );
  assert.equal(street1, cellBefore + 1);
  await openTask(page, articleTask, articles);
  assert.equal(await readFigure(page, articles), articlesBefore + 1);

  // Each by its link: the figure, its list, the fact, the record, the ledger.
  await openTask(page, orderTask, talks);
  await panelOf(page, talks)
    .getByText(/^各单位/u)
    .click();
  await cell().getByRole("link").click();
  await page.getByRole("heading", { name: "完成的点单服务由哪些事实组成" }).waitFor();
  await page
    .locator("main table tbody tr", { hasText: "领导干部" })
    .first()
    .getByRole("link")
    .first()
    .click();
  // The list's own row names the order too: the fact's page is known by its heading.
  await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
  const fact = page.url();
  await page.getByRole("link", { name: "查看存证" }).click();
  await page.getByRole("heading", { name: /^第 \d+ 号账目$/u }).waitFor();

  // What was wrong is taken back, and everything with it.
  await page.goto(fact);
  await press(page, "冲销");
  await dialogOf(page).getByLabel("原因").fill("演示：这一单记重了");
  await confirm(page, "冲销");
  await page.getByText("已冲销").first().waitFor();
  await openTask(page, orderTask, talks);
  assert.equal(await readFigure(page, talks), ordersBefore);
  await panelOf(page, talks)
    .getByText(/^各单位/u)
    .click();
  assert.match(await cell().innerText(), new RegExp(`\\b${cellBefore}\\b`, "u"));
  await inTransaction(context.db, (trx) =>
    recallVersion(trx, context, studio.signers.review3, {
      contentId: article.contentId,
      reason: "演示：来源更新了",
    }),
  );
  await openTask(page, articleTask, articles);
  assert.equal(await readFigure(page, articles), articlesBefore);

  await page.goto(planAddress);
  await press(page, "作废草稿");
  await dialogOf(page).getByLabel("原因").fill("演示：走查完了");
  await confirm(page, "作废草稿");
  assert.deepEqual(desk.problems, []);
});
