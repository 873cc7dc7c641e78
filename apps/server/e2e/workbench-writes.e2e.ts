// Every act of the workbench in Chromium on a fresh demonstration district, each as the role whose work it is. Open
// dialogs and record pages are audited on the way, and the page's policy must hold with each of them open.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage, type Watched } from "./support/browser.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";
import { checkpointNow } from "./support/ledger.ts";

type Desk = Watched & { found: string[] };

/** A desk that also notes violations of the policy that no console shows. */
const openDesk = async (district: District, account: string): Promise<Desk> => {
  const watched = await openPage({ url: district.url });
  await watched.page.exposeBinding("noteViolation", (_source, directive: string, blocked: string) =>
    watched.problems.push(`policy: ${directive} ${blocked}`),
  );
  await watched.page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { noteViolation } = globalThis as unknown as {
        noteViolation: (directive: string, blocked: string) => void;
      }; // exposed just above
      noteViolation(event.violatedDirective, `${event.blockedURI} ${event.sample}`);
    });
  });
  await signInAs(watched.page, district, account);
  return { ...watched, found: [] };
};

const audit = async ({ page, found }: Desk, place: string): Promise<void> => {
  for (const finding of await auditPage(page)) found.push(`${place}: ${findingText(finding)}`);
};

const assertClean = ({ problems, found }: Desk): void => {
  assert.deepEqual(problems, []);
  assert.deepEqual(found, []);
};

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

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

const label = (scope: Page | Locator, name: string): Locator => scope.getByLabel(name, { exact: true });

const unitOf = ({ system }: District, name: string) =>
  system.context.db.selectFrom("org_units").selectAll().where("name", "=", name).executeTakeFirstOrThrow();

const organisationOf = ({ system }: District, name: string) =>
  system.context.db
    .selectFrom("organisations")
    .selectAll()
    .where("name", "=", name)
    .executeTakeFirstOrThrow();

const tomorrow = (): string => new Date(Date.now() + (24 + 8) * 3_600_000).toISOString().slice(0, 10);

test("a unit is made, renamed, moved and closed, and one with units below says why it cannot be closed", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.orgadmin");
  const { page } = desk;
  const first = await unitOf(district, "青枫街道");
  const second = await unitOf(district, "云汀街道");

  await page.goto(`/workbench/units/${first.id}`);
  await heading(page, "青枫街道");
  await page.getByText("个步骤现在不能办，看看为什么").click();
  assert.match(await page.locator(".refusals").innerText(), /下级/);

  let dialog = await step(page, "增加下级单位");
  await label(dialog, "类别").selectOption({ label: "社区" });
  await label(dialog, "单位名称").fill("演示新苗社区");
  await audit(desk, "new unit");
  await send(dialog, "新增单位");
  await heading(page, "演示新苗社区");

  dialog = await step(page, "修改");
  await label(dialog, "单位名称").fill("演示新苗里社区");
  await send(dialog, "保存修改");
  await heading(page, "演示新苗里社区");

  dialog = await step(page, "移到别处");
  await label(dialog, "新的上级单位").selectOption({ label: "云汀街道（街道）" });
  await send(dialog, "移动");
  await page.locator(".facts-list").getByRole("link", { name: "云汀街道", exact: true }).waitFor();
  assert.equal((await unitOf(district, "演示新苗里社区")).parent_id, second.id);

  dialog = await step(page, "撤销");
  // Made today, so not yet to be closed today: the server's reason stands at the field, a later day is taken.
  await dialog.getByRole("button", { name: "撤销这个单位" }).click();
  await dialog.getByRole("link", { name: "停用日期：撤销日期要晚于启用日期。" }).waitFor();
  await audit(desk, "a refused closing");
  await dialog.getByLabel("停用日期").fill(tomorrow());
  await dialog.getByRole("button", { name: "撤销这个单位" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("起停用").first().waitFor();
  assert.notEqual((await unitOf(district, "演示新苗里社区")).valid_to, null);
  await audit(desk, "unit");
  assertClean(desk);
});

test("an organisation is taken up and verified, another returned, another rejected; each shows its history", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.orgadmin");
  const { page } = desk;
  const open = async (name: string): Promise<void> => {
    await page.goto(`/workbench/organisations/${(await organisationOf(district, name)).id}`);
    await heading(page, name);
  };
  const history = page.locator(".detail-aside");

  await open("听涛光电有限公司");
  await audit(desk, "organisation");
  await send(await step(page, "开始审核"), "开始审核");
  await page.locator("header, .page-head").getByText("审核中").first().waitFor();
  await send(await step(page, "核实通过"), "核实通过");
  await history.getByText("核实").first().waitFor();
  await page.getByRole("link", { name: "打开单位" }).waitFor();

  await open("新渡科学影像社");
  let dialog = await step(page, "退回补正");
  await dialog.getByRole("button", { name: "退回补正", exact: true }).click();
  await dialog.getByText("请填写原因").waitFor();
  await audit(desk, "return, with an error");
  await label(dialog, "原因").fill("演示：请补一张看得清的证明。");
  await send(dialog, "退回补正");
  await history.getByText("演示：请补一张看得清的证明。").waitFor();

  await open("映山地质观测站");
  dialog = await step(page, "不予通过");
  await label(dialog, "原因").fill("演示：登记的内容与实际不符。");
  await send(dialog, "不予通过");
  await history.getByText("演示：登记的内容与实际不符。").waitFor();
  assert.equal((await organisationOf(district, "听涛光电有限公司")).status, "verified");
  assert.equal((await organisationOf(district, "新渡科学影像社")).status, "returned");
  assert.equal((await organisationOf(district, "映山地质观测站")).status, "rejected");
  assertClean(desk);
});

