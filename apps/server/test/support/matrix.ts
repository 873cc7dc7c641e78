import type { InjectOptions } from "fastify";
import { type Grant, isAtOrBelow, type Role, roles, staffRoles } from "#kernel/actor.ts";
import { anonymous } from "#kernel/actor.ts";
import type { RouteRecord } from "#kernel/http-routes.ts";
import type { ActionRule } from "#kernel/policy.ts";
import type { BuiltUnit } from "./builders.ts";
import {
  bodyOf,
  fillUrl,
  isUnbuiltWorkbench,
  personActor,
  type Places,
  routeName,
  type World,
} from "./whole-system.ts";

export type ProbeRequest = {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  payload?: Readonly<Record<string, unknown>>;
  /** Sent as multipart instead of `payload`. */
  file?: { field: string; filename: string; content: string };
};

/** How a route that acts on one record is asked about a record of a given unit. */
export type RecordProbe = {
  kind: "record";
  method: string;
  url: string;
  /** The route always asks at this place, whichever record is named. */
  fixedAt?: keyof Places;
  /** Outside the actor's area the record is said not to exist (404) rather than to be closed to him. */
  hides?: boolean;
  build: (world: World, unit: BuiltUnit) => Promise<ProbeRequest> | ProbeRequest;
  /** Answers besides 2xx and 3xx that an allowed actor may get, with the reason. */
  accepts?: { statuses: readonly number[]; reason: string };
};

/** How the units in a list's answer are read. */
export type ListProbe = {
  kind: "list";
  method: "GET";
  url: string;
  query?: Readonly<Record<string, string>>;
  /** Puts a row of this unit where the list finds it. */
  seed: (world: World, unit: BuiltUnit) => Promise<void>;
  /** Ids or names of the units that the rows belong to; null for a row of no unit. */
  unitsOf: (answer: { json: () => unknown; bytes: Buffer }) => readonly (string | null)[];
  /** Some lists name units by id, files by name. */
  named?: "by id" | "by name";
};

export type Probe = RecordProbe | ListProbe;

export const places = ["own", "child", "parent", "sibling", "siblingChild"] as const;
export type Place = (typeof places)[number];

const placeOf = (all: Places, place: Place): BuiltUnit =>
  ({
    own: all.street,
    child: all.community,
    parent: all.root,
    sibling: all.sibling,
    siblingChild: all.siblingCommunity,
  })[place];

export type Cell = {
  route: string;
  who: Role | "nobody" | "no role";
  place: Place | "everywhere";
  secondFactor: "with" | "without";
  expected: "allowed" | "refused";
  status: number;
  /** For lists: rows of units outside the actor's area. */
  outside?: readonly string[];
  problem?: string;
};

/** The rule read a second time, without the kernel's policy: this is what the answers are compared with. */
export const expectedBy = (
  rule: ActionRule,
  grant: { role: Role; unitPath: string },
  target: { unitPath?: string; secondFactor: "with" | "without" },
): "allowed" | "refused" => {
  if (!("scope" in rule)) return "allowed";
  if (!rule.allow.includes(grant.role)) return "refused";
  if (staffRoles.has(grant.role) && target.secondFactor === "without") return "refused";
  if (rule.scope === "any" || target.unitPath === undefined) return "allowed";
  return isAtOrBelow(target.unitPath, grant.unitPath) ? "allowed" : "refused";
};

const isRefusal = (status: number): boolean => status === 401 || status === 403;

const judge = (
  cell: Omit<Cell, "problem">,
  body: string,
  probe: { accepts: readonly number[] | "any answer"; hides?: boolean | undefined },
): Cell => {
  const { accepts, hides = false } = probe;
  const say = (problem: string): Cell => ({ ...cell, problem: `${problem} (${cell.status}) ${body}` });
  if (cell.status >= 500 && !isUnbuiltWorkbench(cell.route, cell.status)) return say("the server failed");
  if (cell.expected === "refused")
    return isRefusal(cell.status) || (hides && cell.status === 404) ? cell : say("should be refused");
  if (isRefusal(cell.status)) return say("should be allowed");
  if (accepts !== "any answer" && cell.status >= 400 && !accepts.includes(cell.status))
    return say("the probe does not reach the act");
  if ((cell.outside ?? []).length > 0) return say(`shows rows of ${cell.outside?.join(", ")}`);
  return cell;
};

