import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "./errors.ts";
import { toFolderError } from "./run-lock.ts";

export type EmbeddedClusterError = "postgres.no_system_user" | "postgres.not_owner";

/** The system user the database server runs as; undefined means as ourselves. */
export type Identity = { uid: number; gid: number } | undefined;

const isRoot = (): boolean => process.getuid?.() === 0;

const findUser = (name: string): Identity => {
  try {
    const number = (flag: string): number =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    const found = { uid: number("-u"), gid: number("-g") };
    return found.uid > 0 && Number.isInteger(found.gid) ? found : undefined;
  } catch {
    return undefined;
  }
};

const createUser = (): Identity => {
  const name = "kepu-postgres";
  const ways: [string, string[]][] = [
    ["useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]],
    ["adduser", ["-S", "-D", "-H", name]], // busybox
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: "ignore" });
      return findUser(name);
    } catch {
      continue;
    }
  }
  return undefined;
};

/**
 * PostgreSQL refuses to run as root. It then runs as whoever owns the existing cluster, else as the system user
 * `postgres`, else `nobody`, else as a user made for it.
 * @throws AppError `postgres.no_system_user`
 */
export const databaseIdentity = (dataFolder: string): Identity => {
  if (!isRoot()) return undefined;
  if (existsSync(join(dataFolder, "PG_VERSION"))) {
    const { uid, gid } = statSync(dataFolder);
    if (uid !== 0) return { uid, gid };
  }
  const found = findUser("kepu-postgres") ?? findUser("postgres") ?? findUser("nobody") ?? createUser();
  if (found === undefined) throw new AppError<EmbeddedClusterError>("postgres.no_system_user");
  return found;
};

export type ClusterPlace = { dataFolder: string; binariesFolder: string };

const systemFolder = "/var/lib/xiangjiang-kepu";

/**
 * Where the cluster of a data folder lies. An ordinary user's lies in it. Root's lies in a system folder that the
 * database's own user can reach, named after the data folder's path; `database.json` in the data folder remembers
 * which one, so that a new clone on an old path never opens the old clone's database.
 * @throws AppError `postgres.not_owner` | `data.read_only` | `data.disk_full`
 */
export const placeCluster = (dataFolder: string): ClusterPlace => {
  const inside = join(dataFolder, "pg");
  const noteFile = join(dataFolder, "database.json");
  const noted = readNote(noteFile);
  if (noted !== undefined) {
    if (!isRoot())
      throw new AppError<EmbeddedClusterError>("postgres.not_owner", { values: { folder: noted } });
    return toPlace(noted);
  }
  if (!isRoot() || existsSync(join(inside, "PG_VERSION"))) {
    if (!isRoot() && existsSync(inside) && statSync(inside).uid !== process.getuid?.())
      throw new AppError<EmbeddedClusterError>("postgres.not_owner", { values: { folder: inside } });
    return {
      dataFolder: inside,
      binariesFolder: isRoot() ? join(systemFolder, "binaries") : join(dataFolder, "binaries"),
    };
  }
  const name = createHash("sha256").update(resolve(dataFolder)).digest("hex").slice(0, 12);
  try {
    mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
    const home = takeFreeFolder(join(systemFolder, name));
    writeFileSync(noteFile, `${JSON.stringify({ folder: home })}\n`);
    return toPlace(home);
  } catch (error) {
    throw toFolderError(error, systemFolder);
  }
};

const toPlace = (home: string): ClusterPlace => ({
  dataFolder: join(home, "pg"),
  binariesFolder: join(home, "binaries"),
});

const readNote = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined;
  const read = JSON.parse(readFileSync(file, "utf8")) as { folder?: unknown };
  return typeof read.folder === "string" ? read.folder : undefined;
};

const takeFreeFolder = (wanted: string): string => {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o755 });
    return folder;
  }
};

const socketPrefix = "kepu-pg-";

/** Folder for sockets: the run folder of the session, else the temporary one; a socket's path is limited to 107 bytes. */
const socketParent = (): string => {
  const run = process.env["XDG_RUNTIME_DIR"];
  if (!isRoot() && run !== undefined && run.length < 70 && existsSync(run)) return run;
  return tmpdir();
};

/** A new private socket folder, named after the process that owns it; those of processes that are gone are removed. */
export const createSocketFolder = (): string => {
  const parent = socketParent();
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${socketPrefix}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      continue; // another user's
    }
  }
  for (let number = 1; ; number += 1) {
    const folder = join(parent, `${socketPrefix}${process.pid}-${number}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
};

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
