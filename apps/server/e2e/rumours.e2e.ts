// Journey J9 in Chromium on a fresh demonstration district: an elder without scripts on a small phone asks whether a message is
// true; the desk clusters, describes and writes; a verdict with one signature does not come out; two experts sign; the asker reads
// the answer by the number; the same words asked again are answered at once; version 2 tells the asker what changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { confirm, openDesk, press } from "./support/desk.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";
import { checkpointNow, verifyDistrict } from "./support/ledger.ts";
import { sidewaysOverflow, smallTargets, smallTexts } from "./support/targets.ts";

const message = "演示传言：把菠菜和豆腐一锅煮，肾里马上长石头，医院里都住满了";
const claim = "菠菜和豆腐一起吃会长肾结石（演示）";

const stepNames = async (page: Page): Promise<readonly string[]> =>
  page.getByRole("list", { name: "下一步" }).getByRole("button").allInnerTexts();

const writeVerdict = async (page: Page, words: { answer: string; notice?: string }): Promise<void> => {
  await page.getByLabel("一句话结论").fill(words.answer);
  await page
    .getByLabel("解释")
    .fill("演示解释：草酸和钙在肠道里先碰到一起，随大便排出去，被身体吸收的反而少了；焯一下水，草酸更少。");
  await page.getByLabel("怎么办").fill("焯水后放心吃；得过结石的听医生的。");
  if (words.notice === undefined) {
    await page.getByLabel("结论", { exact: true }).selectOption("false");
    for (const number of [1, 2]) {
      await page.getByRole("button", { name: "加一条来源" }).click();
      await page.getByLabel(`来源 ${number} 单位`).fill(`演示单位${number}`);
      await page.getByLabel(`来源 ${number} 标题`).fill(`演示来源${number}`);
    }
  } else {
    await page.getByLabel("结论", { exact: true }).selectOption("misleading");
    await page.getByLabel("改了什么").fill(words.notice);
  }
  await page.getByRole("button", { name: "保存并回到说法" }).click();
  await page.waitForURL(/\/rumours\/[0-9a-f-]{36}$/u);
  await press(page, "送专家签字");
  await confirm(page, "送签");
};

const signBy = async (district: District, account: string, claimId: string): Promise<void> => {
  await using desk = await openDesk(district, account);
  await desk.page.goto(`/workbench/rumours/${claimId}`);
  await press(desk.page, "同意并签字");
  await confirm(desk.page, "签字");
  await desk.page.getByText("您已经签过，一人只签一次").first().waitFor({ state: "attached" });
  assert.ok(!(await stepNames(desk.page)).includes("同意并签字"));
  assert.deepEqual(desk.problems, []);
};

