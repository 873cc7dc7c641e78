import type pg from "pg";
import type { Logger } from "pino";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Db } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import type { FileStore } from "./files.ts";
import type { Jobs } from "./jobs.ts";
import type { PageCache } from "./page-cache.ts";
import type { PersonalDataSource } from "./personal-data.ts";
import type { Policy } from "./policy.ts";

/** What compose.ts makes once and hands to each module's routes and jobs. Commands get only what they need. */
export type Context = {
  config: Config;
  db: Db;
  pool: pg.Pool;
  clock: Clock;
  log: Logger;
  cipher: FieldCipher;
  policy: Policy;
  pages: PageCache;
  files: FileStore;
  jobs: Jobs;
  /** What all modules hold about a person. */
  personalData: readonly PersonalDataSource[];
};

/** What a command needs to know of the act around it. */
export type ActContext = { clock: Clock; cipher: FieldCipher; requestId?: string };
