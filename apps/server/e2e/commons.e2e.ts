// Journey of J-08 in Chromium on a fresh demonstration district: a resident contributes in three steps without scripts, gets
// a receipt, is paired with an expert, the draft passes seven people, and comes out with the writer's name; nothing shows before.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { confirm, openDesk } from "./support/desk.ts";
import { type District, openDistrict, readCode } from "./support/district.ts";

const title = "煮豆浆为什么要等它再开一次";
const words =
  "我卖了二十年豆浆。锅里泡沫一起来，新手就以为开了，其实那是假开。我都是把火调小，等泡沫下去，再煮到真正滚开，多煮几分钟。想请专家说说这是为什么。";
const penName = "演示豆浆师傅";
const paragraph =
  "泡沫涌上来的时候，锅里还没有真正滚开。生豆浆里有些东西要煮透才不伤人，所以泡沫下去以后，还要再煮开，小火多煮几分钟。煮好的豆浆没有生豆味，表面滚动均匀，泡沫也少了。拿不准，就再多煮一会儿。";
const signers = [
  ["demo.editor2", "初审通过"],
  ["demo.expert", "科学性审核通过"],
  ["demo.editor3", "复审通过"],
  ["demo.supervisor", "终审通过"],
  ["demo.editor4", "一校通过"],
  ["demo.editor5", "二校通过"],
  ["demo.editor6", "三校通过"],
] as const;

/** A resident of the demonstration signs in by the code that the development outbox shows. */
const signInResident = async (page: Page, district: District, phone: string): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "发验证码给我", exact: true }).click();
  await page.getByLabel(/位数字/u).fill(await readCode(page, district, phone));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

