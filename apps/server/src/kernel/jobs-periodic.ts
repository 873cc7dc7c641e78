import type { Logger } from "pino";
import type { Clock } from "./clock.ts";
import type { Db } from "./db.ts";

export type PeriodicJob = { name: string; everySeconds: number; run: () => Promise<void> };
export type Periodic = { stop: () => Promise<void> };

const noteEveryMs = 30_000;

/**
 * Runs short work at an interval in this process, never two at once of the same; a failure is logged, noted for the
 * jobs page, and tried again at the next turn. Which of several nodes does the work is the work's own question.
 */
export const createPeriodic = (
  context: { db: Db; clock: Clock; log: Logger },
  jobs: readonly PeriodicJob[],
): Periodic => {
  const { db, clock, log } = context;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  // A note every run of every job would write all night for nothing: one each half minute, and one each change.
  const noted = new Map<string, { atMs: number; error: string | null }>();
  const note = async (name: string, startedAt: Date, error: string | null): Promise<void> => {
    const now = clock.now();
    const last = noted.get(name);
    if (last !== undefined && last.error === error && now.getTime() - last.atMs < noteEveryMs) return;
    noted.set(name, { atMs: now.getTime(), error });
    const row = { started_at: startedAt, finished_at: now, last_error: error };
    await db
      .insertInto("periodic_runs")
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
      .execute();
  };

  const runOnce = async (job: PeriodicJob): Promise<void> => {
    const startedAt = clock.now();
    try {
      await job.run();
      await note(job.name, startedAt, null);
    } catch (error) {
      log.error({ err: error, job: job.name }, "periodic work failed");
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      // The database itself may be what is gone; the log has it then.
      await note(job.name, startedAt, `${code} ${String(error)}`.trim().slice(0, 500)).catch(() => undefined);
    }
  };

  const plan = (job: PeriodicJob): void => {
    if (isStopped) return;
    const timer = setTimeout(() => {
      const run = runOnce(job).finally(() => {
        running.delete(run);
        plan(job);
      });
      running.add(run);
    }, job.everySeconds * 1_000);
    timers.set(job.name, timer);
  };
  for (const job of jobs) plan(job);

  return {
    stop: async () => {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
