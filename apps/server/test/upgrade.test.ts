import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type pg from "pg";
import { restoreBackup } from "#kernel/backup-restore.ts";
import { listTables } from "#kernel/backup.ts";
import { createTestClock } from "#kernel/clock.ts";
import { type Config, readEnv, toConfig } from "#kernel/config.ts";
import { createPool, type PoolOptions } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createFileStore } from "#kernel/files.ts";
import { verifyInstallation } from "#kernel/ledger-installation.ts";
import { createLog } from "#kernel/log.ts";
import { migrate, migrationsFolder, readMigrations } from "#kernel/migrate.ts";
import { upgradeBackupFolder, upgradeDatabase } from "#kernel/upgrade.ts";
import { compose } from "#server/compose.ts";
import { createEmptyDatabase, databaseSuite, dumpSchema, readGoldenSchema } from "./support/database.ts";
import { testEnv } from "./support/server.ts";

/**
 * The demonstration district as the spine's first program (commit 31b1d19, migrations 0001–0006) left it, taken by that
 * program's own `kepu backup --with-keys`. Its keys are those of testEnv; everything in it is made up.
 */
const fixture = join(import.meta.dirname, "fixtures/spine-0.1.0.kepu");
const fixturePassphrase = "演示夹具口令-只用于测试-0001";
const migrations = readMigrations(migrationsFolder);
/** What the older program knew. */
const older = migrations.filter(({ name }) => name < "0007");
const clock = createTestClock("2026-12-01T01:00:00Z");

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

const withClient = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
};

databaseSuite("upgrade from the first program and the way back", (database) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-upgrade-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const configOf = (name: string, more: Record<string, string> = {}): Config =>
    toConfig(
      readEnv({
        ...testEnv(join(folder, name)),
        KEPU_DEMO: "1",
        KEPU_PUBLIC_URL: "http://localhost:3901",
        ...more,
      }),
    );

  /** An installation in an empty database, restored by a program that knows `known`. */
  const restoreInto = async (
    pool: pg.Pool,
    parts: { config: Config; file: string; passphrase: string; known: typeof migrations },
  ) =>
    withClient(pool, (client) =>
      restoreBackup(client, {
        file: parts.file,
        passphrase: parts.passphrase,
        config: parts.config,
        files: createFileStore(parts.config.files),
        migrations: parts.known,
      }),
    );
  const upgrade = async (pool: pg.Pool, config: Config) =>
    withClient(pool, (client) => upgradeDatabase(client, { config, clock, migrations, program: "test" }));
  const ledgerSays = async (poolOptions: PoolOptions, config: Config): Promise<string> => {
    const system = await compose({ config, pool: createPool(poolOptions), clock, log: createLog(config) });
    let said = "";
    const say = (text: string): void => void (said += text);
    try {
      await verifyInstallation(system.context, { stdout: say, stderr: say });
    } finally {
      await system[Symbol.asyncDispose]();
    }
    return said;
  };

  test("an older district is backed up by itself, brought to this version whole, and serves; the backup leads back exactly", async () => {
    const { pool, poolOptions, drop } = await createEmptyDatabase(database());
    const config = configOf("upgraded");
    const back = await createEmptyDatabase(database());
    try {
      await restoreInto(pool, { config, file: fixture, passphrase: fixturePassphrase, known: older });
      const before = await withClient(pool, contentOf);
      assert.ok(Number(before["facts"]?.split(":", 1)[0]) > 100 && before["contents"] === undefined);

      const backups = upgradeBackupFolder(config.dataFolder);
      mkdirSync(backups, { recursive: true });
      for (const year of [2020, 2021, 2022, 2023])
        writeFileSync(join(backups, `${year}0101-000000.kepu`), "");
      const { applied, backup } = await upgrade(pool, config);
      assert.deepEqual(readdirSync(backups).sort(), [
        "20220101-000000.kepu",
        "20230101-000000.kepu",
        "20261201-010000.kepu",
        "key.txt",
      ]);
      assert.deepEqual(
        applied,
        migrations.slice(older.length).map(({ name }) => name),
      );
      assert.ok(backup !== undefined && existsSync(backup.file));
      assert.equal(await withClient(pool, dumpSchema), readGoldenSchema());
      const after = await withClient(pool, contentOf);
      // A column that a migration adds changes a digest; no migration may lose or add a row of what was there.
      for (const table of Object.keys(before).filter((name) => name !== "schema_migrations"))
        assert.equal(after[table]?.split(":", 1)[0], before[table]?.split(":", 1)[0], table);

      const system = await compose({ config, pool: createPool(poolOptions), clock, log: createLog(config) });
      try {
        await system.app.ready();
        for (const url of ["/", "/organisations", "/places", "/ledger", "/sign-in"])
          assert.equal((await system.app.inject({ url })).statusCode, 200, url);
        const { name_sealed: sealed } = await system.context.db
          .selectFrom("persons")
          .select("name_sealed")
          .where("name_sealed", "is not", null)
          .executeTakeFirstOrThrow();
        assert.ok(sealed !== null && system.context.cipher.decrypt(sealed).length >= 2);
      } finally {
        await system[Symbol.asyncDispose]();
      }
      assert.match(await ledgerSays(poolOptions, config), /^✓ 存证校验通过/);
      // Nothing is left to do, so nothing is backed up again.
      assert.deepEqual(await upgrade(pool, config), { applied: [], backup: undefined });

      // The way back: the older program refuses the newer database, and takes the backup into an empty one.
      await assert.rejects(
        withClient(pool, (client) => migrate(client, older)),
        (error: unknown) => error instanceof AppError && error.code === "migrate.newer_database",
      );
      const passphrase = readFileSync(backup.keyFile, "utf8").trim();
      const backConfig = configOf("back");
      await restoreInto(back.pool, { config: backConfig, file: backup.file, passphrase, known: older });
      assert.deepEqual(
        { ...(await withClient(back.pool, contentOf)), schema_migrations: "" },
        { ...before, schema_migrations: "" },
      );
    } finally {
      await drop();
      await back.drop();
    }
  });

  test("an upgrade whose backup fails changes nothing; one that was told not to back up makes none", async () => {
    const { pool, drop } = await createEmptyDatabase(database());
    try {
      const config = configOf("blocked", { KEPU_DATA: join(folder, "blocked") });
      await restoreInto(pool, { config, file: fixture, passphrase: fixturePassphrase, known: older });
      // A data folder that is a file cannot take a backup.
      const broken = { ...config, dataFolder: fixture };
      await assert.rejects(
        upgrade(pool, broken),
        (error: unknown) => error instanceof AppError && error.code === "upgrade.backup_failed",
      );
      const there = await pool.query<{ there: boolean }>(
        "select to_regclass('contents') is not null as there",
      );
      assert.equal(there.rows[0]?.there, false);
      const quiet = { ...config, upgradeBackup: false };
      assert.equal((await upgrade(pool, quiet)).backup, undefined);
      assert.ok(!existsSync(upgradeBackupFolder(config.dataFolder)));
    } finally {
      await drop();
    }
  });
});
