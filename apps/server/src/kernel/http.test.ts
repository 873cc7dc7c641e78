import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import Type from "typebox";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, writeHeaders } from "#test/support/server.ts";
import type { Actor } from "./actor.ts";
import { AppError } from "./errors.ts";
import type { Module } from "./module.ts";
import { invalidatePages } from "./page-cache.ts";

const noteBody = Type.Object(
  { name: Type.String({ title: "名称", minLength: 2, maxLength: 10 }) },
  { additionalProperties: false },
);

/** A module with one route of each kind; what it counts shows whether a handler ran. */
const probeModule = (state: { actor: Actor; runs: number; forget: boolean }): Module => ({
  name: "probe",
  policy: {
    "probe.read": { allow: ["dispatcher"], scope: "unit" },
    "probe.write": { allow: ["dispatcher"], scope: "unit" },
  },
  messages: { "probe.refused": "这次不行，请改名再试。" },
  actorResolver: () => async () => state.actor,
  routes: (routes) => {
    routes.page({
      url: "/probe",
      access: { allow: "public" },
      cache: "anonymous",
      handler: () => {
        state.runs += 1;
        return { title: "探针", main: `第 ${state.runs} 次 <script>alert(1)</script>` };
      },
    });
    routes.read({
      url: "/api/probe/:path",
      access: { action: "probe.read" },
      summary: "probe",
      params: Type.Object({ path: Type.String() }),
      response: Type.Object({ ok: Type.Boolean() }),
      handler: async (visit) => {
        if (!state.forget) visit.authorise(visit.params.path);
        return { ok: true };
      },
    });
    routes.write({
      method: "POST",
      url: "/api/probe",
      access: { allow: "public" },
      summary: "probe",
      body: noteBody,
      response: Type.Object({ id: Type.String() }),
      handler: async (_visit, trx) => {
        state.runs += 1;
        await invalidatePages(trx);
        return { id: randomUUID() };
      },
    });
    routes.form({
      url: "/probe/form",
      access: { allow: "public" },
      body: noteBody,
      handler: async (visit) => {
        if (visit.body.name === "坏名")
          throw new AppError("probe.refused", { fields: { name: "probe.refused" } });
        return { redirect: "/probe" };
      },
      onRefusal: (_visit, form) => ({ title: "表单", main: JSON.stringify(form) }),
    });
  },
});

const start = async (database: TestDatabase, actor: Actor = { kind: "anonymous" }) => {
  const state = { actor, runs: 0, forget: false };
  const server = await startTestServer(database, { modules: [probeModule(state)] });
  return { state, server, app: server.app };
};

const dispatcher = (unitPath: string): Actor => ({
  kind: "person",
  personId: randomUUID(),
  sessionId: "session",
  secondFactor: true,
  grants: [{ role: "dispatcher", unitId: randomUUID(), unitPath }],
});

