// Journey J8 in Chromium on a fresh demonstration district: a gap becomes a pitch and a draft; seven people sign it, each
// refused a second stage; the embargo holds through every door; it comes out at its minute, is found by characters and by
// sound, read in the elder mode without scripts, corrected, recalled; the ledger proves it and names a row changed by SQL.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage, type Watched } from "./support/browser.ts";
import { confirm, openDesk, press } from "./support/desk.ts";
import { type District, openDistrict } from "./support/district.ts";
import { checkpointNow, verifyDistrict } from "./support/ledger.ts";

const title = "燃气灶旁闻到气味怎么办";
const paragraph =
  "先别连着打火。关上灶具开关，再关表前阀，打开窗户，等几分钟。开窗之前不要碰任何电器开关，也不要在屋里打电话。闻到气味就先出门，到外面再打燃气公司的电话。";

const signers = [
  ["demo.editor2", "初审通过"],
  ["demo.expert", "科学性审核通过"],
  ["demo.editor3", "复审通过"],
  ["demo.supervisor", "终审通过"],
  ["demo.editor4", "一校通过"],
  ["demo.editor5", "二校通过"],
  ["demo.editor6", "三校通过"],
] as const;

/** From the empty cell of the gap grid to an accepted pitch and its draft. */
const pitchAndDraft = async (page: Page): Promise<string> => {
  await page.goto("/workbench/gaps");
  await page.getByRole("button", { name: "为老年人提一个“安全应急”的选题" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("选题", { exact: true }).fill(title);
  await dialog.getByLabel("理由").fill("社区反映灶具老旧，老人常连着打火。");
  await dialog.getByLabel("单位").selectOption({ index: 1 });
  await confirm(page, "提交选题");
  await page.goto("/workbench/pitches");
  const row = page.getByRole("row", { name: new RegExp(title) });
  await row.getByRole("button", { name: "采纳", exact: true }).click();
  await row.getByRole("button", { name: "写成草稿" }).click();
  await page.waitForURL(/\/contents\/[0-9a-f-]+\/edit$/u);
  return /contents\/([0-9a-f-]+)\/edit/u.exec(page.url())?.[1] ?? "";
};

const writeDraft = async (page: Page): Promise<void> => {
  // Sent too early: the machine says what is missing and nothing is lost.
  await page.getByRole("button", { name: "机器检查" }).click();
  await page.getByText(/处必须先改/u).waitFor();
  await page.getByLabel("一句话回答").fill("先关阀、再开窗、不碰开关，闻到气味先出门再打电话。");
  await page
    .getByLabel("摘要")
    .fill("灶打不着火，连着打会让燃气聚在屋里。先关阀门再开窗，等几分钟再试；闻到气味先出门。");
  const editor = page.getByRole("textbox", { name: "正文" });
  await editor.click();
  // What the template asks for gives way to the text.
  await page.keyboard.press("ControlOrMeta+A");
  for (let count = 0; count < 4; count += 1) {
    await page.keyboard.insertText(paragraph);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "加一条来源" }).click();
  await page.getByLabel("来源 1 标题").fill("演示来源：家用燃气安全须知");
  await page.getByLabel("来源 1 单位").fill("演示燃气公司");
  await page.getByLabel("来源 1 日期").fill("2025-03-01");
  await page.getByLabel("广播稿").fill(`今天说说燃气灶。${paragraph}`);
  await page.getByLabel("海报标题").fill("打不着火先关阀");
  await page.getByLabel("海报要点").fill("关阀\n开窗\n出门再打电话");
  await page.getByLabel("由哪个领域的专家审签").selectOption("emergency");
  await page.getByLabel("版权说明").fill("自有版权（演示），可在本区转载");
  await page.getByRole("button", { name: "保存并去送审" }).click();
  await page.waitForURL(/\/contents\/[0-9a-f-]+$/u);
};

const call = async (
  page: Page,
  method: string,
  url: string,
  body?: object,
): Promise<{ status: number; text: string }> =>
  page.evaluate(
    async ([verb, address, payload]) => {
      const answer = await fetch(address ?? "", {
        method: verb ?? "GET",
        headers: {
          "idempotency-key": [...crypto.getRandomValues(new Uint8Array(16))]
            .map((byte) => byte.toString(16).padStart(2, "0"))
            .join(""),
          ...(payload === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(payload === undefined ? {} : { body: payload }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    [method, url, body === undefined ? undefined : JSON.stringify(body)] as const,
  );

const isOut = async (district: District, no: number): Promise<readonly string[]> => {
  const open: string[] = [];
  const names = new RegExp(`/articles/${no}(?!\\d)`, "u");
  for (const url of [
    `/articles/${no}`,
    "/feeds/all.atom",
    "/feeds/all.rss",
    "/sitemap.xml",
    `/search?q=${encodeURIComponent("燃气灶")}`,
  ]) {
    const answer = await district.system.app.inject({
      method: "GET",
      url,
      headers: { host: new URL(district.url).host },
    });
    if (answer.statusCode === 200 && (url.startsWith("/articles/") || names.test(answer.body)))
      open.push(url);
  }
  return open;
};

/** Sent past the page: the act of the stage that waits, by who already did one, is refused with a sentence. */
const refusedAgain = async ({ system }: District, page: Page, contentId: string): Promise<void> => {
  const { id, status, content_hash } = await system.context.db
    .selectFrom("content_versions")
    .select(["id", "status", "content_hash"])
    .where("content_id", "=", contentId)
    .orderBy("version_no", "desc")
    .executeTakeFirstOrThrow();
  if (status === "approved") return;
  const act = status === "science" ? "science-check" : status === "review3" ? "final-review" : "sign";
  const answer = await call(page, "POST", `/api/content-versions/${id}/${act}`, {
    stage: status,
    decision: "pass",
    contentHash: content_hash?.toString("hex") ?? "",
    renditions: ["web", "elder", "poster", "radio"],
  });
  assert.ok([403, 409].includes(answer.status), `${status}: ${answer.status} ${answer.text}`);
};

/**
 * The seven stages of the version in hand, each by another account; whoever signed the stage before finds no way to sign this one,
 * on the page or past it.
 */
const signAll = async (district: District, contentId: string): Promise<void> => {
  let before: Watched | undefined;
  for (const [account, label] of signers) {
    const desk = await openDesk(district, account);
    const { page } = desk;
    await page.goto(`/workbench/contents/${contentId}`);
    await press(page, label);
    if (label.includes("校通过"))
      for (const form of ["网页", "长辈版", "海报（科普终端）", "广播稿"])
        await page.getByRole("dialog").getByLabel(form, { exact: true }).check();
    await confirm(page, "通过");
    await page
      .getByText(/通过，转到|已通过/u)
      .first()
      .waitFor();
    // Whoever signed the stage before finds no way to sign this one.
    if (before !== undefined) {
      await before.page.goto(`/workbench/contents/${contentId}`);
      await before.page.getByRole("heading", { level: 1, name: title }).waitFor();
      await refusedAgain(district, before.page, contentId);
      assert.equal(
        await before.page
          .getByRole("list", { name: "下一步" })
          .getByRole("button", { name: /通过$/u })
          .count(),
        0,
      );
      await before[Symbol.asyncDispose]();
    }
    before = desk;
  }
  await before?.[Symbol.asyncDispose]();
};

test("J8: from the gap to the recall, seven people, an embargo that holds, and a ledger that proves it", async () => {
  const district = await openDistrict();
  const { db } = district.system.context;
  await using author = await openDesk(district, "demo.editor");
  const contentId = await pitchAndDraft(author.page);
  await writeDraft(author.page);
  await press(author.page, "送审");
  await confirm(author.page, "送审");
  const found: string[] = [];
  const audit = async (page: Page, place: string): Promise<void> => {
    for (const finding of await auditPage(page)) found.push(`${place}: ${findingText(finding)}`);
  };
  await audit(author.page, "content page");

  await signAll(district, contentId);

  const { id: versionId, no } = await db
    .selectFrom("content_versions as version")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .select(["version.id", "content.content_no as no"])
    .where("content.id", "=", contentId)
    .executeTakeFirstOrThrow();
  const { page } = author;
  const at = new Date(Date.now() + 6_000).toISOString();
  const scheduled = await call(page, "POST", `/api/content-versions/${versionId}/schedule`, {
    publishAt: at,
    embargoUntil: at,
  });
  assert.equal(scheduled.status, 200, scheduled.text);
  const early = await call(page, "POST", `/api/content-versions/${versionId}/publish`);
  assert.equal(early.status, 409);
  assert.match(early.text, /禁止发布/u);
  assert.deepEqual(await isOut(district, no), []);
  for (let second = 0; second < 30 && (await isOut(district, no)).length < 5; second += 1)
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal((await isOut(district, no)).length, 5);

  await using reader = await openPage({
    url: district.url,
    javaScript: "off",
    mode: { elder: true },
    width: 360,
  });
  await reader.page.goto("/search?q=ranqizao");
  await reader.page.getByRole("link", { name: title }).first().click();
  await reader.page.getByRole("heading", { level: 1, name: title }).waitFor();
  assert.match(await reader.page.locator("body").innerText(), /演示燃气公司/u);
  assert.deepEqual(reader.problems, []);

  await page.goto(`/workbench/contents/${contentId}`);
  await press(page, "新建更正版");
  await page
    .getByRole("dialog")
    .getByLabel("更正说明（读者会看到）")
    .fill("原文没有写清先关表前阀，现予更正。");
  await confirm(page, "开始更正");
  await page.waitForURL(/\/edit$/u);
  await page.getByRole("button", { name: "保存并去送审" }).click();
  await page.waitForURL(/\/contents\/[0-9a-f-]+$/u);
  await press(page, "送审");
  await confirm(page, "送审");
  await signAll(district, contentId);
  const correction = await db
    .selectFrom("content_versions")
    .select("id")
    .where("content_id", "=", contentId)
    .where("version_no", "=", 2)
    .executeTakeFirstOrThrow();
  const corrected = await call(page, "POST", `/api/content-versions/${correction.id}/publish`);
  assert.equal(corrected.status, 200, corrected.text);
  await reader.page.goto(`/articles/${no}`);
  await reader.page.getByText("原文没有写清先关表前阀，现予更正。").waitFor();
  // Each of the two times seven steps stands in the ledger under its version.
  for (const id of [versionId, correction.id]) {
    const steps = await db
      .selectFrom("audit_entries")
      .select("action")
      .where("record_table", "=", "content_versions")
      .where("record_id", "=", id)
      .where("outcome", "=", "done")
      .execute();
    assert.ok(steps.length >= 8, steps.map((step) => step.action).join(", "));
  }

  await using chief = await openDesk(district, "demo.supervisor");
  const recalled = await call(chief.page, "POST", `/api/contents/${contentId}/recall`, {
    reason: "演示：来源撤回了原来的说法",
  });
  assert.equal(recalled.status, 200, recalled.text);
  assert.deepEqual(await isOut(district, no), []);
  for (let second = 0; second < 30; second += 1) {
    const open = await db
      .selectFrom("deliveries")
      .select("channel_code")
      .where("content_id", "=", contentId)
      .where("act", "=", "recall")
      .where("status", "<>", "confirmed")
      .execute();
    const all = await db
      .selectFrom("deliveries")
      .select("id")
      .where("content_id", "=", contentId)
      .where("act", "=", "recall")
      .execute();
    if (all.length >= 5 && open.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await chief.page.goto(`/workbench/deliveries?contentId=${contentId}&act=recall`);
  await chief.page.getByRole("row", { name: /门户网页 撤下 已确认/u }).waitFor();
  await audit(chief.page, "deliveries");

  await checkpointNow(district);
  const proven = await verifyDistrict(district);
  assert.deepEqual(proven.problems, []);
  await sql`alter table content_versions disable trigger content_versions_frozen`.execute(db);
  await sql`update content_versions set summary = '被人改过' where id = ${versionId}`.execute(db);
  const named = await verifyDistrict(district);
  await sql`update content_versions set summary = content ->> 'summary' where id = ${versionId}`.execute(db);
  await sql`alter table content_versions enable trigger content_versions_frozen`.execute(db);
  assert.ok(
    named.problems.some((problem) => problem.table === "content_versions" && problem.id === versionId),
  );
  assert.deepEqual(author.problems, []);
  assert.deepEqual(found, []);
});
