import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import type { Logger } from "pino";
import manifest from "../package.json" with { type: "json" };
import type { SignIn } from "#demo/sign-in.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Config } from "#kernel/config.ts";
import { createPool } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { addHealthRoutes, checkReady } from "#kernel/health.ts";
import { findInstallationFact, recordVersion, setInstallationFact } from "#kernel/installation.ts";
import { type Metrics, startMetrics } from "#kernel/metrics.ts";
import { migrate, type Migration, migrationsFolder, readMigrations } from "#kernel/migrate.ts";
import { type OpenDatabase, openDatabase, toDatabaseError } from "#kernel/open-database.ts";
import { takeRunLock } from "#kernel/run-lock.ts";
import { describeUpgrade, upgradeDatabase } from "#kernel/upgrade.ts";
import { compose, type System } from "./compose.ts";
import { clearInterruptedDemo, isInterruptedDemo } from "./interrupted-demo.ts";

export type ServerError =
  | "listen.port_in_use"
  | "listen.port_forbidden"
  | "listen.address"
  | "database.demo_accounts"
  | "database.worker_needs_url";

export type BootOptions = {
  config: Config;
  clock: Clock;
  log: Logger;
  /** `site` answers requests and works jobs; `worker` works jobs only. */
  role: "site" | "worker";
  /** Makes the demonstration district through the real commands; called while the site serves, until it has finished once. */
  seedDemo: (system: System) => Promise<readonly SignIn[]>;
  /** Tells whoever starts the site what it did by itself. */
  say?: (sentence: string) => void;
};

export type Running = {
  url: string;
  system: System;
  metrics: Metrics | undefined;
  /** Settles with the demonstration's sign-ins; empty without a demonstration. */
  demo: Promise<readonly SignIn[]>;
  /** Settles when the embedded database ended without being asked to. */
  databaseEnded: Promise<void>;
  /** Stops accepting, lets running requests end (10 s at most), then jobs, connections, database, lock. */
  stop: () => Promise<void>;
};

const drainMs = 10_000;

const toListenError = (error: unknown, config: Config): unknown => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const values = { port: config.port, next: config.port + 1, host: config.host };
  if (code === "EADDRINUSE") return new AppError<ServerError>("listen.port_in_use", { values, cause: error });
  if (code === "EACCES") return new AppError<ServerError>("listen.port_forbidden", { values, cause: error });
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new AppError<ServerError>("listen.address", { values, cause: error });
  return error;
};

/** Asks for the port before anything slow starts; who takes it in between is caught again by the real listen. */
const requireFreePort = async (config: Config): Promise<void> => {
  if (config.port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen({ port: config.port, host: config.host }, resolve);
    });
  } catch (error) {
    throw toListenError(error, config);
  }
  await new Promise((resolve) => probe.close(resolve));
};

/** Runs `work` on one connection of `open`; a failure to reach the server has its sentence. */
const withClient = async <T>(open: OpenDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const { connectionString, socketFolder, user, database } = open.poolOptions;
  const client = new pg.Client(
    connectionString === undefined ? { host: socketFolder, user, database } : { connectionString },
  );
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } catch (error) {
    throw connectionString === undefined ? error : toDatabaseError(error, connectionString);
  } finally {
    await client.end();
  }
};

/** Brings the database of `open` to this program's version. @throws AppError MigrateError | OpenDatabaseError */
export const migrateOpen = async (
  open: OpenDatabase,
  migrations: readonly Migration[],
): Promise<readonly string[]> => withClient(open, (client) => migrate(client, migrations));

const requireRightKind = async (system: System, config: Config, clock: Clock): Promise<void> => {
  const { db } = system.context;
  const demo = await findInstallationFact(db, "demo");
  if (!config.demo && demo !== undefined) throw new AppError<ServerError>("database.demo_accounts");
  if (!config.demo || demo !== undefined) return;
  const units = await db.selectFrom("org_units").select("id").limit(1).execute();
  if (units.length > 0) throw new AppError("config.demo_in_production");
  await setInstallationFact(db, clock, { key: "demo", value: { since: clock.now().toISOString() } });
};

const demoFile = (config: Config): string => join(config.dataFolder, "demo.json");

