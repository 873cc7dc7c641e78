// The workbench in Chromium on a fresh demonstration district: frame, list, record, keyboard, refusal, accessibility.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { openPage } from "./support/browser.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";

/** An address, or a record that is reached from a list: the links to follow, and what comes behind its address. */
type Entry = string | { from: string; links: readonly string[]; behind?: string };

const row = "main table tbody a";
/** The demonstration's correction that two editors wrote at once. */
const corrected = "/contents?status=draft&q=%E6%B2%A1%E7%84%8A";
const listed: Readonly<Record<string, readonly Entry[]>> = {
  "demo.orgadmin": [
    "/commissioner-applications",
    "/returnees",
    "/village-requests",
    "/",
    "/units",
    "/organisations?status=",
    "/people",
    "/people-new",
    "/area-sets",
    "/lecture-talks",
    "/honoraria",
    "/honorarium-schemes",
    "/appointment-reviews",
    "/science-staff",
    "/science-staff-counts",
    "/advice-papers",
    "/advice-requests",
    "/units-import",
    "/sessions",
    "/figures",
  ],
  "demo.editor": [
    "/outside-posts",
    "/question-cards",
    "/expert-applications",
    "/content-templates",
    "/content-templates/new",
    "/code-tables",
    "/code-tables/demo-resources/2",
    "/screens",
    "/film-showings",
    "/upstream",
    "/gaps",
    "/contents-new",
    "/contents-import",
    "/submissions",
    "/pair-board",
    "/results",
    "/collections",
    "/placements",
    "/lesson-uses",
    "/rumours",
    "/rumours?status=answered",
    "/rumours-intake",
    "/occasions",
    "/policies",
    "/policies-new",
    { from: "/content-templates", links: [row] },
    { from: "/screens", links: [row] },
    { from: corrected, links: [row] },
    { from: corrected, links: [row], behind: "/edit" },
    { from: corrected, links: [row], behind: "/compare" },
    { from: corrected, links: [row], behind: "/sheet" },
    { from: corrected, links: [row, 'main a[href*="/side-copies/"]'] },
    { from: "/questions", links: [row] },
    { from: "/rumours?status=answered", links: [row] },
    { from: "/rumours?status=working", links: [row] },
    { from: "/rumours?status=working", links: [row], behind: "/verdict" },
  ],
  "demo.expert": [{ from: "/questions", links: [row] }, "/submissions", "/results", "/rumours"],
  "demo.supervisor": [
    "/techniques",
    "/technique-adoptions",
    "/street-map",
    { from: "/theme-days", links: [row] },
    "/pillars",
    "/order-coverage",
    "/order-needs",
    "/sourcing-orders",
    { from: "/sourcing-orders", links: [row] },
    "/facts",
    "/ledger",
    "/audit",
    "/questions",
    "/poster-opens",
    "/burdens",
    "/overview",
    "/evidence-packs",
    "/plans",
    "/plan-tasks",
    "/work-plans",
    "/budgets",
    "/checklists",
    "/evidence",
    { from: "/plans", links: [row] },
    { from: "/plans", links: [row], behind: "/crosswalk" },
    { from: "/plan-tasks", links: [row] },
    { from: "/work-plans", links: [row] },
    { from: "/checklists", links: [row] },
    "/joint-issues",
    { from: "/joint-issues", links: [row] },
    "/meetings",
    { from: "/meetings", links: [row] },
    "/resolutions?standing=overdue",
    { from: "/resolutions?standing=overdue", links: [row] },
    "/inspections",
    { from: "/inspections", links: [row] },
    "/rectifications",
    { from: "/rectifications", links: [row] },
    "/unit-notices",
    { from: "/unit-notices", links: [row] },
    "/liaisons",
    "/score-schemes",
    "/score-schemes-new",
    { from: "/score-schemes", links: [row] },
    "/assessments",
    { from: "/assessments", links: [row] },
  ],
  "demo.system": ["/jobs", "/system-health"],
  "demo.dispatcher": [
    "/orders",
    "/orders-call",
    "/complaints",
    "/claims",
    "/orders-plan",
    "/order-agenda",
    "/order-agenda?view=day",
    "/order-arrivals",
    "/work-days",
    "/hub-exchanges",
    "/standing-orders",
    "/standing-orders-new",
    "/school-coverage",
    "/service-items",
    "/crop-pests",
    "/teams",
    "/teams?status=registered",
    "/recruitments",
    "/badges",
    "/service-hours",
    "/hours-corrections",
    "/expert-duties",
    "/histories",
    { from: "/histories", links: [row] },
    "/histories-new",
    "/certificates",
    "/commissioners",
    "/commissioner-calls",
    "/commissioner-logs",
    "/commissioner-scores",
  ],
};

/** The lists' pages, and one order to dispatch, one that is over, one team. */
const pagesOf = async ({ system }: District): Promise<Readonly<Record<string, readonly Entry[]>>> => {
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

const settled = async (page: Page): Promise<void> => {
  await page.locator("h1").waitFor();
  await page.locator(".loading-rows, .loading").waitFor({ state: "detached" });
};

/** Opens an entry and says which it was. */
const openEntry = async (page: Page, entry: Entry): Promise<string> => {
  if (typeof entry === "string") {
    await page.goto(`/workbench${entry}`);
    await settled(page);
    return entry;
  }
  await page.goto(`/workbench${entry.from}`);
  await settled(page);
  for (const link of entry.links) {
    const before = page.url();
    await page.locator(link).first().click();
    await page.waitForURL((url) => url.href !== before);
    await settled(page);
  }
  if (entry.behind !== undefined) {
    await page.goto(`${new URL(page.url()).pathname}${entry.behind}`);
    await settled(page);
  }
  return `${entry.from} → ${new URL(page.url()).pathname}`;
};

test("without a sign-in the workbench leads to the sign-in and comes back", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url });
  await watched.page.goto("/workbench/people?q=a");
  const { pathname, searchParams } = new URL(watched.page.url());
  assert.equal(pathname, "/sign-in");
  assert.equal(searchParams.get("back"), "/workbench/people?q=a");
});

test("every page opens with its one h1, keeps the policy of styles and scripts, does not scroll sideways, and three accessibility engines find nothing", async () => {
  const district = await openDistrict();
  // All of them at once: a run takes minutes. The workbench is a desk's tool: the engines look from 768 px on.
  const findings: string[] = [];
  for (const width of [360, 768, 1366]) {
    for (const [account, entries] of Object.entries(await pagesOf(district))) {
      await using watched = await openPage({ url: district.url, width });
      await signInAs(watched.page, district, account);
      for (const entry of entries) {
        const place = `${JSON.stringify(entry)} of ${account} at ${width}`;
        try {
          await openEntry(watched.page, entry);
        } catch (error) {
          findings.push(`${place} does not open: ${String(error).slice(0, 300)}`);
          continue;
        }
        const headings = await watched.page.locator("h1").count();
        if (headings !== 1) findings.push(`${place} has ${headings} h1`);
        if (!(await watched.page.title()).endsWith("湘江科普工作台")) findings.push(`${place} has no title`);
        if ((await watched.page.locator("main .ant-alert-error").count()) > 0)
          findings.push(`${place} shows an error`);
        const sideways = await watched.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        if (sideways > 0) findings.push(`${place} is ${sideways} px too wide`);
        if (width < 768) continue;
        for (const finding of await auditPage(watched.page))
          findings.push(`${place}: ${findingText(finding)}`);
      }
      findings.push(...watched.problems.map((problem) => `${account} at ${width}: ${problem}`));
    }
  }
  assert.deepEqual(findings, []);
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
