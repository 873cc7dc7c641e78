import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import pg from "pg";
import { databaseSuite, dumpSchema } from "#test/support/database.ts";
import { createTestClock, systemClock } from "./clock.ts";
import { type Config, readEnv, toConfig } from "./config.ts";
import { type Finding, examine, type MachinePatient } from "./doctor.ts";
import { databaseChecks } from "./doctor-database.ts";
import { machineChecks } from "./doctor-machine.ts";
import { readMigrations } from "./migrate.ts";

const root = mkdtempSync(join(tmpdir(), "kepu-doctor-"));
after(() => rmSync(root, { recursive: true }));
const migrations = readMigrations(join(import.meta.dirname, "../../migrations"));
const codes = (findings: readonly Finding[]): string[] => findings.map((one) => one.check).sort();

/** Random secrets, as a real installation makes them for itself; a checkpoint folder that exists. */
const healthyConfig = (env: Record<string, string> = {}): Config => {
  const folder = mkdtempSync(join(root, "data-"));
  mkdirSync(join(folder, "checkpoints"));
  return toConfig(readEnv({ KEPU_DATA: folder, KEPU_METRICS_PORT: "9464", ...env }));
};

const machine = (change: Partial<MachinePatient> = {}): MachinePatient => ({
  config: healthyConfig(),
  clock: systemClock,
  nodeVersion: "v24.21.0",
  // Elsewhere than the checkpoints, as it should be.
  clusterFolder: "/proc",
  freeBytes: async () => 100 * 1024 ** 3,
  ...change,
});

const machineCodes = async (change: Partial<MachinePatient>): Promise<string[]> =>
  codes(await examine(machine(change), machineChecks));

test("a healthy machine has no findings", async () => {
  assert.deepEqual(await machineCodes({}), []);
});

const sample = Buffer.alloc(32, "secret").toString("base64");

const planted: [string, string[], () => Partial<MachinePatient>][] = [
  ["a typed secret", ["weak_secret"], () => ({ config: healthyConfig({ KEPU_SECRET: sample }) })],
  [
    "one secret for two things",
    ["shared_secret", "weak_secret", "weak_secret"],
    () => ({ config: healthyConfig({ KEPU_SECRET: sample, KEPU_INDEX_KEY: sample }) }),
  ],
  [
    "a keys file that others can read",
    ["secret_file_mode"],
    () => {
      const config = healthyConfig();
      chmodSync(join(config.dataFolder, "keys.json"), 0o644);
      return { config };
    },
  ],
  [
    "a missing data folder",
    ["checkpoints_missing", "data_folder"],
    () => {
      const config = healthyConfig();
      rmSync(config.dataFolder, { recursive: true });
      return { config };
    },
  ],
  [
    "a data folder that anyone can write",
    ["data_folder_mode"],
    () => {
      const config = healthyConfig();
      chmodSync(config.dataFolder, 0o777);
      return { config };
    },
  ],
  ["a disk that is nearly full", ["disk_low"], () => ({ freeBytes: async () => 1024 ** 3 })],
  [
    "a public address without encryption",
    ["public_http"],
    () => ({ config: healthyConfig({ KEPU_PUBLIC_URL: "http://kepu.example" }) }),
  ],
  [
    "a proxy that is not named",
    ["proxy_not_trusted"],
    () => ({ config: healthyConfig({ KEPU_PUBLIC_URL: "https://kepu.example" }) }),
  ],
  [
    "development mode in public",
    ["development_public"],
    () => ({ config: healthyConfig({ KEPU_ENV: "development", KEPU_PUBLIC_URL: "http://kepu.example" }) }),
  ],
  [
    "an open host without a public address",
    ["public_url_missing"],
    () => ({ config: healthyConfig({ HOST: "0.0.0.0" }) }),
  ],
  ["no metrics", ["metrics_off"], () => ({ config: healthyConfig({ KEPU_METRICS_PORT: "0" }) })],
  [
    "metrics on the site's port",
    ["metrics_public"],
    () => ({ config: healthyConfig({ KEPU_METRICS_PORT: "3000" }) }),
  ],
  [
    "checkpoints on the database's volume",
    ["checkpoints_beside_database"],
    () => {
      const config = healthyConfig();
      return { config, clusterFolder: config.dataFolder };
    },
  ],
  [
    "a lock that was left over",
    ["lock_left_over"],
    () => {
      const config = healthyConfig();
      writeFileSync(
        join(config.dataFolder, "run.lock"),
        JSON.stringify({ pid: 9_999_999, startedAt: "x", token: "t" }),
      );
      return { config };
    },
  ],
  ["an old Node", ["node_version"], () => ({ nodeVersion: "v22.1.0" })],
];

for (const [name, expected, change] of planted) {
  test(`doctor finds ${name}`, async () => {
    assert.deepEqual(await machineCodes(change()), expected);
  });
}