const grantAt = (unit: BuiltUnit, role: Role): Grant => ({ role, unitId: unit.id, unitPath: unit.path });

const factors = ["with", "without"] as const;

const withQuery = (url: string, query: Readonly<Record<string, string>> = {}): string => {
  const text = new URLSearchParams(query).toString();
  return text === "" ? url : `${url}?${text}`;
};

const multipartOf = (file: NonNullable<ProbeRequest["file"]>, fields: ProbeRequest["payload"] = {}) => ({
  headers: { "content-type": "multipart/form-data; boundary=probe" },
  payload: `${Object.entries(fields)
    .map(
      ([name, value]) =>
        `--probe\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
    )
    .join(
      "",
    )}--probe\r\ncontent-disposition: form-data; name="${file.field}"; filename="${file.filename}"\r\ncontent-type: text/csv\r\n\r\n${file.content}\r\n--probe--\r\n`,
});

/** The request of a probe as a browser would send it. */
export const toRequest = (record: RouteRecord, request: ProbeRequest): InjectOptions => ({
  method: record.method,
  url: withQuery(fillUrl(record.url, request.params), request.query),
  ...(request.file === undefined
    ? bodyOf(record, request.payload)
    : multipartOf(request.file, request.payload)),
});

const send = async (
  world: World,
  record: RouteRecord,
  actor: Parameters<World["ask"]>[0],
  request: ProbeRequest,
) => world.ask(actor, toRequest(record, request));

/** Asks as somebody who is not signed in, and as one who is but holds no role. */
const askWithoutRole = async (
  world: World,
  record: RouteRecord,
  options: { anonymous: Cell["expected"]; plain: Cell["expected"]; request: ProbeRequest },
): Promise<readonly Cell[]> => {
  const cells: Cell[] = [];
  for (const who of ["nobody", "no role"] as const) {
    const actor = who === "nobody" ? anonymous : personActor(world.personId, [], "with");
    const response = await send(world, record, actor, options.request);
    const expected = who === "nobody" ? options.anonymous : options.plain;
    // A page may lead to the sign-in instead of refusing.
    const leads = response.statusCode === 303 && String(response.headers.location).startsWith("/sign-in");
    const status = leads && expected === "refused" ? 401 : response.statusCode;
    cells.push(
      judge(
        { route: routeName(record), who, place: "everywhere", secondFactor: "with", expected, status },
        response.body.slice(0, 160),
        { accepts: "any answer" },
      ),
    );
  }
  return cells;
};

/** Every role at the street × every place × both factors. */
export const walkRecordRoute = async (
  world: World,
  record: RouteRecord,
  parts: { rule: ActionRule; probe: RecordProbe; as?: readonly Role[] },
): Promise<readonly Cell[]> => {
  const { rule, probe, as = roles } = parts;
  const kept = new Map<string, ProbeRequest>();
  const requestFor = async (place: Place): Promise<ProbeRequest> => {
    const known = kept.get(place);
    if (known !== undefined) return known;
    const made = await probe.build(world, placeOf(world.places, place));
    kept.set(place, made);
    return made;
  };
  const cells: Cell[] = [
    ...(await askWithoutRole(world, record, {
      anonymous: "refused",
      plain: "refused",
      request: await requestFor("own"),
    })),
  ];
  // Where the route always asks at one place, the actor stands there too, or nobody would ever be allowed.
  const homes =
    probe.fixedAt === undefined ? [world.places.street] : [world.places.street, world.places[probe.fixedAt]];
  for (const home of homes)
    for (const place of places)
      for (const role of as)
        for (const secondFactor of factors) {
          const unitPath = (
            probe.fixedAt === undefined ? placeOf(world.places, place) : world.places[probe.fixedAt]
          ).path;
          const expected = expectedBy(rule, { role, unitPath: home.path }, { unitPath, secondFactor });
          const actor = personActor(world.personId, [grantAt(home, role)], secondFactor);
          const response = await send(world, record, actor, await requestFor(place));
          // What was done once may not be possible twice: the next cell gets a new record.
          if (record.method !== "GET" && !isRefusal(response.statusCode)) kept.delete(place);
          cells.push(
            judge(
              {
                route: routeName(record),
                who: role,
                place,
                secondFactor,
                expected,
                status: response.statusCode,
              },
              response.body.slice(0, 160),
              { accepts: probe.accepts?.statuses ?? [], hides: probe.hides },
            ),
          );
        }
  return cells;
};

/** Every role at the street × both factors: the rows lie at the street or below, and those of both are there. */
export const walkListRoute = async (
  world: World,
  record: RouteRecord,
  parts: { rule: ActionRule; probe: ListProbe; as?: readonly Role[] },
): Promise<readonly Cell[]> => {
  const { rule, probe, as = roles } = parts;
  const { street, community } = world.places;
  for (const place of places) await probe.seed(world, placeOf(world.places, place));
  const request = { query: probe.query ?? {} };
  const cells: Cell[] = [
    ...(await askWithoutRole(world, record, { anonymous: "refused", plain: "refused", request })),
  ];
  const units = await world.system.context.db
    .selectFrom("org_units")
    .select(["id", "name", "path"])
    .execute();
  const pathOf = new Map(units.map((unit) => [probe.named === "by name" ? unit.name : unit.id, unit.path]));
  for (const role of as)
    for (const secondFactor of factors) {
      const expected = expectedBy(rule, { role, unitPath: street.path }, { secondFactor });
      const actor = personActor(world.personId, [grantAt(street, role)], secondFactor);
      const response = await send(world, record, actor, request);
      const shown =
        response.statusCode < 300
          ? probe.unitsOf({ json: () => response.json(), bytes: response.rawPayload })
          : [];
      const outside = shown.filter((key) => !isAtOrBelow(pathOf.get(key ?? "") ?? "", street.path));
      const cell = judge(
        {
          route: routeName(record),
          who: role,
          place: "everywhere",
          secondFactor,
          expected,
          status: response.statusCode,
          outside: [...new Set(outside.map(String))],
        },
        response.body.slice(0, 160),
        { accepts: [] },
      );
      const missing = [street, community].filter(
        (unit) => !shown.includes(probe.named === "by name" ? unit.name : unit.id),
      );
      cells.push(
        cell.problem === undefined && expected === "allowed" && missing.length > 0
          ? { ...cell, problem: `shows no row of ${missing.map((unit) => unit.name).join(", ")}` }
          : cell,
      );
    }
  return cells;
};

/** Routes whose rule names no unit: open to all, to the signed-in, or to a role anywhere. */
export const walkPlainRoute = async (
  world: World,
  record: RouteRecord,
  parts: { rule: ActionRule; request: ProbeRequest },
): Promise<readonly Cell[]> => {
  const { rule, request } = parts;
  const cells: Cell[] = [
    ...(await askWithoutRole(world, record, {
      anonymous: rule.allow === "public" ? "allowed" : "refused",
      plain: "scope" in rule ? "refused" : "allowed",
      request,
    })),
  ];
  // Where no role is asked for, the weaker actor stands for both.
  const asked = "scope" in rule ? factors : (["without"] as const);
  for (const role of roles)
    for (const secondFactor of asked) {
      const expected = expectedBy(rule, { role, unitPath: world.places.street.path }, { secondFactor });
      const actor = personActor(world.personId, [grantAt(world.places.street, role)], secondFactor);
      const response = await send(world, record, actor, request);
      cells.push(
        judge(
          {
            route: routeName(record),
            who: role,
            place: "everywhere",
            secondFactor,
            expected,
            status: response.statusCode,
          },
          response.body.slice(0, 160),
          { accepts: "any answer" },
        ),
      );
    }
  return cells;
};

export const describeCell = (cell: Cell): string =>
  `${cell.route} as ${cell.who} (${cell.secondFactor} second factor) at ${cell.place}: ${cell.problem ?? "as the policy says"}`;