/** Three steps; the third is refused once without agreement, and nothing typed is lost. */
const contribute = async (page: Page): Promise<string> => {
  await page.goto("/contribute");
  await page.getByRole("link", { name: "开始写", exact: true }).click();
  await page.getByLabel("一篇写好的稿子").check();
  await page.getByLabel("题目").fill(title);
  await page.getByLabel("老年人").check();
  await page.getByLabel("讲哪个主题").selectOption({ label: "食品安全" });
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByLabel("把稿子写在这里").fill(words);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.locator("input[name=penName]").fill(penName);
  await page.getByRole("button", { name: "交稿" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("input[name=penName]").inputValue(), penName);
  await page.getByLabel(/我看过了用稿说明/u).check();
  await page.getByRole("button", { name: "交稿" }).click();
  await page.waitForURL(/\/contribute\/[0-9a-f-]{36}$/u);
  await page.getByText("投稿回执编号").waitFor();
  return new URL(page.url()).pathname;
};

/** The public door shows nothing of it before it is out. */
const isShown = async (district: District): Promise<boolean> => {
  const answer = await district.system.app.inject({
    method: "GET",
    url: `/search?q=${encodeURIComponent("豆浆")}`,
    headers: { host: new URL(district.url).host },
  });
  // What was looked for is marked in the title.
  return answer.body.replaceAll(/<\/?mark>/gu, "").includes(title);
};

const completeDraft = async (page: Page): Promise<void> => {
  await page.getByLabel("一句话回答").fill("泡沫起来是假开，要等它下去再煮到滚开，多煮几分钟才能喝。");
  await page
    .getByLabel("摘要")
    .fill("卖了二十年豆浆的师傅说，泡沫起来不算开。为什么要再煮一次，怎样看它熟了。");
  const editor = page.getByRole("textbox", { name: "正文" });
  await editor.click();
  await page.keyboard.press("Control+End");
  for (let count = 0; count < 3; count += 1) {
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(paragraph);
  }
  await page.getByRole("button", { name: "加一条来源" }).click();
  await page.getByLabel("来源 1 标题").fill("演示来源：豆制品加工须知");
  await page.getByLabel("来源 1 单位").fill("演示市场监管所");
  await page.getByLabel("来源 1 日期").fill("2025-03-01");
  await page.getByLabel("广播稿").fill(`今天说说煮豆浆。${paragraph}`);
  await page.getByLabel("海报标题").fill("豆浆再开一次");
  await page.getByLabel("海报要点").fill("泡沫起来是假开\n小火再煮开\n多煮几分钟");
  await page.getByRole("button", { name: "保存并去送审" }).click();
  await page.waitForURL(/\/contents\/[0-9a-f-]+$/u);
};

const signAll = async (district: District, contentId: string): Promise<void> => {
  for (const [account, label] of signers) {
    await using desk = await openDesk(district, account);
    const { page } = desk;
    await page.goto(`/workbench/contents/${contentId}`);
    await page
      .getByRole("list", { name: "下一步" })
      .getByRole("button", { name: label, exact: true })
      .click();
    if (label.includes("校通过"))
      for (const form of ["网页", "长辈版", "海报（科普终端）", "广播稿"])
        await page.getByRole("dialog").getByLabel(form, { exact: true }).check();
    await confirm(page, "通过");
    await page
      .getByText(/通过，转到|已通过/u)
      .first()
      .waitFor();
  }
};

test("J-08: a resident's words, an expert beside him, seven reviewers, and his name under the article", async () => {
  const district = await openDistrict();
  const resident = district.signIns.find((one) => one.role === "居民");
  assert.ok(resident !== undefined);
  await using citizen = await openPage({ url: district.url, javaScript: "off", width: 360 });
  await signInResident(citizen.page, district, resident.account);
  const receipt = await contribute(citizen.page);
  assert.equal(await isShown(district), false);

  await using editor = await openDesk(district, "demo.editor");
  const desk = editor.page;
  await desk.goto("/workbench/submissions?status=received");
  const row = desk.getByRole("row", { name: new RegExp(title, "u") });
  await row.getByRole("button", { name: "配专家" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel("领域").selectOption({ label: "营养与食品" });
  await dialog.getByRole("option", { name: /演示专家乙/u }).waitFor({ state: "attached" });
  const chosen = await dialog.getByRole("option", { name: /演示专家乙/u }).getAttribute("value");
  await dialog.getByLabel("专家", { exact: true }).selectOption(chosen ?? "");
  await confirm(desk, "配给这位专家");

  await using adviser = await openDesk(district, "demo.expert2");
  await adviser.page.goto("/workbench/submissions?status=paired&mine=yes");
  await adviser.page
    .getByRole("row", { name: new RegExp(title, "u") })
    .getByRole("button", { name: "写意见" })
    .click();
  await adviser.page.getByRole("dialog").getByLabel("意见").fill("说法对，请写明要再煮几分钟。");
  await confirm(adviser.page, "发给编辑和投稿人");
  await citizen.page.goto(receipt);
  await citizen.page.getByText("请写明要再煮几分钟").waitFor();

  await desk.goto("/workbench/submissions?status=paired");
  await desk
    .getByRole("row", { name: new RegExp(title, "u") })
    .getByRole("button", { name: "写成草稿" })
    .click();
  await desk.waitForURL(/\/contents\/[0-9a-f-]+\/edit$/u);
  const contentId = /contents\/([0-9a-f-]+)\/edit/u.exec(desk.url())?.[1] ?? "";
  await completeDraft(desk);
  await desk.getByRole("list", { name: "下一步" }).getByRole("button", { name: "送审", exact: true }).click();
  await confirm(desk, "送审");

  // Whoever advised is an author: the science check is closed to him.
  await adviser.page.goto(`/workbench/contents/${contentId}`);
  await adviser.page.getByRole("heading", { level: 1, name: title }).waitFor();
  assert.equal(
    await adviser.page
      .getByRole("list", { name: "下一步" })
      .getByRole("button", { name: /审核通过$/u })
      .count(),
    0,
  );
  await signAll(district, contentId);
  assert.equal(await isShown(district), false);
  await citizen.page.goto(receipt);
  await citizen.page.getByText("审校完成").waitFor();

  await desk.goto(`/workbench/contents/${contentId}`);
  await desk.getByRole("list", { name: "下一步" }).getByRole("button", { name: "发布", exact: true }).click();
  await confirm(desk, "发布");
  assert.equal(await isShown(district), true);
  for (let second = 0; second < 30; second += 1) {
    await citizen.page.goto(receipt);
    if ((await citizen.page.getByRole("link", { name: "看发布的文章" }).count()) > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  // Out is out: there is no way back any more on the writer's page.
  assert.equal(await citizen.page.getByRole("button", { name: "撤回这份投稿" }).count(), 0);
  await citizen.page.getByRole("link", { name: "看发布的文章" }).click();
  await citizen.page.getByRole("heading", { level: 1, name: title }).waitFor();
  await citizen.page.getByText(`投稿：${penName}`).waitFor();
  assert.deepEqual((await auditPage(desk)).map(findingText), []);
  for (const watched of [citizen, editor, adviser]) assert.deepEqual(watched.problems, []);
});
