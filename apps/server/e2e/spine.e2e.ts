// The acceptance walk of the spine, as those who use it: an organisation registers and is verified, its first user signs
// in by phone code and passkey and gets a role at a street, a helper acts for an elder, data are exported and erased, the
// ledger proves each step, and a row changed by SQL is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { openPage, type Watched } from "./support/browser.ts";
import { checkpointNow, verifyDistrict } from "./support/ledger.ts";
import { type District, openDistrict, readCode, signInAs } from "./support/district.ts";

const organisationName = "演示云汀科普服务社";
const contactPhone = "16000000901";
const contactName = "演示联系人";
const creditNo = "91990101MA0000001A";

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name }).first().click();

/** The registration, one question a page, with scripts off. */
const register = async (page: Page): Promise<void> => {
  await page.goto("/organisations/register");
  await page.getByLabel("社会团体").check();
  await press(page, "下一步");
  await page.getByLabel("单位名称").fill(organisationName);
  await page.getByLabel("统一社会信用代码").fill(await rightCreditNo());
  await press(page, "下一步");
  await page.getByLabel("所在街道（镇）、园区或社区（村）").selectOption({ index: 3 });
  await page.getByLabel("详细地址").fill("演示路 1 号");
  await press(page, "下一步");
  await page.getByLabel("想做哪些科普").fill("每周在社区开一次手机课，教老人挂号和防骗。");
  await page.getByLabel("是", { exact: true }).check();
  await press(page, "下一步");
  // A mistake first: the page comes back with what was typed and a sentence at the field.
  await page.getByLabel("联系人姓名").fill(contactName);
  await page.getByLabel("联系电话").fill("12");
  await press(page, "下一步");
  await page.locator(".error-summary").waitFor();
  assert.equal(await page.getByLabel("联系人姓名").inputValue(), contactName);
  await page.getByLabel("联系电话").fill(contactPhone);
  await page.getByLabel("我同意为办理登记保存联系人的姓名和电话").check();
  await press(page, "下一步");
  await press(page, "下一步");
  await press(page, "提交登记");
  await page.getByRole("heading", { level: 1 }).waitFor();
};

const rightCreditNo = async (): Promise<string> => {
  const { creditCodeCheckDigit } = await import("#modules/organisations/index.ts");
  const body = creditNo.slice(0, 17);
  return `${body}${creditCodeCheckDigit(body) ?? ""}`;
};

const verify = async (page: Page, district: District): Promise<void> => {
  await signInAs(page, district, "demo.orgadmin");
  await page.goto("/workbench");
  await page
    .getByRole("link", { name: /等待核验的组织/ })
    .first()
    .waitFor();
  await page.goto("/workbench/organisations?status=submitted");
  await page.getByRole("link", { name: organisationName }).first().click();
  await page.getByRole("heading", { level: 1, name: organisationName }).waitFor();
  await press(page, "核实通过");
  await page.getByRole("dialog").getByRole("button", { name: "核实通过" }).click();
  await page.getByText("已核实").first().waitFor();
};

const signInByCode = async (page: Page, district: District, phone: string): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByLabel("手机号").fill(phone);
  await press(page, "发验证码给我");
  await page.getByLabel(/位数字/).fill(await readCode(page, district, phone));
  await press(page, "登录");
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

const addAuthenticator = async (watched: Watched): Promise<void> => {
  const protocol = await watched.context.newCDPSession(watched.page);
  await protocol.send("WebAuthn.enable");
  await protocol.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
};

