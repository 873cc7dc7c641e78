import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import { type BackupError, readArchive } from "./backup-archive.ts";
import { type EntryHead, type EntrySummary, listTables, quote } from "./backup.ts";
import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";
import type { FileStore } from "./files.ts";
import { migrate, type Migration } from "./migrate.ts";

export type RestoreReport = {
  createdAt: string;
  program: string;
  tables: Readonly<Record<string, number>>;
  files: number;
  /** Jobs that waited when the backup was made; the caller queues them again. */
  jobs: readonly { name: string; data: object }[];
  /** Migrations that are newer than the backup and ran after it was laid in. */
  upgraded: readonly string[];
};

export type RestoreOptions = {
  file: string;
  passphrase: string;
  config: Config;
  files: FileStore;
  migrations: readonly Migration[];
};

type Origin = Extract<EntryHead, { entry: "origin" }>;

type Visitor = {
  head: (head: EntryHead) => Promise<void>;
  data: (bytes: Buffer) => Promise<void>;
  end: (summary: EntrySummary) => Promise<void>;
};

const damaged = (where: string): AppError<BackupError> =>
  new AppError("backup.damaged", { values: { where } });

/** Walks the archive, checking each entry's hash and that the manifest names exactly what was found. */
const walk = async (options: RestoreOptions, visitor: Visitor): Promise<void> => {
  let hash = createHash("sha256");
  let head: EntryHead | undefined;
  const found: string[] = [];
  let manifest = "";
  for await (const frame of readArchive(options.file, options.passphrase)) {
    if (frame.kind === "head") {
      head = JSON.parse(frame.bytes.toString()) as EntryHead; // authenticated: written by createBackup
      hash = createHash("sha256");
      if (head.entry !== "manifest") await visitor.head(head);
    } else if (frame.kind === "data") {
      hash.update(frame.bytes);
      if (head?.entry === "manifest") manifest += frame.bytes.toString();
      else await visitor.data(frame.bytes);
    } else {
      const summary = JSON.parse(frame.bytes.toString()) as EntrySummary; // as above
      const name = head === undefined ? "" : describe(head);
      if (hash.digest("hex") !== summary.sha256) throw damaged(name);
      if (head?.entry === "manifest") break;
      found.push(summary.sha256);
      await visitor.end(summary);
    }
  }
  if (manifest === "") throw damaged("清单");
  const wanted = Object.values(JSON.parse(manifest) as Record<string, EntrySummary>).map(
    (summary) => summary.sha256,
  );
  if (wanted.join() !== found.join()) throw damaged("清单");
};

const describe = (head: EntryHead): string =>
  head.entry === "table" ? `表 ${head.table}` : head.entry === "file" ? `文件 ${head.id}` : head.entry;

const ignore: Visitor = {
  head: async () => undefined,
  data: async () => undefined,
  end: async () => undefined,
};

const requireEmpty = async (client: pg.ClientBase): Promise<void> => {
  if ((await listTables(client)).length > 0) throw new AppError<BackupError>("backup.database_not_empty");
};

