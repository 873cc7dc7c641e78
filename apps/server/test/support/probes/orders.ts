import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import {
  acceptOffer,
  dispatchOrder,
  mergeOrder,
  missVisit,
  scheduleVisit,
  screenOrder,
  sendUp,
  submitOrder,
} from "#modules/orders/index.ts";
import { lockOrder } from "#modules/orders/order-writes.ts";
import { buildActor, buildTeam, type BuiltTeam } from "#modules/teams/builders.ts";
import type { BuiltUnit } from "../builders.ts";
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

export const ordersProbes: readonly Probe[] = [
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
