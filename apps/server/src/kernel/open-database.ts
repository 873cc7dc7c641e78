import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Config } from "./config.ts";
import type { PoolOptions } from "./db.ts";
import { isRunning, placeCluster } from "./embedded-cluster.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { AppError } from "./errors.ts";

export type OpenDatabaseError =
  | "database.unreachable"
  | "database.password"
  | "database.missing"
  | "database.refused"
  | "database.too_many_connections"
  | "database.rights";

export type OpenDatabase = {
  kind: "embedded" | "external";
  poolOptions: PoolOptions;
  /** Settles when an embedded server that we started has ended; never for another. */
  ended: Promise<void>;
  stop: () => Promise<void>;
};

const embeddedDatabase = "kepu";
const superuser = "kepu";
const never = new Promise<void>(() => undefined);

const codeOf = (error: unknown): string => {
  // A host name with several addresses gives one error for each of them.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
};

const waitable = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "57P03"]);

/** Gives a failed connection the sentence that says what to mend. */
export const toDatabaseError = (error: unknown, url: string): unknown => {
  const { host, pathname } = new URL(url);
  const address = host === "" ? "（本机套接字）" : host;
  const make = (code: OpenDatabaseError): AppError<OpenDatabaseError> =>
    new AppError(code, {
      values: { address, database: decodeURIComponent(pathname.slice(1)) },
      cause: error,
    });
  const code = codeOf(error);
  if (waitable.has(code) || ["ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "ENOENT", "EACCES"].includes(code))
    return make("database.unreachable");
  if (code === "28P01") return make("database.password");
  if (code === "28000") return make("database.refused");
  if (code === "3D000") return make("database.missing");
  if (code === "53300") return make("database.too_many_connections");
  if (code === "42501") return make("database.rights");
  // node-postgres has no code for its own time limit and for a server that asks for a password we do not have.
  if (error instanceof Error && /timeout expired|terminated unexpectedly/.test(error.message))
    return make("database.unreachable");
  if (error instanceof Error && /password must be a string/.test(error.message))
    return make("database.password");
  return error;
};

/** Waits a little for a server that is just starting. */
const connectOnce = async (connectionString: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (attempt >= 4 || !waitable.has(codeOf(error))) throw toDatabaseError(error, connectionString);
      await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
    }
  }
};

const createEmbeddedDatabase = async (socketFolder: string): Promise<void> => {
  const client = new pg.Client({ host: socketFolder, user: superuser, database: "postgres" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [embeddedDatabase]);
    if (found.rowCount === 0) await client.query(`create database ${embeddedDatabase}`);
  } finally {
    await client.end();
  }
};

const embeddedOptions = (socketFolder: string): PoolOptions => ({
  socketFolder,
  user: superuser,
  database: embeddedDatabase,
});

/** The socket folder of the embedded server that already runs on this data folder, told by its postmaster.pid. */
const findRunningSocket = (dataFolder: string): string | undefined => {
  const file = join(dataFolder, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const [pid, , , , socketFolder] = readFileSync(file, "utf8").split("\n");
  return isRunning(Number(pid)) && socketFolder !== undefined && existsSync(socketFolder)
    ? socketFolder
    : undefined;
};

/**
 * Opens the database of this installation: the server of DATABASE_URL, or the embedded one.
 * With `join`, an embedded server that already runs is used and left running (commands beside a running site);
 * with `own`, a left-over one is ended first (the start, which holds the run lock).
 * @throws AppError OpenDatabaseError | EmbeddedPostgresError
 */
export const openDatabase = async (
  config: Pick<Config, "databaseUrl" | "dataFolder">,
  options: { embedded: "own" | "join"; onOutput?: (line: string) => void },
): Promise<OpenDatabase> => {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) {
    await connectOnce(databaseUrl);
    const poolOptions = { connectionString: databaseUrl };
    return { kind: "external", poolOptions, ended: never, stop: async () => undefined };
  }
  const place = placeCluster(config.dataFolder);
  const running = options.embedded === "join" ? findRunningSocket(place.dataFolder) : undefined;
  if (running !== undefined)
    return {
      kind: "embedded",
      poolOptions: embeddedOptions(running),
      ended: never,
      stop: async () => undefined,
    };
  const postgres = await startEmbeddedPostgres({
    ...place,
    durability: "full",
    ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
  });
  try {
    await createEmbeddedDatabase(postgres.socketFolder);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    kind: "embedded",
    poolOptions: embeddedOptions(postgres.socketFolder),
    ended: postgres.ended,
    stop: postgres.stop,
  };
};
