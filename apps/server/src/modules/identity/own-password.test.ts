import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildPerson } from "./builders.ts";
import { maskPhone } from "./phone.ts";
import { openSession } from "./sessions.ts";

const address = "/my/security/new-password";
const fresh = "两只黄鹂鸣翠柳一行白鹭上青天";
const first = "窗含西岭千秋雪门泊东吴万里船";

const post = async (server: TestServer, url: string, fields: Record<string, string>, cookie = "") =>
  server.app.inject({
    method: "POST",
    url,
    headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), ...fields }).toString(),
  });

const cookieOf = (answer: Awaited<ReturnType<typeof post>>, name: string): string => {
  const found = answer.cookies.find((cookie) => cookie.name === name && cookie.value !== "");
  return found === undefined ? "" : `${name}=${encodeURIComponent(found.value)}`;
};

/** Signs in by a code on the phone, as the link under a forgotten password leads to; the cookie of the new session. */
const signInByPhone = async (server: TestServer, phone: string): Promise<string> => {
  const asked = await post(server, "/sign-in", { phone, back: address });
  assert.equal(asked.headers.location, `/sign-in/code?back=${encodeURIComponent(address)}`, asked.body);
  const { rows } = (await server.app.inject({ url: "/api/development-outbox" })).json<{
    rows: { phone: string; text: string }[];
  }>();
  const text = rows.find((row) => row.phone === maskPhone(phone))?.text ?? "";
  const code = /(\d{3} \d{4})/.exec(text)?.[1] ?? "";
  const done = await post(
    server,
    "/sign-in/code",
    { code, back: address },
    cookieOf(asked, "kepu_phone_code"),
  );
  assert.equal(done.headers.location, address, done.body);
  return cookieOf(done, "kepu_session");
};

const statusOfMe = async (server: TestServer, cookie: string): Promise<number> =>
  (await server.app.inject({ url: "/api/me", headers: { cookie } })).statusCode;

const signsIn = async (server: TestServer, username: string, password: string): Promise<boolean> =>
  (await post(server, "/sign-in/password", { username, password })).statusCode === 303;

databaseSuite("a person's own password", (database) => {
  test("somebody who came by phone code chooses an account name and a first password, and signs in with them", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    const cookie = await signInByPhone(server, person.phone);
    const page = await server.app.inject({ url: address, headers: { cookie } });
    assert.match(page.body, /name="username"/);
    const refused = await post(server, address, { username: "大写 不行", password: fresh }, cookie);
    assert.equal(refused.statusCode, 422);
    assert.match(refused.body, /账号名用 3–30 个小写字母/);
    assert.doesNotMatch(refused.body, new RegExp(fresh), "a password is never sent back");
    const short = await post(server, address, { username: "first.one", password: "short" }, cookie);
    assert.match(short.body, /密码至少要 12 个字/);
    const done = await post(server, address, { username: "first.one", password: fresh }, cookie);
    assert.equal(done.headers.location, "/my/security?done=new-password", done.body);
    assert.equal(await statusOfMe(server, cookie), 401, "the session from before is over");
    assert.equal(await statusOfMe(server, cookieOf(done, "kepu_session")), 200);
    assert.ok(await signsIn(server, "first.one", fresh));
    const audits = await server.context.db
      .selectFrom("audit_entries")
      .select(["action", "actor_person_id"])
      .where("action", "=", "identity.set_password")
      .execute();
    assert.deepEqual(audits, [{ action: "identity.set_password", actor_person_id: person.id }]);
  });

  test("a forgotten password is replaced after a phone code; the old one and all other sessions stop counting", async () => {
    await using server = await startTestServer(database(), { now: "2027-11-23T01:00:00Z" });
    const person = await buildPerson(server.context, { username: "forgets.it", password: first });
    assert.ok(await signsIn(server, "forgets.it", first));
    assert.match(
      (await server.app.inject({ url: "/sign-in/password" })).body,
      /忘了密码，用短信验证码设新的/,
    );
    const nobody = await server.app.inject({ url: address });
    assert.equal(nobody.headers.location, `/sign-in?back=${encodeURIComponent(address)}`);
    const elsewhere = await inTransaction(server.context.db, (trx) =>
      openSession(trx, server.context, person.id, { method: "password", userAgent: "other" }),
    );
    const cookie = await signInByPhone(server, person.phone);
    const page = await server.app.inject({ url: address, headers: { cookie } });
    assert.match(page.body, /您的账号名是 <strong>forgets\.it<\/strong>/);
    // A name that is taken already stays, whatever is sent along.
    const done = await post(server, address, { username: "another.name", password: fresh }, cookie);
    assert.equal(done.statusCode, 303, done.body);
    assert.equal(await signsIn(server, "forgets.it", first), false);
    assert.equal(await signsIn(server, "another.name", fresh), false);
    assert.ok(await signsIn(server, "forgets.it", fresh));
    assert.equal(
      await statusOfMe(server, `kepu_session=${encodeURIComponent(elsewhere.token)}`),
      401,
      "signed in elsewhere no more",
    );
  });

  test("a session by password, or by a code of more than ten minutes ago, sets no new password", async () => {
    await using server = await startTestServer(database(), { now: "2028-11-23T01:00:00Z" });
    const person = await buildPerson(server.context, { username: "stale.one", password: first });
    const { token } = await inTransaction(server.context.db, (trx) =>
      openSession(trx, server.context, person.id, { method: "password", userAgent: "test" }),
    );
    const byPassword = `kepu_session=${encodeURIComponent(token)}`;
    const cookie = await signInByPhone(server, person.phone);
    for (const session of [byPassword, cookie]) {
      if (session === cookie) server.clock.advanceMs(10 * 60_000 + 1);
      const page = await server.app.inject({ url: address, headers: { cookie: session } });
      assert.equal(page.headers.location, `/sign-in?back=${encodeURIComponent(address)}`);
      const refused = await post(server, address, { password: fresh }, session);
      assert.equal(refused.statusCode, 409);
      assert.match(refused.body, /请先用短信验证码登录一次/);
    }
    assert.ok(await signsIn(server, "stale.one", first));
  });

  test("who has a second factor passes it before the password is replaced", async () => {
    await using server = await startTestServer(database(), { now: "2029-11-23T01:00:00Z" });
    const person = await buildPerson(server.context, { username: "second.one", password: first });
    await server.context.db
      .insertInto("auth_two_factors")
      .values({
        person_id: person.id,
        secret_sealed: server.context.cipher.encrypt("00".repeat(20)),
        confirmed_at: server.clock.now(),
        created_at: server.clock.now(),
      })
      .execute();
    const cookie = await signInByPhone(server, person.phone);
    const page = await server.app.inject({ url: address, headers: { cookie } });
    assert.equal(page.headers.location, `/sign-in/second-factor?back=${encodeURIComponent(address)}`);
    assert.equal((await post(server, address, { password: fresh }, cookie)).statusCode, 409);
    assert.ok(await signsIn(server, "second.one", first));
  });
});
