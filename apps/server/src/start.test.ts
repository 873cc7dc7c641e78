import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "kepu-start-"));
const clusters = new Set<string>();
after(async () => {
  const { placeCluster } = await import("#kernel/embedded-cluster.ts");
  // As root the clusters lie in a system folder: those of this test are taken away again.
  for (const data of clusters) {
    if (existsSync(join(data, "database.json")))
      rmSync(join(placeCluster(data).dataFolder, ".."), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

type Started = {
  child: ChildProcess;
  output: () => string;
  ready: Promise<string>;
  exit: Promise<number | null>;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** The real program in a process of its own, with nothing of this process's settings. */
const start = (data: string, env: Record<string, string>): Started => {
  clusters.add(data);
  const child = spawn(
    process.execPath,
    [
      "--import",
      join(root, "scripts/register-tsx.mjs"),
      "--disable-warning=ExperimentalWarning",
      join(import.meta.dirname, "main.ts"),
    ],
    {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        KEPU_DATA: data,
        KEPU_LOG_LEVEL: "error",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const exit = new Promise<number | null>((resolve) => {
    // "close" does not come for a child whose channel we closed ourselves.
    child.on("exit", (code) => resolve(code));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.on("message", (message) => resolve((message as { url: string }).url)); // run-process.ts sends it once
    void exit.then(() => reject(new Error(output)));
  });
  ready.catch(() => undefined);
  return { child, output: () => output, ready, exit };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const refused = 78;

/** A database server that refuses each connection with one SQLSTATE: the address of it. */
const openRefusingDatabase = async (sqlState: string): Promise<string> => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      const fields = Buffer.from(`SFATAL\0C${sqlState}\0Mrefused\0\0`);
      const length = Buffer.alloc(4);
      length.writeInt32BE(4 + fields.length);
      socket.end(Buffer.concat([Buffer.from("E"), length, fields]));
    });
  });
  server.listen(0, "127.0.0.1");
  server.unref();
  await once(server, "listening");
  const address = server.address();
  return `postgres://x:y@127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/kepu`;
};

test("a start serves, answers its health, and a SIGTERM leaves no lock and no socket folder", async () => {
  const data = join(folder, "serve");
  const [port, metricsPort] = [await freePort(), await freePort()];
  const site = start(data, { PORT: String(port), KEPU_METRICS_PORT: String(metricsPort) });
  const url = await site.ready;
  assert.equal(url, `http://localhost:${port}`);
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz/live`)).status, 200);
  const readyResponse = await fetch(`http://127.0.0.1:${port}/healthz/ready`);
  assert.deepEqual(await readyResponse.json(), {
    status: "ok",
    checks: { accepting: true, database: true, migrations: true, jobs: true },
  });
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  assert.match(metrics, /kepu_request_seconds_count\{method="GET",route="\/healthz\/ready",status="2xx"\} 1/);
  assert.match(metrics, /kepu_database_up 1/);
  assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`)).status, 404);

  const second = start(data, { PORT: String(await freePort()) });
  assert.equal(await second.exit, refused);
  assert.match(second.output(), new RegExp(`进程 ${site.child.pid}`));

  site.child.kill("SIGTERM");
  assert.equal(await site.exit, 0, site.output());
  assert.ok(!existsSync(join(data, "run.lock")));
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith(`kepu-pg-${site.child.pid}-`)),
    [],
  );

  // The same data again, and this time the program is killed: its database ends, and the next start takes over.
  const killed = start(data, { PORT: String(port) });
  await killed.ready;
  killed.child.kill("SIGKILL");
  await killed.exit;
  const next = start(data, { PORT: String(port) });
  await next.ready;
  // The end of the parent is the end of the site.
  next.child.disconnect();
  assert.equal(await next.exit, 0, next.output());
  assert.ok(next.child.pid === undefined || !isAlive(next.child.pid));
});

const sentences: [string, (data: string) => Promise<Record<string, string>>, RegExp][] = [
  ["an unknown setting", async () => ({ KEPU_PROT: "3000" }), /不认识的设置 KEPU_PROT/],
  ["a port that is no number", async () => ({ PORT: "http" }), /设置 PORT 的值不对/],
  [
    "a database address that cannot be read",
    async () => ({ DATABASE_URL: "kepu@db" }),
    /设置 DATABASE_URL 的值不对/,
  ],
  [
    "a database that does not answer",
    async () => ({
      DATABASE_URL: `postgres://x:y@127.0.0.1:${await freePort()}/kepu`,
      PORT: String(await freePort()),
    }),
    /连不上数据库 127\.0\.0\.1/,
  ],
  ...(
    [
      ["a wrong database password", "28P01", /拒绝了 DATABASE_URL 里的用户名或密码/],
      ["a database that does not exist", "3D000", /没有名为 kepu 的库。请先创建：createdb/],
      ["a database that lets nobody in", "28000", /pg_hba\.conf 中放行/],
      ["a database without free connections", "53300", /连接数已满。请调大 max_connections/],
    ] as const
  ).map(([name, sqlState, sentence]): [string, () => Promise<Record<string, string>>, RegExp] => [
    name,
    async () => ({
      DATABASE_URL: await openRefusingDatabase(sqlState),
      PORT: String(await freePort()),
    }),
    sentence,
  ]),
  [
    "an address that is not this machine's",
    async () => ({ HOST: "203.0.113.9", PORT: String(await freePort()) }),
    /本机没有地址 203\.0\.113\.9/,
  ],
  [
    "a data folder that cannot be made",
    async () => ({ KEPU_DATA: join(import.meta.filename, "data"), PORT: String(await freePort()) }),
    /文件夹 .*start\.test\.ts.* 不能写入/,
  ],
];

for (const [name, toEnv, sentence] of sentences) {
  test(`a start with ${name} ends with a sentence`, async () => {
    const data = join(folder, name.replaceAll(/\W/g, "-"));
    mkdirSync(data);
    const env = await toEnv(data);
    const site = start(env["KEPU_DATA"] ?? data, env);
    assert.notEqual(await site.exit, 0);
    assert.match(site.output(), sentence);
  });
}

test("a start on a port that is taken names the port and how to choose another", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const site = start(join(folder, "taken"), { PORT: String(port) });
    assert.equal(await site.exit, refused);
    assert.match(site.output(), new RegExp(`端口 ${port} .*PORT=${port + 1} npm start`));
  } finally {
    taken.close();
  }
});

