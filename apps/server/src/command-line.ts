import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { Clock } from "#kernel/clock.ts";
import { type Config, type Env, readEnv, toConfig } from "#kernel/config.ts";
import { createPool } from "#kernel/db.ts";
import { AppError, createMessageBook } from "#kernel/errors.ts";
import { createLog } from "#kernel/log.ts";
import { kernelMessages } from "#kernel/messages.ts";
import { migrationsFolder, readMigrations, requireMigrated } from "#kernel/migrate.ts";
import { openDatabase } from "#kernel/open-database.ts";
import { findLockHolder, takeRunLock } from "#kernel/run-lock.ts";
import { toStartSentence } from "#kernel/start-messages.ts";
import type { System } from "./compose.ts";

/** What a command may touch of the world around it. */
export type Io = { stdout: (text: string) => void; stderr: (text: string) => void; env: Env; clock: Clock };

/** A file of cli/: `org-import.ts` is `kepu org import`. */
export type Command = {
  /** First line: the command and what it does; further lines: its options. In Chinese. */
  usage: string;
  /** Returns the exit code: 0 done, 1 found something wrong, 2 wrong use. */
  run: (argv: readonly string[], io: Io) => Promise<number>;
};

export const wrongUse = 2;

/** The bytes of a file that the person named; undefined, after a sentence, where it cannot be read. */
export const readGiven = async (path: string, io: Io): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch {
    // Whatever stands in the way (no such file, a folder, no right to read), the person has to look at the path.
    io.stderr(`✗ 读不了文件 ${path}。请检查路径和权限。\n`);
    return undefined;
  }
};

const folder = join(import.meta.dirname, "cli");

export const listCommands = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -3))
    .sort();

// The folder's files by name: the bundler finds them by this pattern.
const loadCommand = async (name: string): Promise<Command> => (await import(`./cli/${name}.ts`)) as Command; // every file of cli/ exports usage and run

const showHelp = async (io: Io): Promise<number> => {
  io.stdout("用法：npx kepu <命令> [选项]\n\n命令：\n");
  for (const name of listCommands()) {
    const { usage } = await loadCommand(name);
    io.stdout(`  ${usage.split("\n", 1)[0] ?? name}\n`);
  }
  io.stdout("\n每条命令后加 --help 看详细用法。\n");
  return 0;
};

/** Says an expected refusal as a sentence; anything else is a defect and is shown whole. */
const explainTo = async (error: unknown, io: Io): Promise<number> => {
  if (!(error instanceof AppError)) {
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  const own = toStartSentence(error);
  if (own !== undefined) {
    io.stderr(`✗ ${own}\n`);
    return 1;
  }
  const { modules } = await import("./modules.ts");
  const book = createMessageBook([kernelMessages, ...modules.map((module) => module.messages)]);
  const fields = Object.values(error.fields).map((code) => book.field(code));
  io.stderr(`✗ ${[book.sentence(error), ...fields].join("\n  ")} [${error.code}]\n`);
  return 1;
};

export const runCommandLine = async (argv: readonly string[], io: Io): Promise<number> => {
  const [first = "--help", second = ""] = argv;
  if (first === "--help" || first === "-h" || first === "help") return showHelp(io);
  const names = listCommands();
  const twoWords = `${first}-${second}`;
  const name = names.includes(twoWords) ? twoWords : names.includes(first) ? first : undefined;
  if (name === undefined) {
    io.stderr(`✗ 没有“${argv.slice(0, 2).join(" ")}”这条命令。npx kepu --help 列出全部命令。\n`);
    return wrongUse;
  }
  const rest = argv.slice(name === twoWords ? 2 : 1);
  const command = await loadCommand(name);
  // `plan parse` prints its own help with its own options.
  if (rest.includes("--help") || rest.includes("-h")) {
    io.stdout(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      io.stderr(`✗ ${error.message}\n\n${command.usage}\n`);
      return wrongUse;
    }
    return explainTo(error, io);
  }
};

export type CommandDatabase = { config: Config; pool: pg.Pool };

/**
 * Opens the installation's database for one command: the running site's own where it runs, else the embedded server
 * is started for as long as the command takes.
 */
export const withDatabase = async <T>(io: Io, work: (opened: CommandDatabase) => Promise<T>): Promise<T> => {
  const config = toConfig(readEnv({ ...io.env, KEPU_LOG_LEVEL: io.env["KEPU_LOG_LEVEL"] ?? "warn" }));
  const isBeside = config.databaseUrl !== undefined || findLockHolder(config.dataFolder) !== undefined;
  const lock = isBeside ? undefined : takeRunLock(config.dataFolder);
  try {
    const database = await openDatabase(config, { embedded: isBeside ? "join" : "own" });
    const pool = createPool({ ...database.poolOptions, maxConnections: 4, applicationName: "kepu-command" });
    try {
      return await work({ config, pool });
    } finally {
      if (!pool.ended) await pool.end();
      await database.stop();
    }
  } finally {
    lock?.release();
  }
};

/** The composed system, for commands that act through the modules' doors. Its jobs are not started. */
export const withSystem = async <T>(io: Io, work: (system: System) => Promise<T>): Promise<T> =>
  withDatabase(io, async ({ config, pool }) => {
    const client = await pool.connect();
    try {
      await requireMigrated(client, readMigrations(migrationsFolder));
    } finally {
      client.release();
    }
    // Loaded only here: a command that needs no modules starts without them.
    const { compose } = await import("./compose.ts");
    const system = await compose({ config, pool, clock: io.clock, log: createLog(config) });
    try {
      return await work(system);
    } finally {
      await system[Symbol.asyncDispose]();
    }
  });
