// The people of the service loop in Chromium on a fresh demonstration district: a past year from a sheet, an expert who applies,
// an answer that becomes a card.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { openDistrict, signInAs } from "./support/district.ts";
import { press } from "./support/service.ts";

/** Where pictures of each page go at three widths, to be looked at; nowhere unless asked for. */
const shots = process.env["PEOPLE_SHOTS"];

const look = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState("networkidle");
  const found = (await auditPage(page)).map(findingText);
  assert.deepEqual(found, [], name);
  for (const width of [360, 768, 1366]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(overflow <= 0, `${name} at ${width} px runs ${overflow} px over`);
    if (shots === undefined) continue;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
  }
};

test("a past year comes in from a sheet: the wrong row is named, and another person confirms", async () => {
  const district = await openDistrict();
  const { db } = district.system.context;
  await using clerk = await openPage({ url: district.url });
  await signInAs(clerk.page, district, "demo.dispatcher");
  const { page } = clerk;
  const upload = async (text: string): Promise<void> => {
    await page.goto("/workbench/histories-new");
    await page.getByLabel("往年活动", { exact: true }).check();
    await page.getByLabel("填好的表（不超过 5 MB、2000 行）").setInputFiles({
      name: "往年活动.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`主办单位,活动名称,活动日期,重点人群,参加人次,人次怎么来的\n${text}`),
    });
    await press(page, "检查这张表");
    await page.waitForURL(/\/histories\/[0-9a-f-]{36}/u);
    await page.getByRole("heading", { name: "逐行检查" }).waitFor();
  };
  const { name: unit } = await db
    .selectFrom("role_grants as grant")
    .innerJoin("org_units as unit", "unit.id", "grant.unit_id")
    .innerJoin("auth_users as user", "user.id", "grant.person_id")
    .select("unit.name")
    .where("user.username", "=", "demo.dispatcher")
    .where("grant.role", "=", "dispatcher")
    .executeTakeFirstOrThrow();
  await page.goto("/workbench/histories-new");
  await look(page, "histories-new");
  await upload(`${unit},演示往年讲座,2025-10-18,老年人,很多,签到表\n`);
  await page.getByText("参加人次要写整数，例如 320。").waitFor();
  await look(page, "history-wrong");
  await upload(`${unit},演示往年讲座,2025-10-18,老年人,60,签到表\n`);
  await page.getByText("1 个步骤现在不能办，看看为什么").click();
  await page.getByText("上传的人不能自己确认").first().waitFor();
  const address = page.url();
  const before = await db
    .selectFrom("past_activities")
    .select("id")
    .where("title", "=", "演示往年讲座")
    .execute();
  assert.equal(before.length, 0);
  await page.goto("/workbench/histories");
  await page.getByRole("table").getByText("等第二个人确认").first().waitFor();
  await look(page, "histories");
  await using second = await openPage({ url: district.url });
  await signInAs(second.page, district, "demo.streetadmin");
  await second.page.goto(address);
  await press(second.page, "确认写入");
  await second.page.getByRole("dialog").getByRole("button", { name: "确认写入", exact: true }).click();
  await second.page.getByText("决定以后，表里的姓名和手机号已经删除").waitFor();
  const written = await db
    .selectFrom("past_activities")
    .select("people_count")
    .where("title", "=", "演示往年讲座")
    .execute();
  assert.deepEqual(written, [{ people_count: 60 }]);
  assert.deepEqual([...clerk.problems, ...second.problems], []);
});

test("a resident applies to be an expert without scripts, an editor admits, and the roster says who is on duty", async () => {
  const district = await openDistrict();
  await using applicant = await openPage({ url: district.url, javaScript: "off", width: 360 });
  await signInAs(applicant.page, district, "demo.volunteer");
  await applicant.page.goto("/experts/apply");
  await applicant.page.getByLabel("怎么称呼您的身份").fill("演示中学地理教师");
  await applicant.page.getByRole("checkbox", { name: "地球与气象" }).check();
  await applicant.page.getByLabel("愿意做什么").fill("答居民提问");
  await applicant.page.getByLabel("凭什么").fill("一级教师，证书演示 003 号");
  await applicant.page.getByRole("button", { name: "交申请" }).click();
  await applicant.page.getByText("您的申请在等核对").waitFor();
  await using desk = await openPage({ url: district.url });
  await signInAs(desk.page, district, "demo.editor");
  const { page } = desk;
  await page.goto("/workbench/expert-applications");
  await page.getByText("演示中学地理教师").waitFor();
  await look(page, "expert-applications");
  await page.goto("/workbench/expert-duties");
  await page.getByText("本周", { exact: true }).first().waitFor();
  await look(page, "expert-duties");
  await page.goto("/workbench/question-cards");
  await page.getByRole("heading", { level: 1, name: "问答卡" }).waitFor();
  await look(page, "question-cards");
  assert.deepEqual(desk.problems, []);
  assert.deepEqual(applicant.problems, []);
});

test("a public card is found by words, and its pages hold at three widths and in the elders' mode", async () => {
  const district = await openDistrict();
  for (const mode of [{}, { elder: true }]) {
    await using reader = await openPage({ url: district.url, mode });
    const { page } = reader;
    const name = "elder" in mode ? "elder-" : "";
    await page.goto("/ask/answers");
    await page.getByLabel("想找哪个问题").fill("白菜");
    await page.getByRole("main").getByRole("button", { name: "找一找" }).click();
    await page.getByRole("link", { name: /白菜叶子上有小洞/u }).waitFor();
    await look(page, `${name}answers`);
    await page.getByRole("link", { name: /白菜叶子上有小洞/u }).click();
    await page.getByRole("heading", { level: 1, name: /白菜叶子/u }).waitFor();
    await look(page, `${name}answer`);
    assert.deepEqual(reader.problems, []);
  }
  await using own = await openPage({ url: district.url });
  await signInAs(own.page, district, "demo.expert");
  await own.page.goto("/my/expert");
  await look(own.page, "my-expert");
  await own.page.goto("/experts/apply");
  await look(own.page, "experts-apply");
});