test("a production start refuses a database with demonstration accounts", async () => {
  const data = join(folder, "demo");
  const { openDatabase } = await import("#kernel/open-database.ts");
  const { migrateOpen } = await import("./server.ts");
  const { migrationsFolder, readMigrations } = await import("#kernel/migrate.ts");
  const { default: pg } = await import("pg");
  mkdirSync(data);
  clusters.add(data);
  const database = await openDatabase({ databaseUrl: undefined, dataFolder: data }, { embedded: "own" });
  await migrateOpen(database, readMigrations(migrationsFolder));
  const { socketFolder, user, database: name } = database.poolOptions;
  const client = new pg.Client({ host: socketFolder, user, database: name });
  await client.connect();
  await client.query(`insert into installation values ('demo', '{"since":"2026-01-01T00:00:00Z"}', now())`);
  await client.end();
  await database.stop();
  const site = start(data, { PORT: String(await freePort()) });
  assert.equal(await site.exit, refused);
  assert.match(site.output(), /演示账号/);
});

/** A connection to the embedded database of a site that runs. */
const connect = async (data: string) => {
  const { openDatabase } = await import("#kernel/open-database.ts");
  const { default: pg } = await import("pg");
  const { poolOptions } = await openDatabase(
    { databaseUrl: undefined, dataFolder: data },
    { embedded: "join" },
  );
  const { socketFolder, user, database } = poolOptions;
  const client = new pg.Client({ host: socketFolder, user, database });
  client.on("error", () => undefined);
  await client.connect();
  return client;
};

/** Waits for something of another process; the test's own limit ends what never comes. */
const until = async (work: () => Promise<boolean>): Promise<void> => {
  while (!(await work())) await new Promise((resolve) => setTimeout(resolve, 50));
};

test(
  "a demonstration whose making was killed is made anew, whole, by the next start",
  { timeout: 300_000 },
  async () => {
    const data = join(folder, "interrupted");
    const env = async () => ({ PORT: String(await freePort()), KEPU_DEMO: "1", KEPU_LOG_LEVEL: "warn" });
    const killed = start(data, await env());
    await killed.ready;
    const client = await connect(data);
    const count = async (sql: string): Promise<number> =>
      Number((await client.query<{ count: string }>(`select count(*) as count ${sql}`)).rows[0]?.count);
    await until(async () => (await count("from org_units")) > 40);
    killed.child.kill("SIGKILL");
    await killed.exit;
    await client.end().catch(() => undefined);
    assert.doesNotMatch(killed.output(), /演示账号/);

    const next = start(data, await env());
    await next.ready;
    assert.match(next.output(), /上次演示数据没有装完：清空后重新装/);
    await until(async () => /演示账号[\s\S]*demo\.volunteer/.test(next.output()));
    const whole = await connect(data);
    const { rows } = await whole.query<{
      roots: string;
      twice: string;
      staff: string;
      finished: string | null;
    }>(`
    select (select count(*) from org_units where parent_id is null) as roots,
      (select count(*) from (select region_code from org_units where region_code is not null group by 1 having count(*) > 1) d) as twice,
      (select count(*) from auth_users where username like 'demo.%') as staff,
      (select value ->> 'finishedAt' from installation where key = 'demo') as finished`);
    await whole.end();
    assert.deepEqual(
      [Number(rows[0]?.roots), Number(rows[0]?.twice), rows[0]?.finished !== null],
      [1, 0, true],
    );
    const printed = new Set(next.output().match(/demo\.\w+/g));
    assert.ok(printed.size >= 16);
    assert.equal(Number(rows[0]?.staff), printed.size, "one account for each sign-in that was printed");
    next.child.kill("SIGTERM");
    assert.equal(await next.exit, 0, next.output());

    // The third start has nothing to make and prints the same sign-ins.
    const third = start(data, await env());
    await third.ready;
    await until(async () => third.output().includes("demo.volunteer"));
    assert.doesNotMatch(third.output(), /重新装/);
    const signIns = (text: string): string => (text.match(/^  \S+\t\S+\t.+$/gm) ?? []).join("\n");
    assert.equal(signIns(third.output()), signIns(next.output()));
    third.child.kill("SIGTERM");
    assert.equal(await third.exit, 0);
  },
);