databaseSuite("doctor", (database) => {
  let undo: string[] = [];
  afterEach(async () => {
    for (const text of undo) await database().pool.query(text);
    undo = [];
  });
  const plant = async (text: string, back: string): Promise<void> => {
    await database().pool.query(text);
    undo.push(back);
  };
  const find = async (
    change: { config?: Config; clock?: typeof systemClock; pool?: pg.Pool } = {},
  ): Promise<string[]> => {
    const client = await database().pool.connect();
    // Its own shape, so that this test does not depend on the golden file being newly written.
    shape ??= await dumpSchema(client);
    client.release();
    const patient = { ...machine(), pool: database().pool, migrations, schema: shape, ...change };
    const findings = await examine(patient, databaseChecks);
    // These two tell of the throw-away server of the tests itself, which is told below by name.
    return codes(findings).filter((code) => !["fsync_off", "checksums_off", "backup_missing"].includes(code));
  };
  let shape: string | undefined;

  test("a healthy database has no findings but those of a throw-away server", async () => {
    assert.deepEqual(await find(), []);
    const patient = { ...machine(), pool: database().pool, migrations, schema: shape ?? "" };
    const all = codes(await examine(patient, databaseChecks));
    assert.ok(all.includes("fsync_off"));
    assert.ok(all.includes("backup_missing"));
  });

  test("doctor finds a clock that differs from the database's", async () => {
    assert.deepEqual(await find({ clock: createTestClock(new Date(Date.UTC(2020, 0, 1))) }), ["clock_skew"]);
  });

  test("doctor finds pending, unknown and changed migrations", async () => {
    const last = migrations.at(-1)?.name ?? "";
    await plant(
      `update schema_migrations set name = '9999_newer_create.sql' where name = '${last}'`,
      `update schema_migrations set name = '${last}' where name = '9999_newer_create.sql'`,
    );
    assert.deepEqual(await find(), ["migrations_pending", "migrations_unknown"]);
    const [first] = migrations;
    await plant(
      `update schema_migrations set hash = 'x' where name = '${first?.name ?? ""}'`,
      `update schema_migrations set hash = '${first?.hash ?? ""}' where name = '${first?.name ?? ""}'`,
    );
    assert.deepEqual(await find(), ["migrations_changed", "migrations_pending", "migrations_unknown"]);
  });

  test("doctor finds demonstration accounts in production and an old backup", async () => {
    const clean = "delete from installation";
    await plant(`insert into installation values ('demo', '{"since":"2026-01-01T00:00:00Z"}', now())`, clean);
    assert.deepEqual(await find(), ["demo_accounts"]);
    await plant(
      `insert into installation values ('last_backup', '{"at":"2026-01-01T00:00:00Z","bytes":1}', now())`,
      clean,
    );
    assert.deepEqual(await find(), ["backup_old", "demo_accounts"]);
  });

  test("doctor finds a missing index, a constraint that was dropped and a table that was added", async () => {
    await plant("drop index facts_kind_idx", "create index facts_kind_idx on facts (kind, occurred_on)");
    assert.deepEqual(await find(), ["schema_missing"]);
    await plant("create table by_hand (id integer)", "drop table by_hand");
    assert.deepEqual(await find(), ["schema_added", "schema_missing"]);
  });

  test("doctor finds a protection that was switched off", async () => {
    await plant(
      "alter table facts disable trigger facts_append_only",
      "alter table facts enable trigger facts_append_only",
    );
    assert.deepEqual(await find(), ["triggers_disabled"]);
  });

  test("doctor finds a constraint that never looked at the rows there were", async () => {
    await plant(
      "alter table facts add constraint facts_place_check check (place <> '') not valid",
      "alter table facts drop constraint facts_place_check",
    );
    assert.deepEqual(await find(), ["constraints_not_valid", "schema_added"]);
  });

  test("doctor finds events that were given up, events that wait, and checkpoints that stopped", async () => {
    const insert = (attempts: number, ago: string): string =>
      `insert into outbox_events (id, name, payload, created_at, attempts) values ('${randomUUID()}', 'x.y', '{}', now() - interval '${ago}', ${attempts})`;
    await plant(insert(5, "1 minute"), "delete from outbox_events");
    assert.deepEqual(await find(), ["events_failed"]);
    await plant(insert(0, "1 hour"), "delete from outbox_events");
    assert.deepEqual(await find(), ["events_failed", "events_late"]);
    await database().pool.query("delete from outbox_events");
    // Append-only: it stays, and this test is the last that looks at all findings.
    await database().pool.query(
      `insert into ledger_entries (id, subject_table, subject_id, content_hash, created_at) values ('${randomUUID()}', 'facts', 'x', sha256('x'), now() - interval '1 hour')`,
    );
    assert.deepEqual(await find(), ["checkpoint_old"]);
  });

  test("doctor finds a program that connects as superuser to a server of its own", async () => {
    assert.ok(
      (await find({ config: healthyConfig({ DATABASE_URL: "postgres://x@db/kepu" }) })).includes("superuser"),
    );
  });

  test("doctor finds a database that cannot search Chinese, and goes on where a check fails", async () => {
    const name = `kepu_locale_${randomUUID().slice(0, 8)}`;
    await database().pool.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
    const { connectionString } = database().poolOptions;
    const url = new URL(connectionString ?? "postgres://x/x");
    url.pathname = `/${name}`;
    const { socketFolder, user } = database().poolOptions;
    const pool = new pg.Pool(
      connectionString === undefined
        ? { host: socketFolder, user, database: name }
        : { connectionString: url.href },
    );
    try {
      await pool.query("create extension pg_trgm");
      const found = await find({ pool });
      assert.ok(found.includes("locale"), found.join());
      // Its tables are missing: those checks say so and the rest still ran.
      assert.ok(found.includes("migrations"));
    } finally {
      await pool.end();
      await database().pool.query(`drop database ${name}`);
    }
  });
});
