import { PgBoss } from "pg-boss";
import type pg from "pg";
import type { Logger } from "pino";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { deliverEvents, type EventHandler } from "./events.ts";

/** A job's queue, its schedule and its effect. Delivered at least once; `run` must make its effect happen once. */
export type JobDefinition = {
  /** `ledger.checkpoint` */
  name: string;
  /** What it is for, in Chinese, for the jobs page. */
  title: string;
  /** Cron expression in Asia/Shanghai (five fields); absent for jobs that are only sent. */
  schedule?: string;
  /** Seconds after which a job whose worker died is redone; at most 60. */
  expireInSeconds?: number;
  retryLimit?: number;
  run: (data: unknown, job: { id: string }) => Promise<void>;
};

export type Jobs = {
  /** Queues a job in the caller's transaction, so that it exists exactly if the act does. */
  send: (trx: Trx, name: string, data: object, options?: { singletonKey?: string; startAfter?: Date }) => Promise<void>;
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

export const createJobs = (parts: { pool: pg.Pool; db: Db; clock: Clock; log: Logger }): JobRunner => {
  const { pool, db, clock, log } = parts;
  let definitions: readonly JobDefinition[] = [];
  let handlers: readonly EventHandler[] = [];
  let boss: PgBoss | undefined;
  let timer: NodeJS.Timeout | undefined;
  void pool;
  const deliver = async (): Promise<number> => deliverEvents(db, clock, handlers);
  return {
    sender: {
      send: async (_trx, _name, _data) => {
        throw new Error("jobs are being wired");
      },
    },
    define: (jobs, events) => {
      definitions = jobs;
      handlers = events;
    },
    definitions: () => definitions,
    start: async () => {
      timer = setInterval(() => {
        deliver().catch((error: unknown) => log.error({ err: error }, "event delivery failed"));
      }, 1_000);
    },
    stop: async () => {
      clearInterval(timer);
      await boss?.stop({ graceful: true });
      boss = undefined;
    },
    deliver,
  };
};
