import assert from "node:assert/strict";
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createOTP } from "@better-auth/utils/otp";
import { base32 } from "@better-auth/utils/base32";
import { databaseSuite } from "#test/support/database.ts";
import { buildUnit } from "#test/support/builders.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";
import { buildCookie, buildPerson } from "./builders.ts";
import { maskPhone } from "./phone.ts";

const post = async (server: TestServer, url: string, cookie: string, fields: Record<string, string> = {}) =>
  server.app.inject({
    method: "POST",
    url,
    headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), ...fields }).toString(),
  });

const passed = async (server: TestServer, cookie: string): Promise<boolean> =>
  (await server.app.inject({ url: "/api/me", headers: { cookie } })).json().secondFactor.passed;

/** Binds an authenticator; gives the function that reads its code. */
const bindTotp = async (server: TestServer, cookie: string): Promise<() => Promise<string>> => {
  assert.equal((await post(server, "/my/security/totp", cookie)).statusCode, 303);
  const page = await server.app.inject({ url: "/my/security/totp", headers: { cookie } });
  const secret = /<strong>([A-Z2-7 ]+)<\/strong>/.exec(page.body)?.[1]?.replaceAll(" ", "") ?? "";
  assert.match(page.body, /<svg[^>]*class="qr"/);
  const otp = createOTP(Buffer.from(base32.decode(secret)).toString("utf8"), { digits: 6, period: 30 });
  const read = async (): Promise<string> => otp.hotp(Math.floor(server.clock.now().getTime() / 30_000));
  const confirmed = await post(server, "/my/security/totp/confirm", cookie, { code: await read() });
  assert.equal(confirmed.headers.location, "/my/security?done=totp", confirmed.body);
  return read;
};

/** An authenticator in software: one ES256 key, user verified unless said otherwise. */
const createAuthenticator = (origin: string) => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let counter = 0;
  const rpIdHash = createHash("sha256").update(new URL(origin).hostname).digest();
  const bytes = (head: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(head, body.length), body]);
  // CBOR map of a COSE key: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 §7.1.1)
  const cose = Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    bytes(0x58, Buffer.from(jwk.x ?? "", "base64url")),
    Buffer.of(0x22),
    bytes(0x58, Buffer.from(jwk.y ?? "", "base64url")),
  ]);
  const authData = (flags: number): Buffer => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([rpIdHash, Buffer.of(flags), count]);
  };
  const clientData = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const frame = (response: object) => ({
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });
  return {
    register: (challenge: string, verified: "verified" | "touched" = "verified") => {
      const data = Buffer.concat([
        authData(verified === "verified" ? 0x45 : 0x41),
        Buffer.alloc(16),
        Buffer.of(0, id.length),
        id,
        cose,
      ]);
      const text = (value: string): Buffer =>
        Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)]);
      const attestation = Buffer.concat([
        Buffer.of(0xa3),
        text("fmt"),
        text("none"),
        text("attStmt"),
        Buffer.of(0xa0),
        text("authData"),
        bytes(0x58, data),
      ]);
      return frame({
        clientDataJSON: clientData("webauthn.create", challenge).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      });
    },
    signIn: (challenge: string, verified: "verified" | "touched" = "verified") => {
      const data = authData(verified === "verified" ? 0x05 : 0x01);
      const client = clientData("webauthn.get", challenge);
      const signature = createSign("sha256")
        .update(data)
        .update(createHash("sha256").update(client).digest())
        .sign(privateKey);
      return frame({
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      });
    },
  };
};

const jsonPost = async (server: TestServer, url: string, cookie: string, payload: object) =>
  server.app.inject({ method: "POST", url, headers: { cookie, "sec-fetch-site": "same-origin" }, payload });

const challenge = async (server: TestServer, url: string, cookie: string) => {
  const answer = await server.app.inject({ url, headers: { cookie } });
  assert.equal(answer.statusCode, 200, answer.body);
  return {
    challenge: String(answer.json().challenge),
    options: answer.json(),
    cookie: [cookie, ...answer.cookies.map((part) => `${part.name}=${encodeURIComponent(part.value)}`)]
      .filter((part) => part !== "")
      .join("; "),
  };
};

const registerPath = "/api/auth/passkey/generate-register-options";
const signInPath = "/api/auth/passkey/generate-authenticate-options";

