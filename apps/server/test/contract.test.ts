import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { type Actor, anonymous, roles } from "#kernel/actor.ts";
import { kernelMessages } from "#kernel/messages.ts";
import { kernelNames, recordName, registerPlainNames } from "#kernel/plain-names.ts";
import { modules } from "#server/modules.ts";
import { programSuite, type TestDatabase } from "./support/database.ts";
import { type Probe, toRequest } from "./support/matrix.ts";
import { schoolsProbes } from "./support/probes/schools.ts";
import { adviceProbes } from "./support/probes/advice.ts";
import { lecturesProbes } from "./support/probes/lectures.ts";
import { honorariaProbes } from "./support/probes/honoraria.ts";
import { packsProbes } from "./support/probes/packs.ts";
import { burdensProbes } from "./support/probes/burdens.ts";
import { channelsProbes } from "./support/probes/channels.ts";
import { contentsProbes } from "./support/probes/contents.ts";
import { contentsStudioProbes } from "./support/probes/contents-studio.ts";
import { identityProbes } from "./support/probes/identity.ts";
import { questionsProbes } from "./support/probes/questions.ts";
import { readersProbes } from "./support/probes/readers.ts";
import { trustProbes } from "./support/probes/trust.ts";
import { occasionsProbes } from "./support/probes/occasions.ts";
import { organisationsProbes } from "./support/probes/organisations.ts";
import { plansProbes } from "./support/probes/plans.ts";
import { policiesProbes } from "./support/probes/policies.ts";
import { rumoursProbes } from "./support/probes/rumours.ts";
import { assessmentsProbes } from "./support/probes/assessments.ts";
import { inspectionsProbes } from "./support/probes/inspections.ts";
import { meetingsProbes } from "./support/probes/meetings.ts";
import { buildParams } from "./support/existing-records.ts";
import { fillUrl, personActor, routeName, startWorld, type World } from "./support/whole-system.ts";

/** Routes whose library must not run inside our transaction; the reason stands at the route. A closed list. */
const outsideTransaction: readonly string[] = [
  "POST /my/family/:id/device",
  "POST /my/helping/code",
  "POST /my/security/new-password",
  "POST /my/security/password",
  "POST /my/security/totp/confirm",
  "POST /saved/add",
  "POST /saved/remove",
  "POST /sign-in",
  "POST /sign-in/code",
  "POST /sign-in/password",
  "POST /sign-in/second-factor",
  "POST /sign-out",
];

/** Tables that a reading may write, with the reason. */
const writtenByReading: Readonly<Record<string, string>> = {
  audit_entries: "readings of personal data and refusals are audited",
  ledger_entries: "of the audit entry",
  ledger_pending: "of the audit entry",
  attempt_counts: "guesses are counted",
};

/** Reads that may answer 404 in the tour, as there is nothing to show; every other one must be seen answering. */
const nothingToShow: Readonly<Record<string, string>> = {
  "GET /api/burden-forms": "which unit is asked for stands in the query",
  "GET /api/overview": "which unit is asked for stands in the query",
  "GET /api/overview/tasks": "which unit is asked for stands in the query",
  "GET /api/code-tables/codes": "which edition is asked for stands in the query",
  "GET /api/ledger/entries/:id/proof": "no checkpoint covers an entry yet",
  "GET /api/development-outbox": "only in the demonstration and in development",
  "GET /api/imports/:id": "a preview is made by a write",
  "GET /api/street-map": "which unit is asked for stands in the query",
  "GET /api/order-coverage": "which unit is asked for stands in the query",
  "GET /api/order-needs": "which unit is asked for stands in the query",
  "GET /api/experts/:id/year": "which year is asked for stands in the query",
  "GET /api/questions/:id/experts": "which field is asked for stands in the query",
  "GET /api/theme-day-activities": "which theme day is asked for stands in the query",
  "GET /api/standing-preview": "place, time and services stand in the query",
};

const probes: readonly Probe[] = [
  ...organisationsProbes,
  ...identityProbes,
  ...trustProbes,
  ...contentsProbes,
  ...contentsStudioProbes,
  ...channelsProbes,
  ...occasionsProbes,
  ...policiesProbes,
  ...burdensProbes,
  ...packsProbes,
  ...honorariaProbes,
  ...lecturesProbes,
  ...adviceProbes,
  ...schoolsProbes,
  ...readersProbes,
  ...questionsProbes,
  ...rumoursProbes,
  ...plansProbes,
  ...meetingsProbes,
  ...inspectionsProbes,
  ...assessmentsProbes,
];

type JsonSchema = Record<string, unknown>;

/** The same schema, refusing what it does not name: an answer may not carry a column nobody declared. */
const closeSchema = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closeSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  const closed: JsonSchema = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closeSchema(value)]),
  );
  if ("properties" in closed && !("additionalProperties" in closed)) closed["additionalProperties"] = false;
  return closed;
};

