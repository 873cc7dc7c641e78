import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type Frame, writeArchive } from "./backup-archive.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { FileStore } from "./files.ts";
import { checkpointFile, type HeldCheckpoint, leafFile, readHeldCheckpoints } from "./ledger-checkpoint.ts";

export type EntryHead =
  | {
      entry: "origin";
      createdAt: string;
      program: string;
      migrations: readonly string[];
      sequences: readonly Sequence[];
    }
  | { entry: "table"; table: string; columns: readonly string[] }
  | { entry: "job"; name: string }
  | { entry: "file"; id: string }
  | { entry: "outside"; name: "checkpoints.jsonl" | "leaves.txt" }
  | { entry: "key"; name: "keys.json" | "ledger-key.json" }
  | { entry: "manifest" };

export type Sequence = { name: string; value: string };

/** What the end of each entry says of it, and the manifest of all. */
export type EntrySummary = { sha256: string; bytes: number; rows?: number };

export type BackupReport = {
  tables: Readonly<Record<string, number>>;
  files: number;
  missingFiles: readonly string[];
  jobs: number;
  bytes: number;
};

export type BackupOptions = {
  file: string;
  passphrase: string;
  config: Config;
  files: FileStore;
  clock: Clock;
  program: string;
  /** The encryption keys and the ledger's key go along only where this is asked for: they belong in another safe. */
  keys: "left out" | "included";
};

const textFrame = (kind: Frame["kind"], value: unknown): Frame => ({
  kind,
  bytes: Buffer.from(JSON.stringify(value)),
});

async function* toEntry(
  head: EntryHead,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  done: { rows?: () => number; keep?: (summary: EntrySummary) => void } = {},
): AsyncGenerator<Frame> {
  yield textFrame("head", head);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
    yield { kind: "data", bytes: piece };
  }
  const rows = done.rows?.();
  const summary: EntrySummary = {
    sha256: hash.digest("hex"),
    bytes,
    ...(rows === undefined ? {} : { rows }),
  };
  done.keep?.(summary);
  yield textFrame("end", summary);
}