databaseSuite("second factors", (database) => {
  test("staff pass an authenticator's code in each session; before that their roles are closed", async () => {
    await using server = await startTestServer(database());
    const unit = await buildUnit(server.context.db);
    const person = await buildPerson(server.context, {
      unitId: unit.id,
      roles: [{ role: "org_admin", unitId: unit.id }],
    });
    const first = await buildCookie(server.context, person.id, { secondFactor: "open" });
    const people = async (cookie: string) =>
      (await server.app.inject({ url: "/api/people", headers: { cookie } })).statusCode;
    assert.equal(await people(first), 403);
    const read = await bindTotp(server, first);
    assert.deepEqual([await passed(server, first), await people(first)], [true, 200]);
    const second = await buildCookie(server.context, person.id, { secondFactor: "open" });
    assert.equal(await people(second), 403);
    server.clock.advanceMs(31_000);
    const done = await post(server, "/sign-in/second-factor", second, {
      code: await read(),
      back: "/my/security",
    });
    assert.deepEqual([done.statusCode, done.headers.location], [303, "/my/security"]);
    assert.equal(await people(second), 200);
  });

  test("an authenticator's code works once, also for several sessions at once, and an old one not at all", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    const read = await bindTotp(
      server,
      await buildCookie(server.context, person.id, { secondFactor: "open" }),
    );
    server.clock.advanceMs(60_000);
    const old = await read();
    server.clock.advanceMs(120_000);
    const cookies = await Promise.all(
      Array.from({ length: 4 }, async () => buildCookie(server.context, person.id, { secondFactor: "open" })),
    );
    assert.equal(
      (await post(server, "/sign-in/second-factor", cookies[0] ?? "", { code: old })).statusCode,
      422,
    );
    const code = await read();
    const answers = await Promise.all(
      cookies.map(
        async (cookie) => (await post(server, "/sign-in/second-factor", cookie, { code })).statusCode,
      ),
    );
    assert.deepEqual(
      answers.sort((a, b) => a - b),
      [303, 422, 422, 422],
    );
  });

  test("guesses at an authenticator's code are counted inside a session too", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    await bindTotp(server, await buildCookie(server.context, person.id, { secondFactor: "open" }));
    server.clock.advanceMs(16 * 60_000);
    const cookie = await buildCookie(server.context, person.id, { secondFactor: "open" });
    const answers = await Promise.all(
      Array.from(
        { length: 60 },
        async (_, index) =>
          (await post(server, "/sign-in/second-factor", cookie, { code: String(100_000 + index) }))
            .statusCode,
      ),
    );
    assert.equal(answers.filter((status) => status === 429).length, 50);
    assert.equal(answers.filter((status) => status === 422).length, 10);
  });

  test("a recovery code stands in for the authenticator once and can be read for ten minutes only", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    const cookie = await buildCookie(server.context, person.id, { secondFactor: "open" });
    await bindTotp(server, cookie);
    assert.equal((await post(server, "/my/security/recovery-codes", cookie)).statusCode, 303);
    const page = await server.app.inject({ url: "/my/security/recovery-codes", headers: { cookie } });
    const codes = [...page.body.matchAll(/<code>([\w-]+)<\/code>/g)].map((match) => match[1] ?? "");
    assert.equal(codes.length, 10);
    const other = await buildCookie(server.context, person.id, { secondFactor: "open" });
    assert.equal(
      (await post(server, "/sign-in/second-factor", other, { code: codes[0] ?? "" })).statusCode,
      303,
    );
    const third = await buildCookie(server.context, person.id, { secondFactor: "open" });
    assert.equal(
      (await post(server, "/sign-in/second-factor", third, { code: codes[0] ?? "" })).statusCode,
      422,
    );
    server.clock.advanceMs(11 * 60_000);
    assert.equal(
      (await server.app.inject({ url: "/my/security/recovery-codes", headers: { cookie } })).statusCode,
      303,
    );
  });

  test("who has a second factor must show it before changing the ways in", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    await bindTotp(server, await buildCookie(server.context, person.id, { secondFactor: "open" }));
    const stolen = await buildCookie(server.context, person.id, { secondFactor: "open" });
    for (const url of ["/my/security/totp/remove", "/my/security/recovery-codes", "/my/security/totp"])
      assert.equal((await post(server, url, stolen)).statusCode, 409, url);
    assert.equal(
      (await server.app.inject({ url: registerPath, headers: { cookie: stolen } })).statusCode,
      409,
    );
  });

  test("the demonstration relaxes the second factor, and says so", async () => {
    await using server = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const unit = await buildUnit(server.context.db);
    const person = await buildPerson(server.context, { roles: [{ role: "org_admin", unitId: unit.id }] });
    const cookie = await buildCookie(server.context, person.id, { secondFactor: "open" });
    assert.equal((await server.app.inject({ url: "/api/people", headers: { cookie } })).statusCode, 200);
    const { secondFactor } = (await server.app.inject({ url: "/api/me", headers: { cookie } })).json();
    assert.deepEqual([secondFactor.passed, secondFactor.relaxed], [false, true]);
  });
});

