import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { markupProblems } from "#ui/markup-problems.ts";
import { linkExternalIdentity } from "./accounts.ts";
import { buildCookie, buildPerson, buildPhone, callApi } from "./builders.ts";
import { identityEvents } from "./events.ts";
import { identityJobs } from "./jobs.ts";
import { identityPaths } from "./paths.ts";
import { queueMessage } from "./message-outbox.ts";
import { erasePerson, exportPerson } from "./person-records.ts";
import { createPerson, findMobile, findPersonByPhone } from "./persons.ts";
import { setActingFor } from "./sessions.ts";

const tester = systemActor("test");

let organisations = 0;

/** A submitted organisation with this contact, by the columns that this module reads of it. */
const buildOrganisation = async (
  context: Context,
  contact: { phone: string; unitId: string },
): Promise<string> => {
  organisations += 1;
  const id = randomUUID();
  const at = context.clock.now();
  await context.db
    .insertInto("organisations")
    .values({
      id,
      receipt_no: `TEST${organisations}`,
      kind: "social_group",
      name: `演示社团${organisations}`,
      name_sort: "y",
      name_search: "y",
      credit_code: String(organisations).padStart(18, "0"),
      non_profit: true,
      purpose: "测试",
      home_unit_id: contact.unitId,
      address: "测试路",
      contact_name: context.cipher.encrypt("演示联系人"),
      contact_phone: context.cipher.encrypt(contact.phone),
      contact_phone_index: Buffer.alloc(32, organisations),
      proof_file_id: null,
      status: "submitted",
      status_changed_at: at,
      unit_id: null,
      created_at: at,
      updated_at: at,
    })
    .execute();
  return id;
};

