// What a reader keeps and asks, in Chromium on a fresh demonstration district: saving without an account and without
// JavaScript, signing in, reading with the network cut, a question from a search that found nothing, its answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { PersonActor, Role } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { listLive, recallVersion } from "#modules/contents/index.ts";
import { openPage } from "./support/browser.ts";
import { type District, openDistrict, readCode, signInAs } from "./support/district.ts";
import { openNetwork } from "./support/network.ts";

/** Items with a recording, newest first: all that is out, for the other journeys publish in this district too. */
const listHeard = async ({ system }: District) => {
  const { db, clock } = system.context;
  const { rows } = await listLive(db, clock.now(), { filter: {}, page: 1, size: 10_000 });
  return rows.filter((row) => row.hasAudio);
};

/** Somebody of the demonstration who holds a role, as a command sees him. */
const staffOf = async ({ system }: District, role: Role): Promise<PersonActor> => {
  const { person_id: personId } = await system.context.db
    .selectFrom("role_grants")
    .select("person_id")
    .where("role", "=", role)
    .executeTakeFirstOrThrow();
  return { kind: "person", personId, sessionId: personId, grants: [], secondFactor: true };
};

const signInByPhone = async (page: Page, district: District, phone: string): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "发验证码给我" }).click();
  await page.getByLabel(/位数字/u).fill(await readCode(page, district, phone));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

test("without an account and without JavaScript an item is saved; signing in puts it on the account and off the device", async () => {
  const district = await openDistrict();
  const [item] = await listHeard(district);
  assert.ok(item !== undefined);
  await using watched = await openPage({ url: district.url, width: 360, javaScript: "off" });
  const { page } = watched;
  await page.goto(`/articles/${item.no}`);
  await page.getByRole("button", { name: "收藏", exact: true }).click();
  await page.getByText("收藏好了").waitFor();
  await page.goto("/me");
  assert.equal(await page.getByRole("link", { name: item.title, exact: true }).count(), 1);
  await signInByPhone(page, district, "19900008881");
  await page.goto("/saved");
  await page.getByText("收藏在您的账号里").waitFor();
  assert.equal(await page.getByRole("link", { name: item.title, exact: true }).count(), 1);
  const cookies = await watched.context.cookies();
  assert.equal(
    cookies.some((cookie) => cookie.name === "kepu_saved"),
    false,
  );
  await page.goto(`/articles/${item.no}`);
  await page.getByRole("button", { name: "取下收藏" }).click();
  await page.getByText("还没有收藏").waitFor();
  assert.deepEqual(watched.problems, []);
});

test("an article kept offline is read and heard with the network cut; a recalled one is gone after the next contact, before it can be read again", async () => {
  const district = await openDistrict();
  const [kept, recalled] = (await listHeard(district)).slice(-2);
  assert.ok(kept !== undefined && recalled !== undefined);
  await using network = await openNetwork(district.url);
  await using watched = await openPage({ url: network.url, width: 360 });
  const { page } = watched;
  for (const item of [kept, recalled]) {
    await page.goto(`/articles/${item.no}`);
    assert.equal(await page.locator("script[src]").count(), 0, "a reading page ships no JavaScript");
    await page.getByRole("link", { name: "离线保存" }).click();
    await page.getByText("存好了，没有网也能看").waitFor();
  }
  await page.locator("[data-offline-list] li").nth(1).waitFor();

  network.cut();
  await page.goto(`/articles/${kept.no}`);
  await page.getByRole("heading", { level: 1, name: kept.title }).waitFor();
  await page.getByText("离线保存的一份").waitFor();
  const fontSize = await page
    .locator("h1")
    .evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize));
  assert.ok(fontSize > 24, "the style sheet is there");
  const heard = await page
    .locator("audio")
    .first()
    .evaluate(
      (node) =>
        new Promise<number>((resolve) => {
          const audio = node as HTMLAudioElement; // the locator names it
          audio.addEventListener("loadedmetadata", () => resolve(audio.duration));
          audio.addEventListener("error", () => resolve(-1));
          audio.preload = "auto";
          audio.load();
        }),
    );
  assert.ok(heard > 5, `the recording plays: ${heard} s`);
  await page.goto("/zones/elders");
  await page.getByRole("heading", { level: 1, name: "现在没有网络" }).waitFor();
  // What can be read is listed.
  await page.locator("[data-offline-list] li").nth(1).waitFor();

  const { context } = district.system;
  const supervisor = await staffOf(district, "supervisor");
  await inTransaction(context.db, (trx) =>
    recallVersion(trx, context, supervisor, {
      contentId: recalled.contentId,
      reason: "演示：撤下，看离线的一份会不会消失",
    }),
  );
  // Still cut: the device cannot know. Then one contact with another page is enough.
  await page.goto(`/articles/${recalled.no}`);
  await page.getByRole("heading", { level: 1, name: recalled.title }).waitFor();
  network.restore();
  await page.goto("/");
  await page.waitForFunction(async () => {
    const cache = await caches.open("kepu-kept-1");
    return (await cache.keys()).filter((request) => /\/articles\/\d+$/u.test(request.url)).length === 1;
  });
  network.cut();
  await page.goto(`/articles/${recalled.no}`);
  await page.getByRole("heading", { level: 1, name: "现在没有网络" }).waitFor();
  await page.getByText(`《${recalled.title}》已经撤下`).waitFor();
  await page.goto(`/articles/${kept.no}`);
  await page.getByRole("heading", { level: 1, name: kept.title }).waitFor();
  network.restore();
  await page.goto("/me/offline");
  await page.getByRole("button", { name: `取下《${kept.title}》` }).click();
  await page.getByText("这台设备上还没有").waitFor();
  assert.deepEqual(watched.problems, []);
});