/** The sign-ins of a demonstration are random; they are kept beside its data so that every start can print them. */
const runDemo = async (system: System, options: BootOptions): Promise<readonly SignIn[]> => {
  const { config, clock } = options;
  if (!config.demo) return [];
  const file = demoFile(config);
  const demo = await findInstallationFact(system.context.db, "demo");
  if (demo?.finishedAt !== undefined && existsSync(file))
    return (JSON.parse(readFileSync(file, "utf8")) as { signIns: SignIn[] }).signIns;
  const signIns = await options.seedDemo(system);
  writeFileSync(file, `${JSON.stringify({ signIns }, null, 2)}\n`, { mode: 0o600 });
  const finishedAt = clock.now().toISOString();
  await setInstallationFact(system.context.db, clock, {
    key: "demo",
    value: { since: demo?.since ?? finishedAt, finishedAt },
  });
  return signIns;
};

/**
 * Starts everything in order and undoes what was started where a later step fails.
 * @throws AppError with a sentence in kernel/start-messages.json
 */
export const boot = async (options: BootOptions): Promise<Running> => {
  const { config, clock, log, role } = options;
  if (role === "worker" && config.databaseUrl === undefined)
    throw new AppError<ServerError>("database.worker_needs_url");
  const undo: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      for (const step of undo.toReversed()) {
        try {
          await step();
        } catch (error) {
          log.error({ err: error }, "a step of the shutdown failed");
        }
      }
    })();
    return stopping;
  };
  try {
    const lock = takeRunLock(config.dataFolder, role === "site" ? "run" : "worker");
    undo.push(() => lock.release());
    if (role === "site") await requireFreePort(config);
    if (config.demo && !existsSync(demoFile(config)))
      writeFileSync(demoFile(config), '{"signIns":[]}\n', { mode: 0o600 });
    const database = await openDatabase(config, {
      embedded: "own",
      onOutput: (line) => log.debug({ postgres: line.trim() }),
    });
    undo.push(database.stop);
    const migrations = readMigrations(migrationsFolder);
    await withClient(database, async (client) => {
      if (config.demo && role === "site" && (await isInterruptedDemo(client))) {
        options.say?.("上次演示数据没有装完：清空后重新装 the demonstration was interrupted: starting over");
        await clearInterruptedDemo(client, { config, migrations });
      }
      const upgrade = await upgradeDatabase(client, { config, clock, migrations, program: manifest.version });
      if (upgrade.applied.length > 0) log.info({ applied: upgrade.applied }, "migrated");
      if (upgrade.backup !== undefined) options.say?.(describeUpgrade(upgrade));
    });
    const pool = createPool({
      ...database.poolOptions,
      onConnectionError: (error) => log.warn({ err: error }, "a database connection broke"),
    });
    const system = await compose({ config, pool, clock, log });
    undo.push(async () => system[Symbol.asyncDispose]());
    await requireRightKind(system, config, clock);
    await recordVersion(system.context.db, clock, manifest.version);
    const state = {
      migrationNames: migrations.map((one) => one.name),
      isAccepting: () => stopping === undefined,
    };
    addHealthRoutes(system.app, async () => checkReady(system.context, state));
    const metrics = config.metricsPort === 0 ? undefined : await startMetrics(system.app, system.context);
    if (metrics !== undefined) undo.push(metrics.stop);
    undo.push(() => drain(system));
    // A writer may put work into the queues from the first request on.
    await system.jobs.start();
    let url = "";
    if (role === "site") {
      await system.app.listen({ port: config.port, host: config.host }).catch((error: unknown) => {
        throw toListenError(error, config);
      });
      const address = system.app.server.address();
      const port = typeof address === "object" && address !== null ? address.port : config.port;
      url = config.publicUrl.replace(/:0$/, `:${port}`);
    } else await system.app.ready();
    const demo = role === "site" ? runDemo(system, options) : Promise.resolve([]);
    demo.catch(() => undefined); // the caller awaits it too; a stop in between must not end the process
    const databaseEnded = database.ended.then(() =>
      stopping === undefined ? undefined : new Promise<void>(() => undefined),
    );
    return { url, system, metrics, demo, databaseEnded, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Requests that run may end, for ten seconds; then their connections are cut. */
const drain = async (system: System): Promise<void> => {
  const cut = setTimeout(() => system.app.server.closeAllConnections(), drainMs);
  await system.app.close();
  clearTimeout(cut);
};