databaseSuite("a person's life here", (database) => {
  test("the contact of a verified organisation becomes its administrator, once, and not if his account was stopped", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db, { kind: "company" });
    const phone = buildPhone();
    const organisationId = await buildOrganisation(context, { phone, unitId: unit.id });
    const [handler] = identityEvents(context);
    const deliver = async () =>
      inTransaction(context.db, async (trx) =>
        handler?.handle(
          trx,
          { organisationId, unitId: unit.id },
          {
            id: organisationId,
            at: context.clock.now(),
          },
        ),
      );
    await deliver();
    await deliver();
    const person = await findPersonByPhone(context.db, context.cipher, phone);
    const grants = await context.db
      .selectFrom("role_grants")
      .select(["role", "unit_id"])
      .where("person_id", "=", person?.id ?? "")
      .execute();
    assert.deepEqual(grants, [{ role: "org_admin", unit_id: unit.id }]);

    const stopped = await buildPerson(context);
    await context.db
      .updateTable("persons")
      .set({ status: "disabled" })
      .where("id", "=", stopped.id)
      .execute();
    const other = await buildOrganisation(context, { phone: stopped.phone, unitId: unit.id });
    await inTransaction(context.db, async (trx) =>
      handler?.handle(
        trx,
        { organisationId: other, unitId: unit.id },
        {
          id: other,
          at: context.clock.now(),
        },
      ),
    );
    assert.deepEqual(
      await context.db.selectFrom("role_grants").select("id").where("person_id", "=", stopped.id).execute(),
      [],
    );
  });

  test("erasing leaves a number that leads nowhere: no name, no phone, no way in, and the phone is free again", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const person = await buildPerson(context, {
      fullName: "演示司马相如",
      username: "erase.me",
      unitId: unit.id,
      roles: [{ role: "expert", unitId: unit.id }],
    });
    await inTransaction(context.db, async (trx) =>
      linkExternalIdentity(trx, context, tester, { personId: person.id, subject: "erase-me" }),
    );
    const cookie = await buildCookie(context, person.id);
    const before = await context.db
      .selectFrom("persons")
      .selectAll()
      .where("id", "=", person.id)
      .executeTakeFirstOrThrow();
    assert.equal(await findMobile(context.db, context.cipher, person.id), person.phone);
    await inTransaction(context.db, async (trx) => erasePerson(trx, context, tester, person.id));
    const after = await context.db
      .selectFrom("persons")
      .selectAll()
      .where("id", "=", person.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      { ...after, created_at: 0, status_changed_at: 0 },
      {
        ...before,
        created_at: 0,
        status_changed_at: 0,
        status: "erased",
        salt: null,
        name_sealed: null,
        name_index: null,
        phone_sealed: null,
        phone_index: null,
        unit_id: null,
      },
    );
    for (const table of ["auth_users", "auth_accounts", "auth_sessions"] as const) {
      const column = table === "auth_users" ? "id" : "user_id";
      const { rows } = await database().pool.query(`select 1 from ${table} where ${column} = $1`, [
        person.id,
      ]);
      assert.deepEqual(rows, [], table);
    }
    assert.equal((await callApi(server, cookie, "GET", "/api/me")).statusCode, 401);
    assert.equal(await findMobile(context.db, context.cipher, person.id), undefined);
    await inTransaction(context.db, async (trx) =>
      createPerson(trx, context, tester, { fullName: "演示新主人", phone: person.phone }),
    );
    await assert.rejects(
      inTransaction(context.db, async (trx) => erasePerson(trx, context, tester, person.id)),
      { code: "state.conflict" },
    );
  });

  test("the export holds every personal column of this module, opened, and no secret", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const unit = await buildUnit(context.db);
    const person = await buildPerson(context, {
      fullName: "演示卓文君",
      username: "export.me",
      roles: [{ role: "expert", unitId: unit.id }],
    });
    await inTransaction(context.db, async (trx) =>
      linkExternalIdentity(trx, context, tester, { personId: person.id, subject: "export-me" }),
    );
    await inTransaction(context.db, async (trx) =>
      queueMessage(trx, context, {
        key: "test.export:1",
        phone: person.phone,
        text: "【演示】明天上午有服务",
        personId: person.id,
      }),
    );
    const exported = await exportPerson(context.db, context, person.id);
    assert.deepEqual(exported["messagesWaiting"], [
      { words: "【演示】明天上午有服务", since: context.clock.now() },
    ]);
    const text = JSON.stringify(exported);
    for (const part of [person.phone, "演示卓文君", "export.me", "export-me", unit.name])
      assert.ok(text.includes(part), part);
    assert.doesNotMatch(text, /scrypt/);
  });

  test("a child under 14 has no record without a guardian", async () => {
    await using server = await startTestServer(database(), { now: "2026-11-23T01:00:00Z" });
    const { context } = server;
    const create = async (birthDate: string, more: object = {}) =>
      inTransaction(context.db, async (trx) =>
        createPerson(trx, context, tester, { fullName: "演示小明", birthDate, ...more }),
      );
    await assert.rejects(create("2012-11-24"), { code: "identity.under_14" });
    await create("2012-11-23");
    await create("2012-11-24", { guardianPersonId: (await buildPerson(context)).id });
  });

  test("acting for somebody leaves the helper's own ways in alone, and ends with its time", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const [helper, elder] = [
      await buildPerson(context, { fullName: "演示帮办员" }),
      await buildPerson(context, { fullName: "演示长者" }),
    ];
    const cookie = await buildCookie(context, helper.id);
    const { id: sessionId } = await context.db
      .selectFrom("auth_sessions")
      .select("id")
      .where("user_id", "=", helper.id)
      .executeTakeFirstOrThrow();
    const until = new Date(context.clock.now().getTime() + 3_600_000);
    await inTransaction(context.db, async (trx) =>
      setActingFor(trx, sessionId, { personId: elder.id, proxyActId: elder.id, until }),
    );
    const me = async () => (await callApi(server, cookie, "GET", "/api/me")).json().onBehalfOf;
    assert.deepEqual(await me(), { personId: elder.id, name: "演示长者" });
    assert.equal(
      (await server.app.inject({ url: identityPaths.security, headers: { cookie } })).statusCode,
      403,
    );
    server.clock.advanceMs(3_600_000);
    assert.equal(await me(), null);
  });

  test("the clean-up takes what is over and leaves what is alive", async () => {
    await using server = await startTestServer(database());
    const { context } = server;
    const person = await buildPerson(context);
    const old = await buildCookie(context, person.id);
    await server.app.inject({
      method: "POST",
      url: "/sign-in",
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), phone: person.phone }).toString(),
    });
    const count = async () => {
      const { rows } = await database().pool.query(
        "select (select count(*) from phone_codes) codes, (select count(*) from development_messages) messages, (select count(*) from auth_sessions where user_id = $1) sessions",
        [person.id],
      );
      return rows[0];
    };
    const job = identityJobs(context).find(({ name }) => name === "identity.clear_expired");
    const jobRun = { id: "1" } as never; // this job does not look at its run
    await job?.run({}, jobRun);
    assert.deepEqual(await count(), { codes: 1, messages: 1, sessions: 1 });
    server.clock.advanceMs(31 * 86_400_000);
    const live = await buildCookie(context, person.id);
    await job?.run({}, jobRun);
    assert.deepEqual(await count(), { codes: 0, messages: 0, sessions: 1 });
    assert.deepEqual(
      [
        (await callApi(server, old, "GET", "/api/me")).statusCode,
        (await callApi(server, live, "GET", "/api/me")).statusCode,
      ],
      [401, 200],
    );
  });
});

