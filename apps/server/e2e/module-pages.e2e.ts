// Pages of the modules as their users see them, in the demonstration district: three accessibility engines, the elder
// rules on targets and type, nothing sideways, no script error, no request to another host.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { auditPage, findingText } from "./support/accessibility.ts";
import { sidewaysOverflow, smallTargets, smallTexts } from "./support/targets.ts";
import { type BrowserOptions, openPage } from "./support/browser.ts";
import { type District, openDistrict, signInAs } from "./support/district.ts";

const openPages = [
  "/sign-in",
  "/sign-in/password",
  "/organisations",
  "/organisations/register",
  "/organisations/status",
  "/ledger",
  "/calendar",
  "/policies",
  "/policies/which",
  "/policies/which?who=base",
  "/policies/which?who=base&step=matter",
  "/policies/1",
  "/topics/health",
  "/upstream",
  "/easy-reading",
  "/search?special=yes",
  "/rumours",
  "/rumours/answer",
  "/development/outbox",
  "/contribute",
  "/collections",
  "/collections/1",
  "/results",
  "/public-service",
  "/lessons",
  "/saved",
  "/me",
  "/me/offline",
  "/activities",
  "/activities?for=youth",
  "/activities/1",
  "/activities/5",
  "/activities/registrations",
  "/activities/registrations?code=ABCDE-FGHJK",
  "/on-site",
  "/orders",
  "/orders?for=elder",
  "/orders?little=yes",
  "/orders/doors",
  "/orders/lectures",
  "/experts",
  "/experts?field=physics",
  "/certificates/verify",
  "/orders/rate",
  "/orders/rated",
  "/inspections/1",
  "/assessments/1",
  "/plan",
  "/techniques",
  "/commissioner-calls",
  "/techniques?kind=technique&field=&season=winter",
  "/techniques/1",
  "/ask",
  "/ask/answers",
  "/ask/answers?q=白菜",
  "/ask/answers/1",
  "/ask/lookup",
  "/ask/lookup?code=ABCD-EFGH-JKMN",
  "/offline",
  "/join",
  "/join?code=AAAAAA",
  "/no-such-page",
];
const ownPages = [
  "/me",
  "/my/certificates",
  "/my/volunteering",
  "/my/commissioner-selection",
  "/my/returnee",
  "/my/commissioner",
  "/my/expert",
  "/my/expert/honoraria",
  "/my/expert/talks",
  "/my/expert/advice",
  "/my/expert/offers",
  "/experts/apply",
  "/my/farm-visits",
  "/my/security",
  "/my/consents",
  "/my/data",
  "/my/family",
  "/my/rumours",
  "/my/helped",
  "/my/helping",
  "/contribute",
  "/contribute/new",
  "/pairing",
  "/pairing/new",
  "/saved",
  "/my/history",
  "/my/questions",
  "/ask",
  "/orders/new",
  "/my/orders",
  "/my/complaints",
  "/my/claims",
  "/my/adoptions",
  "/my/commissioner/adoptions",
  "/my/recruitments",
  "/my/activities",
];
const liaisonPages = ["/my/issues", "/my/issues/new", "/my/resolutions", "/my/notices", "/my/rectifications"];
const teamPages = [
  "/my/team-orders",
  "/my/team-ratings",
  "/my/teams",
  "/my/teams/new",
  "/my/badges",
  "/my/hours",
];

/** A contribution begun by the reader: its second and third step. */
const writeHalfContribution = async (page: Page): Promise<readonly string[]> => {
  await page.goto("/contribute/new");
  await page.getByLabel("题目").fill("演示：路灯为什么自己会亮");
  await page.getByLabel("青少年").check();
  await page.getByLabel("讲哪个主题").selectOption({ index: 1 });
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByLabel("说说您的想法").fill("演示：天一黑路灯就亮，是谁在按开关？");
  const words = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "交稿" }).waitFor();
  return [words, new URL(page.url()).pathname];
};

/** What a teacher does with the first lesson of the list. */
const lessonPages = async (page: Page): Promise<readonly string[]> => {
  await page.goto("/lessons");
  const use = await page
    .getByRole("link", { name: /^我用过了/u })
    .first()
    .getAttribute("href");
  assert.ok(use !== null);
  return ["/lessons?grade=5", use, use.replace(/use$/u, "copy"), "/my/lesson-uses"];
};

