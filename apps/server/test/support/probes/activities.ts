import { randomUUID } from "node:crypto";
import { inTransaction } from "#kernel/db.ts";
import {
  activityInput,
  buildActivity,
  buildHeadCount,
  buildRegistration,
  sessionInput,
} from "#modules/activities/builders.ts";
import { holdSession, reportSession, signInAtDesk } from "#modules/activities/index.ts";
import { buildActor } from "#modules/teams/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, ProbeRequest } from "../matrix.ts";
import { unitNamesIn } from "./organisations.ts";
import type { World } from "../whole-system.ts";

type Stand = "draft" | "open" | "over" | "held" | "reported";
type Built = { id: string; no: number; sessionId: string; registrationId: string; code: string };

/** An activity of `unit` with one session and one registration, brought to a state by the real commands. */
export const buildActivityAt = async (
  { system, places }: World,
  unit: BuiltUnit,
  stand: Stand,
): Promise<Built> => {
  const { context, clock } = system;
  const organiser = await buildActor(context.db, context, "演示主办");
  const world = {
    db: context.db,
    clock,
    context: { clock, cipher: context.cipher },
    street: unit,
    community: places.community,
    organiser,
    act: <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(context.db, work),
  };
  const built = await buildActivity(world, stand === "draft" ? { stand } : {});
  const registration =
    stand === "draft" ? { id: randomUUID(), code: "" } : await buildRegistration(world, built.poolId);
  if (stand === "over" || stand === "held" || stand === "reported") {
    // Over by its own times: the clock of the whole table of routes must not move.
    const past = new Date(clock.now().getTime() - 2 * 3_600_000);
    const times = { starts_at: past, ends_at: new Date(past.getTime() + 3_600_000) };
    await context.db.updateTable("activity_sessions").set(times).where("id", "=", built.sessionId).execute();
    await world.act(async (trx) => {
      if (stand === "over") return;
      await holdSession(trx, world.context, organiser, built.sessionId);
      await signInAtDesk(trx, world.context, organiser, {
        id: randomUUID(),
        kind: "in",
        sessionId: built.sessionId,
        registrationId: registration.id,
        peopleCount: 1,
        audience: "elder",
        method: "desk",
        deviceAt: clock.now(),
      });
      if (stand === "reported")
        await reportSession(trx, world.context, organiser, {
          sessionId: built.sessionId,
          flagsSeen: true,
        });
    });
  }
  const { activity_no } = await context.db
    .selectFrom("activities")
    .select("activity_no")
    .where("id", "=", built.id)
    .executeTakeFirstOrThrow();
  return {
    id: built.id,
    no: activity_no,
    sessionId: built.sessionId,
    registrationId: registration.id,
    code: registration.code,
  };
};

type Payload = (world: World) => Readonly<Record<string, unknown>>;
const because: Payload = () => ({ reason: "演示：写明原因" });
const empty: Payload = () => ({});

const {
  teamId: _team,
  expertId: _expert,
  phone: _phone,
  occasion: _occasion,
  pillars: _pillars,
  ...fields
} = activityInput;
const input: Payload = () => ({ ...fields, minors: "yes" });

const sessionPayload: Payload = ({ system, places }) => {
  const { seats, ...session } = sessionInput(system, places.community.id);
  return {
    ...session,
    ...seats,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    closesAt: session.startsAt.toISOString(),
  };
};

const onActivity = (method: string, url: string, stand: Stand, payload?: Payload): Probe => ({
  kind: "record",
  method,
  url,
  build: async (world, unit): Promise<ProbeRequest> => ({
    params: { id: (await buildActivityAt(world, unit, stand)).id },
    ...(payload === undefined ? {} : { payload: payload(world) }),
  }),
});

const onSession = (method: string, verb: string, stand: Stand, payload?: Payload): Probe => ({
  kind: "record",
  method,
  url: `/api/activity-sessions/:id${verb}`,
  build: async (world, unit): Promise<ProbeRequest> => ({
    params: { id: (await buildActivityAt(world, unit, stand)).sessionId },
    ...(payload === undefined ? {} : { payload: payload(world) }),
  }),
});

/** Heads counted at a session of `unit`, with a photograph. */
const buildHeadsAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { sessionId } = await buildActivityAt(world, unit, "over");
  const { context } = world.system;
  const counter = await buildActor(context.db, context, "演示计数员");
  return buildHeadCount(world.system, { sessionId, unitId: unit.id, counter });
};

/** A theme day whose days are known in every year. */
const themeDay = { edition: "disaster-reduction-day.2026" };
const buildUnder = async (world: World, unit: BuiltUnit): Promise<void> => {
  const { id } = await buildActivityAt(world, unit, "open");
  const under = { occasion_code: "disaster-reduction-day", occasion_year: 2026 };
  await world.system.context.db.updateTable("activities").set(under).where("id", "=", id).execute();
};

export const activitiesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/theme-days",
    query: { size: "200" },
    seed: buildUnder,
    unitsOf: ({ json }) => (json() as { rows: { unitIds: string[] }[] }).rows.flatMap((row) => row.unitIds), // the contract test checks the shape
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/theme-day-activities",
    query: themeDay,
    seed: buildUnder,
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // as above
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/theme-day-activities/report.xlsx",
    named: "by name",
    query: themeDay,
    seed: buildUnder,
    unitsOf: unitNamesIn,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/activities",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildActivityAt(world, unit, "draft")),
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/activities",
    build: (world, unit) => ({ payload: { ...input(world), unitId: unit.id } }),
  },
  onActivity("GET", "/api/activities/:id", "open"),
  onActivity("PATCH", "/api/activities/:id", "draft", input),
  onActivity("POST", "/api/activities/:id/sessions", "draft", sessionPayload),
  onActivity("POST", "/api/activities/:id/publish", "draft", empty),
  {
    kind: "record",
    method: "POST",
    url: "/api/activities/:id/open",
    build: async (world, unit) => {
      const { id } = await buildActivityAt(world, unit, "open");
      const { db } = world.system.context;
      await db.updateTable("activities").set({ status: "closed" }).where("id", "=", id).execute();
      await db.updateTable("seat_pools").set({ status: "closed" }).execute();
      return { params: { id }, payload: {} };
    },
  },
  onActivity("POST", "/api/activities/:id/close", "open", empty),
  onActivity("POST", "/api/activities/:id/cancel", "open", because),
  onSession("GET", "", "open"),
  onSession("PATCH", "", "open", sessionPayload),
  onSession("POST", "/cancel", "open", because),
  onSession("POST", "/lines", "open", () => ({ lineId: randomUUID(), peopleCount: 2 })),
  onSession("POST", "/undo-line", "open", () => ({ lineId: randomUUID(), undoesId: randomUUID() })),
  onSession("POST", "/hold", "over", empty),
  onSession("POST", "/report", "held", () => ({ flagsSeen: "yes" })),
  onSession("POST", "/correct", "reported", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/head-counts/:id/decide",
    build: async (world, unit) => ({
      params: { id: await buildHeadsAt(world, unit) },
      payload: { decision: "confirm" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/head-counts/:id/withdraw",
    build: async (world, unit) => ({
      params: { id: await buildHeadsAt(world, unit) },
      payload: because(world),
    }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/registrations/:id/contact",
    build: async (world, unit) => ({
      params: { id: (await buildActivityAt(world, unit, "open")).registrationId },
    }),
  },
];
