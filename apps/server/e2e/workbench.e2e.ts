// The workbench in Chromium on a fresh demonstration district: frame, list, record, keyboard, refusal, accessibility.
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";

const listed: Readonly<Record<string, readonly string[]>> = {
  "demo.orgadmin": [
    "/",
    "/units",
    "/organisations?status=",
    "/people",
    "/people-new",
    "/area-sets",
    "/units-import",
    "/sessions",
    "/figures",
  ],
  "demo.editor": [
    "/content-templates",
    "/content-templates/new",
    "/code-tables",
    "/code-tables/demo-resources/2",
    "/screens",
    "/upstream",
    "/gaps",
    "/contents-new",
    "/submissions",
    "/results",
    "/collections",
    "/placements",
    "/lesson-uses",
    "/rumours",
    "/rumours?status=answered",
    "/rumours-intake",
  ],
  "demo.supervisor": ["/facts", "/ledger", "/audit", "/questions", "/poster-opens"],
  "demo.system": ["/jobs", "/system-health"],
  "demo.dispatcher": [
    "/orders",
    "/orders-call",
    "/service-items",
    "/teams",
    "/teams?status=registered",
    "/badges",
    "/service-hours",
  ],
};

/** The lists' pages, and one order to dispatch, one that is over, one team. */
const pagesOf = async ({ system }: District): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { db } = system.context;
  // The first station's: a team waits there. What it has declined may have been taken over; what came today has not.
  const team = await db
    .selectFrom("volunteer_teams")
    .select(["id", "unit_id"])
    .where("status", "=", "registered")
    .executeTakeFirstOrThrow();
  const toDispatch = await db
    .selectFrom("orders")
    .select("id")
    .where("status", "=", "submitted")
    .where("owner_unit_id", "=", team.unit_id)
    .executeTakeFirstOrThrow();
  const over = await db
    .selectFrom("orders")
    .select("id")
    .where("status", "=", "rated")
    .executeTakeFirstOrThrow();
  return {
    ...listed,
    "demo.supervisor": [...(listed["demo.supervisor"] ?? []), `/orders/${over.id}`],
    "demo.dispatcher": [
      ...(listed["demo.dispatcher"] ?? []),
      `/orders/${toDispatch.id}`,
      `/teams/${team.id}`,
    ],
  };
};

test("without a sign-in the workbench leads to the sign-in and comes back", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url });
  await watched.page.goto("/workbench/people?q=a");
  const { pathname, searchParams } = new URL(watched.page.url());
  assert.equal(pathname, "/sign-in");
  assert.equal(searchParams.get("back"), "/workbench/people?q=a");
});

test("every page opens with its one h1, keeps the policy of styles and scripts, and does not scroll sideways", async () => {
  const district = await openDistrict();
  for (const width of [360, 768, 1366]) {
    for (const [account, paths] of Object.entries(await pagesOf(district))) {
      await using watched = await openPage({ url: district.url, width });
      await signInAs(watched.page, district, account);
      for (const path of paths) {
        await watched.page.goto(`/workbench${path}`);
        await watched.page.locator("h1").waitFor();
        await watched.page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
        assert.equal(await watched.page.locator("h1").count(), 1, `${path} at ${width}`);
        assert.match(await watched.page.title(), /湘江科普工作台$/, path);
        assert.equal(
          await watched.page.locator("main .ant-alert-error").count(),
          0,
          `${path} shows an error`,
        );
        const sideways = await watched.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(sideways <= 0, `${path} at ${width} is ${sideways} px too wide`);
      }
      assert.deepEqual(watched.problems, [], `${account} at ${width}`);
    }
  }
});

test("a list keeps its state in the address, rows are walked by j and k, and Enter opens the record", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url });
  const { page } = watched;
  await signInAs(page, district, "demo.orgadmin");
  // Every state: other journeys of the same district may have dealt with all that waits.
  await page.goto("/workbench/organisations?status=");
  await page.locator("table tbody tr").first().waitFor();
  await page.getByLabel("状态").selectOption("verified");
  await page.waitForURL(/status=verified/);
  await page.keyboard.press("Escape");
  await page.locator("h1").focus();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
  await page.locator("h1").focus();
  await page.keyboard.press("j");
  const name = await page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press("Enter");
  await page.waitForURL(/organisations\/[0-9a-f-]{36}/);
  await page.locator("h1", { hasText: name ?? "?" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await page.goBack();
  await page.waitForURL(/status=verified/);
  assert.equal(await page.getByLabel("状态").inputValue(), "verified");
});

test("a refused form keeps what was typed, leads to the field, and warns before it is left", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url });
  const { page } = watched;
  await signInAs(page, district, "demo.orgadmin");
  await page.goto("/workbench/people-new");
  await page.getByLabel("姓名").fill("演示新人");
  await page.getByLabel("手机号").fill("12");
  await page.getByLabel("所属单位").selectOption({ index: 1 });
  await page.getByRole("button", { name: "新增人员" }).click();
  await page
    .locator(".form-summary")
    .getByRole("link", { name: /手机号/ })
    .click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "person-create_phone");
  assert.equal(await page.getByLabel("姓名").inputValue(), "演示新人");
  const [asked] = await Promise.all([
    page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.dismiss();
      return dialog.message();
    }),
    page.getByRole("link", { name: "组织核验" }).click(),
  ]);
  assert.match(asked, /没提交的内容/);
  assert.match(page.url(), /people-new/);
});

test("three accessibility engines find nothing on any page of the workbench", async () => {
  const district = await openDistrict();
  const found: string[] = [];
  for (const width of [768, 1366]) {
    for (const [account, paths] of Object.entries(await pagesOf(district))) {
      await using watched = await openPage({ url: district.url, width });
      await signInAs(watched.page, district, account);
      for (const path of paths) {
        await watched.page.goto(`/workbench${path}`);
        await watched.page.locator("h1").waitFor();
        await watched.page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
        for (const finding of await auditPage(watched.page))
          found.push(`${path} ${width}: ${findingText(finding)}`);
      }
    }
  }
  assert.deepEqual(found, []);
});
