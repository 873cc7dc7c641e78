import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { after, before, test } from "node:test";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { type Actor, anonymous, roles } from "#kernel/actor.ts";
import { createLog } from "#kernel/log.ts";
import type { RouteRecord } from "#kernel/http-routes.ts";
import { programSuite } from "./support/database.ts";
import { buildParams } from "./support/existing-records.ts";
import { type Probe, toRequest } from "./support/matrix.ts";
import { commonsProbes } from "./support/probes/commons.ts";
import { identityProbes } from "./support/probes/identity.ts";
import { buildOrganisation, organisationsProbes } from "./support/probes/organisations.ts";
import { trustProbes } from "./support/probes/trust.ts";
import {
  bodyOf,
  buildPerson,
  fillUrl,
  isUnbuiltWorkbench,
  personActor,
  routeName,
  startWorld,
  type World,
} from "./support/whole-system.ts";

const probes: readonly Probe[] = [
  ...organisationsProbes,
  ...identityProbes,
  ...trustProbes,
  ...commonsProbes,
];

const everyRole = (world: World): Actor =>
  personActor(
    world.personId,
    roles.map((role) => ({ role, unitId: world.places.root.id, unitPath: world.places.root.path })),
    "with",
  );

/** What an answer may never say: how the program is made, where it stands, what the database said. */
const inside =
  /\bat (?:async )?[\w.<>]+ \(|node_modules|\.tsx?:\d+|\/apps\/server\/|\b(?:select|insert into|update|delete from) "|violates (?:\w+ )+constraint|syntax error at|relation "|ECONN|TypeError|ReferenceError/;

const requiredHeaders: Readonly<Record<string, RegExp>> = {
  "content-security-policy": /default-src 'none'.*frame-ancestors 'none'/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "x-frame-options": /^DENY$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "x-request-id": /^[0-9a-f-]{36}$/,
};

/** What is wrong with an answer, whatever was asked. */
const problemsOf = (response: LightMyRequestResponse): readonly string[] => [
  ...(response.statusCode >= 500 ? [`${response.statusCode}`] : []),
  ...(response.statusCode >= 400 && inside.test(response.body)
    ? [`says ${inside.exec(response.body)?.[0] ?? ""}`]
    : []),
  ...Object.entries(requiredHeaders).flatMap(([name, wanted]) =>
    wanted.test(String(response.headers[name])) ? [] : [`${name}: ${String(response.headers[name])}`],
  ),
  ...(/unsafe-(inline|eval)/.test(String(response.headers["content-security-policy"])) ? ["unsafe CSP"] : []),
];

const report = async (
  problems: string[],
  what: string,
  answer: Promise<LightMyRequestResponse>,
): Promise<LightMyRequestResponse> => {
  const response = await answer;
  if (isUnbuiltWorkbench(what, response.statusCode)) return response;
  for (const problem of problemsOf(response)) problems.push(`${what}: ${problem}`);
  return response;
};

const isWrite = (record: RouteRecord): boolean => record.method !== "GET";

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Bodies that no form of ours sends. */
const hostileBodies: Readonly<Record<string, Pick<InjectOptions, "headers" | "payload">>> = {
  "lone surrogate": {
    headers: { "content-type": "application/json" },
    payload: '{"name":"\\ud800","reason":"\\udfff"}',
  },
  NUL: {
    headers: { "content-type": "application/json" },
    payload: '{"name":"a\\u0000b","reason":"a\\u0000b"}',
  },
  "deep JSON": { headers: { "content-type": "application/json" }, payload: deep(5_000) },
  "1e309": { headers: { "content-type": "application/json" }, payload: '{"size":1e309,"unitId":-1e309}' },
  "huge string": {
    headers: { "content-type": "application/json" },
    payload: JSON.stringify({ name: "长".repeat(100_000) }),
  },
  "too large": {
    headers: { "content-type": "application/json" },
    payload: JSON.stringify({ name: "x".repeat(12_000_000) }),
  },
  "an array": { headers: { "content-type": "application/json" }, payload: "[1,2,3]" },
  null: { headers: { "content-type": "application/json" }, payload: "null" },
  "broken JSON": { headers: { "content-type": "application/json" }, payload: '{"name":' },
  XML: {
    headers: { "content-type": "application/xml" },
    payload: "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
  },
  "plain text": { headers: { "content-type": "text/plain" }, payload: "name=x" },
  "no type": { headers: { "content-type": "" }, payload: "name=x" },
  "form with NUL": {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "name=%00&phone=%00&_key=%00",
  },
  "form with bad UTF-8": {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "name=%ff%fe&phone=%ed%a0%80",
  },
  "polluted form": {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: "phone=1&phone=2&__proto__=3&constructor=4&_key=a&_key=b",
  },
  "broken multipart": {
    headers: { "content-type": "multipart/form-data; boundary=x" },
    payload: "--x\r\nbroken",
  },
  "multipart without boundary": { headers: { "content-type": "multipart/form-data" }, payload: "--x" },
};

const hostileQueries: readonly string[] = [
  "page=1&page=2&size=3&size=4",
  "size=1e309",
  "page=-1&size=100000000",
  "q=%00",
  "q=%ed%a0%80",
  "__proto__[x]=1&constructor=2",
  "unit=%27%20or%201=1--&id=%27&sort=%27;drop%20table%20persons",
  `q=${"x".repeat(5_000)}`,
];

programSuite("hostile input", (database) => {
  let world: World;
  before(async () => {
    world = await startWorld(database());
  });
  after(async () => world[Symbol.asyncDispose]());

  test("no body that a browser would not send makes any write fail inside", async (t) => {
    const problems: string[] = [];
    const writes = world.system.records.filter(isWrite);
    for (const record of writes)
      for (const [name, body] of Object.entries(hostileBodies))
        await report(
          problems,
          `${routeName(record)} with ${name}`,
          world.ask(everyRole(world), {
            method: record.method,
            url: fillUrl(record.url),
            ...body,
          }),
        );
    t.diagnostic(`${writes.length * Object.keys(hostileBodies).length} requests`);
    assert.deepEqual(problems, []);
  });

  test("no address makes any reading fail inside", async () => {
    const problems: string[] = [];
    for (const record of world.system.records.filter((one) => !isWrite(one)))
      for (const query of hostileQueries)
        for (const url of [
          `${fillUrl(record.url)}?${query}`,
          ...(record.url.includes(":")
            ? [record.url.replaceAll(/:\w+/g, "%00"), record.url.replaceAll(/:\w+/g, "..%2f..%2fetc")]
            : []),
        ])
          await report(
            problems,
            `GET ${url.slice(0, 120)}`,
            world.ask(everyRole(world), { method: "GET", url }),
          );
    assert.deepEqual([...new Set(problems)], []);
  });

  test("no text in a field that would take text makes any write of a unit fail inside", async () => {
    const problems: string[] = [];
    const texts = [
      "a\0b",
      "\ud800",
      "长".repeat(60_000),
      "",
      " ",
      "\u202e\u0007",
      "' or 1=1 --",
      "=1+1",
      "__proto__",
    ];
    for (const record of world.system.records.filter(isWrite)) {
      const probe = probes.find((one) => routeName(one) === routeName(record));
      if (probe?.kind !== "record") continue;
      const valid = await probe.build(world, world.places.street);
      const fields = Object.entries(valid.payload ?? {}).filter(([, value]) => typeof value === "string");
      for (const [field] of fields)
        for (const text of texts) {
          const request = toRequest(record, { ...valid, payload: { ...valid.payload, [field]: text } });
          const response = await report(
            problems,
            `${routeName(record)} ${field}=${JSON.stringify(text.slice(0, 12))}`,
            world.ask(everyRole(world), request),
          );
          const unstorable = text === "a\0b" || text === "\ud800";
          if (unstorable && response.statusCode < 400)
            problems.push(`${routeName(record)} takes ${field} with ${JSON.stringify(text)}`);
        }
    }
    assert.deepEqual(problems, []);
  });

  test("a method that a route does not have is refused with a sentence", async () => {
    const problems: string[] = [];
    const known = new Set(world.system.records.map(routeName));
    for (const record of world.system.records)
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
        if (known.has(`${method} ${record.url}`)) continue;
        const url = fillUrl(record.url);
        const response = await report(
          problems,
          `${method} ${record.url}`,
          world.ask(everyRole(world), { method, url, headers: { "x-http-method-override": record.method } }),
        );
        // Another pattern may take the same address; then it is that route's own answer.
        if (response.statusCode < 300 && method !== "GET") problems.push(`${method} ${record.url}: done`);
      }
    assert.deepEqual(problems, []);
  });

  test("every write refuses a post that another site's page sent, and one that does not say where it comes from", async () => {
    const problems: string[] = [];
    for (const record of world.system.records.filter(isWrite))
      for (const headers of [
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: "https://other.example", host: "localhost:3000" },
        { origin: "null" },
        {},
      ]) {
        const response = await world.system.app.inject({
          method: record.method,
          url: fillUrl(record.url),
          headers,
        });
        if (response.statusCode !== 403)
          problems.push(`${routeName(record)} ${JSON.stringify(headers)}: ${response.statusCode}`);
      }
    assert.deepEqual(problems, []);
  });

  test("a field that a body does not have is refused in every write, be it a column of a table or __proto__", async () => {
    const { pool } = database();
    const { rows } = await pool.query<{ name: string }>(
      "select distinct column_name as name from information_schema.columns where table_schema = 'public'",
    );
    const foreign = [
      ...rows.map((row) => row.name),
      "role",
      "path",
      "status",
      "grants",
      "isAdmin",
      "constructor",
      "__proto__",
    ];
    // OpenAPI by construction; only the names of the fields are read.
    const paths = world.system.app.swagger().paths as Record<
      string,
      Record<string, { requestBody?: { content?: Record<string, { schema?: { properties?: object } }> } }>
    >;
    const problems: string[] = [];
    for (const record of world.system.records.filter((one) => one.kind === "write")) {
      const probe = probes.find((one) => routeName(one) === routeName(record));
      if (probe?.kind !== "record") continue;
      const valid = await probe.build(world, world.places.street);
      // A route without a body reads none: what is sent there goes nowhere.
      if (valid.payload === undefined) continue;
      const schema =
        paths[record.url.replaceAll(/:(\w+)/g, "{$1}")]?.[record.method.toLowerCase()]?.requestBody
          ?.content?.["application/json"]?.schema?.properties;
      assert.ok(schema !== undefined, `${routeName(record)} has a schema of its body`);
      const own = new Set(Object.keys(schema));
      for (const name of foreign) {
        if (own.has(name)) continue;
        const request = toRequest(record, valid);
        const payload = `${JSON.stringify(valid.payload).replace(/\}$/, "")}${Object.keys(valid.payload).length === 0 ? "" : ","}${JSON.stringify(name)}:"1"}`;
        const response = await report(
          problems,
          `${routeName(record)} with ${name}`,
          world.ask(everyRole(world), { ...request, payload }),
        );
        if (response.statusCode < 400)
          problems.push(`${routeName(record)} takes ${name}: ${response.statusCode}`);
      }
    }
    assert.deepEqual(problems, []);
  });

  test("no page fails when the clock jumps, forwards, backwards, or to a leap day", async (t) => {
    const problems: string[] = [];
    const start = world.system.clock.now();
    const gets = world.system.records.filter((one) => !isWrite(one));
    const paramsOf = await buildParams(world);
    const open = new Set<string>();
    const jumps = [
      "2026-11-23T01:00:00Z",
      "2026-11-22T01:00:00Z",
      "2026-11-24T01:00:00Z",
      "2025-10-19T01:00:00Z",
      "2027-12-28T01:00:00Z",
      "2027-12-31T15:59:59Z",
      "2028-02-28T16:00:00Z",
      "2028-02-29T15:59:59Z",
    ];
    for (const at of jumps) {
      world.system.clock.set(at);
      for (const record of gets)
        for (const actor of [everyRole(world), anonymous]) {
          const url = fillUrl(record.url, paramsOf(record.url)).replace("*", "units");
          const response = await report(
            problems,
            `${routeName(record)} at ${at}`,
            world.ask(actor, { method: "GET", url }),
          );
          if (response.statusCode === 200) open.add(routeName(record));
        }
    }
    world.system.clock.set(start);
    t.diagnostic(`${open.size} of ${gets.length} routes opened, at ${jumps.length} moments`);
    // Without records behind the addresses most answers would be "not found", and nothing would be shown of dates.
    assert.ok(open.size > gets.length * 0.6, `${open.size} of ${gets.length} routes opened`);
    assert.deepEqual(problems, []);
  });

  test("control: the checker sees a stack, a statement and a missing header", async () => {
    const answer = await world.ask(anonymous, { method: "GET", url: "/no-such-page" });
    assert.deepEqual(problemsOf(answer), []);
    const bad = {
      ...answer,
      statusCode: 500,
      body: "at Object.run (/work/x.ts:3)",
      headers: {},
    } as unknown as LightMyRequestResponse; // only what the checker reads
    assert.equal(problemsOf(bad).length, 2 + Object.keys(requiredHeaders).length);
    assert.ok(inside.test('insert into "persons"'));
    assert.ok(inside.test('duplicate key value violates unique constraint "x"'));
  });
});