databaseSuite("http", (database) => {
  test("a page escapes what it shows and carries the security headers", async () => {
    const { server, app } = await start(database());
    await using _ = server;
    const response = await app.inject("/probe");
    assert.equal(response.statusCode, 200);
    assert.match(response.body, /&lt;script>/);
    assert.match(String(response.headers["content-security-policy"]), /script-src 'self'/);
    assert.doesNotMatch(String(response.headers["content-security-policy"]), /unsafe/);
    assert.equal(response.headers["x-content-type-options"], "nosniff");
  });

  test("a cached page is made once and made anew in the response after a change on another node", async () => {
    const { server, app, state } = await start(database());
    await using _ = server;
    const other = await start(database());
    await using __ = other.server;
    await app.inject("/probe");
    await app.inject("/probe");
    assert.equal(state.runs, 1);
    await other.app.inject({
      method: "POST",
      url: "/api/probe",
      headers: writeHeaders(),
      payload: { name: "改动" },
    });
    const after = await app.inject("/probe");
    assert.equal(state.runs, 2);
    assert.match(after.body, /第 2 次/);
  });

  test("a write repeated with its key has one effect and the same answer, also twenty at once", async () => {
    const { server, app, state } = await start(database());
    await using _ = server;
    const headers = writeHeaders();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        app.inject({ method: "POST", url: "/api/probe", headers, payload: { name: "名称" } }),
      ),
    );
    assert.equal(state.runs, 1);
    assert.equal(new Set(answers.map((answer) => answer.body)).size, 1);
    const changed = await app.inject({
      method: "POST",
      url: "/api/probe",
      headers,
      payload: { name: "别的" },
    });
    assert.equal(changed.statusCode, 409);
  });

  test("a write from another site, or without a key, is refused", async () => {
    const { server, app, state } = await start(database());
    await using _ = server;
    for (const headers of [
      { "sec-fetch-site": "cross-site", "idempotency-key": "k".repeat(32) },
      { origin: "https://evil.example", "idempotency-key": "k".repeat(32) },
      { "idempotency-key": "k".repeat(32) },
    ]) {
      const response = await app.inject({
        method: "POST",
        url: "/api/probe",
        headers,
        payload: { name: "名称" },
      });
      assert.equal(response.statusCode, 403);
    }
    const noKey = await app.inject({
      method: "POST",
      url: "/api/probe",
      headers: { "sec-fetch-site": "same-origin" },
      payload: { name: "名称" },
    });
    assert.equal(noKey.statusCode, 400);
    assert.equal(state.runs, 0);
  });

  test("a role outside its area is refused with a sentence and audited", async () => {
    const { server, app } = await start(database(), dispatcher("1.2"));
    await using _ = server;
    for (const [path, status] of [
      ["1.2", 200],
      ["1.2.7", 200],
      ["1.20", 403],
      ["1", 403],
      ["1.3", 403],
    ] as const) {
      const response = await app.inject(`/api/probe/${path}`);
      assert.equal(response.statusCode, status, path);
    }
    const denied = await database()
      .db.selectFrom("audit_entries")
      .select("reason")
      .where("outcome", "=", "denied")
      .where("action", "=", "probe.read")
      .execute();
    assert.equal(denied.length, 3);
    assert.equal(denied[0]?.reason, "policy.outside_area");
  });

  test("an answer whose handler forgot to ask the policy is never sent", async () => {
    const { server, app, state } = await start(database(), dispatcher("1.2"));
    await using _ = server;
    state.forget = true;
    const response = await app.inject("/api/probe/1.2");
    assert.equal(response.statusCode, 500);
    assert.doesNotMatch(response.body, /"ok":true/);
  });

  test("a refused form comes back with what was typed and a sentence at the field", async () => {
    const { server, app } = await start(database());
    await using _ = server;
    const post = (payload: string) =>
      app.inject({
        method: "POST",
        url: "/probe/form",
        headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
        payload,
      });
    const empty = await post(`_key=${"k".repeat(32)}&name=`);
    assert.equal(empty.statusCode, 422);
    assert.match(empty.body, /请填写名称。/);
    const bad = await post(`_key=${"j".repeat(32)}&name=${encodeURIComponent("坏名")}`);
    assert.equal(bad.statusCode, 422);
    assert.match(bad.body, /坏名/);
    assert.match(bad.body, /请改名再试/);
    const good = await post(`_key=${"j".repeat(32)}&name=${encodeURIComponent("好名")}`);
    assert.equal(good.statusCode, 303);
  });

  test("hostile JSON is refused with 4xx and never 5xx", async () => {
    const { server, app, state } = await start(database());
    await using _ = server;
    const payloads = [
      '{"__proto__":{"admin":true},"name":"名称"}',
      '{"name":"a\\u0000b"}',
      '{"name":"\\ud800x"}',
      '{"name":1e309}',
      '{"name":["名称"]}',
      '{"name":"名称","status":"verified"}',
      "[".repeat(100_000),
      '{"name":',
      "",
      "null",
      '"名称"',
      `{"name":"${"长".repeat(400_000)}"}`,
    ];
    for (const payload of payloads) {
      const response = await app.inject({
        method: "POST",
        url: "/api/probe",
        headers: { ...writeHeaders(), "content-type": "application/json" },
        payload,
      });
      assert.ok(
        response.statusCode >= 400 && response.statusCode < 500,
        `${payload.slice(0, 40)} → ${response.statusCode} ${response.body.slice(0, 200)}`,
      );
      assert.doesNotMatch(response.body, /at .*\.ts|select |node_modules/);
    }
    assert.equal(state.runs, 0);
  });

  test("an unknown address gives the not-found page with a number to quote", async () => {
    const { server, app } = await start(database());
    await using _ = server;
    const page = await app.inject("/no-such-page");
    assert.equal(page.statusCode, 404);
    assert.match(page.body, new RegExp(String(page.headers["x-request-id"])));
    const json = await app.inject("/api/no-such");
    assert.equal(json.json().error.code, "http.not_found");
  });
});
