import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createSigner, formatVerifier } from "@kepu/transparency-log";
import type pg from "pg";
import { buildUnit } from "#test/support/builders.ts";
import { createEmptyDatabase, databaseSuite, dumpSchema } from "#test/support/database.ts";
import { testEnv } from "#test/support/server.ts";
import { createBackup, listTables } from "./backup.ts";
import { restoreBackup } from "./backup-restore.ts";
import { createTestClock } from "./clock.ts";
import { readEnv, toConfig } from "./config.ts";
import { createDb, inTransaction } from "./db.ts";
import { AppError } from "./errors.ts";
import { createFieldCipher } from "./encryption.ts";
import { recordFacts, reverseFact } from "./facts.ts";
import { createFileStore } from "./files.ts";
import { makeCheckpoint } from "./ledger-checkpoint.ts";
import { sequenceLedger } from "./ledger-sequencer.ts";
import { verifyLedger } from "./ledger-verify.ts";
import { readMigrations } from "./migrate.ts";

const migrations = readMigrations(join(import.meta.dirname, "../../migrations"));
const clock = createTestClock("2026-11-23T01:00:00Z");
const passphrase = "演示口令-只用于测试-0001";
const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
const publicKey = formatVerifier(signer.verifier);
const cipher = createFieldCipher(new Map([[1, Buffer.alloc(32, 2)]]), Buffer.alloc(32, 3));

const refusedWith = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

const withClient = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    // Its session settings were changed: not for anybody else.
    client.release(true);
  }
};

