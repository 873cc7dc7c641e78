import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  appendToFrontier,
  createFrontier,
  createSigner,
  formatVerifier,
  leafHash,
  rootOfFrontier,
  signCheckpoint,
} from "@kepu/transparency-log";
import type pg from "pg";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { systemActor } from "./actor.ts";
import { recordAudit, registerGuardedTables } from "./audit.ts";
import { createTestClock } from "./clock.ts";
import { inTransaction } from "./db.ts";
import { createFieldCipher } from "./encryption.ts";
import { factContent, type FactRow, recordFacts } from "./facts.ts";
import { hashContent, leafContent, type LedgerEntryRow } from "./ledger.ts";
import { checkpointFile, leafFile, makeCheckpoint } from "./ledger-checkpoint.ts";
import { describeProblem } from "./ledger-problems.ts";
import { sequenceLedger } from "./ledger-sequencer.ts";
import { type LedgerVerification, verifyLedger } from "./ledger-verify.ts";

const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
const publicKey = formatVerifier(signer.verifier);
const state = { origin: signer.name, suite: "sha256", verifier: publicKey } as const;
const cipher = createFieldCipher(new Map([[1, Buffer.alloc(32, 1)]]), Buffer.alloc(32, 2));
const guarded = [{ table: "stored_files", columns: ["id", "media_type", "original_name"] }];
const tables = [
  "facts",
  "fact_cells",
  "fact_month_cells",
  "audit_entries",
  "stored_files",
  "ledger_entries",
  "ledger_leaves",
  "ledger_nodes",
  "ledger_checkpoints",
  "ledger_state",
  "ledger_pending",
];

