// A measured server in its own process, and the load that asks it.
import { type ChildProcess, fork } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";

const hook = join(import.meta.dirname, "../scripts/register-tsx.mjs");
const requests = 4_000;
const concurrency = 50;

/** One of the measured servers in a process of its own. */
export const startServer = (file: string): ChildProcess =>
  fork(join(import.meta.dirname, "servers", file), { execArgv: ["--import", hook], stdio: "inherit" });

export const ask = async <T>(child: ChildProcess, message: object): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as T)); // each server answers each message once
    child.once("exit", () => reject(new Error("the measured server ended")));
    child.send(message);
  });

export const fetchOnce = (
  agent: Agent,
  port: number,
  path: string,
): Promise<{ status: number; body: Buffer }> =>
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
export const measure = async (
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
  // Both sides alike: a server answers all day, and its first thousands of requests are compiled while they are answered.
  await run(requests);
  complete = 0;
  const before = await ask<{ cpu: NodeJS.CpuUsage }>(child, { ask: "cpu" });
  await run(requests);
  const after = await ask<{ cpu: NodeJS.CpuUsage }>(child, { ask: "cpu" });
  agent.destroy();
  if (complete !== requests)
    throw new Error(`${requests - complete} of ${requests} answers were not complete`);
  return (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / complete;
};
