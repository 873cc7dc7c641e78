import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseVerifier, verifyCheckpoint, verifyInclusion } from "@kepu/transparency-log";
import readXlsx from "read-excel-file/node";
import { type Actor, anonymous, type Role } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { restoreCell } from "#kernel/csv.ts";
import { inTransaction } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { startTestServer, type TestServer, writeHeaders } from "#test/support/server.ts";
import { trustModule } from "./index.ts";
import type { trustPolicy } from "./policy.ts";

type Stage = {
  server: TestServer;
  as: (actor: Actor) => void;
  root: BuiltUnit;
  street: BuiltUnit;
  community: BuiltUnit;
  other: BuiltUnit;
};

const person = (role: Role, unit: BuiltUnit): Actor => ({
  kind: "person",
  personId: randomUUID(),
  sessionId: "s",
  secondFactor: true,
  grants: [{ role, unitId: unit.id, unitPath: unit.path }],
});

const prepare = async (database: TestDatabase): Promise<Stage> => {
  let actor: Actor = anonymous;
  const stage: Module = {
    name: "stage",
    policy: {},
    messages: {},
    factKinds: [
      { kind: "stage.visited", name: "到馆", measure: "人次", from: "有人到馆", sourceTable: "visits" },
    ],
    actorResolver: () => async () => actor,
  };
  const server = await startTestServer(database, { modules: [stage, trustModule] });
  // Builds the root too, where there is none yet.
  const street = await buildUnit(database.db);
  const rootRow = await database.db
    .selectFrom("org_units")
    .select(["id", "path", "name"])
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  return {
    server,
    as: (next) => {
      actor = next;
    },
    root: rootRow,
    street,
    community: await buildUnit(database.db, { parent: street, kind: "community" }),
    other: await buildUnit(database.db, { parent: rootRow }),
  };
};

const record = async (
  stage: Stage,
  unit: BuiltUnit,
  change: { quantity?: number; topic?: string } = {},
): Promise<string> => {
  const { db, clock } = stage.server.context;
  const [id = ""] = await inTransaction(db, (trx) =>
    recordFacts(trx, clock, [
      {
        kind: "stage.visited",
        occurredOn: "2026-11-20",
        unitId: unit.id,
        quantity: change.quantity ?? 10,
        measure: "人次",
        source: { table: "visits", id: randomUUID() },
        ...(change.topic === undefined ? {} : { topic: change.topic }),
      },
    ]),
  );
  return id;
};