test("from a registration to a named forgery", { timeout: 180_000 }, async (t) => {
  const district = await openDistrict();
  const { db } = district.system.context;

  await t.test("an organisation registers on a phone without scripts", async () => {
    await using phone = await openPage({ url: district.url, width: 360, javaScript: "off" });
    await register(phone.page);
    assert.match(await phone.page.locator("main").innerText(), /编号|回执/);
  });

  await t.test("the bureau verifies it in the workbench", async () => {
    await using desk = await openPage({ url: district.url });
    await verify(desk.page, district);
    assert.deepEqual(desk.problems, []);
    await district.system.jobs.deliver();
  });

  const contact = await openPage({ url: district.url });
  t.after(() => contact[Symbol.asyncDispose]());
  await t.test("its first user signs in with a phone code and binds a passkey", async () => {
    await addAuthenticator(contact);
    await signInByCode(contact.page, district, contactPhone);
    await contact.page.goto("/my/security");
    await press(contact.page, /通行密钥/);
    await contact.page.getByText("通行密钥已绑定").waitFor();
    // Out, and in again with the passkey alone.
    await contact.page.context().clearCookies();
    await contact.page.goto("/sign-in");
    await press(contact.page, /通行密钥/);
    await contact.page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
    assert.deepEqual(contact.problems, []);
  });

  await t.test("he gets a role at a street and sees that street and below, and nothing else", async () => {
    const person = await db
      .selectFrom("audit_entries")
      .select("actor_person_id")
      .where("action", "like", "identity.%passkey%")
      .orderBy("at", "desc")
      .executeTakeFirstOrThrow();
    const street = await db
      .selectFrom("org_units")
      .selectAll()
      .where("kind", "=", "street")
      .orderBy("unit_no")
      .executeTakeFirstOrThrow();
    await using desk = await openPage({ url: district.url });
    await signInAs(desk.page, district, "demo.orgadmin");
    const granted = await desk.page.evaluate(
      async ([personId, unitId]) =>
        (
          await fetch(`/api/people/${personId}/grants`, {
            method: "POST",
            headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
            body: JSON.stringify({
              role: "org_admin",
              unitId,
              startsOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
              reason: "演示任职",
            }),
          })
        ).status,
      [person.actor_person_id, street.id],
    );
    assert.equal(granted, 200);
    const seen = await contact.page.evaluate(
      async () =>
        (await (await fetch("/api/units?size=200")).json()) as { rows: { id: string; path: string }[] },
    );
    const own = await db
      .selectFrom("organisations")
      .select("unit_id")
      .where("name", "=", organisationName)
      .executeTakeFirstOrThrow();
    const ownPath = (
      await db
        .selectFrom("org_units")
        .select("path")
        .where("id", "=", own.unit_id ?? "")
        .executeTakeFirstOrThrow()
    ).path;
    assert.ok(seen.rows.length > 1);
    const paths = await db
      .selectFrom("org_units")
      .select(["id", "path"])
      .where(
        "id",
        "in",
        seen.rows.map((row) => row.id),
      )
      .execute();
    for (const { path } of paths)
      assert.ok(path === ownPath || path === street.path || path.startsWith(`${street.path}.`), path);
    const other = await db
      .selectFrom("org_units")
      .select("id")
      .where("kind", "=", "street")
      .where("id", "!=", street.id)
      .orderBy("unit_no", "desc")
      .executeTakeFirstOrThrow();
    const refused = await contact.page.evaluate(
      async (id) => (await fetch(`/api/units/${id}`)).status,
      other.id,
    );
    assert.ok(refused === 403 || refused === 404, String(refused));
  });

  await t.test("a helper acts for an elder, and both names stand in the record", async () => {
    await using counter = await openPage({ url: district.url, width: 768, javaScript: "off" });
    await signInAs(counter.page, district, "demo.helper");
    await counter.page.goto("/my/helping");
    await counter.page.getByLabel("替谁办事？请填本人的手机号").fill("16000000100");
    await press(counter.page, "下一步");
    await counter.page.getByLabel("要办什么事").fill("报名周三的手机课");
    await counter.page.getByLabel("在哪个站点").selectOption({ index: 1 });
    await counter.page.getByLabel("念出手机收到的验证码").check();
    await counter.page
      .getByLabel("验证码", { exact: false })
      .last()
      .fill(await readCode(counter.page, district, "16000000100"));
    await counter.page.getByLabel(/我已经把上面的话/).check();
    await press(counter.page, "开始代办");
    const banner = counter.page.locator(".acting-for");
    assert.match(await banner.innerText(), /演示帮办员.*演示老人1/s);
    await press(counter.page, "结束代办");
    const record = await counter.page.locator("main").innerText();
    assert.match(record, /演示帮办员/);
    assert.match(record, /演示老人1/);
  });

  await t.test("a resident takes his data along and closes his account", async () => {
    await using resident = await openPage({
      url: district.url,
      width: 360,
      javaScript: "off",
      mode: { elder: true },
    });
    await signInByCode(resident.page, district, "16000000002");
    await resident.page.goto("/my/data");
    await press(resident.page, "导出我的资料");
    const [download] = await Promise.all([
      resident.page.waitForEvent("download"),
      resident.page.getByRole("link", { name: /下载/ }).first().click(),
    ]);
    const { readFileSync } = await import("node:fs");
    assert.match(readFileSync(await download.path(), "utf8"), /演示居民/);
    await resident.page.getByLabel("想好了，请填“注销”两个字").fill("注销");
    await press(resident.page, "注销我的账户");
    assert.match(await resident.page.locator("main").innerText(), /账户已注销/);
    await resident.page.goto("/my/data");
    assert.doesNotMatch(await resident.page.locator("main").innerText(), /演示居民/);
    const left = await db
      .selectFrom("persons")
      .select("id")
      .where("status", "=", "erased")
      .where("name_sealed", "is", null)
      .execute();
    assert.equal(left.length, 1);
  });

  await t.test("the ledger proves each step", async () => {
    await checkpointNow(district);
    const report = await verifyDistrict(district);
    assert.deepEqual(report.problems, []);
    for (const action of [
      "organisations.submit",
      "organisations.review",
      "identity.create_person",
      "identity.grant_role",
      "people.proxy_started",
      "people.data_export",
      "people.data_erase",
    ]) {
      const audit = await db
        .selectFrom("audit_entries")
        .select("id")
        .where("action", "=", action)
        .orderBy("at", "desc")
        .executeTakeFirstOrThrow();
      const entry = await db
        .selectFrom("ledger_entries")
        .select("id")
        .where("subject_id", "=", audit.id)
        .executeTakeFirst();
      assert.ok(entry, action);
      await contact.page.goto(`/ledger/entries/${entry.id}`);
      assert.match(await contact.page.locator("body").innerText(), /proof|证明/);
    }
  });

  await t.test("a row changed by SQL is named", async () => {
    const grant = await db
      .selectFrom("role_grants")
      .select(["id", "role"])
      .where("role", "=", "helper")
      .orderBy("id")
      .executeTakeFirstOrThrow();
    const write = (role: string) =>
      district.database.pool.query("update role_grants set role = $1 where id = $2", [role, grant.id]);
    await write("supervisor");
    const report = await verifyDistrict(district);
    await write(grant.role);
    assert.ok(report.problems.length > 0);
    assert.ok(JSON.stringify(report.problems).includes(grant.id));
    assert.deepEqual((await verifyDistrict(district)).problems, []);
  });
});
