import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { LightMyRequestResponse } from "fastify";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildCookie, buildPerson, buildPhone } from "./builders.ts";
import { disablePerson } from "./persons.ts";
import { maskPhone, phoneIndex } from "./phone.ts";
import { consumePhoneCode } from "./phone-codes.ts";

const formHeaders = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };

let day = Date.parse("2026-11-24T01:00:00Z");

/** A server whose clock stands a year later than the one before: limits of one test do not count in the next. */
const start = async (database: TestDatabase, env: Record<string, string> = {}): Promise<TestServer> => {
  day += 365 * 86_400_000;
  return startTestServer(database, { now: new Date(day).toISOString(), env });
};

const post = async (
  server: TestServer,
  url: string,
  fields: Record<string, string>,
  cookie = "",
): Promise<LightMyRequestResponse> =>
  server.app.inject({
    method: "POST",
    url,
    headers: { ...formHeaders, ...(cookie === "" ? {} : { cookie }) },
    payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), ...fields }).toString(),
  });

const cookieOf = (response: LightMyRequestResponse, name: string): string => {
  const found = response.cookies.find((cookie) => cookie.name === name && cookie.value !== "");
  return found === undefined ? "" : `${found.name}=${encodeURIComponent(found.value)}`;
};

const codeFor = async (server: TestServer, phone: string): Promise<string> => {
  const outbox = await server.app.inject({ url: "/api/development-outbox" });
  const rows = outbox.json<{ rows: { phone: string; text: string }[] }>().rows;
  const text = rows.find((row) => row.phone === maskPhone(phone))?.text ?? "";
  return /(\d{3} \d{4})/.exec(text)?.[1] ?? "";
};

const ask = async (server: TestServer, phone: string): Promise<{ browser: string; code: string }> => {
  const response = await post(server, "/sign-in", { phone });
  assert.equal(response.statusCode, 303, response.body);
  return { browser: cookieOf(response, "kepu_phone_code"), code: await codeFor(server, phone) };
};

const signIn = async (server: TestServer, phone: string): Promise<string> => {
  const { browser, code } = await ask(server, phone);
  const response = await post(server, "/sign-in/code", { code }, browser);
  assert.equal(response.statusCode, 303, response.body);
  return cookieOf(response, "kepu_session");
};

const statusOfMe = async (server: TestServer, cookie: string): Promise<number> =>
  (await server.app.inject({ url: "/api/me", headers: { cookie } })).statusCode;

