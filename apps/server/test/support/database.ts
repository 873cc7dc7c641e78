import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import pg from "pg";
import { createDb, createPool, type Db } from "#kernel/db.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#kernel/embedded-postgres.ts";
import { migrate, readMigrations } from "#kernel/migrate.ts";
import { dumpSchema } from "#kernel/schema-dump.ts";

const migrationsFolder = join(import.meta.dirname, "../../migrations");
export const goldenSchemaFile = join(import.meta.dirname, "../../schema.sql");

type Server = {
  label: string;
  admin: () => pg.Client;
  poolOptions: (database: string) => Parameters<typeof createPool>[0];
};

let embedded: Promise<{ postgres: EmbeddedPostgres; folder: string }> | undefined;

const startThrowAway = async () => {
  // Not under the project: the folder must be reachable for the database's own system user.
  const folder = mkdtempSync(join(tmpdir(), "kepu-test-"));
  const { chmodSync } = await import("node:fs");
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataFolder: join(folder, "pg"),
    binariesFolder: join(folder, "binaries"),
    durability: "none",
  });
  return { postgres, folder };
};

const endings: (() => Promise<void>)[] = [];

/** Work for the end of the run that still needs the database: systems that were left running, for example. */
export const beforeDatabaseEnds = (work: () => Promise<void>): void => {
  endings.push(work);
};

// One server for the whole run; the root-level `after` of the test process ends it. Hooks of other files would run after
// this one, when there is no database any more: they register their work above.
after(async () => {
  for (const work of endings.toReversed()) await work();
  for (const [label, template] of templates) {
    if (label === "TEST_DATABASE_URL" && externalUrl !== undefined) {
      const name = await template;
      await withAdmin(externalServer(externalUrl), (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
    }
  }
  if (embedded === undefined) return;
  const { postgres, folder } = await embedded;
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const embeddedServer = async (): Promise<Server> => {
  embedded ??= startThrowAway();
  const { postgres } = await embedded;
  const connection = { host: postgres.socketFolder, user: postgres.user };
  return {
    label: "PostgreSQL 18",
    admin: () => new pg.Client({ ...connection, database: "postgres" }),
    poolOptions: (database) => ({ socketFolder: postgres.socketFolder, user: postgres.user, database }),
  };
};

const externalServer = (url: string): Server => {
  const withDatabase = (database: string): string => {
    const changed = new URL(url);
    changed.pathname = `/${database}`;
    return changed.href;
  };
  return {
    label: "TEST_DATABASE_URL",
    admin: () => new pg.Client({ connectionString: url }),
    poolOptions: (database) => ({ connectionString: withDatabase(database) }),
  };
};

const externalUrl = process.env["TEST_DATABASE_URL"];

const templates = new Map<string, Promise<string>>();
let counter = 0;

const uniqueName = (kind: string): string => {
  counter += 1;
  return `kepu_${kind}_${process.pid}_${counter}`;
};

const withAdmin = async <T>(server: Server, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = server.admin();
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const makeTemplate = async (server: Server): Promise<string> => {
  const name = uniqueName("template");
  await withAdmin(server, (client) =>
    client.query(`create database ${name} template template0 encoding 'UTF8'`),
  );
  const pool = createPool({ ...server.poolOptions(name), maxConnections: 1 });
  const client = await pool.connect();
  try {
    await migrate(client, readMigrations(migrationsFolder));
  } finally {
    client.release();
    await pool.end();
  }
  return name;
};

export type TestDatabase = {
  db: Db;
  pool: pg.Pool;
  name: string;
  poolOptions: Parameters<typeof createPool>[0];
};

const cloneTemplate = async (server: Server): Promise<TestDatabase & { drop: () => Promise<void> }> => {
  let template = templates.get(server.label);
  if (template === undefined) {
    template = makeTemplate(server);
    templates.set(server.label, template);
  }
  const source = await template;
  const name = uniqueName("test");
  await withAdmin(server, (client) => client.query(`create database ${name} template ${source}`));
  const poolOptions = server.poolOptions(name);
  const pool = createPool(poolOptions);
  const db = createDb(pool);
  return {
    db,
    pool,
    name,
    poolOptions,
    drop: async () => {
      await db.destroy();
      await withAdmin(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
};

const suiteOn = (
  name: string,
  { label, server }: { label: string; server: () => Promise<Server> },
  body: (database: () => TestDatabase) => void,
): void => {
  describe(`${name} [${label}]`, () => {
    let current: (TestDatabase & { drop: () => Promise<void> }) | undefined;
    before(async () => {
      current = await cloneTemplate(await server());
    });
    after(async () => {
      await current?.drop();
    });
    body(() => {
      if (current === undefined) throw new Error("database() was called outside a test");
      return current;
    });
  });
};

/**
 * Registers the tests of `body` once, on the embedded PostgreSQL 18: for suites about the program as a whole (its
 * routes, pages and demonstration), whose statements the modules' own suites run on every server. `database()` may be
 * called only inside a test or hook.
 */
export const programSuite = (name: string, body: (database: () => TestDatabase) => void): void =>
  suiteOn(name, { label: "PostgreSQL 18", server: embeddedServer }, body);

/**
 * Registers the tests of `body` once for every database server of this run: the embedded PostgreSQL 18, and the
 * one of TEST_DATABASE_URL where it is set. Each suite works on its own clone of the migrated template.
 * `database()` may be called only inside a test or hook.
 */
export const databaseSuite = (name: string, body: (database: () => TestDatabase) => void): void => {
  programSuite(name, body);
  if (externalUrl !== undefined)
    suiteOn(name, { label: "TEST_DATABASE_URL", server: async () => externalServer(externalUrl) }, body);
};

/** A database of its own on the embedded server, for tests that boot whole applications. The caller drops it. */
export const createTestDatabase = async (): Promise<TestDatabase & { drop: () => Promise<void> }> =>
  cloneTemplate(await embeddedServer());

/** An empty database on the same server. */
export const createEmptyDatabase = async (database: TestDatabase) => {
  const name = `kepu_restore_${randomUUID().slice(0, 8)}`;
  await database.pool.query(`create database ${name} template template0 encoding 'UTF8'`);
  const { connectionString } = database.poolOptions;
  const options = { ...database.poolOptions, database: name };
  if (connectionString !== undefined) {
    const url = new URL(connectionString);
    url.pathname = `/${name}`;
    options.connectionString = url.href;
  }
  const pool = createPool(options);
  return {
    pool,
    poolOptions: options,
    drop: async () => {
      await pool.end();
      await database.pool.query(`drop database ${name} with (force)`);
    },
  };
};

export const readGoldenSchema = (): string => readFileSync(goldenSchemaFile, "utf8");

export { dumpSchema };