const contentOf = async (client: pg.ClientBase): Promise<Record<string, string>> => {
  const content: Record<string, string> = {};
  for (const { table } of await listTables(client)) {
    const { rows } = await client.query<{ digest: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from "${table}" t`,
    );
    content[table] = rows[0]?.digest ?? "";
  }
  return content;
};

const cellDifferences = `
  select 1 from (
    select kind, measure, unit_id, occurred_on, coalesce(audience, '') audience, coalesce(topic, '') topic, sum(quantity) quantity
    from facts group by 1, 2, 3, 4, 5, 6) f
  full join fact_cells c using (kind, measure, unit_id, occurred_on, audience, topic)
  where f.quantity is distinct from c.quantity`;

databaseSuite("backup and restore", (database) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-backup-"));
  after(() => rmSync(folder, { recursive: true }));
  const configOf = (name: string) => toConfig(readEnv(testEnv(join(folder, name))));
  const config = configOf("source");
  const files = createFileStore(config.files);
  const fileId = randomUUID();
  const backupFile = join(folder, "site.kepu");
  let unitId = "";

  const record = async (quantity: number): Promise<string> => {
    const fact = { kind: "venues.visited", occurredOn: "2026-11-23", unitId, quantity, measure: "人次" };
    const [id = ""] = await inTransaction(database().db, (trx) =>
      recordFacts(trx, clock, [{ ...fact, source: { table: "visits", id: randomUUID() } }]),
    );
    return id;
  };
  const backUp = (file: string, key = passphrase) =>
    withClient(database().pool, (client) =>
      createBackup(client, {
        file,
        passphrase: key,
        config,
        files,
        clock,
        program: "0.1.0",
        keys: "left out",
      }),
    );
  const restoreTo = (client: pg.ClientBase, options: { file?: string; key?: string; name?: string } = {}) => {
    const target = configOf(options.name ?? `target-${randomUUID()}`);
    const parts = { config: target, files: createFileStore(target.files), migrations };
    return restoreBackup(client, {
      file: options.file ?? backupFile,
      passphrase: options.key ?? passphrase,
      ...parts,
    });
  };

  before(async () => {
    unitId = (await buildUnit(database().db)).id;
    for (let count = 0; count < 40; count += 1) await record(count);
    await inTransaction(database().db, async (trx) => reverseFact(trx, clock, await record(7)));
    await files.put(fileId, Buffer.from("演示文件"));
    await database().pool.query(
      `insert into stored_files (id, media_type, byte_count, content_hash, original_name, purpose, created_at) values ($1, 'text/plain', 12, '\\x00', '演示.txt', 'proof', now())`,
      [fileId],
    );
    mkdirSync(config.checkpointFolder, { recursive: true });
    await sequenceLedger(database().db, { origin: signer.name, suite: "sha256", verifier: publicKey });
    await makeCheckpoint(database().db, {
      clock,
      signer,
      suite: "sha256",
      checkpointFolder: config.checkpointFolder,
    });
    await backUp(backupFile);
  });

  test("a restored database has the same rows, shape, files and numbering, and its ledger verifies", async () => {
    const target = await createEmptyDatabase(database());
    try {
      const report = await withClient(target.pool, (client) => restoreTo(client, { name: "whole" }));
      assert.equal(report.tables["facts"], 42);
      const [from, to] = await Promise.all(
        [database().pool, target.pool].map((pool) => withClient(pool, contentOf)),
      );
      assert.deepEqual(to, from);
      const [shape, restored] = await Promise.all(
        [database().pool, target.pool].map((pool) => withClient(pool, dumpSchema)),
      );
      assert.equal(restored, shape);
      const whole = configOf("whole");
      assert.equal((await createFileStore(whole.files).get(fileId)).toString(), "演示文件");
      const verification = await verifyLedger(createDb(target.pool), {
        checkpointFolder: whole.checkpointFolder,
        publicKey,
        cipher,
        guarded: [],
      });
      assert.deepEqual(verification.problems, []);
      assert.ok(verification.anchoredSize > 40);
      await assert.rejects(target.pool.query("delete from facts"), /append-only/);
      const next = await buildUnit(createDb(target.pool));
      assert.ok(next.path.split(".").length > 0);
    } finally {
      await target.drop();
    }
  });

  test("a backup made while people write is one moment: cells equal facts, and every fact has its ledger entry", async () => {
    const file = join(folder, "live.kepu");
    const writing = { on: true };
    const writers = Array.from({ length: 3 }, async () => {
      let count = 0;
      while (writing.on) {
        count += 1;
        const id = await record(count);
        if (count % 3 === 0) await inTransaction(database().db, (trx) => reverseFact(trx, clock, id));
      }
      return count;
    });
    const report = await backUp(file);
    writing.on = false;
    const written = await Promise.all(writers);
    assert.ok(written.every((count) => count > 0));
    const target = await createEmptyDatabase(database());
    try {
      await withClient(target.pool, (client) => restoreTo(client, { file }));
      assert.equal((await target.pool.query(cellDifferences)).rowCount, 0);
      const orphans = await target.pool.query(
        `select 1 from facts f where not exists (select 1 from ledger_entries e where e.subject_table = 'facts' and e.subject_id = f.id::text)`,
      );
      assert.equal(orphans.rowCount, 0);
      const now = await database().pool.query<{ count: number }>("select count(*) from facts");
      assert.ok(Number(report.tables["facts"]) <= Number(now.rows[0]?.count));
    } finally {
      await target.drop();
    }
  });

  test("one wrong byte anywhere, a cut end or a wrong key is refused and the database stays empty", async () => {
    const target = await createEmptyDatabase(database());
    const good = readFileSync(backupFile);
    try {
      const broken = join(folder, "broken.kepu");
      const places = [0, 20, 40, Math.floor(good.length / 2), good.length - 1];
      for (const place of places) {
        const bytes = Buffer.from(good);
        bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
        writeFileSync(broken, bytes);
        await assert.rejects(
          withClient(target.pool, (client) => restoreTo(client, { file: broken })),
          (error) =>
            error instanceof AppError && /^backup\.(not_a_backup|wrong_key|damaged)$/.test(error.code),
          `byte ${place}`,
        );
      }
      writeFileSync(broken, good.subarray(0, -50));
      await assert.rejects(
        withClient(target.pool, (client) => restoreTo(client, { file: broken })),
        AppError,
      );
      await assert.rejects(
        withClient(target.pool, (client) => restoreTo(client, { key: "一把完全不同的口令-0002" })),
        refusedWith("backup.wrong_key"),
      );
      assert.deepEqual(await withClient(target.pool, listTables), []);
    } finally {
      await target.drop();
    }
  });

  test("a database that holds anything is not overwritten, nor is an existing file", async () => {
    await assert.rejects(
      withClient(database().pool, (client) => restoreTo(client)),
      refusedWith("backup.database_not_empty"),
    );
    await assert.rejects(backUp(backupFile), refusedWith("backup.exists"));
    assert.ok(existsSync(backupFile));
  });

  test("a backup of an older version is laid in at its version and then upgraded", async () => {
    const target = await createEmptyDatabase(database());
    const older = await createEmptyDatabase(database());
    const file = join(folder, "older.kepu");
    try {
      const { migrate } = await import("./migrate.ts");
      await withClient(older.pool, (client) => migrate(client, migrations.slice(0, 1)));
      const unit = await buildUnit(createDb(older.pool));
      await withClient(older.pool, (client) =>
        createBackup(client, { file, passphrase, config, files, clock, program: "0.0.9", keys: "left out" }),
      );
      const report = await withClient(target.pool, (client) => restoreTo(client, { file }));
      assert.deepEqual(
        report.upgraded,
        migrations.slice(1).map((migration) => migration.name),
      );
      const found = await target.pool.query("select name from org_units where id = $1", [unit.id]);
      assert.equal(found.rows[0]?.name, unit.name);
    } finally {
      await target.drop();
      await older.drop();
    }
  });

  test("what is personal or secret cannot be read in the file", () => {
    const bytes = readFileSync(backupFile).toString("latin1");
    assert.ok(!bytes.includes("venues.visited"));
    assert.ok(!bytes.includes("facts"));
  });
});
