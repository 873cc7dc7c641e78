// Composes the system on a throw-away database and writes what is derived from it; `--check` compares instead.
// Called by generate.mjs on Node 24.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createTestClock } from "../apps/server/src/kernel/clock.ts";
import { readEnv, toConfig } from "../apps/server/src/kernel/config.ts";
import { createPool } from "../apps/server/src/kernel/db.ts";
import { startEmbeddedPostgres } from "../apps/server/src/kernel/embedded-postgres.ts";
import { createLog } from "../apps/server/src/kernel/log.ts";
import { migrate, readMigrations } from "../apps/server/src/kernel/migrate.ts";
import { dumpSchema } from "../apps/server/src/kernel/schema-dump.ts";
import { compose } from "../apps/server/src/compose.ts";
import { renderPersonalData } from "../apps/server/src/personal-data-catalogue.ts";
import { renderPlanMap } from "../apps/server/src/plan-map.ts";
import { testEnv } from "../apps/server/test/support/server.ts";

const root = join(import.meta.dirname, "..");

type Generated = { path: string; text: string };

const derive = async (): Promise<readonly Generated[]> => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-generate-"));
  // Reachable for the database's own system user, whose folder in it is private.
  execFileSync("chmod", ["755", folder]);
  const postgres = await startEmbeddedPostgres({
    dataFolder: join(folder, "pg"),
    binariesFolder: join(folder, "binaries"),
    durability: "none",
  });
  try {
    const { socketFolder, user } = postgres;
    const pool = createPool({ socketFolder, user, database: "postgres" });
    const client = await pool.connect();
    await migrate(client, readMigrations(join(root, "apps/server/migrations")));
    const schema = await dumpSchema(client);
    client.release();
    const config = toConfig(readEnv(testEnv(folder)));
    await using system = await compose({
      config,
      pool,
      clock: createTestClock("2026-01-01T00:00:00Z"),
      log: createLog(config),
    });
    await system.app.ready();
    const openapi = `${JSON.stringify(system.app.swagger(), null, 2)}\n`;
    return [
      { path: "apps/server/schema.sql", text: schema },
      { path: "apps/server/openapi.json", text: openapi },
      { path: "apps/workbench/src/api/__generated__/openapi.ts", text: toClientTypes(openapi, folder) },
      { path: "docs/plan-map.md", text: renderPlanMap(system.modules) },
      { path: "docs/personal-data.md", text: renderPersonalData() },
    ];
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** openapi-typescript lives with its own TypeScript 5.9 in a workspace of its own. */
const toClientTypes = (openapi: string, folder: string): string => {
  const input = join(folder, "openapi.json");
  const output = join(folder, "openapi.ts");
  writeFileSync(input, openapi);
  const home = join(root, "tools/openapi-types");
  const program = [
    join(home, "node_modules/openapi-typescript/bin/cli.js"),
    join(root, "node_modules/openapi-typescript/bin/cli.js"),
  ].find(existsSync);
  if (program === undefined) throw new Error("openapi-typescript is not installed");
  execFileSync(process.execPath, [program, input, "-o", output], {
    cwd: home,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return readFileSync(output, "utf8");
};

const isCheck = process.argv.includes("--check");
const stale = (await derive()).filter(({ path, text }) => {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  if (!isCheck) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return true;
});
for (const { path } of stale)
  console.log(isCheck ? `✗ ${path} is out of date: npm run generate` : `✓ wrote ${path}`);
if (stale.length === 0) console.log("✓ generated files are up to date");
process.exit(isCheck && stale.length > 0 ? 1 : 0);