databaseSuite("pages of signing in", (database) => {
  test("every page is well formed, has one h1 and nothing inline, in each of its states", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context, { username: "page.walker" });
    const cookie = await buildCookie(server.context, person.id);
    await callApi(server, cookie, "GET", "/api/me");
    const form = async (url: string, fields: Record<string, string>, header = "") =>
      server.app.inject({
        method: "POST",
        url,
        headers: {
          cookie: header,
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
        },
        payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), ...fields }).toString(),
      });
    const asked = await form("/sign-in", { phone: buildPhone() });
    const browser = asked.cookies.map((part) => `${part.name}=${part.value}`).join("; ");
    await form(identityPaths.totp, {}, cookie);
    const pages = [
      await server.app.inject({ url: "/sign-in" }),
      await server.app.inject({ url: "/sign-in?error=identity.oidc_not_linked" }),
      await server.app.inject({ url: "/sign-in/code", headers: { cookie: browser } }),
      await server.app.inject({ url: "/sign-in/password?back=/me" }),
      await server.app.inject({ url: identityPaths.secondFactor, headers: { cookie } }),
      await server.app.inject({ url: identityPaths.security, headers: { cookie } }),
      await server.app.inject({ url: identityPaths.totp, headers: { cookie } }),
      await server.app.inject({ url: identityPaths.outbox }),
      await form("/sign-in", { phone: "123" }),
      await form("/sign-in/code", { code: "12" }, browser),
      await form("/sign-in/password", { username: "page.walker", password: "wrong" }),
      await form(identityPaths.changePassword, { password: "wrong", newPassword: "short" }, cookie),
      await form(identityPaths.totpConfirm, { code: "000" }, cookie),
    ];
    for (const [index, page] of pages.entries()) {
      assert.ok(
        [200, 422].includes(page.statusCode),
        `${index}: ${page.statusCode} ${page.body.slice(0, 200)}`,
      );
      assert.deepEqual(
        markupProblems(
          page.body.replaceAll(/<script [^>]*src="\/assets\/islands\/passkey\.js"[^>]*><\/script>/g, ""),
        ),
        [],
        String(index),
      );
      assert.equal(page.body.match(/<h1[ >]/g)?.length, 1, String(index));
    }
  });

  test("there is no development outbox in production", async () => {
    await using server = await startTestServer(database(), { env: { KEPU_ENV: "production" } });
    for (const url of [identityPaths.outbox, "/api/development-outbox"])
      assert.equal((await server.app.inject({ url })).statusCode, 404);
    const refused = await server.app.inject({
      method: "POST",
      url: "/sign-in",
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), phone: buildPhone() }).toString(),
    });
    assert.equal(refused.statusCode, 409);
    assert.match(refused.body, /短信通道还没有开通/);
  });
});
