import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import type { Clock } from "./clock.ts";
import { type Db, inTransaction, type Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import { deliverEvents, type EventHandler, retryEvent } from "./events.ts";
import {
  deadLetters,
  listFailures,
  listQueues,
  type JobFailure,
  type QueueOverview,
} from "./jobs-overview.ts";
import { createPeriodic, type Periodic } from "./jobs-periodic.ts";

export type JobError = "jobs.not_found" | "jobs.unknown";

/** A job as its handler sees it. */
export type JobRun = {
  id: string;
  /**
   * The job's effect on the database, in one transaction with a receipt: delivered again (its worker was killed
   * after the commit), nothing happens. Returns whether it happened now.
   */
  once: (work: (trx: Trx) => Promise<void>) => Promise<boolean>;
};

/** A job's queue, its schedule and its effect. Delivered at least once; `run` must make its effect happen once. */
export type JobDefinition = {
  /** `ledger.checkpoint` */
  name: string;
  /** What it is for, in Chinese, for the jobs page. */
  title: string;
  /** Cron expression in Asia/Shanghai (five fields); absent for jobs that are only sent. */
  schedule?: string;
  /** Runs in every process at this interval instead of through a queue; `run` must bear several nodes at once. */
  everySeconds?: number;
  /** Seconds after which a job whose worker died is redone; at most 45, so that with polling it is within a minute. */
  expireInSeconds?: number;
  /** Further tries after the first, at most 4: the fifth failure puts the job aside for a person. */
  retryLimit?: number;
  run: (data: unknown, job: JobRun) => Promise<void>;
};

export type Jobs = {
  /**
   * Queues a job in the caller's transaction, so that it exists exactly if the act does. A server starts its jobs
   * before it listens: the first use opens the queues on another connection of the pool, which acts that hold all
   * of them would wait for in vain.
   */
  send: (
    trx: Trx,
    name: string,
    data: object,
    options?: { singletonKey?: string; startAfter?: Date },
  ) => Promise<void>;
  /** Queues and intervals with their last run, for the jobs page. */
  queues: () => Promise<readonly QueueOverview[]>;
  /** Jobs and events that were put aside after five tries. */
  failures: () => Promise<readonly JobFailure[]>;
  /** Tries one of them again, in the transaction of the act. @throws AppError `jobs.not_found` */
  retry: (trx: Trx, id: string) => Promise<void>;
};

export type JobRunner = {
  sender: Jobs;
  define: (jobs: readonly JobDefinition[], handlers: readonly EventHandler[]) => void;
  definitions: () => readonly JobDefinition[];
  /** Starts working: queues, schedules, and the delivery of events. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** Delivers waiting events now; tests and the start use it. */
  deliver: () => Promise<number>;
};

const maxExpireSeconds = 45;
const maxRetries = 4;

export const createJobs = (parts: { pool: pg.Pool; db: Db; clock: Clock; log: Logger }): JobRunner => {
  const { pool, db, clock, log } = parts;
  let definitions: readonly JobDefinition[] = [];
  let handlers: readonly EventHandler[] = [];
  let boss: Promise<PgBoss> | undefined;
  let periodic: Periodic | undefined;
  const queued = (): readonly JobDefinition[] => definitions.filter((job) => job.everySeconds === undefined);
  const deliver = async (): Promise<number> => deliverEvents(db, clock, handlers);

  const openBoss = async (mode: "working" | "sending"): Promise<PgBoss> => {
    // Loaded only where jobs are used: a command line that reads a plan does not pay for it.
    const { PgBoss } = await import("pg-boss");
    const made = new PgBoss({
      db: { executeSql: async (text, values) => pool.query(text, values) },
      schema: "pgboss",
      supervise: mode === "working",
      schedule: mode === "working",
      // A dead worker's job is seen expire + 5 + 5 seconds after it began, at the latest.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      registerInstance: false,
    });
    made.on("error", (error) => log.error({ err: error }, "job queue"));
    await made.start();
    await made.createQueue(deadLetters, { retentionSeconds: 190 * 86_400 });
    for (const job of queued()) {
      const options = {
        expireInSeconds: Math.min(job.expireInSeconds ?? 30, maxExpireSeconds),
        retryLimit: Math.min(job.retryLimit ?? maxRetries, maxRetries),
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 20,
        deadLetter: deadLetters,
      };
      // `short`: one waiting job a key; a schedule that nobody works off does not pile up.
      await made.createQueue(job.name, { ...options, policy: "short" });
      await made.updateQueue(job.name, options);
    }
    return made;
  };

  const ensureBoss = (): Promise<PgBoss> => {
    boss ??= openBoss("sending").catch((error: unknown) => {
      boss = undefined;
      throw error;
    });
    return boss;
  };

  const closeBoss = async (): Promise<void> => {
    const open = boss;
    boss = undefined;
    const opened = await open?.catch(() => undefined);
    await opened?.stop({ graceful: true, timeout: 8_000, close: false });
  };

  const runOf = (name: string, id: string): JobRun => ({
    id,
    once: async (work) =>
      inTransaction(db, async (trx) => {
        const receipt = await trx
          .insertInto("job_receipts")
          .values({ job_id: id, name, handled_at: clock.now() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (receipt.numInsertedOrUpdatedRows === 0n) return false;
        await work(trx);
        return true;
      }),
  });

  const work = async (started: PgBoss, job: JobDefinition): Promise<void> => {
    await started.work<unknown>(job.name, { pollingIntervalSeconds: 2 }, async (batch) => {
      for (const one of batch) {
        try {
          await job.run(one.data, runOf(job.name, one.id));
        } catch (error) {
          log.error({ err: error, job: job.name, jobId: one.id }, "a job failed and will be tried again");
          throw error;
        }
      }
    });
  };

  const sender: Jobs = {
    send: async (trx, name, data, options = {}) => {
      if (!queued().some((job) => job.name === name))
        throw new AppError<JobError>("jobs.unknown", { values: { name } });
      const open = await ensureBoss();
      const { fromKysely } = await import("pg-boss");
      await open.send(name, data, {
        db: fromKysely(trx),
        // A job without a key is its own: it never stands in for another.
        singletonKey: options.singletonKey ?? randomUUID(),
        ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
      });
    },
    queues: async () => listQueues(db, definitions),
    failures: async () => listFailures(db, definitions),
    retry: async (trx, id) => {
      if (await retryEvent(trx, id)) return;
      const open = await ensureBoss();
      const { fromKysely } = await import("pg-boss");
      const moved = await open.redrive(deadLetters, { ids: [id], db: fromKysely(trx) });
      if (moved === 0) throw new AppError<JobError>("jobs.not_found", { status: 404 });
    },
  };

  return {
    sender,
    define: (jobs, events) => {
      definitions = jobs;
      handlers = events;
    },
    definitions: () => definitions,
    start: async () => {
      await closeBoss();
      boss = openBoss("working");
      const started = await boss;
      const scheduled = new Set(queued().flatMap((job) => (job.schedule === undefined ? [] : job.name)));
      for (const old of await started.getSchedules()) {
        if (!scheduled.has(old.name)) await started.unschedule(old.name, old.key);
      }
      for (const job of queued()) {
        if (job.schedule !== undefined)
          await started.schedule(job.name, job.schedule, null, { tz: "Asia/Shanghai" });
        await work(started, job);
      }
      periodic = createPeriodic({ db, clock, log }, [
        ...definitions.flatMap((job) =>
          job.everySeconds === undefined
            ? []
            : [
                {
                  name: job.name,
                  everySeconds: job.everySeconds,
                  run: async () => job.run(null, runOf(job.name, randomUUID())),
                },
              ],
        ),
        { name: "events.deliver", everySeconds: 1, run: async () => void (await deliver()) },
      ]);
    },
    stop: async () => {
      await periodic?.stop();
      periodic = undefined;
      await closeBoss();
    },
    deliver,
  };
};
