// What journeys of the service loop do again and again: sign in by phone, order in three steps, take the next step of an
// order at the desk, dispatch it, serve it on site.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { Role } from "#kernel/actor.ts";
import { actOnOverdue } from "#modules/orders/index.ts";
import { openPage, type Watched } from "./browser.ts";
import { staffOf } from "./desk.ts";
import { type District, readCode } from "./district.ts";

const hourMs = 3_600_000;
/** Teams of the demonstration that teach elders to use their phones, with the number of their leaders. */
export const nearTeam = "望江科技志愿服务队（演示）";
export const otherTeam = { name: "反诈宣传队（演示）", leaderPhone: "16000000580" };
export const service = "教我用手机挂号";

/** Day and time in the district, where the visitor's own clock says nothing. */
export const districtTime = (at: Date): string => new Date(at.getTime() + 8 * hourMs).toISOString();
export const dayAfter = (days: number): string =>
  districtTime(new Date(Date.now() + days * 24 * hourMs)).slice(0, 10);

export const unitOf = async (district: District, role: Role): Promise<string> =>
  (await staffOf(district, role)).unitId;

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).first().click();

export const openPhone = (district: District): Promise<Watched> =>
  openPage({ url: district.url, width: 360, javaScript: "off", mode: { elder: true } });

export const signInByPhone = async (page: Page, district: District, phone: string): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByLabel("手机号").fill(phone);
  await press(page, "发验证码给我");
  await page.getByLabel(/位数字/u).fill(await readCode(page, district, phone));
  await press(page, "登录");
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

export const text = (page: Page): Promise<string> => page.locator("main").innerText();

/** The second step: a community of the first station's street, in three weeks. */
export const sayWhen = async (page: Page, district: District): Promise<void> => {
  await page.getByLabel("在哪个街道、社区").selectOption(await unitOf(district, "volunteer"));
  await page.getByLabel("详细地址").fill("演示路 8 号");
  await page.getByLabel("希望哪天").fill(dayAfter(20));
  await page.getByLabel("上午").check();
  await press(page, "下一步");
};

/** Reads the order's number and address off the page that follows the third step. */
export const readOrder = async (page: Page): Promise<{ id: string; no: string }> => {
  await page.waitForURL(/\/my\/orders\/[0-9a-f-]{36}/u);
  const id = /\/my\/orders\/([0-9a-f-]{36})/u.exec(page.url())?.[1];
  const no = /收到您的点单，单号 (D\d{6})/u.exec(await text(page))?.[1];
  assert.ok(id !== undefined && no !== undefined);
  return { id, no };
};

export const openOrder = async ({ page }: Watched, id: string): Promise<void> => {
  await page.goto(`/workbench/orders/${id}`);
  await page.getByRole("list", { name: "下一步" }).waitFor();
};

export const step = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole("list", { name: "下一步" }).getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
};

/** Presses the button of the dialog, which closes when the server has agreed. */
export const send = async (dialog: Locator, name: string): Promise<void> => {
  await dialog.getByRole("button", { name, exact: true }).click();
  const refusal = dialog.locator(".form-summary");
  await Promise.race([dialog.waitFor({ state: "detached" }), refusal.waitFor().catch(() => undefined)]);
  if (await refusal.isVisible()) assert.fail(await refusal.innerText());
};

export const dispatchTo = async (desk: Watched, orderId: string, team: string): Promise<void> => {
  await openOrder(desk, orderId);
  await desk.page.getByRole("button", { name: `派给${team}` }).click();
  const dialog = desk.page.getByRole("dialog");
  // The team comes chosen from the panel: its name is there before the list of all has come.
  await dialog.locator("option", { hasText: team }).waitFor({ state: "attached" });
  await send(dialog, "派单");
  await desk.page.getByText("等服务队答复").first().waitFor();
};

let calls = 0;

