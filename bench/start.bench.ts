// What a user waits for: the second start until it serves, and what it keeps in memory at rest, database included.
// The built system as `npm start` runs it, on a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchRow } from "./row.ts";

const main = join(import.meta.dirname, "../apps/server/dist/main.js");
const port = 3_917;

const isServing = async (): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).status === 200;
  } catch {
    return false;
  }
};

const start = async (dataFolder: string): Promise<{ child: ChildProcess; seconds: number }> => {
  const from = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main], {
    env: {
      ...process.env,
      KEPU_DATA: dataFolder,
      KEPU_PORT: String(port),
      KEPU_DEMO: "1",
      KEPU_LOG_LEVEL: "error",
    },
    stdio: "ignore",
    detached: true,
  });
  while (!(await isServing())) {
    if (child.exitCode !== null || performance.now() - from > 120_000)
      throw new Error("the built system did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, seconds: (performance.now() - from) / 1_000 };
};

const stop = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
};

const numberIn = (file: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);

/** Proportional memory of a process and all below it in MB: pages that several share count once. */
const memoryOf = (rootPid: number): number => {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name) && existsSync(`/proc/${name}/status`))
      parents.set(Number(name), numberIn(`/proc/${name}/status`, "PPid"));
  }
  const isBelow = (pid: number): boolean =>
    pid === rootPid || (parents.has(pid) && pid > 1 && isBelow(parents.get(pid) ?? 1));
  let kilobytes = 0;
  for (const pid of parents.keys())
    if (isBelow(pid)) kilobytes += numberIn(`/proc/${pid}/smaps_rollup`, "Pss");
  return kilobytes / 1_024;
};

const untilSeeded = async (dataFolder: string): Promise<number> => {
  const from = performance.now();
  while (!existsSync(join(dataFolder, "demo.json"))) {
    if (performance.now() - from > 120_000) throw new Error("the demonstration district was not finished");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return (performance.now() - from) / 1_000;
};

export const rows = async (): Promise<BenchRow[]> => {
  if (process.platform !== "linux") return [];
  const dataFolder = mkdtempSync(join(tmpdir(), "kepu-bench-start-"));
  try {
    const first = await start(dataFolder);
    const seedSeconds = await untilSeeded(dataFolder);
    await stop(first.child);
    const second = await start(dataFolder);
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    const memory = memoryOf(second.child.pid ?? 0);
    await stop(second.child);
    return [
      { name: "first start of the built system to serving", value: first.seconds, unit: "s" },
      {
        name: "demonstration district made while it serves",
        value: seedSeconds,
        unit: "s",
        target: "≤ 30",
        ok: seedSeconds <= 30,
      },
      {
        name: "second start to serving",
        value: second.seconds,
        unit: "s",
        target: "≤ 5",
        ok: second.seconds <= 5,
      },
      {
        name: "memory at rest, database included",
        value: memory,
        unit: "MB",
        target: "≤ 300",
        ok: memory <= 300,
      },
    ];
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
};