/** Our own tables with the columns that can be written; generated columns come back by themselves. */
export const listTables = async (
  client: pg.ClientBase,
): Promise<readonly { table: string; columns: readonly string[] }[]> => {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname = 'public' and c.relkind = 'r'
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    group by c.relname order by c.relname collate "C"`);
  return rows;
};

export const quote = (name: string): string => pg.escapeIdentifier(name);

/**
 * The held checkpoints and the leaf copies up to the last of them. They are read before the snapshot begins: every
 * checkpoint is issued after its leaves are committed, so the snapshot holds at least what they vouch for.
 */
const readOutside = async (
  folder: string,
): Promise<readonly { name: "checkpoints.jsonl" | "leaves.txt"; bytes: Buffer }[]> => {
  if (!existsSync(checkpointFile(folder))) return [];
  // Checked first, so that a broken file is named and not carried along.
  await readHeldCheckpoints(folder);
  const text = await readFile(checkpointFile(folder), "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const lastLine = whole.trimEnd().split("\n").at(-1) ?? "";
  const last = lastLine === "" ? undefined : (JSON.parse(lastLine) as HeldCheckpoint);
  const leaves = existsSync(leafFile(folder)) ? await readFile(leafFile(folder)) : Buffer.alloc(0);
  return [
    { name: "checkpoints.jsonl", bytes: Buffer.from(whole) },
    { name: "leaves.txt", bytes: leaves.subarray(0, last?.leafBytes ?? 0) },
  ];
};

async function* backupFrames(
  client: pg.ClientBase,
  options: BackupOptions,
  report: Mutable<BackupReport>,
): AsyncGenerator<Frame> {
  const { config, clock, program, files } = options;
  const summaries: Record<string, EntrySummary> = {};
  const keep = (name: string) => (summary: EntrySummary) => {
    summaries[name] = summary;
  };
  const outside = await readOutside(config.checkpointFolder);
  await client.query("begin isolation level repeatable read read only");
  const migrations = await client.query<{ name: string }>("select name from schema_migrations order by name");
  const sequences = await client.query<Sequence>(
    `select sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public' and last_value is not null`,
  );
  const origin: EntryHead = {
    entry: "origin",
    createdAt: clock.now().toISOString(),
    program,
    migrations: migrations.rows.map((row) => row.name),
    sequences: sequences.rows,
  };
  yield* toEntry(origin, [], { keep: keep("origin") });
  for (const { table, columns } of await listTables(client)) {
    const names = columns.map(quote).join(", ");
    const stream = client.query(copyTo(`copy (select ${names} from ${quote(table)}) to stdout`));
    yield* toEntry({ entry: "table", table, columns }, stream as AsyncIterable<Buffer>, {
      rows: () => stream.rowCount,
      keep: keep(`table ${table}`),
    });
    report.tables[table] = stream.rowCount;
  }
  for (const job of await readWaitingJobs(client)) {
    yield* toEntry({ entry: "job", name: job.name }, [Buffer.from(JSON.stringify(job.data))], {
      keep: keep(`job ${report.jobs}`),
    });
    report.jobs += 1;
  }
  const stored = await client.query<{ id: string }>(
    "select id from stored_files where deleted_at is null order by id",
  );
  await client.query("commit");
  for (const { id } of stored.rows) {
    const bytes = await files.get(id).catch(() => undefined);
    if (bytes === undefined) {
      report.missingFiles.push(id);
      continue;
    }
    yield* toEntry({ entry: "file", id }, [bytes], { keep: keep(`file ${id}`) });
    report.files += 1;
  }
  for (const { name, bytes } of outside)
    yield* toEntry({ entry: "outside", name }, [bytes], { keep: keep(`outside ${name}`) });
  if (options.keys === "included") {
    for (const name of ["keys.json", "ledger-key.json"] as const) {
      const file = join(config.dataFolder, name);
      if (existsSync(file))
        yield* toEntry({ entry: "key", name }, createReadStream(file) as AsyncIterable<Buffer>, {
          keep: keep(`key ${name}`),
        });
    }
  }
  yield* toEntry({ entry: "manifest" }, [Buffer.from(JSON.stringify(summaries))]);
}

/** Jobs that were queued and not finished; the queue's own tables are made anew at a restore. */
const readWaitingJobs = async (
  client: pg.ClientBase,
): Promise<readonly { name: string; data: unknown }[]> => {
  const found = await client.query<{ there: boolean }>(
    "select to_regclass('pgboss.job') is not null as there",
  );
  if (found.rows[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string; data: unknown }>(
    `select name, data from pgboss.job where state in ('created', 'retry', 'active') and name not like '\\_\\_%'
       and name not in (select name from pgboss.schedule) order by created_on, id`,
  );
  return rows;
};

type Mutable<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[]
    ? Item[]
    : T[Key] extends Readonly<Record<string, number>>
      ? Record<string, number>
      : T[Key];
};

/**
 * Backs up while the site works: one repeatable-read snapshot of all tables, the stored files, the checkpoints held
 * outside, and the jobs that wait, into one compressed and encrypted file. Needs no pg_dump.
 * @throws AppError `backup.exists`; on any failure no file is left behind
 */
export const createBackup = async (client: pg.ClientBase, options: BackupOptions): Promise<BackupReport> => {
  const report: Mutable<BackupReport> = { tables: {}, files: 0, missingFiles: [], jobs: 0, bytes: 0 };
  // A large table may take longer to read than a request may.
  await client.query("set statement_timeout = 0");
  const existed = existsSync(options.file);
  try {
    await writeArchive(options.file, options.passphrase, backupFrames(client, options, report));
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    if (!existed) await rm(options.file, { force: true });
    throw error;
  }
  return { ...report, bytes: (await stat(options.file)).size };
};