/** An order as somebody makes it: its second and third step, and its own page. */
const orderPages = async (page: Page, look: (path: string) => Promise<void>): Promise<void> => {
  await page.goto("/orders/new");
  await page.getByLabel("教我用手机挂号").check();
  await page.getByRole("button", { name: "下一步" }).click();
  await look("/orders/new/when");
  await page.getByLabel("在哪个街道、社区").selectOption({ index: 3 });
  await page.getByLabel("希望哪天").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel("上午").check();
  await page.getByRole("button", { name: "下一步" }).click();
  await look("/orders/new/check");
  await page.getByLabel("怎么称呼").fill("演示点单人");
  await page.getByLabel("联系电话").fill("16000000002");
  await page.getByRole("button", { name: "我要点单" }).click();
  await page.waitForURL(/\/my\/orders\/[0-9a-f-]{36}/u);
  await look(new URL(page.url()).pathname);
};

/** A leader's own team, an order that waits for its answer and one that it has a time for. */
const leaderPages = async ({ system }: District): Promise<readonly string[]> => {
  const { db } = system.context;
  const { person_id: leader } = await db
    .selectFrom("role_grants")
    .select("person_id")
    .where("role", "=", "volunteer")
    .executeTakeFirstOrThrow();
  const { id: teamId } = await db
    .selectFrom("volunteer_teams")
    .select("id")
    .where("leader_person_id", "=", leader)
    .executeTakeFirstOrThrow();
  const { code } = await db
    .selectFrom("recruitments")
    .select("code")
    .where("team_id", "=", teamId)
    .executeTakeFirstOrThrow();
  const { order_id: offered } = await db
    .selectFrom("order_dispatches")
    .select("order_id")
    .where("team_id", "=", teamId)
    .where("status", "=", "offered")
    .executeTakeFirstOrThrow();
  const having = await db
    .selectFrom("orders")
    .select("id")
    .where("team_id", "=", teamId)
    .where("due_at", "is not", null)
    .execute();
  const trained = await db
    .selectFrom("visits as visit")
    .innerJoin("orders as made", "made.id", "visit.order_id")
    .innerJoin("service_items as item", "item.code", "made.item_code")
    .select("made.id")
    .where("visit.team_id", "=", teamId)
    .where("visit.status", "=", "finished")
    .where("item.kind", "=", "training")
    .limit(1)
    .execute();
  return [
    `/my/teams/${teamId}`,
    `/my/teams/${teamId}/edit`,
    `/my/teams/${teamId}/recruitment`,
    `/join/${code}`,
    "/my/claims",
    ...[offered, ...having.map(({ id }) => id)].map((id) => `/my/team-orders/${id}`),
    ...trained.map(({ id }) => `/my/rolls/${id}`),
  ];
};

const dresses: readonly { name: string; options: Omit<BrowserOptions, "url"> }[] = [
  { name: "normal at 360", options: { width: 360 } },
  { name: "normal at 1366", options: { width: 1366 } },
  { name: "长辈版 at 360", options: { width: 360, mode: { elder: true } } },
  { name: "高对比 at 768", options: { width: 768, mode: { contrast: "high" } } },
];

for (const { name, options } of dresses) {
  test(`${name}: nothing is found on any page of the modules`, { timeout: 420_000 }, async () => {
    const district = await openDistrict();
    await using watched = await openPage({ url: district.url, ...options });
    const { page } = watched;
    const found: string[] = [];
    const look = async (path: string): Promise<void> => {
      await page.goto(path);
      for (const finding of await auditPage(page)) found.push(`${path} ${findingText(finding)}`);
      if ((await sidewaysOverflow(page)) > 0) found.push(`${path} scrolls sideways`);
      if (options.mode?.elder !== true) return;
      for (const text of await smallTargets(page, 60))
        found.push(`${path} target too small: ${JSON.stringify(text)}`);
      for (const text of await smallTexts(page, 18))
        found.push(`${path} text too small: ${JSON.stringify(text)}`);
    };
    for (const path of openPages) await look(path);
    await signInAs(page, district, "demo.helper");
    for (const path of ownPages) await look(path);
    for (const path of await writeHalfContribution(page)) await look(path);
    await orderPages(page, look);
    await page.context().clearCookies({ name: "kepu_session" });
    await signInAs(page, district, "demo.volunteer");
    for (const path of [...teamPages, ...(await leaderPages(district))]) await look(path);
    await page.context().clearCookies({ name: "kepu_session" });
    await signInAs(page, district, "demo.teacher");
    for (const path of await lessonPages(page)) await look(path);
    await page.context().clearCookies({ name: "kepu_session" });
    await signInAs(page, district, "demo.street");
    for (const path of liaisonPages) await look(path);
    assert.deepEqual(found, [], found.join("\n"));
    assert.deepEqual(watched.problems, []);
  });
}