test("a person is registered, gets a role for a term, loses it, hands over after a preview, is stopped and restored", async () => {
  const district = await openDistrict();
  const unit = await unitOf(district, "青枫街道");
  await using desk = await openDesk(district, "demo.orgadmin");
  const { page } = desk;

  await page.goto("/workbench/people-new");
  await label(page, "姓名").fill("演示新同事");
  await page.getByLabel("手机号").fill("16000000777");
  await label(page, "所属单位").selectOption(unit.id);
  await page.getByRole("button", { name: "新增人员" }).click();
  await heading(page, "演示新同事");

  const grant = async (role: string): Promise<void> => {
    const dialog = await step(page, "授予岗位");
    await label(dialog, "岗位").selectOption({ label: role });
    await label(dialog, "单位").selectOption(unit.id);
    await dialog.getByLabel("到哪天止").fill(tomorrow());
    await label(dialog, "原因").fill("演示任职文件");
    if (role === "督导员") await audit(desk, "grant a role");
    await send(dialog, "授予岗位");
    await page.locator(".grants li", { hasText: role }).getByText("在任", { exact: true }).waitFor();
  };
  await grant("街镇联络员");
  assert.match(await page.locator(".grants").innerText(), new RegExp(`至 ${tomorrow()}`));

  // The server refuses a reason of one letter; what was typed stays, the field says why.
  await page.locator(".grants").getByRole("button", { name: /结束/ }).click();
  let dialog = page.getByRole("dialog");
  await label(dialog, "原因").fill("调");
  await dialog.getByRole("button", { name: "结束岗位" }).click();
  await dialog.locator(".form-summary").getByRole("link", { name: /原因/ }).waitFor();
  await audit(desk, "a refused end");
  assert.equal(await label(dialog, "原因").inputValue(), "调");
  await label(dialog, "原因").fill("演示调离");
  await send(dialog, "结束岗位");
  await page.locator(".grants").getByText("已结束").waitFor();

  await grant("督导员");
  dialog = await step(page, "交接工作");
  await label(dialog, "交出哪个单位的工作").selectOption(unit.id);
  await dialog.getByLabel("接手人").selectOption({ index: 1 });
  await label(dialog, "原因").fill("演示轮岗");
  await dialog.getByRole("button", { name: "先看会转走什么" }).click();
  await dialog.getByText("岗位（交出后结束）：1 件").waitFor();
  await audit(desk, "handover with preview");
  await page.locator(".grants").getByText("在任", { exact: true }).waitFor();
  // Changing anything takes the preview back: what is confirmed is what was shown.
  await label(dialog, "原因").fill("演示轮岗了");
  await dialog.getByRole("button", { name: "先看会转走什么" }).click();
  await send(dialog, "确认交接");
  await page.locator(".grants").getByText("在任", { exact: true }).waitFor({ state: "detached" });

  dialog = await step(page, "停用账号");
  await label(dialog, "原因").fill("演示停用");
  await send(dialog, "停用账号");
  await page.locator("h1 ~ *, .page-head").getByText("已停用").first().waitFor();
  await audit(desk, "person");
  const restore = page.getByRole("list", { name: "下一步" }).getByRole("button", { name: /恢复|启用/ });
  await restore.click();
  dialog = page.getByRole("dialog");
  await label(dialog, "原因").fill("演示恢复");
  await send(dialog, "恢复账号");
  await page.getByRole("list", { name: "下一步" }).getByRole("button", { name: "停用账号" }).waitFor();
  assertClean(desk);
});

