import { sql } from "kysely";
import type { Db } from "./db.ts";
import type { JobDefinition } from "./jobs.ts";

/** The queue of jobs that failed five times; nothing works it off, a person does. */
export const deadLetters = "dead_letters";

export type QueueOverview = {
  name: string;
  title: string;
  schedule: string | null;
  everySeconds: number | null;
  waiting: number;
  active: number;
  failed: number;
  lastRunAt: string | null;
  lastError: string | null;
};

export type JobFailure = {
  id: string;
  kind: "job" | "event";
  queue: string;
  title: string;
  attempts: number;
  failedAt: string;
  error: string | null;
};

const isInstalled = async (db: Db): Promise<boolean> => {
  const found = await sql<{ found: boolean }>`select to_regclass('pgboss.job') is not null as found`.execute(
    db,
  );
  return found.rows[0]?.found === true;
};

type QueueRow = { name: string; waiting: number; active: number; last_run_at: Date | null };

const readQueueRows = async (db: Db): Promise<readonly QueueRow[]> => {
  if (!(await isInstalled(db))) return [];
  const rows = await sql<QueueRow>`
    select name, count(*) filter (where state in ('created', 'retry')) as waiting, count(*) filter (where state = 'active') as active,
      max(coalesce(completed_on, started_on)) as last_run_at
    from pgboss.job group by name`.execute(db);
  return rows.rows;
};

export const listQueues = async (
  db: Db,
  definitions: readonly JobDefinition[],
): Promise<readonly QueueOverview[]> => {
  const rows = new Map((await readQueueRows(db)).map((row) => [row.name, row]));
  const failures = await listFailures(db, definitions);
  const periodic = new Map(
    (await db.selectFrom("periodic_runs").selectAll().execute()).map((row) => [row.name, row]),
  );
  const all = [...definitions, { name: "events.deliver", title: "把事件送到各模块", everySeconds: 1 }];
  return all.map((job): QueueOverview => {
    const row = rows.get(job.name);
    const run = periodic.get(job.name);
    const own = failures.filter((failure) =>
      failure.kind === "event" ? job.name === "events.deliver" : failure.queue === job.name,
    );
    const lastRunAt = run?.finished_at ?? row?.last_run_at ?? null;
    return {
      name: job.name,
      title: job.title,
      schedule: "schedule" in job ? (job.schedule ?? null) : null,
      everySeconds: job.everySeconds ?? null,
      waiting: row?.waiting ?? 0,
      active: row?.active ?? 0,
      failed: own.length,
      lastRunAt: lastRunAt === null ? null : lastRunAt.toISOString(),
      lastError: run?.last_error ?? own[0]?.error ?? null,
    };
  });
};

/** What failed is shown without its data: that may hold personal data. */
export const listFailures = async (
  db: Db,
  definitions: readonly JobDefinition[],
): Promise<readonly JobFailure[]> => {
  const titles = new Map(definitions.map((job) => [job.name, job.title]));
  const events = await db
    .selectFrom("outbox_events")
    .select(["id", "name", "attempts", "last_error", "created_at"])
    .where("delivered_at", "is", null)
    .where("attempts", ">=", 5)
    .orderBy("event_no", "desc")
    .limit(200)
    .execute();
  const jobs = (await isInstalled(db))
    ? await sql<{
        id: string;
        source_name: string | null;
        source_retry_count: number | null;
        created_on: Date;
        message: string | null;
      }>`
        select id, source_name, source_retry_count, created_on, coalesce(source_output ->> 'message', source_output ->> 'value') as message
        from pgboss.job where name = ${deadLetters} and state = 'created' order by created_on desc limit 200`.execute(
        db,
      )
    : { rows: [] };
  return [
    ...jobs.rows.map((row): JobFailure => {
      const queue = row.source_name ?? deadLetters;
      return {
        id: row.id,
        kind: "job",
        queue,
        title: titles.get(queue) ?? queue,
        attempts: (row.source_retry_count ?? 0) + 1,
        failedAt: row.created_on.toISOString(),
        error: row.message,
      };
    }),
    ...events.map((row): JobFailure => ({
      id: row.id,
      kind: "event",
      queue: row.name,
      title: `事件 ${row.name}`,
      attempts: row.attempts,
      failedAt: row.created_at.toISOString(),
      error: row.last_error,
    })),
  ];
};