/** Values that may stand nowhere in clear. */
const canary = {
  phone: "13955550137",
  name: "演示金丝雀",
  password: "Canary-演示-7Kq2-password",
  token: "canarytoken0123456789abcdef",
} as const;

programSuite("canaries", (database) => {
  test("a phone, a name, a password and a token stand neither in the log nor in clear in the database", async (t) => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    await using world = await startWorld(database(), { log: createLog({ logLevel: "debug" }, sink) });
    const { records } = world.system;
    const personId = await buildPerson(world.system, {
      name: canary.name,
      phone: canary.phone,
      unitId: world.places.street.id,
    });
    await buildOrganisation(world, world.places.street, "submitted", {
      name: canary.name,
      phone: canary.phone,
    });
    const fields = {
      fullName: canary.name,
      contactName: canary.name,
      name: canary.name,
      phone: canary.phone,
      contactPhone: canary.phone,
      password: canary.password,
      newPassword: canary.password,
      code: canary.token,
      token: canary.token,
      username: "canary.user",
    };
    for (const record of records) {
      const url = `${fillUrl(record.url)}?q=${canary.phone}&token=${canary.token}`;
      const headers = {
        authorization: `Bearer ${canary.token}`,
        referer: `http://localhost/${canary.phone}`,
      };
      for (const actor of [everyRole(world), anonymous]) {
        const body = bodyOf(record, fields);
        await world.ask(actor, {
          method: record.method,
          url,
          ...body,
          headers: { ...headers, ...body.headers },
        });
      }
    }
    // Acts that are done, with the same values: a person opened, and a sign-in that fails.
    const opened = await world.ask(everyRole(world), {
      method: "POST",
      url: "/api/people",
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
      payload: JSON.stringify({
        fullName: canary.name,
        unitId: world.places.street.id,
        username: "canaryuser",
        password: canary.password,
      }),
    });
    assert.ok(opened.statusCode === 200, opened.body);
    for (const payload of [
      { url: "/sign-in", body: { phone: canary.phone } },
      { url: "/sign-in/password", body: { username: "canaryuser", password: `${canary.password}!` } },
    ])
      await world.ask(anonymous, {
        method: "POST",
        url: payload.url,
        ...bodyOf({ kind: "form", method: "POST" }, payload.body),
      });
    assert.ok(lines.length > records.length, "the log was collected");

    const values = Object.values(canary);
    assert.deepEqual(
      lines.filter((line) => values.some((value) => line.includes(value))),
      [],
    );
    const { pool } = database();
    const columns = await pool.query<{ table: string; column: string }>(`
      select c.table_name as "table", c.column_name as "column" from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`);
    const hits: string[] = [];
    let read = 0;
    for (const { table, column } of columns.rows) {
      read += 1;
      for (const value of values) {
        // Bytes are shown as hexadecimal digits: a value in clear is found there too.
        const needles = [value, Buffer.from(value).toString("hex")];
        const again = await pool.query(
          `select 1 from "${table}" where "${column}"::text like any($1) limit 1`,
          [needles.map((needle) => `%${needle}%`)],
        );
        if ((again.rowCount ?? 0) > 0) hits.push(`${table}.${column} holds ${value}`);
      }
    }
    t.diagnostic(`${lines.length} log lines and ${read} columns searched`);
    assert.deepEqual([...new Set(hits)], []);
    assert.ok(personId.length > 0);
  });
});