test("a fact is reversed by the supervisor and its figure moves; a second reversal says why not; the ledger is checked", async () => {
  const district = await openDistrict();
  await checkpointNow(district);
  await using desk = await openDesk(district, "demo.supervisor");
  const { page } = desk;
  const period = "?from=2026-01-01&to=2026-12-31";
  const figure = page.getByRole("row", { name: /核实社会主体/ }).getByRole("link");
  const readFigure = async (): Promise<number> => {
    await page.goto(`/workbench/figures${period}`);
    return Number.parseInt(await figure.innerText(), 10);
  };
  const before = await readFigure();
  assert.ok(before > 0);

  // By clicks from the figure to its facts and to one of them.
  await figure.click();
  await page.locator(".bar-column").first().waitFor();
  await audit(desk, "figure");
  // Units without a number are left out until somebody asks for them.
  const units = page.locator("main tbody tr");
  const withNumber = await units.count();
  await page.getByLabel(/也列出数字为 0/).check();
  assert.ok((await units.count()) > withNumber);
  await page.getByLabel(/也列出数字为 0/).uncheck();
  await page.locator("main table a").first().click();
  await page.waitForURL(/facts/);
  await page.locator("main tbody tr").first().waitFor();
  await page.locator("main tbody tr").first().getByRole("link").first().click();
  await page.getByRole("list", { name: "下一步" }).waitFor();
  await audit(desk, "fact");
  const dialog = await step(page, "冲销");
  await label(dialog, "原因").fill("演示：登记重复");
  await audit(desk, "reverse a fact");
  await send(dialog, "冲销");
  await page.getByText("现在没有能办的步骤，看看为什么").click();
  assert.match(await page.locator(".refusals").innerText(), /已经冲销过/);
  await page.getByRole("link", { name: "查看冲销" }).waitFor();
  assert.equal(await readFigure(), before - 1);

  await page.goto("/workbench/ledger");
  await page.getByRole("button", { name: "现在核对" }).click();
  await page.getByText("核对完毕：账本与数据库一致，没有被改动").waitFor();
  await audit(desk, "ledger, checked");
  await page.locator("main tbody tr").first().getByRole("link").first().click();
  await page.waitForURL(/ledger\/[0-9a-f-]{36}/);
  await page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
  await audit(desk, "ledger entry");
  assertClean(desk);
});

test("a table of units with one wrong row shows it and writes nothing; the mended table is written", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.orgadmin");
  const { page } = desk;
  const choose = async (rows: readonly string[]): Promise<void> => {
    await page.getByLabel(/单位表格/).setInputFiles({
      name: "units.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(["单位名称,类别,上级单位", ...rows].join("\r\n")),
    });
    await page.getByRole("button", { name: "检查这个文件" }).click();
  };
  const right = "演示柳下社区,社区,芦湾街道";

  await page.goto("/workbench/units-import");
  await choose([right, "演示无处社区,社区,没有这个街道"]);
  await page.getByText("有 1 处错误，现在还不能写入").waitFor();
  const wrong = page.locator("tr.bad");
  assert.equal(await wrong.count(), 1);
  assert.match(await wrong.innerText(), /上级单位：.*没有这个街道/s);
  assert.equal(await page.getByRole("button", { name: /^写入/ }).count(), 0);
  await audit(desk, "import with an error");

  await page.getByRole("button", { name: "换一个文件" }).click();
  await choose([right, "演示桥头社区,社区,芦湾街道"]);
  await page.getByRole("button", { name: "写入 2 个单位" }).click();
  await page.getByText("已写入 2 个单位").waitFor();
  await audit(desk, "import, written");
  assert.equal((await unitOf(district, "演示柳下社区")).parent_id, (await unitOf(district, "芦湾街道")).id);
  assertClean(desk);
});

test("who lacks a right gets no door in the menu, and the reason when he opens the address himself", async () => {
  const district = await openDistrict();
  await using desk = await openDesk(district, "demo.street");
  const { page } = desk;
  await page.goto("/workbench/people");
  await page.locator("main .ant-alert-error").waitFor();
  assert.match(await page.locator("main .ant-alert-error").innerText(), /岗位|权限/);
  assert.equal(await page.getByRole("link", { name: "人员与岗位" }).count(), 0);
  await audit(desk, "a refusal");
  assertClean(desk);
});
