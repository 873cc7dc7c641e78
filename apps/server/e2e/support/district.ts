// A fresh demonstration district for the journeys: the real composition, the real seeding, a real port.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { seedDemo } from "#demo/index.ts";
import type { SignIn } from "#demo/sign-in.ts";
import { systemClock } from "#kernel/clock.ts";
import { readEnv, toConfig } from "#kernel/config.ts";
import { createPool } from "#kernel/db.ts";
import { createLog } from "#kernel/log.ts";
import { compose, type System } from "#server/compose.ts";
import { beforeDatabaseEnds, createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { testEnv } from "#test/support/server.ts";

export type District = {
  url: string;
  system: System;
  database: TestDatabase;
  signIns: readonly SignIn[];
  dataFolder: string;
};

const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

let started: Promise<District> | undefined;
let stop: (() => Promise<void>) | undefined;

const start = async (): Promise<District> => {
  const database = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), "kepu-journey-"));
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const config = toConfig(
    readEnv({ ...testEnv(dataFolder), KEPU_DEMO: "1", KEPU_PUBLIC_URL: url, KEPU_PORT: String(port) }),
  );
  const system = await compose({
    config,
    pool: createPool(database.poolOptions),
    clock: systemClock,
    log: createLog(config),
  });
  await system.app.listen({ host: "localhost", port });
  await system.jobs.start();
  const signIns = await seedDemo(system);
  stop = async () => {
    await system[Symbol.asyncDispose]();
    await database.drop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { url, system, database, signIns, dataFolder };
};

/** One district for all journeys of a run; a journey makes its own people and organisations in it. */
export const openDistrict = (): Promise<District> => {
  started ??= start();
  return started;
};

beforeDatabaseEnds(async () => {
  await stop?.();
});

/** Signs in by account name and password, as the demonstration prints them. */
export const signInAs = async (page: Page, district: District, account: string): Promise<void> => {
  const found = district.signIns.find((one) => one.account === account);
  if (found === undefined) throw new Error(`no demonstration account ${account}`);
  await page.goto(`${district.url}/sign-in/password`);
  await page.getByLabel("账号").fill(found.account);
  await page.getByLabel("密码").fill(found.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL((target) => !target.pathname.startsWith("/sign-in"));
};

/** The newest code that the development outbox holds for a number. */
export const readCode = async (page: Page, district: District, phone: string): Promise<string> => {
  const other = await page.context().newPage();
  await other.goto(`${district.url}/development/outbox`);
  const text = await other.locator("body").innerText();
  await other.close();
  const found = [...text.matchAll(/验证码\s*(\d{3})\s?(\d{4})/g)][0];
  if (found === null || found === undefined)
    throw new Error(`no code for ${phone} in: ${text.slice(0, 300)}`);
  return `${found[1] ?? ""}${found[2] ?? ""}`;
};