databaseSuite("the trust module's API", (database) => {
  test("a figure opens its facts, a fact opens its record, and all of it stays within the area", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    registerRecordResolver({
      sourceTable: "visits",
      resolve: async (_db, ids) =>
        new Map(ids.map((id) => [id, { title: "一次到馆", href: `/visits/${id}` }])),
    });
    const near = await record(stage, stage.community, { quantity: 7 });
    const far = await record(stage, stage.other, { quantity: 100 });
    stage.as(person("statistician", stage.street));
    const figures = (await server.app.inject("/api/figures")).json();
    assert.equal(figures.unit.id, stage.street.id);
    const figure = figures.rows.find((row: { code: string }) => row.code === "stage.visited");
    assert.deepEqual([figure.value, figure.name, figure.measure], [7, "到馆", "人次"]);
    const facts = (
      await server.app.inject(`/api/figures/stage.visited/1/facts?unit=${stage.street.id}`)
    ).json();
    assert.deepEqual(
      facts.rows.map((row: { id: string }) => row.id),
      [near],
    );
    assert.deepEqual(facts.rows[0].record, { title: "一次到馆", href: `/visits/${facts.rows[0].sourceId}` });
    const list = (await server.app.inject("/api/facts?kind=stage.visited&size=200")).json();
    assert.ok(!list.rows.some((row: { id: string }) => row.id === far));
    assert.equal((await server.app.inject(`/api/facts/${far}`)).statusCode, 403);
    assert.equal((await server.app.inject(`/api/figures?unit=${stage.root.id}`)).statusCode, 403);
    assert.equal(
      (await server.app.inject(`/api/figures/stage.visited/1/facts?unit=${stage.other.id}`)).statusCode,
      403,
    );
    stage.as(person("supervisor", stage.root));
    const tree = (await server.app.inject("/api/figures/stage.visited/1/tree")).json();
    const valueOf = (unit: BuiltUnit): number =>
      tree.rows.find((row: { unitId: string }) => row.unitId === unit.id).value;
    assert.equal(valueOf(stage.street), 7);
    assert.equal(valueOf(stage.other), 100);
    assert.ok(valueOf(stage.root) >= 107);
  });

  test("a fact is reversed once, with a reason, by the right role in its area; the figure moves and the act is audited", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    const id = await record(stage, stage.community, { quantity: 30 });
    const reverse = (actor: Actor, reason = "登记时多写了一位") => {
      stage.as(actor);
      return server.app.inject({
        method: "POST",
        url: `/api/facts/${id}/reverse`,
        headers: writeHeaders(),
        payload: { reason },
      });
    };
    assert.equal((await reverse(person("street_liaison", stage.street))).statusCode, 403);
    assert.equal((await reverse(person("supervisor", stage.other))).statusCode, 403);
    assert.equal((await reverse(person("supervisor", stage.street), "错")).statusCode, 422);
    stage.as(person("supervisor", stage.street));
    const before = (await server.app.inject(`/api/facts/${id}`)).json();
    assert.deepEqual(before.nextActions, [{ action: "trust.reverse_fact", label: "冲销", allowed: true }]);
    const results = await Promise.all(
      Array.from({ length: 6 }, () => reverse(person("supervisor", stage.street))),
    );
    assert.deepEqual(
      results.map((result) => result.statusCode).sort((a, b) => a - b),
      [200, 409, 409, 409, 409, 409],
    );
    const after = (await server.app.inject(`/api/facts/${id}`)).json();
    assert.equal(after.nextActions[0].allowed, false);
    assert.match(after.nextActions[0].reason, /已经冲销/);
    const figures = (await server.app.inject(`/api/figures?unit=${stage.street.id}`)).json();
    assert.equal(figures.rows.find((row: { code: string }) => row.code === "stage.visited").value, 0);
    stage.as(person("audit_admin", stage.root));
    const audit = (await server.app.inject(`/api/audit?record=${id}`)).json();
    assert.deepEqual(
      audit.rows.map((row: { action: string; reason: string }) => [row.action, row.reason]),
      [["trust.reverse_fact", "登记时多写了一位"]],
    );
  });

  test("an entry's proof verifies with nothing but what was downloaded, and a changed one does not", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    const id = await record(stage, stage.community);
    stage.as(person("supervisor", stage.root));
    const fact = (await server.app.inject(`/api/facts/${id}`)).json();
    const early = await server.app.inject(`/api/ledger/entries/${fact.ledgerEntryId}/proof`);
    assert.equal(early.statusCode, 409);
    const checkpoint = server.jobs.definitions().find((job) => job.name === "trust.checkpoint");
    await checkpoint?.run(null, { id: randomUUID(), once: async () => true });
    stage.as(anonymous);
    const proof = (await server.app.inject(`/ledger/entries/${fact.ledgerEntryId}/proof.json`)).json();
    const verifier = parseVerifier(proof.publicKey);
    const opened = verifyCheckpoint(proof.checkpoint, { origin: verifier.name, verifiers: [verifier] });
    const claim = {
      leafHash: Buffer.from(proof.leafHash, "base64"),
      leafIndex: proof.leafIndex,
      treeSize: opened.size,
      root: opened.root,
      proof: proof.proof.map((hash: string) => Buffer.from(hash, "base64")),
    };
    verifyInclusion(claim);
    assert.throws(() => verifyInclusion({ ...claim, leafHash: Buffer.alloc(32) }), {
      code: "inclusion-mismatch",
    });
    assert.match(proof.leaf, new RegExp(id));
    const page = await server.app.inject(`/ledger/entries/${fact.ledgerEntryId}`);
    assert.match(page.body, new RegExp(`第 ${proof.leafIndex} 号账目`));
    const notes = await server.app.inject("/ledger/checkpoints.txt");
    assert.ok(notes.body.includes(proof.checkpoint));
    assert.match(
      (await server.app.inject("/ledger")).body,
      new RegExp(proof.publicKey.split("+")[1] ?? "none"),
    );
    const key = join(server.folder, "ledger-key.json");
    assert.ok(existsSync(key));
    assert.equal(statSync(key).mode & 0o777, 0o600);
    stage.as(person("audit_admin", stage.root));
    const report = (
      await server.app.inject({ method: "POST", url: "/api/ledger/verify", headers: writeHeaders() })
    ).json();
    assert.deepEqual(
      report.problems.filter((problem: { table: string | null }) => problem.table !== "org_units"),
      [],
    );
    assert.equal((await server.app.inject(`/api/ledger/entries/${randomUUID()}/proof`)).statusCode, 404);
  });

  test("the audit list shows an area its own entries and the whole district to the auditor of the whole", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    const { db, clock, cipher } = server.context;
    const note = (unit: BuiltUnit | undefined, action: string): Promise<string> =>
      recordAudit(
        db,
        { clock, cipher },
        { actor: { kind: "system", name: "演示" }, action, unitId: unit?.id },
      );
    const [near, far, nowhere] = await Promise.all([
      note(stage.community, "stage.near"),
      note(stage.other, "stage.far"),
      note(undefined, "stage.nowhere"),
    ]);
    const idsFor = async (actor: Actor): Promise<string[]> => {
      stage.as(actor);
      return (await server.app.inject("/api/audit?size=200"))
        .json()
        .rows.map((row: { id: string }) => row.id);
    };
    const street = await idsFor(person("supervisor", stage.street));
    assert.deepEqual(
      [street.includes(near), street.includes(far), street.includes(nowhere)],
      [true, false, false],
    );
    const all = await idsFor(person("audit_admin", stage.root));
    assert.deepEqual([all.includes(near), all.includes(far), all.includes(nowhere)], [true, true, true]);
    const days = (
      await server.app.inject("/api/audit?from=2026-11-23&to=2026-11-23&action=stage.near")
    ).json();
    assert.equal(days.total, 1);
    assert.equal((await server.app.inject("/api/audit?to=2026-11-22&action=stage.near")).json().total, 0);
  });

  test("an export holds no formula and reads back as what was recorded, and reading audit away is audited", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    const topics = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"];
    for (const topic of topics) await record(stage, stage.community, { topic });
    stage.as(person("statistician", stage.street));
    const file = await server.app.inject("/api/facts/export.xlsx");
    assert.equal(file.statusCode, 200);
    assert.match(String(file.headers["content-disposition"]), /attachment/);
    const sheets = await readXlsx(file.rawPayload);
    const rows = sheets[0]?.data ?? [];
    const column = rows[0]?.indexOf("主题") ?? -1;
    const cells = rows.slice(1).map((row) => String(row[column]));
    assert.equal(cells.length, topics.length);
    for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t＝＋－＠]/);
    assert.deepEqual(cells.map(restoreCell).sort(), [...topics].sort());
    assert.doesNotMatch(file.rawPayload.toString("latin1"), /<f>/);
    stage.as(person("audit_admin", stage.root));
    assert.equal((await server.app.inject("/api/audit/export.xlsx")).statusCode, 200);
    const noted = (await server.app.inject("/api/audit?action=trust.read_audit&outcome=read")).json();
    assert.equal(noted.total, 1);
  });

  test("jobs, health and what waits for me answer, and only to whom they belong", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    stage.as(person("system_admin", stage.root));
    const jobs = (await server.app.inject("/api/jobs")).json();
    assert.ok(
      jobs.queues.some(
        (queue: { name: string; everySeconds: number }) =>
          queue.name === "trust.checkpoint" && queue.everySeconds === 60,
      ),
    );
    const health = (await server.app.inject("/api/system-health")).json();
    assert.deepEqual(
      health.checks.map((check: { name: string }) => check.name),
      [
        "database",
        "connections",
        "disk",
        "outbox",
        "stuck_messages",
        "failed_jobs",
        "checkpoint",
        "backup",
        "versions",
      ],
    );
    const givenUp = async () =>
      (await server.app.inject("/api/system-health"))
        .json()
        .checks.filter((check: { name: string }) => check.name === "stuck_messages")
        .map(({ state, value }: { state: string; value: string }) => [state, value]);
    assert.deepEqual(await givenUp(), [["good", "没有"]]);
    await server.context.db
      .insertInto("text_messages")
      .values({
        id: "00000000-0000-7000-8000-00000000000d",
        message_key: "stage.given_up:1",
        person_id: null,
        content_sealed: null,
        status: "stuck",
        status_changed_at: server.clock.now(),
        channel: null,
        leased_until: null,
        next_try_at: server.clock.now(),
        last_problem: "x",
        created_at: server.clock.now(),
      })
      .execute();
    assert.deepEqual(await givenUp(), [["attention", "近 7 天 1 条"]]);
    assert.equal(health.state, "attention", "nothing was backed up yet");
    await server.context.db
      .insertInto("outbox_events")
      .values({
        id: "00000000-0000-7000-8000-00000000000e",
        name: "stage.lost",
        payload: "{}",
        created_at: server.clock.now(),
        delivered_at: null,
        attempts: 5,
        last_error: "x",
      })
      .execute();
    const waiting = (await server.app.inject("/api/waiting")).json();
    assert.deepEqual(waiting.rows, [
      { kind: "failed_jobs", title: "失败后搁置的任务", dueAt: null, href: "/workbench/jobs", count: 1 },
    ]);
    const retry = () =>
      server.app.inject({
        method: "POST",
        url: "/api/jobs/00000000-0000-7000-8000-00000000000e/retry",
        headers: writeHeaders(),
      });
    assert.equal((await retry()).statusCode, 200);
    assert.equal((await retry()).statusCode, 404);
    assert.deepEqual((await server.app.inject("/api/waiting")).json().rows, []);
    stage.as(person("statistician", stage.root));
    assert.equal((await server.app.inject("/api/jobs")).statusCode, 403);
    assert.equal((await server.app.inject("/api/system-health")).statusCode, 403);
    stage.as(anonymous);
    assert.equal((await server.app.inject("/api/waiting")).statusCode, 401);
  });

  /** Read by a person: role, at which unit, does what, to which unit, may he. */
  const cells: readonly [
    Role,
    "root" | "street" | "community" | "other",
    keyof typeof trustPolicy,
    "root" | "street" | "community" | "other",
    boolean,
  ][] = [
    ["supervisor", "street", "trust.reverse_fact", "street", true],
    ["supervisor", "street", "trust.reverse_fact", "community", true],
    ["supervisor", "street", "trust.reverse_fact", "root", false],
    ["supervisor", "street", "trust.reverse_fact", "other", false],
    ["statistician", "community", "trust.reverse_fact", "street", false],
    ["org_admin", "root", "trust.reverse_fact", "street", false],
    ["system_admin", "root", "trust.reverse_fact", "street", false],
    ["dispatcher", "street", "trust.read_facts", "street", false],
    ["dispatcher", "street", "trust.read_figures", "community", true],
    ["volunteer", "street", "trust.read_figures", "street", false],
    ["audit_admin", "root", "trust.read_audit", "other", true],
    ["system_admin", "root", "trust.read_audit", "street", false],
  ];
  test("who may do what, in twelve cells written by hand", async () => {
    const stage = await prepare(database());
    await using server = stage.server;
    for (const [role, at, action, target, isAllowed] of cells) {
      const decision = server.context.policy.decide(person(role, stage[at]), action, {
        unitPath: stage[target].path,
      });
      assert.equal(decision.ok, isAllowed, `${role} at ${at}: ${action} at ${target}`);
    }
    const weak: Actor = { ...person("supervisor", stage.street), secondFactor: false } as Actor;
    assert.deepEqual(
      server.context.policy.decide(weak, "trust.reverse_fact", { unitPath: stage.street.path }),
      { ok: false, reason: "policy.second_factor" },
    );
  });
});