/** Foreign keys are taken off and put back at the end, which checks them: rows may then come in any order. */
const takeOffForeignKeys = async (client: pg.ClientBase): Promise<() => Promise<void>> => {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and k.contype = 'f' order by 1, 2`);
  for (const { table, name } of rows)
    await client.query(`alter table ${quote(table)} drop constraint ${quote(name)}`);
  return async () => {
    for (const { table, name, definition } of rows)
      await client.query(`alter table ${quote(table)} add constraint ${quote(name)} ${definition}`);
  };
};

const writeTo = (stream: CopyStreamQuery, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

/** Lays all rows in, in one transaction: triggers off (they guard acts, not restores), foreign keys checked at the end. */
const layIn = async (
  client: pg.ClientBase,
  options: RestoreOptions,
  origin: Origin,
): Promise<Omit<RestoreReport, "upgraded">> => {
  const tables: Record<string, number> = {};
  const jobs: { name: string; data: object }[] = [];
  let files = 0;
  let head: EntryHead | undefined;
  let parts: Buffer[] = [];
  let copy: CopyStreamQuery | undefined;
  const names = (await listTables(client)).map(({ table }) => quote(table));
  await client.query("begin");
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  const putBackForeignKeys = await takeOffForeignKeys(client);
  await client.query(`truncate ${names.join(", ")}`);
  await walk(options, {
    head: async (next) => {
      head = next;
      parts = [];
      if (next.entry !== "table") return;
      copy = client.query(
        copyFrom(`copy ${quote(next.table)} (${next.columns.map(quote).join(", ")}) from stdin`),
      );
      copy.on("error", () => undefined); // told by the write or the end that it breaks
    },
    data: async (bytes) => {
      if (head?.entry === "table" && copy !== undefined) await writeTo(copy, bytes);
      else parts.push(Buffer.from(bytes));
    },
    end: async (summary) => {
      if (head === undefined) return;
      if (head.entry === "table" && copy !== undefined) {
        const stream = copy;
        await new Promise<void>((resolve, reject) => {
          stream.once("error", reject);
          stream.once("finish", resolve);
          stream.end();
        });
        if (stream.rowCount !== summary.rows) throw damaged(describe(head));
        tables[head.table] = stream.rowCount;
        return;
      }
      const bytes = Buffer.concat(parts);
      if (head.entry === "job") jobs.push({ name: head.name, data: JSON.parse(bytes.toString()) as object });
      if (head.entry === "file") {
        await options.files.put(head.id, bytes);
        files += 1;
      }
      if (head.entry === "outside") await layOutside(options.config.checkpointFolder, head.name, bytes);
      if (head.entry === "key") await layKey(options.config.dataFolder, head.name, bytes);
    },
  });
  for (const { name, value } of origin.sequences)
    await client.query("select setval($1::regclass, $2::bigint)", [`public.${quote(name)}`, value]);
  await putBackForeignKeys();
  for (const name of names) await client.query(`alter table ${name} enable trigger user`);
  await client.query("commit");
  return { createdAt: origin.createdAt, program: origin.program, tables, files, jobs };
};

/** Checkpoints that are already held there are the better witness and stay. */
const layOutside = async (folder: string, name: string, bytes: Buffer): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  if (!existsSync(file)) await appendFile(file, bytes, { mode: 0o644 });
};

const layKey = async (folder: string, name: string, bytes: Buffer): Promise<void> => {
  await writeFile(join(folder, existsSync(join(folder, name)) ? `${name}.restored` : name), bytes, {
    mode: 0o600,
  });
};

/**
 * Restores a backup into an empty database: the whole file is read and checked first, then the tables are made at the
 * backup's version, filled in one transaction, and brought to this program's version.
 * @throws AppError BackupError; the database is then as empty as it was
 */
export const restoreBackup = async (
  client: pg.ClientBase,
  options: RestoreOptions,
): Promise<RestoreReport> => {
  let origin: Origin | undefined;
  await walk(options, {
    ...ignore,
    head: async (head) => {
      if (head.entry === "origin") origin = head;
    },
  });
  if (origin === undefined) throw damaged("清单");
  const known = new Map(options.migrations.map((migration) => [migration.name, migration]));
  const older = origin.migrations.map((name) => {
    const migration = known.get(name);
    if (migration === undefined) throw new AppError<BackupError>("backup.newer", { values: { name } });
    return migration;
  });
  await requireEmpty(client);
  await client.query("set statement_timeout = 0");
  try {
    await migrate(client, older);
    const laid = await layIn(client, options, origin);
    const upgraded = await migrate(client, options.migrations);
    return { ...laid, upgraded };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    await emptyAgain(client);
    throw error;
  }
};

const emptyAgain = async (client: pg.ClientBase): Promise<void> => {
  const names = (await listTables(client)).map(({ table }) => quote(table));
  if (names.length > 0) await client.query(`drop table ${names.join(", ")} cascade`);
  // The migrations' own functions; those of extensions stay.
  const { rows } = await client.query<{ name: string }>(`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`);
  for (const { name } of rows) await client.query(`drop function ${name} cascade`);
};
