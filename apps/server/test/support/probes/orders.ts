import { randomUUID } from "node:crypto";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  acceptOffer,
  assignMember,
  dispatchOrder,
  giveUpOrder,
  mergeOrder,
  missVisit,
  scheduleVisit,
  screenOrder,
  sendUp,
  startSeries,
  submitOrder,
} from "#modules/orders/index.ts";
import { attachToOrder, listAttachments } from "#modules/orders/attachments/attach.ts";
import { lockOrder } from "#modules/orders/order-writes.ts";
import { buildActor, buildTeam, type BuiltTeam } from "#modules/teams/builders.ts";
import { type BuiltUnit, buildUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const probe = systemActor("matrix");
const hourMs = 3_600_000;

type Built = { id: string; team: BuiltTeam; requester: PersonActor };

/** An order that `unit` owns, brought to a state by the real commands. */
export const buildOrderAt = async (
  { system, places }: World,
  unit: BuiltUnit,
  status: "submitted" | "screened" | "dispatched" | "scheduled" | "no_show" = "submitted",
): Promise<Built> => {
  const { context } = system;
  const requester = await buildActor(context.db, context, "演示居民");
  const team = await buildTeam(context.db, context, {
    homeUnitId: places.community.id,
    areaUnitId: places.root.id,
  });
  const id = await inTransaction(context.db, async (trx) => {
    const made = await submitOrder(trx, context, requester, {
      itemCode: "anti-fraud-talk",
      details: "演示：想听最近的骗法",
      audience: "elder",
      placeUnitId: places.community.id,
      address: "演示路 1 号",
      peopleCount: 20,
      wantedOn: "2026-12-01",
      wantedHalf: "morning",
      contactName: "演示居民",
      contactPhone: "19900000001",
      requesterPersonId: requester.personId,
      channel: "portal",
    });
    const orderId = made.id;
    if (status === "submitted") return orderId;
    await screenOrder(trx, context, probe, { orderId });
    if (status === "screened") return orderId;
    await dispatchOrder(trx, context, probe, { orderId, mode: "direct", teamId: team.id });
    if (status === "dispatched") return orderId;
    await acceptOffer(trx, context, team.leader, { orderId, teamId: team.id });
    const startsAt = new Date(context.clock.now().getTime() + 48 * hourMs);
    await scheduleVisit(trx, context, team.leader, {
      orderId,
      startsAt,
      endsAt: new Date(startsAt.getTime() + hourMs),
    });
    if (status === "no_show")
      await missVisit(trx, context, probe, {
        order: await lockOrder(trx, orderId),
        reason: "演示：没有人到",
      });
    return orderId;
  });
  await context.db.updateTable("orders").set({ owner_unit_id: unit.id }).where("id", "=", id).execute();
  return { id, team, requester };
};

/** An order of `unit` that is at the city's hub. */
const buildSentUp = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { id, requester } = await buildOrderAt(world, unit, "screened");
  const { context } = world.system;
  await inTransaction(context.db, (trx) =>
    sendUp(trx, context, requester, { orderId: id, to: "hub", reason: "演示：全区没有这样的队" }),
  );
  return id;
};

const toSeries = (unit: BuiltUnit) => ({
  placeUnitId: unit.id,
  half: "morning" as const,
  startsOn: "2026-12-02",
  itemCodes: ["stars-talk"],
  kind: "weekly" as const,
  title: "演示：每周一台",
  peopleCount: 10,
  contactName: "演示值班",
  keep: [1],
});

/** A series at `unit`, whose station it is said to be too. */
export const buildSeries = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const { context } = system;
  const maker = await buildActor(context.db, context, "演示派单员");
  const id = await inTransaction(context.db, (trx) =>
    startSeries(trx, context, maker, {
      ...toSeries(unit),
      room: randomUUID().slice(0, 8),
      teamId: undefined,
      audience: undefined,
      contactPhone: undefined,
    }),
  );
  await context.db
    .updateTable("standing_orders")
    .set({ owner_unit_id: unit.id })
    .where("id", "=", id)
    .execute();
  return id;
};

const because = { reason: "演示：写明原因" };

const act = (
  verb: string,
  status: Parameters<typeof buildOrderAt>[2],
  payload?: Readonly<Record<string, unknown>>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/orders/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: (await buildOrderAt(world, unit, status)).id },
    ...(payload === undefined ? {} : { payload }),
  }),
});

const reading = (url: string): Probe => ({
  kind: "record",
  method: "GET",
  url,
  build: async (world, unit) => ({ params: { id: (await buildOrderAt(world, unit)).id } }),
});

/** A request of the community's that `unit` owns and gave up. */
const buildUnmet = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { id, requester } = await buildOrderAt(world, unit);
  const { context } = world.system;
  await inTransaction(context.db, (trx) =>
    giveUpOrder(trx, context, requester, { orderId: id, reason: "演示：没有这样的队" }),
  );
  return id;
};

