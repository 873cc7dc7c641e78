// Processor time per request, ours beside node:http sending the same bytes, both measured from their own process.
import { type ChildProcess, fork } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createTestDatabase } from "../apps/server/test/support/database.ts";
import { seedForBench } from "./seed.ts";
import type { BenchRow } from "./row.ts";

const hook = join(import.meta.dirname, "../scripts/register-tsx.mjs");
const requests = 4_000;
const concurrency = 50;

const startServer = (file: string): ChildProcess =>
  fork(join(import.meta.dirname, "servers", file), { execArgv: ["--import", hook], stdio: "inherit" });

const ask = async <T>(child: ChildProcess, message: object): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as T)); // each server answers each message once
    child.once("exit", () => reject(new Error("the measured server ended")));
    child.send(message);
  });

const fetchOnce = (agent: Agent, port: number, path: string): Promise<{ status: number; body: Buffer }> =>
  new Promise((resolve, reject) => {
    request({ agent, port, host: "127.0.0.1", path }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on("error", reject);
    })
      .on("error", reject)
      .end();
  });

/** Microseconds of processor time per complete 2xx answer. */
const measure = async (
  child: ChildProcess,
  port: number,
  pathOf: (index: number) => string,
  minimumBytes: number,
): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  let next = 0;
  let complete = 0;
  const run = async (count: number): Promise<void> => {
    const end = next + count;
    const worker = async (): Promise<void> => {
      while (next < end) {
        const index = next;
        next += 1;
        const { status, body } = await fetchOnce(agent, port, pathOf(index));
        if (status >= 200 && status < 300 && body.length >= minimumBytes) complete += 1;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
  await run(requests / 4);
  complete = 0;
  const before = await ask<{ cpu: NodeJS.CpuUsage }>(child, { ask: "cpu" });
  await run(requests);
  const after = await ask<{ cpu: NodeJS.CpuUsage }>(child, { ask: "cpu" });
  agent.destroy();
  if (complete !== requests)
    throw new Error(`${requests - complete} of ${requests} answers were not complete`);
  return (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / complete;
};

export const rows = async (): Promise<BenchRow[]> => {
  const database = await createTestDatabase();
  await seedForBench(database);
  const ours = startServer("kepu.ts");
  const raw = startServer("raw.ts");
  try {
    const { port } = await ask<{ port: number }>(ours, { pool: database.poolOptions });
    const agent = new Agent();
    const page = await fetchOnce(agent, port, "/");
    const { port: rawPort } = await ask<{ port: number }>(raw, { body: page.body.toString("base64") });
    const bytes = page.body.length;
    const rawUs = await measure(raw, rawPort, () => "/", bytes);
    const cachedUs = await measure(ours, port, () => "/", bytes);
    // An address that was never asked for is not in the cache: the page is made from the database.
    const builtUs = await measure(ours, port, (index) => `/?n=${index}`, bytes / 2);
    return [
      { name: `node:http, the same ${Math.round(bytes / 1024)} KB`, value: rawUs, unit: "µs CPU/request" },
      {
        name: "home page from the cache",
        value: cachedUs / rawUs,
        unit: "× raw",
        target: "≤ 4",
        ok: cachedUs <= 4 * rawUs,
        note: `${cachedUs.toFixed(0)} µs`,
      },
      {
        name: "home page from the database",
        value: builtUs / rawUs,
        unit: "× raw",
        target: "≤ 20",
        ok: builtUs <= 20 * rawUs,
        note: `${builtUs.toFixed(0)} µs`,
      },
    ];
  } finally {
    ours.disconnect();
    raw.disconnect();
    await database.drop();
  }
};
