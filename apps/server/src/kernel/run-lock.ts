import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "./errors.ts";

export type RunLockError = "run_lock.held" | "data.read_only" | "data.disk_full";

/** Who holds a data folder. A pid alone is not enough: after a restart of the machine another process may have it. */
export type LockHolder = { pid: number; startedAt: string; token: string };

export type RunLock = { release: () => void };

/** When the process started, in the system's own words; undefined when there is no such process. */
export const processStartTime = (pid: number): string | undefined => {
  try {
    if (process.platform === "linux") {
      // Field 22 of stat, counted after the name in brackets, which may itself hold spaces.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z") return undefined;
      return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19] ?? ""}`;
    }
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
};

const readHolder = (file: string): LockHolder | undefined => {
  try {
    const read = JSON.parse(readFileSync(file, "utf8")) as Partial<LockHolder>;
    if (typeof read.pid !== "number" || typeof read.startedAt !== "string" || typeof read.token !== "string")
      return undefined;
    return { pid: read.pid, startedAt: read.startedAt, token: read.token };
  } catch {
    return undefined;
  }
};

/** The living process that holds the folder, if one does. */
export const findLockHolder = (folder: string, name = "run"): LockHolder | undefined => {
  const holder = readHolder(join(folder, `${name}.lock`));
  return holder !== undefined && processStartTime(holder.pid) === holder.startedAt ? holder : undefined;
};

/** Names what a folder refuses: read-only and full are the two that people can mend. */
export const toFolderError = (error: unknown, folder: string): unknown => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOTDIR")
    return new AppError<RunLockError>("data.read_only", { values: { folder }, cause: error });
  if (code === "ENOSPC" || code === "EDQUOT")
    return new AppError<RunLockError>("data.disk_full", { values: { folder }, cause: error });
  return error;
};

/**
 * Takes a data folder for this process alone. A lock that a killed process left behind is taken over.
 *
 * The new lock is written aside and linked into place, which fails if one is there, so two starts cannot both
 * win. A stale lock is moved away first; who moved away a lock that is not the stale one it read puts it back.
 * @throws AppError `run_lock.held` with the holder's pid | `data.read_only` | `data.disk_full`
 */
export const takeRunLock = (folder: string, name = "run"): RunLock => {
  const file = join(folder, `${name}.lock`);
  const token = randomUUID();
  const draft = `${file}.${token}`;
  const own: LockHolder = { pid: process.pid, startedAt: processStartTime(process.pid) ?? "", token };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, JSON.stringify(own));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const held = findLockHolder(folder, name);
      if (held !== undefined && held.pid !== process.pid)
        throw new AppError<RunLockError>("run_lock.held", { values: { pid: held.pid, folder } });
      const stale = readHolder(file);
      if (existsSync(file)) moveAway(file, stale?.token);
      if (linkIfFree(draft, file)) {
        return {
          release: () => {
            if (readHolder(file)?.token === token) rmSync(file, { force: true });
          },
        };
      }
    }
    throw new AppError<RunLockError>("run_lock.held", {
      values: { pid: readHolder(file)?.pid ?? 0, folder },
    });
  } catch (error) {
    throw toFolderError(error, folder);
  } finally {
    rmSync(draft, { force: true });
  }
};

const linkIfFree = (draft: string, file: string): boolean => {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

const moveAway = (file: string, staleToken: string | undefined): void => {
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // someone else moved it
  }
  if (readHolder(aside)?.token !== staleToken) linkIfFree(aside, file);
  rmSync(aside, { force: true });
};
