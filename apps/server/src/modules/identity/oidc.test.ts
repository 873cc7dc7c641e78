import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import Provider from "oidc-provider";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { linkExternalIdentity } from "./accounts.ts";
import { buildCookie, buildPerson } from "./builders.ts";

const publicUrl = "http://localhost:3000";
const client = { id: "kepu", secret: "a-secret-of-the-test" };

/** A real OpenID provider on loopback; `subject` is who signs in there next. */
const startProvider = async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has an address object
  const issuer = `http://127.0.0.1:${port}`;
  const who = { subject: "staff-0001" };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${publicUrl}/api/auth/callback/oidc`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [privateKey.export({ format: "jwk" })] },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    // The same name and address for everybody: if either were used to find the person, the tests would see it.
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: "演示张三", email: "somebody@example.test", email_verified: true }),
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  });
  const callback = provider.callback();
  server.on("request", (request, response) => {
    if (!(request.url ?? "").startsWith("/interaction/")) {
      void callback(request, response);
      return;
    }
    void (async () => {
      const details = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: who.subject, clientId: client.id });
      grant.addOIDCScope("openid");
      const grantId = await grant.save();
      await provider.interactionFinished(
        request,
        response,
        details.prompt.name === "login"
          ? { login: { accountId: who.subject }, consent: { grantId } }
          : { consent: { grantId } },
      );
    })();
  });
  return {
    issuer,
    who,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A browser of two sites: keeps cookies of the provider, follows its redirects until it comes back to us. */
const walkProvider = async (start: string): Promise<URL> => {
  const jar = new Map<string, string>();
  let next = start;
  for (let hop = 0; hop < 10; hop += 1) {
    const answer = await fetch(next, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = answer.headers.get("location");
    assert.ok(
      location !== null,
      `the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`,
    );
    next = new URL(location, next).href;
    if (next.startsWith(publicUrl)) return new URL(next);
  }
  throw new Error("the provider never came back");
};

const start = async (database: TestDatabase, issuer: string): Promise<TestServer> =>
  startTestServer(database, {
    env: { KEPU_OIDC_ISSUER: issuer, KEPU_OIDC_CLIENT_ID: client.id, KEPU_OIDC_CLIENT_SECRET: client.secret },
  });

const begin = async (server: TestServer, back = "/my/security") => {
  const answer = await server.app.inject({ url: `/sign-in/oidc?back=${encodeURIComponent(back)}` });
  assert.equal(answer.statusCode, 303, answer.body);
  return {
    url: new URL(String(answer.headers.location)),
    cookie: answer.cookies.map((cookie) => `${cookie.name}=${encodeURIComponent(cookie.value)}`).join("; "),
  };
};

databaseSuite("sign-in through an identity provider", (database) => {
  test("a linked person signs in by code flow with PKCE, state and nonce; nothing the provider handed out is kept", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    const person = await buildPerson(server.context);
    await inTransaction(server.context.db, async (trx) =>
      linkExternalIdentity(trx, server.context, systemActor("test"), {
        personId: person.id,
        subject: "staff-0001",
      }),
    );
    const { url, cookie } = await begin(server);
    assert.equal(url.searchParams.get("code_challenge_method"), "S256");
    for (const name of ["state", "nonce", "code_challenge"])
      assert.ok((url.searchParams.get(name) ?? "").length >= 20, name);
    const back = await walkProvider(url.href);
    const answer = await server.app.inject({ url: back.pathname + back.search, headers: { cookie } });
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, "/my/security"]);
    const session = answer.cookies.find((candidate) => candidate.name === "kepu_session");
    assert.deepEqual([session?.httpOnly, session?.sameSite, session?.path], [true, "Lax", "/"]);
    const me = await server.app.inject({
      url: "/api/me",
      headers: { cookie: `kepu_session=${encodeURIComponent(session?.value ?? "")}` },
    });
    assert.deepEqual([me.json().person.id, me.json().secondFactor.passed], [person.id, false]);
    const account = await server.context.db
      .selectFrom("auth_accounts")
      .selectAll()
      .where("user_id", "=", person.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([account.access_token, account.refresh_token, account.id_token], [null, null, null]);
    const replayed = await server.app.inject({ url: back.pathname + back.search, headers: { cookie } });
    assert.match(String(replayed.headers.location), /error=identity\.oidc_failed/);
  });

  test("a subject nobody registered gets no account, whatever name and address come with it", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    provider.who.subject = "stranger-9";
    const person = await buildPerson(server.context, { fullName: "演示张三" });
    await server.context.db
      .updateTable("auth_users")
      .set({ email: "somebody@example.test" })
      .where("id", "=", person.id)
      .execute();
    const { url, cookie } = await begin(server);
    const back = await walkProvider(url.href);
    const answer = await server.app.inject({ url: back.pathname + back.search, headers: { cookie } });
    assert.match(String(answer.headers.location), /error=identity\.oidc_not_linked/);
    const page = await server.app.inject({ url: String(answer.headers.location) });
    assert.match(page.body, /还没有和本站账号关联/);
    assert.deepEqual(
      await server.context.db
        .selectFrom("auth_accounts")
        .select("id")
        .where("account_id", "=", "stranger-9")
        .execute(),
      [],
    );
  });

  test("the answer of another browser's sign-in is refused", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    const mine = await begin(server);
    const attackers = await walkProvider((await begin(server)).url.href);
    const answer = await server.app.inject({
      url: attackers.pathname + attackers.search,
      headers: { cookie: mine.cookie },
    });
    assert.match(String(answer.headers.location), /error=identity\.oidc_failed/);
    assert.equal(
      answer.cookies.some((cookie) => cookie.name === "kepu_session" && cookie.value !== ""),
      false,
    );
  });

  test("a provider that cannot be reached is said in a sentence, and tried again next time", async () => {
    const provider = await startProvider();
    const { issuer } = provider;
    await provider[Symbol.asyncDispose]();
    await using server = await start(database(), issuer);
    const answer = await server.app.inject({ url: "/sign-in/oidc" });
    assert.match(String(answer.headers.location), /error=identity\.oidc_unavailable/);
  });

  test("without a provider there is no button and no address", async () => {
    await using server = await startTestServer(database());
    assert.equal((await server.app.inject({ url: "/sign-in/oidc" })).statusCode, 404);
    assert.doesNotMatch((await server.app.inject({ url: "/sign-in" })).body, /sign-in\/oidc/);
  });

  const samePage = { "sec-fetch-site": "same-origin" };
  const cookieText = (cookies: readonly { name: string; value: string }[]): string =>
    cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ");

  /** Begins the linking as the person of `session`; the provider's address and the cookies of the browser afterwards. */
  const beginLinking = async (server: TestServer, session: string) => {
    const answer = await server.app.inject({
      url: "/my/security/oidc",
      headers: { cookie: session, ...samePage },
    });
    assert.equal(answer.statusCode, 303, answer.body);
    return { url: String(answer.headers.location), state: cookieText(answer.cookies) };
  };
  const finish = async (server: TestServer, url: string, cookie: string) => {
    const back = await walkProvider(url);
    return server.app.inject({ url: back.pathname + back.search, headers: { cookie } });
  };
  const subjectsOf = async (server: TestServer, personId: string) =>
    server.context.db
      .selectFrom("auth_accounts")
      .select(["account_id", "access_token", "id_token"])
      .where("user_id", "=", personId)
      .where("provider_id", "=", "oidc")
      .execute();

  test("a person links his external identity himself, signs in by it, and takes it away again", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    provider.who.subject = "self-linked-1";
    const person = await buildPerson(server.context);
    const session = await buildCookie(server.context, person.id);
    const page = await server.app.inject({ url: "/my/security", headers: { cookie: session } });
    assert.match(page.body, /href="\/my\/security\/oidc"/);
    const { url, state } = await beginLinking(server, session);
    const done = await finish(server, url, `${session}; ${state}`);
    assert.equal(done.headers.location, "/my/security?done=oidc", done.body);
    assert.deepEqual(await subjectsOf(server, person.id), [
      { account_id: "self-linked-1", access_token: null, id_token: null },
    ]);
    const begun = await begin(server);
    const signedIn = await finish(server, begun.url.href, begun.cookie);
    const byOidc = cookieText(signedIn.cookies.filter(({ name }) => name === "kepu_session"));
    const me = await server.app.inject({ url: "/api/me", headers: { cookie: byOidc } });
    assert.equal(me.json().person.id, person.id);

    const unlink = async () =>
      server.app.inject({
        method: "POST",
        url: "/my/security/oidc/unlink",
        headers: { cookie: session, ...samePage, "content-type": "application/x-www-form-urlencoded" },
        payload: `_key=${randomBytes(16).toString("hex")}`,
      });
    server.clock.advanceMs(1_000);
    assert.equal((await unlink()).headers.location, "/my/security?done=oidc-removed");
    assert.deepEqual(await subjectsOf(server, person.id), []);
    assert.equal((await server.app.inject({ url: "/api/me", headers: { cookie: byOidc } })).statusCode, 401);
    assert.equal((await unlink()).statusCode, 404);
    const audits = await server.context.db
      .selectFrom("audit_entries")
      .select("action")
      .where("actor_person_id", "=", person.id)
      .where("action", "like", "identity.%link_subject")
      .orderBy("at")
      .orderBy("id")
      .execute();
    assert.deepEqual(
      audits.map(({ action }) => action),
      ["identity.link_subject", "identity.unlink_subject"],
    );
  });

  test("linking is not begun from another site, nor with a second factor open, nor with an identity linked already", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    const person = await buildPerson(server.context);
    const session = await buildCookie(server.context, person.id, { secondFactor: "open" });
    const ask = async (headers: Record<string, string>) =>
      server.app.inject({ url: "/my/security/oidc", headers: { cookie: session, ...headers } });
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { referer: "https://other.example/" }, {}])
      assert.equal((await ask(headers)).statusCode, 403);
    assert.equal((await server.app.inject({ url: "/my/security/oidc", headers: samePage })).statusCode, 401);
    const { db, cipher, clock } = server.context;
    await db
      .insertInto("auth_two_factors")
      .values({
        person_id: person.id,
        secret_sealed: cipher.encrypt("00".repeat(20)),
        confirmed_at: clock.now(),
        created_at: clock.now(),
      })
      .execute();
    assert.equal((await ask(samePage)).statusCode, 409);
    await db.deleteFrom("auth_two_factors").where("person_id", "=", person.id).execute();
    await inTransaction(db, async (trx) =>
      linkExternalIdentity(trx, server.context, systemActor("test"), {
        personId: person.id,
        subject: "one-is-enough",
      }),
    );
    assert.match(String((await ask(samePage)).headers.location), /error=identity\.oidc_linked/);
  });

  test("an identity of somebody else, or a browser where somebody else signed in meanwhile, links nothing", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    provider.who.subject = "belongs-to-another";
    const owner = await buildPerson(server.context);
    await inTransaction(server.context.db, async (trx) =>
      linkExternalIdentity(trx, server.context, systemActor("test"), {
        personId: owner.id,
        subject: "belongs-to-another",
      }),
    );
    const person = await buildPerson(server.context);
    const session = await buildCookie(server.context, person.id);
    const first = await beginLinking(server, session);
    const taken = await finish(server, first.url, `${session}; ${first.state}`);
    assert.match(String(taken.headers.location), /^\/my\/security\?error=identity\.oidc_taken/);
    const page = await server.app.inject({
      url: String(taken.headers.location),
      headers: { cookie: session },
    });
    assert.match(page.body, /已经关联到别的账号/);

    provider.who.subject = "on-a-shared-computer";
    const second = await beginLinking(server, session);
    const next = await buildPerson(server.context);
    const nextSession = await buildCookie(server.context, next.id);
    const other = await finish(server, second.url, `${nextSession}; ${second.state}`);
    assert.match(String(other.headers.location), /error=identity\.oidc_other_person/);
    for (const one of [person, next]) assert.deepEqual(await subjectsOf(server, one.id), []);
  });

  test("the only way in is not taken away", async () => {
    await using provider = await startProvider();
    await using server = await start(database(), provider.issuer);
    const person = await buildPerson(server.context);
    const { db } = server.context;
    await inTransaction(db, async (trx) =>
      linkExternalIdentity(trx, server.context, systemActor("test"), {
        personId: person.id,
        subject: "only-way",
      }),
    );
    await db
      .updateTable("persons")
      .set({ phone_sealed: null, phone_index: null })
      .where("id", "=", person.id)
      .execute();
    const answer = await server.app.inject({
      method: "POST",
      url: "/my/security/oidc/unlink",
      headers: {
        cookie: await buildCookie(server.context, person.id),
        ...samePage,
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: `_key=${randomBytes(16).toString("hex")}`,
    });
    assert.equal(answer.statusCode, 409);
    assert.match(answer.body, /唯一的登录办法/);
    assert.equal((await subjectsOf(server, person.id)).length, 1);
  });
});