test("a search that finds nothing leads to a question, with what was searched; the answer is written by one, checked by another, and read with the code, all without JavaScript for the asker", async () => {
  const district = await openDistrict();
  await using watched = await openPage({ url: district.url, width: 360, javaScript: "off" });
  const { page } = watched;
  const asked = "磁悬浮豆芽机";
  await page.goto("/");
  await page.getByRole("searchbox").fill(asked);
  await page.getByRole("button", { name: "找", exact: true }).click();
  await page.getByText("没有找到", { exact: true }).waitFor();
  await page.getByRole("link", { name: "问专家" }).click();
  assert.equal(await page.getByLabel("您想问什么").inputValue(), asked);
  await page.getByLabel("您想问什么").fill("？");
  await page.getByRole("button", { name: "把问题交给专家" }).click();
  await page.getByRole("alert").getByText("至少 4 个字").waitFor();
  await page.getByLabel("您想问什么").fill(`${asked}真的能用吗？要不要买？`);
  await page.getByRole("button", { name: "把问题交给专家" }).click();
  const shown = await page.getByText(/受理编号 [0-9A-Z-]{14}/u).innerText();
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/u.exec(shown)?.[0] ?? "";

  const { context } = district.system;
  const { id } = await context.db
    .selectFrom("questions")
    .select("id")
    .where("asked_text", "like", `${asked}%`)
    .executeTakeFirstOrThrow();
  await using desk = await openPage({ url: district.url });
  await signInAs(desk.page, district, "demo.editor");
  await desk.page.goto(`/workbench/questions/${id}`);
  await desk.page.getByRole("button", { name: "分派", exact: true }).click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByLabel("领域").selectOption("engineering");
  await dialog.getByLabel("专家").selectOption({ index: 1 });
  await dialog.getByRole("button", { name: "分派", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const answer = "没有这种机器的检测报告，先别买。发豆芽用干净的盆和水就行。";
  await desk.page.getByRole("button", { name: "写答复" }).click();
  await desk.page.getByRole("dialog").getByLabel("答复").fill(answer);
  await desk.page.getByRole("dialog").getByRole("button", { name: "写好了，交去核对" }).click();
  await desk.page.getByRole("dialog").waitFor({ state: "detached" });
  await desk.page.getByText("待核对").first().waitFor();
  assert.equal(
    await desk.page
      .getByRole("list", { name: "下一步" })
      .getByRole("button", { name: /核对无误/u })
      .count(),
    0,
    "the writer cannot send it",
  );
  await page.goto(`/ask/lookup?code=${code}`);
  assert.equal(await page.getByText(answer).count(), 0, "nobody reads it before it was checked");
  await using second = await openPage({ url: district.url });
  await signInAs(second.page, district, "demo.editor2");
  await second.page.goto(`/workbench/questions/${id}`);
  await second.page.getByRole("button", { name: /核对无误/u }).click();
  await second.page.getByRole("dialog").getByRole("button", { name: "发给提问人" }).click();
  await second.page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto("/ask/lookup");
  await page.getByLabel("受理编号").fill(code.toLowerCase());
  await page.getByRole("button", { name: "查答复" }).click();
  await page.getByText(answer).waitFor();
  assert.deepEqual([...watched.problems, ...desk.problems, ...second.problems], []);
});

test("a device without room keeps nothing by halves and says what to do", async () => {
  const district = await openDistrict();
  const [item] = await listHeard(district);
  assert.ok(item !== undefined);
  await using watched = await openPage({ url: district.url });
  const { page } = watched;
  const session = await watched.context.newCDPSession(page);
  await page.goto("/me");
  await page.evaluate(async () => navigator.serviceWorker.ready);
  await session.send("Storage.overrideQuotaForOrigin", { origin: district.url, quotaSize: 150_000 });
  await page.goto(`/me/offline?save=${item.no}`);
  await page.getByText("这台设备的空间不够了").waitFor();
  await page.getByText("这台设备上还没有").waitFor();
  const kept = await page.evaluate(async () => {
    const cache = await caches.open("kepu-kept-1");
    return (await cache.keys()).map((request) => new URL(request.url).pathname);
  });
  assert.deepEqual(
    kept.filter((path) => path !== "/offline-list.json"),
    [],
  );
  assert.deepEqual(watched.problems, []);
});