test("J9: from the elder's question to the answer, the same words at once, and the change told", async () => {
  const district = await openDistrict();
  const found: string[] = [];
  const look = async (page: Page, place: string): Promise<void> => {
    for (const finding of await auditPage(page)) found.push(`${place}: ${findingText(finding)}`);
    if ((await sidewaysOverflow(page)) > 0) found.push(`${place} scrolls sideways`);
  };
  const lookAsElder = async (page: Page, place: string): Promise<void> => {
    for (const target of await smallTargets(page, 60)) found.push(`${place} small target: ${target}`);
    for (const text of await smallTexts(page, 18)) found.push(`${place} small text: ${text}`);
    if ((await sidewaysOverflow(page)) > 0) found.push(`${place} scrolls sideways`);
  };

  await using elder = await openPage({
    url: district.url,
    javaScript: "off",
    mode: { elder: true },
    width: 360,
  });
  await elder.page.goto("/zones/elders");
  await elder.page.getByRole("link", { name: /看看是真是假/u }).click();
  await elder.page.getByLabel("收到的话").fill("😀");
  await elder.page.getByRole("button", { name: "查一查" }).click();
  await elder.page
    .getByRole("alert")
    .getByText(/里面没有文字/u)
    .waitFor();
  assert.equal(await elder.page.getByLabel("收到的话").inputValue(), "😀");
  await elder.page.getByLabel("收到的话").fill(message);
  await elder.page.getByRole("button", { name: "查一查" }).click();
  await elder.page.getByRole("heading", { level: 1, name: "收到了，正在查" }).waitFor();
  const askedUrl = elder.page.url();
  const number = /asked\/(\d{12})$/u.exec(askedUrl)?.[1] ?? "";
  assert.notEqual(number, "", askedUrl);
  await lookAsElder(elder.page, "asked page");

  // A second person sends the same words in another dress: one claim.
  await using neighbour = await openPage({ url: district.url, width: 360 });
  await neighbour.page.goto("/");
  await neighbour.page.getByLabel("把收到的话贴在这里").fill(`【转发】${message}！！😱`);
  await neighbour.page.getByRole("button", { name: "查一查" }).click();
  await neighbour.page.getByRole("heading", { level: 1, name: "收到了，正在查" }).waitFor();

  await using editor = await openDesk(district, "demo.editor");
  const { page } = editor;
  await page.goto("/workbench/rumours");
  await page.getByRole("link", { name: /菠菜和豆腐一锅煮/u }).click();
  await page.getByText("2 条，2 条等答复").waitFor();
  const claimId = /rumours\/([0-9a-f-]{36})/u.exec(page.url())?.[1] ?? "";
  await press(page, "认领并整理");
  await page.getByRole("dialog").getByLabel("说法", { exact: true }).fill(claim);
  await page.getByRole("dialog").getByLabel("领域").selectOption("nutrition");
  await page.getByRole("dialog").getByLabel("照着做的危害").selectOption("0.5");
  await confirm(page, "认领");
  await press(page, "写核查笔记");
  await page.getByRole("dialog").getByLabel("笔记").fill("演示笔记：问了两家医院营养科。");
  await confirm(page, "记下");
  await press(page, "起草结论");
  await page.getByRole("dialog").getByRole("button", { name: "开始写" }).click();
  await page.waitForURL(/\/verdict$/u);
  await look(page, "verdict editor");
  await writeVerdict(page, { answer: "焯过水的菠菜和豆腐一起吃，不会因此长结石。" });
  await page.getByText("等专家签字").first().waitFor();
  assert.ok(!(await stepNames(page)).includes("发布"), "no button to publish without signatures");
  await look(page, "claim page");

  await signBy(district, "demo.expert2", claimId);
  await page.reload();
  await page.getByText("还要 1 位专家同意").waitFor({ state: "attached" });
  await signBy(district, "demo.expert3", claimId);
  await using chief = await openDesk(district, "demo.supervisor");
  await chief.page.goto("/workbench/");
  await chief.page
    .getByRole("link", { name: new RegExp(`签好字可以发布：${claim.slice(0, 8)}`, "u") })
    .click();
  await press(chief.page, "发布");
  await confirm(chief.page, "发布");
  await chief.page.getByText("已发布，告知 2 人").waitFor();

  await elder.page.goto("/rumours/answer");
  await elder.page
    .getByLabel(/查询号/u)
    .fill(`${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}`);
  await elder.page.getByRole("button", { name: "看答复" }).click();
  await elder.page.getByRole("heading", { level: 1, name: claim }).waitFor();
  const answer = await elder.page.locator("main").innerText();
  for (const words of ["假的", "焯过水的菠菜", "演示单位1", "演示专家乙", "焯水后放心吃"])
    assert.match(answer, new RegExp(words, "u"));
  await lookAsElder(elder.page, "answer page");

  // The same wording asked again is answered at once, and the page that everybody reads ships no script.
  await using again = await openPage({ url: district.url, javaScript: "off", width: 768 });
  await again.page.goto("/rumours");
  await again.page.getByLabel("收到的话").fill(message);
  await again.page.getByRole("button", { name: "查一查", exact: true }).click();
  await again.page.getByRole("heading", { level: 1, name: claim }).waitFor();
  await again.page.getByRole("link", { name: "看完整的一页" }).click();
  await again.page.getByRole("heading", { level: 1, name: claim }).waitFor();
  await again.page.goto("/search?q=菠菜豆腐");
  await again.page.getByRole("link", { name: claim }).first().waitFor();

  await page.goto(`/workbench/rumours/${claimId}`);
  await press(page, "写新版本");
  await page.getByRole("dialog").getByRole("button", { name: "开始写" }).click();
  await page.waitForURL(/\/verdict$/u);
  await writeVerdict(page, {
    answer: "一般人可以一起吃；得过草酸钙结石的要少吃菠菜。",
    notice: "新看到的研究：得过结石的人要少吃，由“假的”改为“误导”（演示）。",
  });
  await signBy(district, "demo.expert2", claimId);
  await signBy(district, "demo.expert3", claimId);
  await chief.page.goto(`/workbench/rumours/${claimId}`);
  await press(chief.page, "发布");
  await confirm(chief.page, "发布");
  await chief.page.getByText("已发布，告知 3 人").waitFor();
  await elder.page.goto(askedUrl);
  await elder.page.getByText("您问过以后，结论改了").waitFor();
  assert.match(await elder.page.locator("main").innerText(), /由“假的”改为“误导”/u);
  await again.page.goto(askedUrl);
  await again.page.getByRole("link", { name: "看完整的一页" }).click();
  await again.page.getByText("以前的结论").waitFor();
  await again.page.getByText(/第 1 版：假的/u).waitFor();

  // Time from the first report to the answer is measured from the records.
  const { db } = district.system.context;
  const first = await db
    .selectFrom("claim_reports as report")
    .innerJoin("verdict_notices as notice", "notice.report_id", "report.id")
    .select(["report.created_at as asked", "notice.created_at as told"])
    .where("report.claim_id", "=", claimId)
    .orderBy("notice.created_at")
    .executeTakeFirstOrThrow();
  assert.ok(first.told > first.asked);
  await checkpointNow(district);
  assert.deepEqual((await verifyDistrict(district)).problems, []);
  for (const watched of [elder, neighbour, editor, chief, again]) assert.deepEqual(watched.problems, []);
  assert.deepEqual(found, [], found.join("\n"));
});

