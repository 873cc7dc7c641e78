// J2, the visit: a farmer orders, the commissioner of that town comes and writes it down, and it counts only when she says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCodeMessage } from "#modules/commissioners/index.ts";
import { inTransaction } from "#kernel/db.ts";
import { openDesk } from "./support/desk.ts";
import { openDistrict } from "./support/district.ts";
import { dayAfter, openPhone, press, readOrder, signInByPhone, text } from "./support/service.ts";

const farmerPhone = "19900008821";
/** The leader of the demonstration's farming team, who is the commissioner of a town. */
const commissionerPhone = "16000000540";

const scoreOf = (page: string): number => Number(/今年农户确认的服务：(\d+) 次/u.exec(page)?.[1] ?? "-1");

test("J2: a farmer orders a visit, the town's commissioner comes, and the visit counts only when she reads out her code", async () => {
  const district = await openDistrict();
  const { context } = district.system;
  const { db } = context;
  const contract = await db
    .selectFrom("commissioner_contracts")
    .select(["id", "unit_id"])
    .where("status", "=", "in_force")
    // The farming team's leader was appointed directly; another one came by selection.
    .where("application_id", "is", null)
    .executeTakeFirstOrThrow();
  const village = await db
    .selectFrom("org_units")
    .select("id")
    .where("parent_id", "=", contract.unit_id)
    .where("kind", "in", ["village", "community"])
    .executeTakeFirstOrThrow();

  await using farmer = await openPhone(district);
  await signInByPhone(farmer.page, district, farmerPhone);
  await farmer.page.goto("/orders/new");
  await farmer.page.getByLabel("田间技术指导").check();
  await press(farmer.page, "下一步");
  await farmer.page.getByLabel("在哪个街道、社区").selectOption(village.id);
  await farmer.page.getByLabel("详细地址").fill("演示组 9 号");
  await farmer.page.getByLabel("希望哪天").fill(dayAfter(6));
  await farmer.page.getByLabel("上午").check();
  await press(farmer.page, "下一步");
  await farmer.page.getByLabel("怎么称呼").fill("演示农户周嫂");
  await farmer.page.getByLabel("联系电话").fill(farmerPhone);
  await press(farmer.page, "我要点单");
  const order = await readOrder(farmer.page);
  await district.system.jobs.deliver();

  await using commissioner = await openPhone(district);
  const { page } = commissioner;
  await signInByPhone(page, district, commissionerPhone);
  await page.goto("/my/commissioner");
  const before = scoreOf(await text(page));
  assert.ok(before >= 0);
  await page.getByRole("link", { name: `去过了，记 ${order.no}` }).click();
  await page.getByLabel("几点到的").fill("25:00");
  await page.getByLabel("看了什么、出了什么主意").fill("看了油菜，叶子发黄是缺硼，建议叶面喷硼肥。（演示）");
  await page.getByLabel("农户怎么称呼").fill("演示农户周嫂");
  await page.getByLabel("农户的手机号").fill(farmerPhone);
  await press(page, "记下来");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByLabel("看了什么、出了什么主意").inputValue(), /缺硼/u, "what was typed stays");
  await page.getByLabel("几点到的").fill("00:01");
  await press(page, "记下来");
  await page.goto("/my/commissioner");
  assert.equal(scoreOf(await text(page)), before, "what nobody confirmed counts nothing");

  const log = await db
    .selectFrom("commissioner_logs")
    .select(["id", "status"])
    .where("order_id", "=", order.id)
    .executeTakeFirstOrThrow();
  assert.equal(log.status, "reported");
  const message = await inTransaction(db, (trx) => readCodeMessage(trx, context, log.id));
  const code = message?.code ?? "";
  const field = page.locator(`#code-${log.id}`);
  await field.fill(code === "000000" ? "000001" : "000000");
  await page.locator("form", { has: field }).getByRole("button", { name: "农户确认了" }).click();
  await page.getByText("确认码不对").first().waitFor();
  await page.locator(`#code-${log.id}`).fill(code);
  await page
    .locator("form", { has: page.locator(`#code-${log.id}`) })
    .getByRole("button", { name: "农户确认了" })
    .click();
  await page.goto("/my/commissioner");
  assert.equal(scoreOf(await text(page)), before + 1);

  await farmer.page.goto("/my/farm-visits");
  assert.match(await text(farmer.page), /缺硼/u, "the farmer's own page shows it");
  await using office = await openDesk(district, "demo.streetadmin");
  await office.page.goto("/workbench/commissioner-scores");
  await office.page.locator("h1").waitFor();
  const facts = await db
    .selectFrom("facts")
    .select("quantity")
    .where("kind", "=", "commissioners.visits_confirmed")
    .where("source_id", "=", log.id)
    .execute();
  assert.deepEqual(
    facts.map((fact) => fact.quantity),
    [1],
  );
  assert.deepEqual([...farmer.problems, ...commissioner.problems, ...office.problems], []);
});
