import { rmSync } from "node:fs";
import type pg from "pg";
import type { Config } from "#kernel/config.ts";
import type { InstallationFacts } from "#kernel/installation.ts";
import { checkpointFile, leafFile } from "#kernel/ledger-checkpoint.ts";
import type { Migration } from "#kernel/migrate.ts";

/** Whether this database was to become a demonstration and the making was never finished. */
export const isInterruptedDemo = async (client: pg.ClientBase): Promise<boolean> => {
  const found = await client.query<{ there: boolean }>(
    "select to_regclass('installation') is not null as there",
  );
  if (found.rows[0]?.there !== true) return false;
  const { rows } = await client.query<{ value: InstallationFacts["demo"] }>(
    "select value from installation where key = 'demo'",
  );
  return rows[0] !== undefined && rows[0].value.finishedAt === undefined;
};

const namesIn = (migrations: readonly Migration[], what: "table" | "function"): readonly string[] =>
  migrations.flatMap(({ sql }) =>
    [...sql.matchAll(new RegExp(`^create (?:or replace )?${what} (?:if not exists )?(\\w+)`, "gm"))].map(
      ([, name = ""]) => name,
    ),
  );

/**
 * Takes half a demonstration away, so that the start makes a whole one: half a district would show wrong numbers. Only
 * what our own migrations made is dropped; another program's tables in the same database are not ours to touch.
 */
export const clearInterruptedDemo = async (
  client: pg.ClientBase,
  { config, migrations }: { config: Config; migrations: readonly Migration[] },
): Promise<void> => {
  await client.query("begin");
  for (const table of [...namesIn(migrations, "table"), "schema_migrations"])
    await client.query(`drop table if exists ${table} cascade`);
  for (const name of namesIn(migrations, "function"))
    await client.query(`drop function if exists ${name} cascade`);
  await client.query("drop schema if exists pgboss cascade");
  await client.query("commit");
  // The held checkpoints vouch for a log that is gone; the files belong to records that are gone.
  for (const file of [checkpointFile(config.checkpointFolder), leafFile(config.checkpointFolder)])
    rmSync(file, { force: true });
  if (config.files.kind === "local") rmSync(config.files.folder, { recursive: true, force: true });
};
