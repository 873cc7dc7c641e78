import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";

/**
 * All tables. Each owner adds its own by declaration merging in its tables.ts:
 * `declare module "#kernel/db.ts" { interface Tables { orders: OrdersTable } }`.
 */
// oxlint-disable-next-line typescript/no-empty-interface typescript/no-empty-object-type -- open for merging
export interface Tables {}

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

// int8 as number: counts here stay far below 2^53; a larger value is a programming mistake and throws.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`);
  return value;
});
// A calendar date has no time zone: it stays the text YYYY-MM-DD.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export type PoolOptions = {
  connectionString?: string;
  /** A folder with the server's Unix socket, for the embedded server. */
  socketFolder?: string;
  user?: string;
  database?: string;
  maxConnections?: number;
  applicationName?: string;
  /** Told of connections that broke; never thrown. */
  onConnectionError?: (error: Error) => void;
};

/**
 * A pool whose broken connections cannot end the process. node-postgres emits 'error' on a client that is
 * checked out when the server dies, and without a listener on that client Node ends (brianc/node-postgres#3202);
 * `pool.on("error")` covers idle clients only. Measured: one kill -9 of PostgreSQL took three app nodes down.
 */
export const createPool = (options: PoolOptions): pg.Pool => {
  const report = options.onConnectionError ?? (() => undefined);
  const pool = new pg.Pool({
    ...(options.connectionString === undefined ? {} : { connectionString: options.connectionString }),
    ...(options.socketFolder === undefined ? {} : { host: options.socketFolder }),
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.database === undefined ? {} : { database: options.database }),
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: options.applicationName ?? "kepu",
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on("error", report);
  pool.on("connect", (client) => {
    client.on("error", report);
  });
  return pool;
};

export const createDb = (pool: pg.Pool): Db => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

const retryable = new Set(["40001", "40P01"]);

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  errorCode(error) === "23505" &&
  (constraint === undefined ||
    (error instanceof Error && "constraint" in error && error.constraint === constraint));

/**
 * Runs `work` in one READ COMMITTED transaction; a deadlock or serialisation failure is tried again from the
 * start, at most 4 times, after a pause of random length so that two do not meet again. `work` must therefore touch nothing but the database.
 */
export const inTransaction = async <T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt >= 4 || !retryable.has(errorCode(error) ?? "")) throw error;
      await setTimeout(randomInt(5, 25 * attempt));
    }
  }
};
