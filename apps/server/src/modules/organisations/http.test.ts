import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { type Actor, anonymous, type Role, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";
import { buildOrganisation } from "./builders.ts";
import { organisationsModule } from "./index.ts";
import { createUnit, type UnitReference } from "./unit-commands.ts";

type Body = Record<string, unknown>;

databaseSuite("organisations over HTTP", (database) => {
  let server: TestServer;
  let actor: Actor = anonymous;
  let units: Record<"root" | "street" | "sibling" | "community", UnitReference>;

  const probe: Module = { name: "probe", policy: {}, messages: {}, actorResolver: () => async () => actor };
  const as = (role: Role, unit: UnitReference): void => {
    actor = {
      kind: "person",
      personId: randomUUID(),
      sessionId: "s",
      secondFactor: true,
      grants: [{ role, unitId: unit.id, unitPath: unit.path }],
    };
  };
  const get = (url: string) => server.app.inject(url);
  const json = async (url: string): Promise<Body> => (await get(url)).json<Body>();
  const write = (method: "POST" | "PATCH", url: string, payload: Body = {}) =>
    server.app.inject({ method, url, headers: writeHeaders(), payload });
  const post = (url: string, fields: Record<string, string>) =>
    server.app.inject({
      method: "POST",
      url,
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ _key: randomBytes(16).toString("hex"), ...fields }).toString(),
    });
  const upload = (
    url: string,
    file: { field: string; name: string; bytes: Buffer },
    fields: Record<string, string> = {},
  ) => {
    const edge = `edge${randomBytes(8).toString("hex")}`;
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `${parts.join("")}--${edge}\r\ncontent-disposition: form-data; name="${file.field}"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
    return server.app.inject({
      method: "POST",
      url,
      headers: { ...writeHeaders(), "content-type": `multipart/form-data; boundary=${edge}` },
      payload: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
    });
  };

  before(async () => {
    server = await startTestServer(database(), { modules: [organisationsModule, probe] });
    const { db } = server.context;
    const add = (kind: "committee" | "street" | "community", name: string, parentId?: string) =>
      inTransaction(db, (trx) =>
        createUnit(trx, server.context, systemActor("test"), {
          kind,
          name,
          validFrom: "2026-01-01",
          ...(parentId === undefined ? {} : { parentId }),
        }),
      );
    const root = await add("committee", "测试区科普委员会");
    const street = await add("street", "枫溪街道", root.id);
    units = {
      root,
      street,
      sibling: await add("street", "别处街道", root.id),
      community: await add("community", "清泉社区", street.id),
    };
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("a unit is seen at and below one's own, and refused beside and above, in list, tree and detail", async () => {
    as("street_liaison", units.street);
    const listed = await json("/api/units?size=200");
    assert.deepEqual(
      new Set((listed["rows"] as { id: string }[]).map((row) => row.id)),
      new Set([units.street.id, units.community.id]),
    );
    assert.equal(((await json("/api/units/tree"))["nodes"] as unknown[]).length, 2);
    for (const [name, status] of [
      ["street", 200],
      ["community", 200],
      ["sibling", 403],
      ["root", 403],
    ] as const)
      assert.equal((await get(`/api/units/${units[name].id}`)).statusCode, status, name);
    assert.equal((await get(`/api/units/${randomUUID()}`)).statusCode, 404);
    // Parameters that point elsewhere find nothing.
    assert.equal((await json(`/api/units?underId=${units.sibling.id}`))["total"], 0);
    assert.equal((await json(`/api/units?parentId=${units.root.id}`))["total"], 1);
    actor = anonymous;
    assert.equal((await get("/api/units")).statusCode, 401);
  });

  test("an administrator changes units of the own area only, at both ends of a move", async () => {
    as("org_admin", units.street);
    const made = await write("POST", "/api/units", {
      kind: "community",
      name: "新社区",
      parentId: units.street.id,
    });
    assert.equal(made.statusCode, 200, made.body);
    const { id } = made.json<{ id: string }>();
    assert.equal(
      (await write("POST", "/api/units", { kind: "community", name: "越界社区", parentId: units.sibling.id }))
        .statusCode,
      403,
    );
    assert.equal((await write("PATCH", `/api/units/${id}`, { name: "改名社区" })).statusCode, 200);
    assert.equal((await write("PATCH", `/api/units/${id}`, { parentId: units.sibling.id })).statusCode, 403);
    assert.equal(
      (await write("PATCH", `/api/units/${units.sibling.id}`, { name: "夺名街道" })).statusCode,
      403,
    );
    assert.equal(
      (await write("POST", `/api/units/${units.community.id}/close`, { validTo: "2026-12-31" })).statusCode,
      200,
    );
    await database()
      .db.updateTable("org_units")
      .set({ valid_to: null })
      .where("id", "=", units.community.id)
      .execute();
    const denied = await database()
      .db.selectFrom("audit_entries")
      .select("action")
      .where("outcome", "=", "denied")
      .execute();
    assert.ok(denied.length >= 3);
  });

  test("what a write does not name is refused, and hostile texts are refused with a sentence", async () => {
    as("org_admin", units.root);
    for (const extra of [
      { path: "1" },
      { unit_no: 1 },
      { status: "x" },
      { role: "system_admin" },
      { valid_to: "2030-01-01" },
    ]) {
      const response = await write("POST", "/api/units", {
        kind: "street",
        name: "多余街道",
        parentId: units.root.id,
        ...extra,
      });
      assert.equal(response.statusCode, 422, JSON.stringify(extra));
    }
    const send = (payload: string) =>
      server.app.inject({
        method: "POST",
        url: "/api/units",
        headers: { ...writeHeaders(), "content-type": "application/json" },
        payload,
      });
    for (const payload of [
      '{"__proto__":{"a":1},"kind":"street","name":"x"}',
      '{"kind":"street","name":"空\\u0000街道"}',
      '{"kind":"street","name":"坏\\ud800街道"}',
      '{"kind":"street","name":1e309}',
      "[]",
      "{",
      '"x"',
    ]) {
      const response = await send(payload);
      assert.ok(response.statusCode >= 400 && response.statusCode < 500, `${payload} ${response.statusCode}`);
      assert.match(response.json<{ error: { message: string } }>().error.message, /。/);
    }
    for (const query of [
      "q=%00",
      "page=0",
      "size=9999",
      "page=1e309",
      "parentId=x",
      "sort=;drop",
      "kind=__proto__",
      "q=%25%5C_",
    ]) {
      const response = await get(`/api/units?${query}`);
      assert.ok(response.statusCode < 500, `${query} ${response.statusCode}`);
    }
  });

  test("the queue is by area; verification answers once; next actions carry reasons", async () => {
    const { db } = database();
    const near = await buildOrganisation(db, server.context, { homeUnitId: units.community.id });
    const far = await buildOrganisation(db, server.context, { homeUnitId: units.sibling.id });
    as("street_liaison", units.street);
    const queue = await json("/api/organisations?status=submitted,under_review");
    assert.deepEqual(
      (queue["rows"] as { id: string }[]).map((row) => row.id),
      [near.id],
    );
    assert.equal((await get(`/api/organisations/${far.id}`)).statusCode, 403);
    assert.equal((await write("POST", `/api/organisations/${far.id}/verify`)).statusCode, 403);
    const detail = await get(`/api/organisations/${near.id}`);
    assert.doesNotMatch(detail.body, /19900000001/);
    const actions = detail.json<{ nextActions: { action: string; allowed: boolean; reason?: string }[] }>()
      .nextActions;
    assert.equal(actions.find((one) => one.action === "verify")?.allowed, true);
    assert.match(actions.find((one) => one.action === "suspend")?.reason ?? "", /。/);
    const contact = await write("POST", `/api/organisations/${near.id}/contact`);
    assert.equal(contact.json<{ phone: string }>().phone, "19900000001");
    const read = await db
      .selectFrom("audit_entries")
      .select("id")
      .where("action", "=", "organisations.read_contact")
      .where("record_id", "=", near.id)
      .execute();
    assert.equal(read.length, 1);
    const results = await Promise.all([
      write("POST", `/api/organisations/${near.id}/verify`),
      write("POST", `/api/organisations/${near.id}/verify`),
    ]);
    assert.deepEqual(
      results.map((result) => result.statusCode).sort((a, b) => a - b),
      [200, 409],
    );
    assert.equal(
      (await write("POST", `/api/organisations/${near.id}/return`, { reason: "已经晚了，不能退回。" }))
        .statusCode,
      409,
    );
  });

  test("a file of units is previewed and applied over HTTP, by the one who may", async () => {
    const csv = Buffer.from("单位名称,类别,上级单位\n上传社区,社区,枫溪街道\n越界社区,社区,别处街道\n");
    as("street_liaison", units.street);
    assert.equal(
      (await upload("/api/imports/units", { field: "file", name: "a.csv", bytes: csv })).statusCode,
      403,
    );
    as("org_admin", units.street);
    const shown = (
      await upload("/api/imports/units", { field: "file", name: "../../a\u0001.csv", bytes: csv })
    ).json<{ importId: string; counts: Body; filename: string }>();
    assert.deepEqual(shown.counts, { create: 1, update: 0, unchanged: 0, error: 1 });
    assert.doesNotMatch(shown.filename, /\//);
    assert.equal((await write("POST", `/api/imports/${shown.importId}/apply`)).statusCode, 409);
    const good = (
      await upload("/api/imports/units", {
        field: "file",
        name: "a.csv",
        bytes: csv.subarray(0, csv.indexOf("越界")),
      })
    ).json<{ importId: string }>();
    as("org_admin", units.sibling);
    assert.equal((await write("POST", `/api/imports/${good.importId}/apply`)).statusCode, 403);
    assert.equal((await get(`/api/imports/${good.importId}`)).statusCode, 403);
    as("org_admin", units.street);
    assert.equal((await write("POST", `/api/imports/${good.importId}/apply`)).statusCode, 200);
    assert.equal(
      (await upload("/api/imports/units", { field: "file", name: "a.csv", bytes: Buffer.alloc(0) }))
        .statusCode,
      422,
    );
    assert.equal(
      (await upload("/api/imports/units", { field: "other", name: "a.csv", bytes: csv })).statusCode,
      400,
    );
    assert.equal(
      (
        await upload("/api/imports/units", {
          field: "file",
          name: "a.csv",
          bytes: Buffer.alloc(6 * 1024 * 1024, 65),
        })
      ).statusCode,
      413,
    );
    const file = await get(`/api/units/export.xlsx?q=${encodeURIComponent("上传社区")}`);
    assert.equal(file.rawPayload.subarray(0, 2).toString(), "PK");
    assert.equal((await get("/api/organisations/export.xlsx")).rawPayload.subarray(0, 2).toString(), "PK");
  });

  /** Walks the registration's pages to the end; returns receipt number, code and the link of the received page. */
  const register = async (answers: { name: string; creditNo: string }) => {
    actor = anonymous;
    const started = await post("/organisations/register", { kind: "social_group" });
    assert.equal(started.statusCode, 303, started.body);
    const draft = String(started.headers.location).split("/").at(-2) ?? "";
    const step = async (name: string, fields: Record<string, string>) => {
      const answer = await post(`/organisations/register/${draft}/${name}`, fields);
      assert.equal(answer.statusCode, 303, answer.body);
    };
    await step("identity", answers);
    await step("place", { homeUnitId: units.street.id, address: "枫溪路 12 号" });
    await step("purpose", { purpose: "每月进社区讲一次用药安全。", nonProfit: "yes" });
    await step("contact", { contactName: "测试人", contactPhone: "199 0000 0009", consent: "yes" });
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#ffffff" } })
      .png()
      .toBuffer();
    const proof = await upload(
      `/organisations/register/${draft}/proof`,
      { field: "proof", name: "执照.png", bytes: photo },
      { _key: randomBytes(16).toString("hex") },
    );
    assert.equal(proof.statusCode, 303, proof.body);
    const check = await get(`/organisations/register/${draft}/check`);
    assert.match(check.body, /枫溪路 12 号/);
    assert.match(check.body, /已上传/);
    const sent = await post(`/organisations/register/${draft}/send`, {});
    assert.equal(sent.statusCode, 303, sent.body);
    assert.equal((await get(`/organisations/register/${draft}/check`)).statusCode, 404);
    const received = await get(String(sent.headers.location));
    const receiptNo = /DJ\d{6}\w{6}/.exec(received.body)?.[0] ?? "";
    const fixCode = /<strong>(\d{8})<\/strong>/.exec(received.body)?.[1] ?? "";
    assert.ok(receiptNo !== "" && fixCode !== "");
    return { receiptNo, fixCode, receivedUrl: String(sent.headers.location) };
  };

  test("an organisation registers without JavaScript, is returned, corrects itself, is verified and is listed (K-03)", async () => {
    const { receiptNo, fixCode, receivedUrl } = await register({
      name: "清泉科普社",
      creditNo: "5199 0101 abcd efgh 3f",
    });
    const { db } = database();
    const row = await db
      .selectFrom("organisations")
      .select(["id", "status", "proof_file_id"])
      .where("receipt_no", "=", receiptNo)
      .executeTakeFirstOrThrow();
    assert.equal(row.status, "submitted");
    assert.notEqual(row.proof_file_id, null);
    as("street_liaison", units.street);
    assert.equal(
      (await write("POST", `/api/organisations/${row.id}/return`, { reason: "请写清楚每月做几次。" }))
        .statusCode,
      200,
    );
    assert.equal((await get(`/api/organisations/${row.id}/proof`)).headers["content-type"], "image/png");

    actor = anonymous;
    assert.equal((await post("/organisations/status", { receiptNo, phone: "19900000008" })).statusCode, 404);
    const found = await post("/organisations/status", { receiptNo, phone: "19900000009" });
    const link = String(found.headers.location);
    assert.match((await get(link)).body, /请写清楚每月做几次/);
    const fix = {
      kind: "social_group",
      name: "清泉科普社",
      creditNo: "51990101ABCDEFGH3F",
      homeUnitId: units.street.id,
      address: "枫溪路 12 号",
      purpose: "每月进社区讲两次用药安全。",
      nonProfit: "yes",
      contactName: "测试人",
      contactPhone: "19900000009",
    };
    const wrong = await post(`${link}/fix`, { ...fix, fixCode: "00000000" });
    assert.equal(wrong.statusCode, 422);
    assert.match(wrong.body, /每月进社区讲两次用药安全/);
    assert.match(wrong.body, /51990101ABCDEFGH3F/);
    assert.equal((await post(`${link}/fix`, { ...fix, fixCode })).statusCode, 303);

    as("street_liaison", units.street);
    assert.equal((await write("POST", `/api/organisations/${row.id}/verify`)).statusCode, 200);
    actor = anonymous;
    assert.match((await get("/organisations?nonProfit=yes")).body, /清泉科普社/);
    assert.match((await get(`/organisations/${row.id}`)).body, /每月进社区讲两次/);
    server.clock.advanceMs(31 * 60_000);
    assert.equal((await get(receivedUrl)).statusCode, 303);
  });

  test("a wrong answer keeps what was typed and names the field; forged links and codes lead nowhere", async () => {
    actor = anonymous;
    const started = await post("/organisations/register", { kind: "enterprise" });
    const draft = String(started.headers.location).split("/").at(-2) ?? "";
    const refused = await post(`/organisations/register/${draft}/identity`, {
      name: "听涛<光电>",
      creditNo: "123",
    });
    assert.equal(refused.statusCode, 422);
    assert.match(refused.body, /听涛&lt;光电/);
    assert.match(refused.body, /value="123"/);
    assert.match(refused.body, /href="#creditNo"/);
    assert.match(
      (
        await post(`/organisations/register/${draft}/contact`, {
          contactName: "甲乙",
          contactPhone: "19900000001",
        })
      ).body,
      /要先同意/,
    );
    assert.equal((await post(`/organisations/register/${draft}/send`, {})).statusCode, 422);
    const pdf = await upload(
      `/organisations/register/${draft}/proof`,
      { field: "proof", name: "a.pdf", bytes: Buffer.from("MZ not a pdf") },
      { _key: randomBytes(16).toString("hex") },
    );
    assert.equal(pdf.statusCode, 422);
    assert.equal((await get(`/organisations/register/${"0".repeat(32)}/identity`)).statusCode, 404);
    assert.equal((await get(`/organisations/applications/${"a".repeat(72)}`)).statusCode, 404);
    assert.equal((await get("/organisations/not-an-id")).statusCode < 500, true);
  });

  test("guessing the code of an application ends after five tries, also in parallel", async () => {
    const { receiptNo, fixCode } = await register({ name: "守码科普社", creditNo: "52990101KLMNPQRT4A" });
    const link = String(
      (await post("/organisations/status", { receiptNo, phone: "19900000009" })).headers.location,
    );
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        post(`${link}/withdraw`, { fixCode: String(index).padStart(8, "0") }),
      ),
    );
    assert.equal(guesses.filter((guess) => guess.statusCode === 422).length, 5);
    assert.equal(guesses.filter((guess) => guess.statusCode === 429).length, 25);
    assert.equal((await post(`${link}/withdraw`, { fixCode })).statusCode, 429);
    server.clock.advanceMs(61 * 60_000);
    assert.equal((await post(`${link}/withdraw`, { fixCode })).statusCode, 303);
    assert.match((await get(link)).body, /已撤回/);
  });
});
