import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AppError } from "./errors.ts";
import { findLockHolder, processStartTime, takeRunLock } from "./run-lock.ts";

const root = mkdtempSync(join(tmpdir(), "run-lock-"));
after(() => rmSync(root, { recursive: true }));
const newFolder = (): string => mkdtempSync(join(root, "data-"));
const lockFile = (folder: string): string => join(folder, "run.lock");

const takeInChild = (folder: string) => {
  const code = `import { takeRunLock } from ${JSON.stringify(join(import.meta.dirname, "run-lock.ts"))};
    try { takeRunLock(${JSON.stringify(folder)}); console.log("taken"); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.code, error.values?.pid); }`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
};

test("a folder that a living process holds is refused with that process's number", async () => {
  const folder = newFolder();
  const child = takeInChild(folder);
  await once(child.stdout, "data");
  assert.throws(
    () => takeRunLock(folder),
    (error) =>
      error instanceof AppError && error.code === "run_lock.held" && error.values["pid"] === child.pid,
  );
  child.kill("SIGKILL");
  await once(child, "exit");
  const lock = takeRunLock(folder);
  assert.equal(findLockHolder(folder)?.pid, process.pid);
  lock.release();
  assert.deepEqual(readdirSync(folder), []);
});

test("a lock whose number now belongs to another process is taken over", () => {
  const folder = newFolder();
  writeFileSync(
    lockFile(folder),
    JSON.stringify({ pid: process.ppid, startedAt: "another boot:1", token: "t" }),
  );
  takeRunLock(folder).release();
  assert.ok(!existsSync(lockFile(folder)));
});

test("a lock file cut off by a crash is taken over", () => {
  const folder = newFolder();
  writeFileSync(lockFile(folder), '{"pid":');
  takeRunLock(folder).release();
});

test("of six starts at once on a stale lock exactly one wins", async () => {
  const folder = newFolder();
  writeFileSync(lockFile(folder), JSON.stringify({ pid: 999_999_9, startedAt: "x", token: "t" }));
  const children = Array.from({ length: 6 }, () => takeInChild(folder));
  const words = await Promise.all(
    children.map(async (child) => String((await once(child.stdout, "data"))[0])),
  );
  for (const child of children) child.kill("SIGKILL");
  assert.equal(words.filter((word) => word.startsWith("taken")).length, 1, words.join("|"));
});

test("a process that is gone has no start time, this one has", () => {
  assert.equal(processStartTime(9_999_999), undefined);
  assert.ok(processStartTime(process.pid));
});
