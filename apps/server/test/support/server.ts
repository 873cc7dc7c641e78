import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { createTestClock, type TestClock } from "#kernel/clock.ts";
import { type Config, readEnv, toConfig } from "#kernel/config.ts";
import { createPool } from "#kernel/db.ts";
import { createLog } from "#kernel/log.ts";
import type { Module } from "#kernel/module.ts";
import { compose, type System } from "#server/compose.ts";
import type { TestDatabase } from "./database.ts";
import { testKey } from "./keys.ts";

export type TestServer = System & { clock: TestClock; config: Config; folder: string };

export const testEnv = (folder: string): Record<string, string> => ({
  KEPU_ENV: "test",
  KEPU_DATA: folder,
  KEPU_LOG_LEVEL: "silent",
  KEPU_SECRET: testKey(1).toString("base64"),
  KEPU_DATA_KEYS: `1:${testKey(2).toString("base64")}`,
  KEPU_INDEX_KEY: testKey(3).toString("base64"),
  KEPU_PUBLIC_URL: "http://localhost:3000",
});

/** A whole system on a test database: the real composition, a clock that the test moves, no listening port. */
export const startTestServer = async (
  database: TestDatabase,
  options: { env?: Record<string, string>; modules?: readonly Module[]; now?: string; log?: Logger } = {},
): Promise<TestServer> => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-server-"));
  const config = toConfig(readEnv({ ...testEnv(folder), ...options.env }));
  const clock = createTestClock(options.now ?? "2026-11-23T01:00:00Z");
  const system = await compose({
    config,
    // Its own pool: closing the system must not close the test's.
    pool: createPool(database.poolOptions),
    clock,
    log: options.log ?? createLog(config),
    ...(options.modules === undefined ? {} : { modules: options.modules }),
  });
  await system.app.ready();
  return {
    ...system,
    clock,
    config,
    folder,
    [Symbol.asyncDispose]: async () => {
      await system[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Headers of a JSON write from our own pages, with a new idempotency key. */
export const writeHeaders = (key = randomBytes(16).toString("hex")): Record<string, string> => ({
  "sec-fetch-site": "same-origin",
  "idempotency-key": key,
});