/** An order taken from the phone at the desk; its id. A week after the last one, so that a team's half days do not fill up. */
export const takeCall = async (
  desk: Watched,
  district: District,
  details: string,
  asked: { service: string; audience: string } = { service, audience: "elder" },
): Promise<string> => {
  const { page } = desk;
  await page.goto("/workbench/orders-call");
  await page.getByLabel("想要什么").selectOption({ label: asked.service });
  await page.getByLabel("补充一句").fill(details);
  await page.getByLabel("怎么称呼").fill("演示来电人");
  await page.getByLabel(/^电话/u).fill("16000000002");
  await page.getByLabel("在哪个街道、社区").selectOption(await unitOf(district, "volunteer"));
  await page.getByLabel(/^哪天/u).fill(dayAfter(21 + 7 * (calls % 4)));
  calls += 1;
  await page.getByLabel("主要给谁").selectOption(asked.audience);
  await press(page, "记下这个单");
  await page.getByRole("link", { name: "打开这个单" }).click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/u);
  return /[0-9a-f-]{36}/u.exec(page.url())?.[0] ?? "";
};

/** What the clock does to one order: its due time is behind it, and the job of the deadlines looks. */
export const letLapse = async ({ system }: District, orderId: string): Promise<void> => {
  const { db, clock } = system.context;
  await db
    .updateTable("orders")
    .set({ due_at: new Date(clock.now().getTime() - 1_000) })
    .where("id", "=", orderId)
    .execute();
  await actOnOverdue(system.context);
};

/** The leader's phone: the offer is taken and a time agreed, ten minutes from now. */
export const agree = async ({ page }: Watched, orderId: string): Promise<void> => {
  await page.goto(`/my/team-orders/${orderId}`);
  await press(page, "接这个单");
  await page.goto(`/my/team-orders/${orderId}`);
  const startsAt = districtTime(new Date(Date.now() + 10 * 60_000));
  await page.getByLabel("哪天").fill(startsAt.slice(0, 10));
  await page.getByLabel("几点开始").fill(startsAt.slice(11, 16));
  await page.getByLabel("大概多久").fill("30");
  await press(page, "约好了，告诉对方");
};

/** The code that the resident reads out at the door. */
const readVisitCode = async ({ page }: Watched, orderId: string): Promise<string> => {
  await page.goto(`/my/orders/${orderId}`);
  const code = /到访码 (\d{3})\s?(\d{3})/u.exec(await text(page));
  assert.ok(code !== null, "the resident has the code");
  return `${code[1] ?? ""}${code[2] ?? ""}`;
};

/** On site: a wrong code, the resident's code, out again, and the number of people who came. */
export const signAndFinish = async ({ page }: Watched, resident: Watched, orderId: string): Promise<void> => {
  const right = await readVisitCode(resident, orderId);
  await page.goto(`/my/team-orders/${orderId}`);
  await page.getByLabel("到访码").fill(right === "000000" ? "000001" : "000000");
  await press(page, "我到了，签到");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("到访码").fill(right);
  await press(page, "我到了，签到");
  await press(page, "我走了，签退");
  await page.getByLabel("实际来了多少人").fill("3");
  await press(page, "做完了");
};

/** The leader's phone, from the offer to the end: taken, a time, somebody who goes, the code of the resident, done. */
export const serve = async (leader: Watched, resident: Watched, orderId: string): Promise<void> => {
  const { page } = leader;
  await agree(leader, orderId);
  assert.match(await text(page), /演示路 8 号/u, "who has the order reads where to go");
  await page.getByLabel("安排谁去").selectOption({ index: 1 });
  await press(page, "安排他去");
  await signAndFinish(leader, resident, orderId);
};

/** An order in three steps, without scripts. */
export const placeOrder = async (
  { page }: Watched,
  district: District,
  asked: { service: string; name: string; phone: string },
): Promise<{ id: string; no: string }> => {
  await page.goto("/orders/new");
  await page.getByLabel(asked.service).check();
  await press(page, "下一步");
  await sayWhen(page, district);
  await page.getByLabel("怎么称呼").fill(asked.name);
  await page.getByLabel("联系电话").fill(asked.phone);
  await press(page, "我要点单");
  return readOrder(page);
};