/** What stands for it: an order to source supply that `unit` raised and owns. */
export const buildSourcing = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const { id: orderId } = await buildOrderAt(world, unit);
  const id = randomUUID();
  const now = context.clock.now();
  await context.db
    .insertInto("sourcing_orders")
    .values({
      id,
      // Each of its own topic: the table holds one open one for a topic and a street.
      topic: `demo-${id.slice(0, 8)}`,
      street_unit_id: world.places.street.id,
      owner_unit_id: unit.id,
      raised_unit_id: unit.id,
      wanted: "演示：会讲防骗的队",
      unmet_count: 1,
      status: "raised",
      status_changed_at: now,
      due_at: now,
      take_overs: 0,
      result: null,
      raised_by_person_id: world.personId,
      created_at: now,
    })
    .execute();
  await context.db
    .insertInto("sourcing_order_needs")
    .values({ sourcing_id: id, order_id: orderId })
    .execute();
  return id;
};

const ofUnit = (url: string): Probe => ({
  kind: "record",
  method: "GET",
  url,
  build: (_world, unit) => ({ query: { unit: unit.id } }),
});

const onSourcing = (method: "GET" | "POST", verb: string, payload?: Record<string, string>): Probe => ({
  kind: "record",
  method,
  url: `/api/sourcing-orders/:id${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildSourcing(world, unit) },
    ...(payload === undefined ? {} : { payload }),
  }),
});

const rowOwners = ({ json }: { json: () => unknown }): string[] =>
  (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId); // the contract test checks the shape

/** What dispatchers and supervisors look at. */
const watchProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/order-agenda",
    query: { from: "2026-12-01", days: "1", each: "200" },
    seed: async (world, unit) => void (await buildOrderAt(world, unit)),
    unitsOf: ({ json }) =>
      (json() as { days: { halves: { rows: { ownerUnitId: string }[] }[] }[] }).days // the contract test checks the shape
        .flatMap((day) => day.halves.flatMap((half) => half.rows.map((row) => row.ownerUnitId))),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/order-arrivals",
    query: { day: "2026-11-25" },
    seed: async (world, unit) => void (await buildOrderAt(world, unit, "scheduled")),
    unitsOf: rowOwners,
  },
  act("call-substitute", "no_show"),
  ofUnit("/api/street-map"),
  ofUnit("/api/order-coverage"),
  ofUnit("/api/order-needs"),
  {
    kind: "record",
    method: "POST",
    url: "/api/street-map/import",
    fixedAt: "root",
    build: () => ({
      payload: { mode: "preview", source: "演示" },
      file: {
        field: "file",
        filename: "map.geojson",
        content:
          '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}',
      },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/calendar-days/import",
    fixedAt: "root",
    build: () => ({
      payload: { mode: "preview", source: "演示通知" },
      file: { field: "file", filename: "days.csv", content: "日期,名称,安排\n2028-01-01,元旦,放假\n" },
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/sourcing-orders",
    seed: async (world, unit) => void (await buildSourcing(world, unit)),
    unitsOf: rowOwners,
  },
  onSourcing("GET", ""),
  onSourcing("POST", "/take"),
  onSourcing("POST", "/supply", { result: "演示：找到了一支队" }),
  onSourcing("POST", "/close", { result: "演示：今年没有经费" }),
  {
    kind: "record",
    method: "POST",
    url: "/api/sourcing-orders",
    build: async (world, unit) => {
      const id = await buildUnmet(world, unit);
      const { context } = world.system;
      const { topic } = await context.db
        .selectFrom("orders")
        .select("topic")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      // What an earlier cell raised is over: the table holds one open one for a topic and a street.
      await context.db
        .updateTable("sourcing_orders")
        .set({ status: "closed", due_at: null, result: "演示：已了结" })
        .where("topic", "=", topic ?? "")
        .execute();
      return {
        payload: {
          unitId: unit.id,
          topic: topic ?? "",
          streetId: world.places.street.id,
          wanted: "演示：会讲防骗的队",
        },
      };
    },
  },
];

export const ordersProbes: readonly Probe[] = [
  ...watchProbes,
  {
    kind: "list",
    method: "GET",
    url: "/api/orders",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildOrderAt(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId), // the contract test checks the shape
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/order-plan",
    seed: async (world, unit) => void (await buildOrderAt(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId), // the contract test checks the shape
  },
  reading("/api/orders/:id"),
  reading("/api/orders/:id/candidates"),
  reading("/api/orders/:id/contact"),
  reading("/api/orders/:id/similar"),
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/merge",
    build: async (world, unit) => {
      const lead = await buildOrderAt(world, unit, "screened");
      const { id } = await buildOrderAt(world, unit, "submitted");
      return { params: { id }, payload: { intoId: lead.id } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/unmerge",
    build: async (world, unit) => {
      const lead = await buildOrderAt(world, unit, "screened");
      const { id } = await buildOrderAt(world, unit, "submitted");
      const { context } = world.system;
      await inTransaction(context.db, (trx) =>
        mergeOrder(trx, context, probe, { orderId: id, intoId: lead.id }),
      );
      return { params: { id }, payload: because };
    },
  },
  act("split", "screened", { people: 5, ...because }),
  act("send-up", "screened", { to: "hub", ...because }),
  {
    kind: "list",
    method: "GET",
    url: "/api/hub-exchanges",
    seed: async (world, unit) => void (await buildSentUp(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId), // the contract test checks the shape
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/hub-exchanges/export",
    named: "by name",
    seed: async (world, unit) => void (await buildSentUp(world, unit)),
    unitsOf: ({ json }) => (json() as { orders: { station: string }[] }).orders.map((order) => order.station), // docs/hub-exchange.schema.json
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/standing-orders",
    seed: async (world, unit) => void (await buildSeries(world, unit)),
    unitsOf: ({ json }) => (json() as { rows: { ownerUnitId: string }[] }).rows.map((row) => row.ownerUnitId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/standing-orders/:id",
    build: async (world, unit) => ({ params: { id: await buildSeries(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/standing-orders/:id/generate",
    build: async (world, unit) => ({ params: { id: await buildSeries(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/standing-orders/:id/end",
    build: async (world, unit) => ({ params: { id: await buildSeries(world, unit) }, payload: because }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/standing-preview",
    build: (_world, unit) => ({
      query: { placeUnitId: unit.id, half: "morning", startsOn: "2026-12-02", items: "stars-talk" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/standing-orders",
    build: (_world, unit) => ({ payload: { ...toSeries(unit), room: randomUUID().slice(0, 8) } }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/school-coverage",
    seed: async (world, unit) =>
      void (await buildUnit(world.system.context.db, { parent: unit, kind: "school" })),
    unitsOf: ({ json }) =>
      (json() as { rows: { parentId: string | null }[] }).rows.map((row) => row.parentId), // the contract test checks the shape
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/paper",
    accepts: { statuses: [422], reason: "a probe holds no photograph; who may is told to choose one" },
    build: async (world, unit) => {
      const { id } = await buildOrderAt(world, unit);
      const { db } = world.system.context;
      await db.updateTable("orders").set({ channel: "paper" }).where("id", "=", id).execute();
      return { params: { id }, file: { field: "photo", filename: "paper.jpg", content: "" } };
    },
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/orders/:id/attachments/:attachmentId",
    build: async (world, unit) => {
      const { id, requester } = await buildOrderAt(world, unit);
      const { context } = world.system;
      const voice = Buffer.alloc(144 * 30);
      for (let at = 0; at < voice.length; at += 144) voice.set([0xff, 0xfb, 0x18, 0xc0], at);
      await inTransaction(context.db, (trx) =>
        attachToOrder(trx, context, requester, {
          orderId: id,
          files: [{ field: "voice", filename: "voice.mp3", declaredType: "audio/mpeg", bytes: voice }],
          requestId: "matrix",
        }),
      );
      const [made] = await listAttachments(context.db, id);
      return { params: { id, attachmentId: made?.id ?? "" } };
    },
  },
  act("screen", "submitted"),
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/dispatch",
    build: async (world, unit) => {
      const { id, team } = await buildOrderAt(world, unit, "screened");
      return { params: { id }, payload: { mode: "direct", teamId: team.id } };
    },
  },
  act("recall", "dispatched", because),
  act("recategorise", "submitted", { itemCode: "stars-talk" }),
  act("pests", "submitted", { pestIds: [] }),
  act("not-ours", "submitted", { door: "government", ...because }),
  act("cannot", "submitted", because),
  act("no-show", "scheduled", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/orders/:id/substitute",
    build: async (world, unit) => {
      const { id, team } = await buildOrderAt(world, unit, "no_show");
      const startsAt = new Date(world.system.clock.now().getTime() + hourMs).toISOString();
      return { params: { id }, payload: { teamId: team.id, startsAt, minutes: 60, ...because } };
    },
  },
];

/** A visit that began an hour ago, to which the leader of its team was sent. */
export const buildServedVisit = async (
  world: World,
): Promise<{ visitId: string; volunteer: PersonActor }> => {
  const { context } = world.system;
  const { id: orderId, team } = await buildOrderAt(world, world.places.street, "scheduled");
  await inTransaction(context.db, (trx) =>
    assignMember(trx, context, team.leader, { orderId, personId: team.leader.personId }),
  );
  const startsAt = new Date(context.clock.now().getTime() - hourMs);
  const { id: visitId } = await context.db
    .updateTable("visits")
    .set({ starts_at: startsAt, ends_at: context.clock.now() })
    .where("order_id", "=", orderId)
    .returning("id")
    .executeTakeFirstOrThrow();
  return { visitId, volunteer: team.leader };
};