databaseSuite("passkeys", (database) => {
  test("a passkey is registered, signs in by a new session with the second factor passed, and its challenge works once", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    const cookie = await buildCookie(server.context, person.id, { secondFactor: "open" });
    const authenticator = createAuthenticator(server.config.publicUrl);
    const ceremony = await challenge(server, registerPath, cookie);
    assert.equal(ceremony.options.authenticatorSelection.userVerification, "required");
    assert.equal(ceremony.options.user.name, maskPhone(person.phone));
    const registered = await jsonPost(server, "/api/auth/passkey/verify-registration", ceremony.cookie, {
      response: authenticator.register(ceremony.challenge),
    });
    assert.equal(registered.statusCode, 200, registered.body);
    assert.equal(await passed(server, cookie), true);

    const asked = await challenge(server, signInPath, "");
    assert.equal(asked.options.userVerification, "required");
    const response = authenticator.signIn(asked.challenge);
    const signedIn = await jsonPost(server, "/api/auth/passkey/verify-authentication", asked.cookie, {
      response,
    });
    assert.equal(signedIn.statusCode, 200, signedIn.body);
    const session = signedIn.cookies.find((candidate) => candidate.name === "kepu_session");
    assert.deepEqual([session?.httpOnly, session?.sameSite, session?.path], [true, "Lax", "/"]);
    const own = `kepu_session=${encodeURIComponent(session?.value ?? "")}`;
    const me = (await server.app.inject({ url: "/api/me", headers: { cookie: own } })).json();
    assert.deepEqual([me.person.id, me.secondFactor.passed, me.secondFactor.passkeys], [person.id, true, 1]);
    assert.doesNotMatch(signedIn.body, /token/, "the answer must not carry the session's token");
    assert.equal(
      (await jsonPost(server, "/api/auth/passkey/verify-authentication", asked.cookie, { response }))
        .statusCode,
      400,
    );
  });

  test("a key that only was touched is not taken, neither to register nor to sign in", async () => {
    await using server = await startTestServer(database());
    const person = await buildPerson(server.context);
    const cookie = await buildCookie(server.context, person.id);
    const authenticator = createAuthenticator(server.config.publicUrl);
    const weak = await challenge(server, registerPath, cookie);
    const refused = await jsonPost(server, "/api/auth/passkey/verify-registration", weak.cookie, {
      response: authenticator.register(weak.challenge, "touched"),
    });
    assert.deepEqual([refused.statusCode, refused.json().error.code], [400, "identity.passkey_verify"]);
    const ceremony = await challenge(server, registerPath, cookie);
    assert.equal(
      (
        await jsonPost(server, "/api/auth/passkey/verify-registration", ceremony.cookie, {
          response: authenticator.register(ceremony.challenge),
        })
      ).statusCode,
      200,
    );
    const asked = await challenge(server, signInPath, "");
    const touched = await jsonPost(server, "/api/auth/passkey/verify-authentication", asked.cookie, {
      response: authenticator.signIn(asked.challenge, "touched"),
    });
    assert.deepEqual([touched.statusCode, touched.json().error.code], [400, "identity.passkey_verify"]);
    assert.equal(
      touched.cookies.some((part) => part.name === "kepu_session" && part.value !== ""),
      false,
    );
  });

  test("registering needs a signed-in person; nothing else of the library answers", async () => {
    await using server = await startTestServer(database());
    assert.equal((await server.app.inject({ url: registerPath })).statusCode, 401);
    for (const path of [
      "/sign-up/email",
      "/sign-in/email",
      "/sign-in/username",
      "/get-session",
      "/list-sessions",
      "/passkey/delete-passkey",
      "/ok",
      "/error",
    ]) {
      const answers = [
        await server.app.inject({ url: `/api/auth${path}` }),
        await jsonPost(server, `/api/auth${path}`, "", {}),
      ];
      assert.deepEqual(
        answers.map((answer) => answer.statusCode),
        [404, 404],
        path,
      );
    }
  });
});