databaseSuite("ledger verification", (database) => {
  const clock = createTestClock("2026-11-23T01:00:00Z");
  const folder = mkdtempSync(join(tmpdir(), "kepu-checkpoints-"));
  const savedFolder = mkdtempSync(join(tmpdir(), "kepu-saved-"));
  let unitId = "";
  const factIds: string[] = [];
  let fileId = "";

  const checkpoint = async (): Promise<number | undefined> => {
    await sequenceLedger(database().db, state);
    return makeCheckpoint(database().db, { clock, signer, suite: "sha256", checkpointFolder: folder });
  };
  const verify = (): Promise<LedgerVerification> =>
    verifyLedger(database().db, { checkpointFolder: folder, publicKey, cipher, guarded });
  const record = async (): Promise<string> => {
    const [id = ""] = await inTransaction(database().db, (trx) =>
      recordFacts(trx, clock, [
        {
          kind: "venues.visited",
          occurredOn: "2026-11-23",
          unitId,
          quantity: 10 + factIds.length,
          measure: "人次",
          source: { table: "visits", id: randomUUID() },
        },
      ]),
    );
    factIds.push(id);
    clock.advanceMs(1_000);
    return id;
  };
  const renameFile = async (name: string): Promise<void> => {
    await inTransaction(database().db, async (trx) => {
      await trx.updateTable("stored_files").set({ original_name: name }).where("id", "=", fileId).execute();
      await recordAudit(
        trx,
        { clock, cipher },
        { actor: systemActor("演示"), action: "files.rename", record: { table: "stored_files", id: fileId } },
      );
    });
  };
  /** What somebody with the database superuser's password can do: no trigger, no key check. */
  const tamper = async (work: (client: pg.PoolClient) => Promise<void>): Promise<void> => {
    const client = await database().pool.connect();
    try {
      await client.query("set session_replication_role = replica");
      await work(client);
    } finally {
      await client.query("reset session_replication_role");
      client.release();
    }
  };
  const save = (name: string): Promise<void> =>
    tamper(async (client) => {
      for (const table of tables) await client.query(`create table ${name}_${table} as table ${table}`);
    });
  const restore = (name: string): Promise<void> =>
    tamper(async (client) => {
      await client.query(`truncate ${tables.join(", ")} cascade`);
      for (const table of tables)
        await client.query(`insert into ${table} overriding system value table ${name}_${table}`);
    });

  before(async () => {
    registerGuardedTables(guarded);
    const { db } = database();
    unitId = (await buildUnit(db)).id;
    fileId = randomUUID();
    await inTransaction(db, async (trx) => {
      await trx
        .insertInto("stored_files")
        .values({
          id: fileId,
          media_type: "text/plain",
          byte_count: 3,
          content_hash: Buffer.alloc(32),
          original_name: "一",
          unit_id: null,
          uploaded_by_person_id: null,
          purpose: "演示",
          created_at: clock.now(),
          deleted_at: null,
        })
        .execute();
      await recordAudit(
        trx,
        { clock, cipher },
        { actor: systemActor("演示"), action: "files.add", record: { table: "stored_files", id: fileId } },
      );
    });
    for (let count = 0; count < 20; count += 1) await record();
    // Twice in the same millisecond: the order of acts must not hang on the wall clock.
    await renameFile("二");
    await renameFile("三");
    assert.equal(await checkpoint(), 23);
    await save("old");
    for (let count = 0; count < 12; count += 1) await record();
    assert.equal(await checkpoint(), 35);
    for (let count = 0; count < 5; count += 1) await record();
    await sequenceLedger(db, state);
    await save("full");
    cpSync(folder, savedFolder, { recursive: true });
  });
  after(() => {
    for (const path of [folder, savedFolder]) rmSync(path, { recursive: true, force: true });
  });

  const id = (index: number): string => factIds[index] ?? "";
  const leafOf = async (client: pg.PoolClient, factId: string): Promise<number> => {
    const found = await client.query<{ leaf_index: number }>(
      "select l.leaf_index from ledger_leaves l join ledger_entries e on e.id = l.entry_id where e.subject_id = $1",
      [factId],
    );
    return found.rows[0]?.leaf_index ?? -1;
  };
  /** Changes a fact and makes everything inside the database agree with it again. */
  const rewriteEverything = async (client: pg.PoolClient, factId: string): Promise<void> => {
    await client.query("update facts set quantity = 999 where id = $1", [factId]);
    const fact = await client.query<FactRow>("select * from facts where id = $1", [factId]);
    const row = fact.rows[0];
    if (row !== undefined)
      await client.query("update ledger_entries set content_hash = $1 where subject_id = $2", [
        hashContent(factContent(row)),
        factId,
      ]);
    await client.query(`delete from fact_cells`);
    await client.query(
      `insert into fact_cells select kind, measure, unit_id, occurred_on, '', '', sum(quantity), count(*) from facts group by 1, 2, 3, 4`,
    );
    await client.query(`delete from fact_month_cells`);
    await client.query(
      `insert into fact_month_cells select kind, measure, unit_id, date_trunc('month', occurred_on)::date, '', sum(quantity), count(*) from facts group by 1, 2, 3, 4`,
    );
    const entries = await client.query<LedgerEntryRow>(
      "select e.* from ledger_entries e join ledger_leaves l on l.entry_id = e.id order by l.leaf_index",
    );
    const hashes = entries.rows.map((entry) => leafHash(leafContent(entry)));
    for (const [index, hash] of hashes.entries())
      await client.query("update ledger_leaves set leaf_hash = $1 where leaf_index = $2", [hash, index]);
    for (const node of appendToFrontier(createFrontier(0, []), hashes).nodes)
      await client.query("update ledger_nodes set hash = $1 where level = $2 and node_index = $3", [
        node.hash,
        node.level,
        node.index,
      ]);
  };
  const cutTail = async (client: pg.PoolClient, size: number): Promise<void> => {
    const cut = await client.query<{ subject_id: string }>(
      "select e.subject_id from ledger_leaves l join ledger_entries e on e.id = l.entry_id where leaf_index >= $1",
      [size],
    );
    const ids = cut.rows.map((row) => row.subject_id);
    await client.query("delete from ledger_entries where subject_id = any($1)", [ids]);
    await client.query("delete from facts where id::text = any($1)", [ids]);
    await client.query("delete from ledger_leaves where leaf_index >= $1", [size]);
    await client.query("delete from ledger_nodes where (node_index + 1) * (2 ^ level) > $1", [size]);
    await client.query("delete from ledger_checkpoints where tree_size > $1", [size]);
    await client.query("delete from fact_cells");
    await client.query(
      `insert into fact_cells select kind, measure, unit_id, occurred_on, '', '', sum(quantity), count(*) from facts group by 1, 2, 3, 4`,
    );
    await client.query("delete from fact_month_cells");
    await client.query(
      `insert into fact_month_cells select kind, measure, unit_id, date_trunc('month', occurred_on)::date, '', sum(quantity), count(*) from facts group by 1, 2, 3, 4`,
    );
  };

  /** The tamper table of reliability finding 7: what was done, and what must be named. */
  const tamperings: readonly {
    name: string;
    act: () => Promise<void>;
    names: () => { kind: string; id?: string }[];
  }[] = [
    {
      name: "1 a row's content is changed",
      act: () =>
        tamper(
          async (client) =>
            void (await client.query("update facts set quantity = 999 where id = $1", [id(5)])),
        ),
      names: () => [{ kind: "row_changed", id: id(5) }, { kind: "cell_changed" }],
    },
    {
      name: "2 a row is deleted",
      act: () =>
        tamper(async (client) => void (await client.query("delete from facts where id = $1", [id(6)]))),
      names: () => [{ kind: "row_missing", id: id(6) }],
    },
    {
      name: "3 a row is inserted",
      act: () =>
        tamper(
          async (client) =>
            void (await client.query(
              "insert into facts select '00000000-0000-7000-8000-000000000001', kind, occurred_on, recorded_at, unit_id, place, audience, topic, plan_tags, quantity, measure, source_table, 'x', reverses_id from facts where id = $1",
              [id(1)],
            )),
        ),
      names: () => [{ kind: "row_without_entry", id: "00000000-0000-7000-8000-000000000001" }],
    },
    {
      name: "4 two rows are swapped",
      act: () =>
        tamper(
          async (client) =>
            void (await client.query(
              "update facts a set quantity = b.quantity from facts b where (a.id = $1 and b.id = $2) or (a.id = $2 and b.id = $1)",
              [id(2), id(3)],
            )),
        ),
      names: () => [
        { kind: "row_changed", id: id(2) },
        { kind: "row_changed", id: id(3) },
      ],
    },
    {
      name: "5 a leaf's hash is changed",
      act: () =>
        tamper(
          async (client) =>
            void (await client.query("update ledger_leaves set leaf_hash = $1 where leaf_index = $2", [
              Buffer.alloc(32, 9),
              await leafOf(client, id(4)),
            ])),
        ),
      names: () => [{ kind: "leaf_changed", id: id(4) }],
    },
    {
      name: "6 a node is changed",
      act: () =>
        tamper(
          async (client) =>
            void (await client.query("update ledger_nodes set hash = $1 where level = 2 and node_index = 1", [
              Buffer.alloc(32, 9),
            ])),
        ),
      names: () => [{ kind: "node_changed" }],
    },
    {
      name: "7 a row is changed and everything inside the database recomputed",
      act: () => tamper((client) => rewriteEverything(client, id(7))),
      names: () => [{ kind: "leaf_differs_from_copy", id: id(7) }, { kind: "tree_rewritten" }],
    },
    {
      name: "8 everything is rewritten and signed with a new key",
      act: () =>
        tamper(async (client) => {
          await rewriteEverything(client, id(8));
          const forger = createSigner(signer.name, Buffer.alloc(32, 8));
          const leaves = await client.query<{ leaf_hash: Buffer }>(
            "select leaf_hash from ledger_leaves order by leaf_index",
          );
          for (const size of [23, 35]) {
            const { frontier } = appendToFrontier(
              createFrontier(0, []),
              leaves.rows.slice(0, size).map((row) => row.leaf_hash),
            );
            const note = signCheckpoint(
              { origin: signer.name, size, root: rootOfFrontier(frontier), suite: "sha256" },
              [forger],
            );
            await client.query("update ledger_checkpoints set note = $1 where tree_size = $2", [note, size]);
          }
          await client.query("update ledger_state set verifier = $1", [formatVerifier(forger.verifier)]);
        }),
      names: () => [
        { kind: "other_key" },
        { kind: "checkpoint_signature" },
        { kind: "leaf_differs_from_copy", id: id(8) },
      ],
    },
    {
      name: "9 the database is rolled back to an older backup",
      act: () => restore("old"),
      names: () => [{ kind: "tree_cut" }, { kind: "row_cut", id: id(20) }, { kind: "row_cut", id: id(31) }],
    },
    {
      name: "10 the tail is cut before the last checkpoint",
      act: () => tamper((client) => cutTail(client, 30)),
      names: () => [{ kind: "tree_cut" }, { kind: "row_cut", id: id(27) }],
    },
  ];

  test("an untouched log has no problem, and says up to where a checkpoint protects it", async () => {
    const report = await verify();
    assert.deepEqual(report.problems, []);
    assert.deepEqual([report.ok, report.treeSize, report.anchoredSize, report.pending], [true, 40, 35, 0]);
    // Modules add tables of their own, which are empty here.
    const written = Object.entries(report.rows).filter(([, count]) => count > 0);
    assert.deepEqual(Object.fromEntries(written), { facts: 37, audit_entries: 3, stored_files: 1 });
  });

  for (const tampering of tamperings) {
    test(`tampering is named: ${tampering.name}`, async () => {
      await tampering.act();
      const report = await verify();
      await restore("full");
      assert.equal(report.ok, false);
      for (const expected of tampering.names()) {
        const found = report.problems.find(
          (problem) =>
            problem.kind === expected.kind && (expected.id === undefined || problem.id === expected.id),
        );
        assert.ok(found, `${JSON.stringify(expected)} not among ${JSON.stringify(report.problems, null, 1)}`);
        assert.doesNotMatch(describeProblem(found), /\{|？/);
      }
      // Nothing innocent is accused: every fact named is one of those that were touched.
      const named = report.problems
        .filter((problem) => problem.table === "facts" && problem.kind !== "row_cut")
        .map((problem) => problem.id);
      const touched = tampering.names().map((expected) => expected.id);
      assert.deepEqual(
        named.filter((row) => !touched.includes(row)),
        [],
      );
    });
  }

  test("tampering 11, the tail since the last checkpoint is cut: not seen, but bounded by the interval, and seen once a checkpoint was made", async () => {
    await tamper((client) => cutTail(client, 36));
    const unseen = await verify();
    assert.deepEqual([unseen.ok, unseen.treeSize, unseen.anchoredSize], [true, 36, 35]);
    assert.equal(unseen.anchoredAt, "2026-11-23T01:00:32.000Z");
    await restore("full");
    assert.equal(await checkpoint(), 40);
    await tamper((client) => cutTail(client, 36));
    const seen = await verify();
    assert.ok(seen.problems.some((problem) => problem.kind === "row_cut" && problem.id === id(36)));
    await restore("full");
    rmSync(folder, { recursive: true });
    cpSync(savedFolder, folder, { recursive: true });
  });

  test("an audit entry and a guarded row changed by SQL are named", async () => {
    await tamper(async (client) => {
      await client.query("update audit_entries set reason = '别的' where action = 'files.add'");
      await client.query("update stored_files set original_name = '二'");
    });
    const report = await verify();
    await restore("full");
    assert.deepEqual(report.problems.map((problem) => `${problem.kind} ${problem.table}`).sort(), [
      "guarded_row_changed stored_files",
      "row_changed audit_entries",
    ]);
  });

  test("a guarded row deleted or inserted by SQL is named", async () => {
    await tamper(async (client) => {
      await client.query(
        "insert into stored_files select gen_random_uuid(), media_type, byte_count, content_hash, original_name, unit_id, uploaded_by_person_id, purpose, created_at from stored_files",
      );
      await client.query("delete from stored_files where id = $1", [fileId]);
    });
    const report = await verify();
    await restore("full");
    assert.deepEqual(report.problems.map((problem) => problem.kind).sort(), [
      "guarded_row_missing",
      "guarded_row_without_audit",
    ]);
  });

  test("a cell changed by SQL is named", async () => {
    await tamper(
      async (client) => void (await client.query("update fact_month_cells set quantity = quantity + 1")),
    );
    const report = await verify();
    await restore("full");
    assert.deepEqual(
      report.problems.map((problem) => problem.kind),
      ["cell_changed"],
    );
  });

  test("a changed file outside is named, and the database is not accused for it alone", async () => {
    const file = leafFile(folder);
    const lines = readFileSync(file, "utf8").split("\n");
    lines[3] = `${Buffer.alloc(32, 5).toString("base64")} facts x`;
    writeFileSync(file, lines.join("\n"));
    const report = await verify();
    cpSync(savedFolder, folder, { recursive: true });
    assert.ok(report.problems.some((problem) => problem.kind === "leaf_copy_changed"));
    assert.ok(!report.problems.some((problem) => problem.kind === "tree_rewritten"));
  });

  test("the log is never signed on from a state that contradicts the checkpoint held outside", async () => {
    await restore("old");
    await assert.rejects(checkpoint(), { code: "ledger.shorter_than_checkpoint" });
    await restore("full");
    await tamper((client) => rewriteEverything(client, id(7)));
    await assert.rejects(checkpoint(), { code: "ledger.not_consistent" });
    await restore("full");
  });

  test("a crash while a checkpoint was written leaves files that the next one mends", async () => {
    appendFileSync(leafFile(folder), "half a li");
    appendFileSync(checkpointFile(folder), '{"treeSize":4');
    assert.equal(await checkpoint(), 40);
    const report = await verify();
    assert.deepEqual([report.problems, report.anchoredSize], [[], 40]);
    assert.equal(readFileSync(leafFile(folder), "utf8").split("\n").length, 41);
    rmSync(leafFile(folder));
    await record();
    assert.equal(await checkpoint(), 41);
    assert.equal(readFileSync(leafFile(folder), "utf8").split("\n").length, 42);
    assert.ok(statSync(checkpointFile(folder)).size > 0);
  });

  test("twenty sequencers and checkpoints at once make one tree", async () => {
    for (let count = 0; count < 30; count += 1) await record();
    await Promise.all(Array.from({ length: 20 }, () => sequenceLedger(database().db, state, { limit: 3 })));
    await Promise.all(Array.from({ length: 5 }, () => checkpoint()));
    await checkpoint();
    const report = await verify();
    assert.deepEqual(
      [report.problems, report.treeSize, report.anchoredSize, report.pending],
      [[], 71, 71, 0],
    );
  });
});
