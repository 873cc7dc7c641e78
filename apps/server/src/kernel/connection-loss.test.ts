import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import Type from "typebox";
import type { Module } from "./module.ts";

/** The process under test: holds a client while the database ends its connection, then asks again. */
const program = `
  import { sql } from "kysely";
  import { createDb, createPool } from ${JSON.stringify(join(import.meta.dirname, "db.ts"))};
  import pg from "pg";
  const options = JSON.parse(process.argv[1]);
  const make = { ours: () => createPool(options), bare: () => new pg.Pool({ host: options.socketFolder, user: options.user, database: options.database, connectionString: options.connectionString }) };
  const pool = make[process.argv[2]]();
  pool.on("error", () => undefined);
  const db = createDb(pool);
  const client = await pool.connect();
  const { rows } = await client.query("select pg_backend_pid() as pid");
  await db.executeQuery(sql\`select pg_terminate_backend(\${rows[0].pid})\`.compile(db));
  await new Promise((resolve) => setTimeout(resolve, 500));
  await client.query("select 1").catch(() => process.stdout.write("refused "));
  client.release(true);
  await sql\`select 1\`.execute(db);
  process.stdout.write("lives");
  await db.destroy();
`;

databaseSuite("a connection that breaks", (database) => {
  const run = async (kind: "ours" | "bare"): Promise<{ code: number; output: string }> => {
    const child = spawn(
      process.execPath,
      ["--input-type=module", "-e", program, JSON.stringify(database().poolOptions), kind],
      {
        cwd: import.meta.dirname,
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [code] = (await once(child, "close")) as [number];
    return { code, output };
  };

  test("under a checked-out client ends a request and not the process", async () => {
    assert.deepEqual(await run("ours"), { code: 0, output: "refused lives" });
  });

  test("control: a pool without our listener ends the process", async () => {
    const { code, output } = await run("bare");
    assert.notEqual(code, 0);
    assert.doesNotMatch(output, /lives/);
  });

  test("in the middle of a request answers with a refusal that tells nothing, and the next request works", async () => {
    let kill = true;
    const module: Module = {
      name: "probe",
      policy: {},
      messages: {},
      routes: (routes, context) => {
        routes.write({
          method: "POST",
          url: "/api/probe",
          access: { allow: "public" },
          summary: "probe",
          response: Type.Object({ ok: Type.Boolean() }),
          handler: async (_visit, trx) => {
            const pid = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
            if (kill) await sql`select pg_terminate_backend(${pid.rows[0]?.pid ?? 0})`.execute(context.db);
            await sql`select 1`.execute(trx);
            return { ok: true };
          },
        });
      },
    };
    await using server = await startTestServer(database(), { modules: [module] });
    const post = (key: string) =>
      server.app.inject({
        method: "POST",
        url: "/api/probe",
        headers: { "sec-fetch-site": "same-origin", "idempotency-key": key },
      });
    const broken = await post("k".repeat(20));
    assert.equal(broken.statusCode, 500);
    assert.equal(broken.json().error.code, "http.unexpected");
    assert.doesNotMatch(broken.body, /terminat|connection|pg_/i);
    kill = false;
    const repeated = await post("k".repeat(20));
    assert.deepEqual([repeated.statusCode, repeated.json()], [200, { ok: true }]);
  });
});