databaseSuite("signing in", (database) => {
  test("a phone code signs its person in, by a new session whose cookie scripts cannot read", async () => {
    await using server = await start(database());
    const person = await buildPerson(server.context);
    const { browser, code } = await ask(server, person.phone);
    const response = await post(server, "/sign-in/code", { code, back: "/my/security" }, browser);
    assert.equal(response.headers.location, "/my/security");
    const cookie = response.cookies.find((candidate) => candidate.name === "kepu_session");
    assert.equal(cookie?.httpOnly, true);
    assert.equal(cookie?.sameSite, "Lax");
    const me = await server.app.inject({
      url: "/api/me",
      headers: { cookie: cookieOf(response, "kepu_session") },
    });
    assert.equal(me.json().person.id, person.id);
    const stored = await server.context.db
      .selectFrom("auth_sessions")
      .select("token")
      .where("user_id", "=", person.id)
      .executeTakeFirstOrThrow();
    assert.ok(!(cookie?.value ?? "").includes(stored.token), "the table must not hold what the cookie holds");
  });

  test("over https the cookie is bound to the host", async () => {
    await using server = await start(database(), { KEPU_PUBLIC_URL: "https://kepu.example" });
    const person = await buildPerson(server.context, { username: "host.cookie" });
    const response = await post(server, "/sign-in/password", {
      username: "host.cookie",
      password: "春江潮水连海平海上明月共潮生",
    });
    const cookie = response.cookies.find((candidate) => candidate.name === "__Host-kepu_session");
    assert.deepEqual(
      { secure: cookie?.secure, path: cookie?.path, httpOnly: cookie?.httpOnly, domain: cookie?.domain },
      { secure: true, path: "/", httpOnly: true, domain: undefined },
    );
    assert.equal(await statusOfMe(server, cookieOf(response, "__Host-kepu_session")), 200, person.id);
  });

  test("of parallel uses of one code exactly one wins", async () => {
    await using server = await start(database());
    const person = await buildPerson(server.context);
    const { browser, code } = await ask(server, person.phone);
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => post(server, "/sign-in/code", { code }, browser)),
    );
    assert.deepEqual(
      answers.map((answer) => answer.statusCode).sort((a, b) => a - b),
      [303, 422, 422, 422, 422],
    );
    const sessions = await server.context.db
      .selectFrom("auth_sessions")
      .select("id")
      .where("user_id", "=", person.id)
      .execute();
    assert.equal(sessions.length, 1);
  });

  test("control: without the compare in compare-and-set a code is used several times", async () => {
    await using server = await start(database());
    const { context } = server;
    const code = async () => {
      const phone = buildPhone();
      await ask(server, phone);
      return (
        await context.db
          .selectFrom("phone_codes")
          .select("id")
          .where("phone_index", "=", phoneIndex(context.cipher, phone))
          .executeTakeFirstOrThrow()
      ).id;
    };
    const race = async (use: (id: string) => Promise<void>): Promise<number> => {
      const id = await code();
      const results = await Promise.allSettled(Array.from({ length: 6 }, async () => use(id)));
      return results.filter((result) => result.status === "fulfilled").length;
    };
    assert.equal(
      await race(async (id) => inTransaction(context.db, async (trx) => consumePhoneCode(trx, context, id))),
      1,
    );
    const unguarded = await race(async (id) => {
      await context.db
        .updateTable("phone_codes")
        .set({ used_at: context.clock.now() })
        .where("id", "=", id)
        .execute();
    });
    assert.ok(unguarded > 1, "the race must be able to happen, or the test above proves nothing");
  });

  test("a code is refused when used again, after ten minutes, in another browser and for another phone", async () => {
    await using server = await start(database());
    const first = await ask(server, (await buildPerson(server.context)).phone);
    assert.equal((await post(server, "/sign-in/code", { code: first.code }, first.browser)).statusCode, 303);
    assert.equal((await post(server, "/sign-in/code", { code: first.code }, first.browser)).statusCode, 422);
    const second = await ask(server, buildPhone());
    assert.equal((await post(server, "/sign-in/code", { code: second.code })).statusCode, 422);
    const third = await ask(server, buildPhone());
    assert.equal((await post(server, "/sign-in/code", { code: second.code }, third.browser)).statusCode, 422);
    server.clock.advanceMs(10 * 60_000);
    assert.equal((await post(server, "/sign-in/code", { code: third.code }, third.browser)).statusCode, 422);
  });

  test("of a hundred guesses at a code five are looked at; then the right one is refused too", async () => {
    await using server = await start(database());
    const phone = buildPhone();
    const { browser, code } = await ask(server, phone);
    const wrong = code.startsWith("0") ? "1111111" : "0000000";
    const answers = await Promise.all(
      Array.from({ length: 30 }, async () => post(server, "/sign-in/code", { code: wrong }, browser)),
    );
    assert.ok(answers.every((answer) => answer.statusCode === 422 || answer.statusCode === 429));
    assert.equal((await post(server, "/sign-in/code", { code }, browser)).statusCode, 422);
    const row = await server.context.db
      .selectFrom("phone_codes")
      .select("guesses")
      .where("phone_index", "=", phoneIndex(server.context.cipher, phone))
      .executeTakeFirstOrThrow();
    assert.equal(row.guesses, 5);
  });

  test("a number gets one code a minute and ten a day, and the answer is the same for an unknown one", async () => {
    await using server = await start(database());
    const known = (await buildPerson(server.context)).phone;
    const unknown = buildPhone();
    const ask1 = async (phone: string) => (await post(server, "/sign-in", { phone })).statusCode;
    assert.deepEqual([await ask1(known), await ask1(known)], [303, 429]);
    assert.deepEqual([await ask1(unknown), await ask1(unknown)], [303, 429]);
    for (let count = 2; count <= 10; count += 1) {
      server.clock.advanceMs(61_000);
      assert.equal(await ask1(known), 303);
    }
    server.clock.advanceMs(61_000);
    const refused = await post(server, "/sign-in", { phone: known });
    assert.equal(refused.statusCode, 429);
    assert.match(refused.body, /今天获取验证码的次数已到上限/);
    assert.match(refused.body, new RegExp(`value="${known}"`), "what was typed must still be there");
  });

  test("parallel requests for one number send one code", async () => {
    await using server = await start(database());
    const phone = buildPhone();
    const before = await server.context.db.selectFrom("development_messages").select("id").execute();
    await Promise.all(Array.from({ length: 8 }, async () => post(server, "/sign-in", { phone })));
    const after = await server.context.db.selectFrom("development_messages").select("id").execute();
    assert.equal(after.length - before.length, 1);
  });

  test("a session planted before sign-in is worth nothing afterwards", async () => {
    await using server = await start(database());
    const person = await buildPerson(server.context);
    const planted = "kepu_session=attackerattackerattackerattacker";
    const { browser, code } = await ask(server, person.phone);
    const response = await post(server, "/sign-in/code", { code }, `${planted}; ${browser}`);
    assert.notEqual(cookieOf(response, "kepu_session"), planted);
    assert.equal(await statusOfMe(server, planted), 401);
  });

  test("signing in again ends the browser's session before", async () => {
    await using server = await start(database());
    const person = await buildPerson(server.context, { username: "again.signs" });
    const first = await signIn(server, person.phone);
    const second = await post(
      server,
      "/sign-in/password",
      { username: "Again.Signs", password: "春江潮水连海平海上明月共潮生" },
      first,
    );
    assert.equal(second.statusCode, 303, second.body);
    assert.equal(await statusOfMe(server, first), 401);
    assert.equal(await statusOfMe(server, cookieOf(second, "kepu_session")), 200);
  });

  test("the cookie of an ended session is refused at once: after signing out, disabling and a password change", async () => {
    await using server = await start(database());
    const { context } = server;
    const person = await buildPerson(context, { username: "ends.soon" });
    const signedOut = await signIn(server, person.phone);
    assert.equal(await statusOfMe(server, signedOut), 200);
    await post(server, "/sign-out", {}, signedOut);
    assert.equal(await statusOfMe(server, signedOut), 401);

    const [here, elsewhere] = [await buildCookie(context, person.id), await buildCookie(context, person.id)];
    const changed = await post(
      server,
      "/my/security/password",
      { password: "春江潮水连海平海上明月共潮生", newPassword: "滟滟随波千万里何处春江无月明" },
      here,
    );
    assert.equal(changed.statusCode, 303, changed.body);
    assert.deepEqual([await statusOfMe(server, here), await statusOfMe(server, elsewhere)], [401, 401]);
    assert.equal(await statusOfMe(server, cookieOf(changed, "kepu_session")), 200);

    const disabled = cookieOf(changed, "kepu_session");
    await inTransaction(context.db, async (trx) =>
      disablePerson(trx, context, systemActor("test"), { personId: person.id, reason: "离职停用" }),
    );
    assert.equal(await statusOfMe(server, disabled), 401);
    const refused = await post(server, "/sign-in/password", {
      username: "ends.soon",
      password: "滟滟随波千万里何处春江无月明",
    });
    assert.equal(refused.statusCode, 409);
    assert.match(refused.body, /账号已经停用/);
  });

  test("staff sessions end after 30 idle minutes, residents' last for weeks", async () => {
    await using server = await start(database());
    const { buildUnit } = await import("#test/support/builders.ts");
    const unit = await buildUnit(server.context.db);
    const staff = await buildPerson(server.context, { roles: [{ role: "editor", unitId: unit.id }] });
    const resident = await buildPerson(server.context);
    const [staffCookie, residentCookie] = [
      await buildCookie(server.context, staff.id),
      await buildCookie(server.context, resident.id),
    ];
    for (let count = 0; count < 3; count += 1) {
      server.clock.advanceMs(20 * 60_000);
      assert.equal(await statusOfMe(server, staffCookie), 200, "use keeps a session alive");
    }
    server.clock.advanceMs(31 * 60_000);
    assert.equal(await statusOfMe(server, staffCookie), 401);
    server.clock.advanceMs(20 * 86_400_000);
    assert.equal(await statusOfMe(server, residentCookie), 200);
    server.clock.advanceMs(31 * 86_400_000);
    assert.equal(await statusOfMe(server, residentCookie), 401);
  });

  test("10,000 guesses at a password: a dozen are hashed, the rest refused with a sentence, none with a 5xx", async () => {
    await using server = await start(database());
    await buildPerson(server.context, { username: "guessed.at" });
    const counts = new Map<number, number>();
    for (let batch = 0; batch < 100; batch += 1) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, index) =>
          server.app.inject({
            method: "POST",
            url: "/sign-in/password",
            headers: formHeaders,
            remoteAddress: `10.${batch}.${index}.1`,
            payload: new URLSearchParams({
              _key: "k".repeat(20),
              username: "guessed.at",
              password: `guess number ${batch * 100 + index}`,
            }).toString(),
          }),
        ),
      );
      for (const answer of answers) counts.set(answer.statusCode, (counts.get(answer.statusCode) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(counts), { 422: 10, 429: 9_990 });
    const right = await post(server, "/sign-in/password", {
      username: "guessed.at",
      password: "春江潮水连海平海上明月共潮生",
    });
    assert.equal(right.statusCode, 429);
    assert.match(right.body, /先停 \d+ 分钟/);
    server.clock.advanceMs(16 * 60_000);
    assert.equal(
      (
        await post(server, "/sign-in/password", {
          username: "guessed.at",
          password: "春江潮水连海平海上明月共潮生",
        })
      ).statusCode,
      303,
    );
  });

  test("one guess each at many accounts from one address is slowed too", async () => {
    await using server = await start(database());
    const statuses: number[] = [];
    for (let batch = 0; batch < 3; batch += 1)
      statuses.push(
        ...(await Promise.all(
          Array.from(
            { length: 80 },
            async (_, index) =>
              (
                await post(server, "/sign-in/password", {
                  username: `nobody.${batch}.${index}`,
                  password: "whatever it is",
                })
              ).statusCode,
          ),
        )),
      );
    assert.equal(statuses.filter((status) => status === 422).length, 200);
    assert.equal(statuses.filter((status) => status === 429).length, 40);
  });

  test("right passwords are not counted as guesses, and give a guesser no fresh count", async () => {
    await using server = await startTestServer(database());
    await buildPerson(server.context, { username: "often.signs", password: "春江潮水连海平海上明月共潮生" });
    const signIn = async (password: string): Promise<number> => {
      const response = await post(server, "/sign-in/password", { username: "often.signs", password });
      return response.statusCode;
    };
    for (let round = 0; round < 12; round += 1)
      assert.equal(await signIn("春江潮水连海平海上明月共潮生"), 303);
    for (let round = 0; round < 9; round += 1) assert.equal(await signIn("a wrong guess"), 422);
    assert.equal(await signIn("春江潮水连海平海上明月共潮生"), 303);
    assert.deepEqual([await signIn("a wrong guess"), await signIn("a wrong guess")], [422, 429]);
  });

  test("a wrong name and a wrong password get the same answer", async () => {
    await using server = await start(database());
    await buildPerson(server.context, { username: "same.answer" });
    const strip = (body: string): string => body.replaceAll(/value="[^"]*"/g, "");
    const wrongName = await post(server, "/sign-in/password", {
      username: "other.name",
      password: "not the password",
    });
    const wrongPassword = await post(server, "/sign-in/password", {
      username: "same.answer",
      password: "not the password",
    });
    assert.equal(wrongName.statusCode, 422);
    assert.equal(strip(wrongName.body), strip(wrongPassword.body));
    assert.doesNotMatch(wrongPassword.body, /not the password/);
  });

  test("no phone number and no name stands in any text column after all this", async () => {
    await using server = await start(database());
    const person = await buildPerson(server.context, { fullName: "演示欧阳明月" });
    await signIn(server, person.phone);
    const { rows } = await database().pool.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    for (const { table_name: table } of rows) {
      const { rows: hits } = await database().pool.query(
        `select 1 from ${table} t where t::text like $1 or t::text like $2 or position($3::bytea in convert_to(t::text, 'UTF8')) > 0 limit 1`,
        [`%${person.phone}%`, `%${person.fullName}%`, Buffer.from(Buffer.from(person.phone).toString("hex"))],
      );
      assert.deepEqual(hits, [], `${table} holds a phone number or a name`);
    }
  });

  test("the return address after signing in stays on this site", async () => {
    await using server = await start(database());
    for (const [given, expected] of [
      ["//evil.example", "/"],
      ["/\\evil.example", "/"],
      ["https://evil.example/", "/"],
      ["/sign-in", "/"],
      ["/my/security?x=1", "/my/security?x=1"],
    ] as const) {
      const { browser, code } = await ask(server, buildPhone());
      const response = await post(server, "/sign-in/code", { code, back: given }, browser);
      assert.equal(response.headers.location, expected);
    }
  });
});