const ajv = addFormatsModule.default(new Ajv({ strict: false, allErrors: true }));

const everyRole = (world: World): Actor =>
  personActor(
    world.personId,
    roles.map((role) => ({ role, unitId: world.places.root.id, unitPath: world.places.root.path })),
    "with",
  );

const countRows = async ({ pool }: TestDatabase): Promise<Map<string, string>> => {
  const tables = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const counts = new Map<string, string>();
  for (const { name } of tables.rows) {
    // A digest of the rows, so that a change is seen where the number stays the same.
    const { rows } = await pool.query<{ state: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as state from "${name}" t`,
    );
    counts.set(name, rows[0]?.state ?? "");
  }
  return counts;
};

programSuite("contract of the routes", (database) => {
  test("every JSON reading answers as its schema says and not one field more; refusals too", async (t) => {
    await using world = await startWorld(database());
    const { app, records } = world.system;
    const paths = app.swagger().paths as Record<string, Record<string, { responses?: JsonSchema }>>; // OpenAPI by construction
    const schemaOf = (url: string, answer: "200" | "default"): JsonSchema => {
      const found = paths[url.replaceAll(/:(\w+)/g, "{$1}")]?.["get"]?.responses?.[answer] as
        | { content?: Record<string, { schema?: JsonSchema }> }
        | undefined;
      const schema = found?.content?.["application/json"]?.schema;
      assert.ok(schema !== undefined, `${url}: no schema for ${answer}`);
      return schema;
    };
    const paramsOf = await buildParams(world);
    const problems: string[] = [];
    let seen = 0;
    for (const record of records.filter((one) => one.kind === "read")) {
      const url = fillUrl(record.url, paramsOf(record.url));
      for (const actor of [everyRole(world), anonymous]) {
        const response = await world.ask(actor, { method: "GET", url });
        const answer = response.statusCode === 200 ? "200" : "default";
        if (answer === "200") seen += 1;
        if (actor.kind === "person" && answer !== "200" && nothingToShow[routeName(record)] === undefined)
          problems.push(`${routeName(record)}: ${response.statusCode} ${response.body}`);
        const validate = ajv.compile(closeSchema(schemaOf(record.url, answer)) as JsonSchema);
        if (!validate(response.json()))
          problems.push(`${routeName(record)} (${response.statusCode}): ${ajv.errorsText(validate.errors)}`);
      }
    }
    t.diagnostic(`${seen} answers read`);
    assert.deepEqual(problems, []);
  });

  test("control: an answer with a field more than its schema is refused", () => {
    const validate = ajv.compile(
      closeSchema({ type: "object", properties: { id: { type: "string" } } }) as JsonSchema,
    );
    assert.equal(validate({ id: "x" }), true);
    assert.equal(validate({ id: "x", password: "y" }), false);
  });
});

programSuite("declarations of the routes", (database) => {
  let world: World;
  before(async () => {
    world = await startWorld(database());
  });
  after(async () => world[Symbol.asyncDispose]());

  test("every route says who may use it, by a rule that exists", () => {
    const { records, context } = world.system;
    const unknown = records.filter(
      ({ access }) => "action" in access && context.policy.table[access.action] === undefined,
    );
    assert.deepEqual(unknown.map(routeName), []);
    const open = records.filter(
      ({ access, url, method }) =>
        method !== "GET" && url.startsWith("/api/") && "allow" in access && access.allow === "public",
    );
    assert.deepEqual(open.map(routeName), [], "a JSON write for everybody");
  });

  test("every write of a unit refuses a request without an idempotency key; forms without a transaction are a closed list", async () => {
    const exempt = world.system.records.filter((record) => record.outsideTransaction !== undefined);
    assert.deepEqual(exempt.map(routeName).sort(), [...outsideTransaction].sort());
    assert.deepEqual(
      exempt.filter((record) => (record.outsideTransaction ?? "").length < 10).map(routeName),
      [],
      "say why",
    );
    // Each is asked with a body that it would take, so that nothing but the key is missing.
    const problems: string[] = [];
    for (const record of world.system.records) {
      const probe = probes.find((one) => routeName(one) === routeName(record));
      if (probe?.kind !== "record" || record.method === "GET") continue;
      const request = toRequest(record, await probe.build(world, world.places.street));
      // A form carries its key in a field; its refusal is a page and names no code.
      const isForm = record.kind === "form";
      const { payload } = request;
      const response = await world.ask(everyRole(world), {
        ...request,
        ...(isForm && typeof payload === "string" ? { payload: payload.replace(/_key=[^&]*&?/, "") } : {}),
        headers: { ...request.headers, "idempotency-key": "" },
      });
      if (response.statusCode !== 400 || (!isForm && !response.body.includes("idempotency.missing_key")))
        problems.push(`${routeName(record)}: ${response.statusCode} ${response.body}`);
    }
    assert.deepEqual(problems, []);
  });
});

programSuite("readings", (database) => {
  test("no GET changes the database, but for the audit of a reading", async (t) => {
    await using world = await startWorld(database());
    const paramsOf = await buildParams(world);
    const gets = world.system.records.filter((record) => record.method === "GET");
    const tour = async (): Promise<void> => {
      for (const record of gets) {
        const url = fillUrl(record.url, paramsOf(record.url)).replace("*", "units");
        for (const actor of [everyRole(world), anonymous]) await world.ask(actor, { method: "GET", url });
      }
    };
    const before = await countRows(database());
    await tour();
    const after = await countRows(database());
    const changed = [...after]
      .filter(([table, state]) => before.get(table) !== state)
      .map(([table]) => table);
    t.diagnostic(`${gets.length} routes read`);
    assert.deepEqual(
      changed.filter((table) => !(table in writtenByReading)),
      [],
    );
  });
});

/** What somebody may put where the number of a record stands. */
const nonsense = [
  "nonsense",
  "0",
  "-1",
  "9".repeat(40),
  "1e309",
  "%00",
  "%ed%a0%80",
  "%zz",
  "x".repeat(3_000),
  "..%2f..%2fetc",
  "%27%20or%201=1--",
  "01990000-0000-7000-8000-00000000000g",
  encodeURIComponent("没有"),
];

programSuite("addresses of records", (database) => {
  test("nonsense where the number of a record stands is answered as a page or record that does not exist", async (t) => {
    await using world = await startWorld(database());
    // The workbench reads its addresses itself and is one page for all of them.
    const named = world.system.records.filter(({ method, url }) => method === "GET" && url.includes("/:"));
    assert.ok(named.length > 15, `${named.length} routes with a parameter`);
    const problems: string[] = [];
    for (const record of named)
      for (const value of nonsense) {
        const url = record.url.replaceAll(/:\w+/g, value);
        for (const actor of [everyRole(world), anonymous]) {
          const response = await world.ask(actor, { method: "GET", url });
          const { statusCode: status, body } = response;
          const isPage = !record.url.startsWith("/api/");
          const where = `${routeName(record)} with ${value} as ${actor.kind}: ${status}`;
          if (status !== 404) problems.push(where);
          else if (isPage && !body.includes("<h1>没有找到这个页面</h1>"))
            problems.push(`${where}, another page`);
          else if (!isPage && response.json<{ error: { code: string } }>().error.code !== "http.not_found")
            problems.push(`${where} ${body}`);
        }
      }
    t.diagnostic(`${named.length} routes × ${nonsense.length} values`);
    assert.deepEqual(problems, []);
  });
});

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return sourceFiles(join(folder, entry.name));
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });

test("an act that the spine audits has a name in Chinese, and so has the record it names", () => {
  const named = modules.filter(({ names }) => names !== undefined);
  assert.ok(named.length >= 4);
  for (const names of [kernelNames, ...named.map((module) => module.names ?? [])].flat())
    registerPlainNames(names);
  const nameless = named.flatMap(({ name, names, policy }) => {
    const text = sourceFiles(join(import.meta.dirname, `../src/modules/${name}`))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const acts = [
      ...Object.keys(policy),
      ...[...text.matchAll(/\baction: "([^"]+)"/g)].map(([, code = ""]) => code),
    ];
    const tables = [...text.matchAll(/\b(?:record: \{ table: |auditOf\()"([^"]+)"/g)].map(
      ([, table = ""]) => table,
    );
    return [
      ...acts.filter((code) => code.startsWith(`${name}.`) && names?.acts[code] === undefined),
      ...tables.filter((table) => recordName(table) === table && names?.records[table] === undefined),
    ];
  });
  assert.deepEqual([...new Set(nameless)], []);
});

test("every refusal that a request can meet has a sentence", () => {
  const known = new Set([kernelMessages, ...modules.map(({ messages }) => messages)].flatMap(Object.keys));
  // These end a command or a start; their sentences stand in start-messages.json and at the command.
  const outsideRequests = /^(?:backup|config|data|database|listen|migrate|postgres|run_lock|upgrade)\./;
  const source = join(import.meta.dirname, "../src");
  const folders = ["kernel", ...modules.map(({ name }) => `modules/${name}`)]
    .map((name) => join(source, name))
    .filter((folder) => existsSync(folder));
  const silent = folders
    .flatMap(sourceFiles)
    .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/\bAppError(?:<[^>]*>)?\(\s*"([^"]+)"/g)])
    .map(([, code = ""]) => code)
    .filter((code) => !known.has(code) && !outsideRequests.test(code));
  assert.deepEqual([...new Set(silent)], []);
});