test("the pages of the rumour box and desk pass the three engines", { timeout: 240_000 }, async () => {
  const district = await openDistrict();
  const found: string[] = [];
  const { claim_no: no } = await district.system.context.db
    .selectFrom("claims")
    .select("claim_no")
    .where("status", "=", "answered")
    .orderBy("claim_no")
    .executeTakeFirstOrThrow();
  const month = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: "2-digit",
  })
    .format(new Date())
    .slice(0, 7);
  for (const [name, options] of [
    ["360", { width: 360 }],
    ["1366", { width: 1366 }],
    ["长辈版", { width: 360, mode: { elder: true } }],
    ["高对比", { width: 768, mode: { contrast: "high" as const } }],
  ] as const) {
    await using watched = await openPage({ url: district.url, ...options });
    for (const path of [
      "/rumours",
      `/rumours/${no}`,
      `/rumours/${no}/listen`,
      `/rumours/${no}/print`,
      `/rumours/months/${month}`,
      "/rumours/answer",
      "/",
    ]) {
      await watched.page.goto(path);
      for (const finding of await auditPage(watched.page))
        found.push(`${path} ${name} ${findingText(finding)}`);
      if ((await sidewaysOverflow(watched.page)) > 0) found.push(`${path} ${name} scrolls sideways`);
      if (name !== "长辈版") continue;
      for (const target of await smallTargets(watched.page, 60))
        found.push(`${path} small target: ${target}`);
      for (const text of await smallTexts(watched.page, 18)) found.push(`${path} small text: ${text}`);
    }
    assert.deepEqual(watched.problems, []);
  }
  for (const width of [768, 1366]) {
    await using desk = await openPage({ url: district.url, width });
    await signInAs(desk.page, district, "demo.editor");
    for (const path of ["/rumours", "/rumours-intake"]) {
      await desk.page.goto(`/workbench${path}`);
      await desk.page.locator("h1").waitFor();
      await desk.page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
      for (const finding of await auditPage(desk.page))
        found.push(`${path} ${width} ${findingText(finding)}`);
    }
  }
  assert.deepEqual(found, [], found.join("\n"));
});
