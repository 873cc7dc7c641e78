import assert from "node:assert/strict";
import { test } from "node:test";
import type pg from "pg";
import { createEmptyDatabase, databaseSuite } from "#test/support/database.ts";
import { createPool } from "./db.ts";
import { migrate, migrationsFolder, readMigrations, requireMigrated } from "./migrate.ts";

const migrations = readMigrations(migrationsFolder);

test("a server older than PostgreSQL 15 is refused before anything is asked of it", async () => {
  const asked: string[] = [];
  const client = {
    query: async (text: string) => {
      asked.push(text);
      return { rows: [{ number: 140_012 }] };
    },
  } as unknown as pg.ClientBase; // no old server is at hand: only its version is needed
  await assert.rejects(migrate(client, migrations), { code: "migrate.version" });
  assert.equal(asked.length, 1);
});

databaseSuite("migrations", (database) => {
  test("a second run changes nothing; a changed or unknown migration is refused by name", async () => {
    const client = await database().pool.connect();
    try {
      assert.deepEqual(await migrate(client, migrations), []);
      const changed = migrations.map((one, index) => (index === 1 ? { ...one, hash: "other" } : one));
      await assert.rejects(migrate(client, changed), {
        code: "migrate.changed",
        values: { name: migrations[1]?.name },
      });
      await assert.rejects(migrate(client, migrations.slice(0, -1)), {
        code: "migrate.newer_database",
        values: { name: migrations.at(-1)?.name },
      });
    } finally {
      client.release();
    }
  });

  test("a command refuses a database that no start has brought to this version, and says how many steps are missing", async () => {
    const empty = await createEmptyDatabase(database());
    const client = await empty.pool.connect();
    try {
      await assert.rejects(requireMigrated(client, migrations), {
        code: "migrate.pending",
        values: { count: migrations.length },
      });
      await migrate(client, migrations.slice(0, -2));
      await assert.rejects(requireMigrated(client, migrations), { values: { count: 2 } });
      await migrate(client, migrations);
      await requireMigrated(client, migrations);
    } finally {
      client.release();
      await empty.drop();
    }
  });

  test("a database whose locale cannot search Chinese is refused", async () => {
    const name = `${database().name}_ascii`;
    await database().pool.query(
      `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc lc_collate 'C' lc_ctype 'C'`,
    );
    const { connectionString, ...options } = database().poolOptions;
    const pool = createPool(
      connectionString === undefined
        ? { ...options, database: name }
        : { connectionString: connectionString.replace(database().name, name) },
    );
    try {
      const client = await pool.connect();
      await assert.rejects(migrate(client, migrations), { code: "migrate.locale" });
      client.release();
    } finally {
      await pool.end();
      await database().pool.query(`drop database if exists ${name} with (force)`);
    }
  });
});
