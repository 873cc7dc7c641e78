import { randomUUID } from "node:crypto";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { type Actor, anonymous, type Grant, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import type { RouteRecord } from "#kernel/http-routes.ts";
import type { Module } from "#kernel/module.ts";
import type { UnitKind } from "#kernel/tables.ts";
import { createPerson } from "#modules/identity/index.ts";
import { modules as allModules } from "#server/modules.ts";
import { type BuiltUnit, buildUnit } from "./builders.ts";
import type { TestDatabase } from "./database.ts";
import { startTestServer, type TestServer } from "./server.ts";

/** A small district: the actor stands at `street`; the others are above, below and beside it. */
export type Places = {
  root: BuiltUnit;
  street: BuiltUnit;
  community: BuiltUnit;
  sibling: BuiltUnit;
  siblingCommunity: BuiltUnit;
  department: BuiltUnit;
};

export type World = {
  system: TestServer;
  places: Places;
  /** A person of the table, as whom the actors act. */
  personId: string;
  /** One request as `actor`; writes carry what our own pages send. */
  ask: (actor: Actor, request: InjectOptions) => Promise<LightMyRequestResponse>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const actorHeader = "x-test-actor";

/** The modules with their real routes and rules, but with actors that the test names by a header. */
const withTestActors = (modules: readonly Module[], actors: ReadonlyMap<string, Actor>): readonly Module[] =>
  modules.map(({ actorResolver: _replaced, ...module }, index) =>
    index === 0
      ? {
          ...module,
          actorResolver: () => async (request) =>
            actors.get(String(request.headers[actorHeader])) ?? anonymous,
        }
      : module,
  );

const names = {
  root: "演示委员会",
  street: "演示甲街道",
  sibling: "演示乙街道",
  community: "演示甲社区",
  siblingCommunity: "演示乙社区",
  department: "演示部门",
} as const;
export const placeNames: readonly string[] = Object.values(names);

const buildPlaces = async ({ context: { db } }: TestServer): Promise<Places> => {
  const root = await buildUnit(db, { kind: "committee", name: names.root });
  const under = async (parent: BuiltUnit, kind: UnitKind, name: string) =>
    buildUnit(db, { parent, kind, name });
  const street = await under(root, "street", names.street);
  const sibling = await under(root, "street", names.sibling);
  return {
    root,
    street,
    sibling,
    community: await under(street, "community", names.community),
    siblingCommunity: await under(sibling, "community", names.siblingCommunity),
    department: await under(root, "department", names.department),
  };
};

/** A person as the command opens it. */
export const buildPerson = async (
  { context }: TestServer,
  options: { name?: string; phone?: string; unitId?: string } = {},
): Promise<string> => {
  const { name = "演示人员", phone, unitId } = options;
  return inTransaction(context.db, (trx) =>
    createPerson(trx, context, systemActor("test"), {
      fullName: name,
      ...(phone === undefined ? {} : { phone }),
      ...(unitId === undefined ? {} : { unitId }),
    }),
  );
};

export const startWorld = async (
  database: TestDatabase,
  options: Parameters<typeof startTestServer>[1] = {},
): Promise<World> => {
  const actors = new Map<string, Actor>();
  const system = await startTestServer(database, {
    ...options,
    modules: withTestActors(options.modules ?? allModules, actors),
  });
  const ask: World["ask"] = async (actor, request) => {
    const key = randomUUID();
    if (actor.kind !== "anonymous") actors.set(key, actor);
    const response = await system.app.inject({
      ...request,
      headers: {
        "sec-fetch-site": "same-origin",
        "idempotency-key": randomUUID(),
        // Pages are kept for visitors without a session only.
        ...(actor.kind === "anonymous" ? {} : { [actorHeader]: key, cookie: "kepu_session=test" }),
        ...request.headers,
      },
    });
    actors.delete(key);
    return response;
  };
  return {
    system,
    ask,
    places: await buildPlaces(system),
    personId: await buildPerson(system),
    [Symbol.asyncDispose]: async () => system[Symbol.asyncDispose](),
  };
};

export const personActor = (
  personId: string,
  grants: readonly Grant[],
  secondFactor: "with" | "without",
): Actor => ({
  kind: "person",
  personId,
  sessionId: "00000000-0000-4000-8000-000000000001",
  grants,
  secondFactor: secondFactor === "with",
});

/** An address of the route: named parameters from `params`, else a value that no record has. */
export const fillUrl = (url: string, params: Readonly<Record<string, string>> = {}): string =>
  url.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? randomUUID()));

/** What a route is called in a test's answer. */
export const routeName = (record: Pick<RouteRecord, "method" | "url">): string =>
  `${record.method} ${record.url}`;

/** A body of the kind that the route takes. */
export const bodyOf = (
  record: Pick<RouteRecord, "kind" | "method">,
  payload: Readonly<Record<string, unknown>> = {},
): Pick<InjectOptions, "payload" | "headers"> => {
  if (record.method === "GET") return {};
  if (record.kind === "write")
    return { payload: JSON.stringify(payload), headers: { "content-type": "application/json" } };
  const form = new URLSearchParams({ _key: randomUUID() });
  for (const [name, value] of Object.entries(payload)) form.append(name, String(value));
  return {
    payload: form.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
};

/** The workbench's page before its bundle is built, on a fresh clone: it says so (503), and that is no failure inside. */
export const isUnbuiltWorkbench = (route: string, status: number): boolean =>
  status === 503 && /^\w+ \/workbench\b/.test(route);
