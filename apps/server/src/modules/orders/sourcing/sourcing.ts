import { type Actor, type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import { findRootUnit, findStationFor, getUnit, listTakeOverStations } from "#modules/organisations/index.ts";
import { listNeedOrders } from "../coverage/figures.ts";
import type { OrdersError } from "../errors.ts";
import { requireReason } from "../order-writes.ts";
import { sourcingDays, type SourcingEvent, sourcingStates, type SourcingStatus } from "./state.ts";

const dayMs = 86_400_000;

/** `G000012`: 供, what is said on the phone. */
export const toSourcingNo = (no: number): string => `G${String(no).padStart(6, "0")}`;

const auditSourcing = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  entry: { id: string; unitId: string; event: SourcingEvent | "raise"; reason?: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: `orders.sourcing_${entry.event}`,
    unitId: entry.unitId,
    record: { table: "sourcing_orders", id: entry.id },
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    requestId: context.requestId,
  });
};

/** The centre above the street's station, else the district itself. */
const ownerFor = async (trx: Trx, streetId: string, today: string): Promise<string> => {
  const nearest = await findStationFor(trx, streetId, today);
  const above = nearest === undefined ? [] : await listTakeOverStations(trx, nearest.id, today);
  const owner = [...(nearest === undefined ? [] : [nearest]), ...above].find((one) => one.level === "center");
  const root = await findRootUnit(trx);
  const id = owner?.id ?? root?.id;
  if (id === undefined) throw new Error("an installation that has orders has a root unit");
  return id;
};

/**
 * Raises an order to source supply for what nobody in the district could do for one street on one topic (G-05): it goes to the
 * district's centre with a number and a due time, and holds the orders it stands for. While it is open there is no second one:
 * a unique index.
 * @throws AppError `orders.sourcing_none` | `orders.sourcing_twice` (409)
 */
export const raiseSourcing = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { unitId: string; topic: string; streetId: string; wanted: string },
): Promise<{ id: string; no: string }> => {
  const { clock } = context;
  const now = clock.now();
  const today = toDistrictDate(now);
  const wanted = requireReason(input.wanted, "wanted", "orders.sourcing_words");
  const { path: unitPath } = await getUnit(trx, input.unitId, today);
  const orderIds = await listNeedOrders(trx, { ...input, unitPath, now, today });
  if (orderIds.length === 0) throw new AppError<OrdersError>("orders.sourcing_none", { status: 409 });
  const id = createId(clock);
  const ownerUnitId = await ownerFor(trx, input.streetId, today);
  let no: number;
  try {
    const inserted = await trx
      .insertInto("sourcing_orders")
      .values({
        id,
        topic: input.topic,
        street_unit_id: input.streetId,
        owner_unit_id: ownerUnitId,
        raised_unit_id: input.unitId,
        wanted,
        unmet_count: orderIds.length,
        status: "raised",
        status_changed_at: now,
        due_at: new Date(now.getTime() + sourcingDays.raised * dayMs),
        take_overs: 0,
        result: null,
        raised_by_person_id: actor.personId,
        created_at: now,
      })
      .returning("sourcing_no")
      .executeTakeFirstOrThrow();
    no = inserted.sourcing_no;
  } catch (cause) {
    if (isUniqueViolation(cause, "sourcing_orders_one_open"))
      throw new AppError<OrdersError>("orders.sourcing_twice", { status: 409, cause });
    throw cause;
  }
  await trx
    .insertInto("sourcing_order_needs")
    .values(orderIds.map((orderId) => ({ sourcing_id: id, order_id: orderId })))
    .execute();
  await auditSourcing(trx, context, actor, { id, unitId: ownerUnitId, event: "raise" });
  return { id, no: toSourcingNo(no) };
};

const move = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: {
    order: { id: string; owner_unit_id: string };
    event: SourcingEvent;
    set: Record<string, unknown>;
    reason?: string;
  },
): Promise<void> => {
  const { order, event, set, reason } = change;
  try {
    await applyTransition(trx as never, {
      machine: sourcingStates,
      table: "sourcing_orders",
      id: order.id,
      event,
      now: context.clock.now(),
      set,
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<OrdersError>("orders.sourcing_gone", { status: 409, cause: error });
    throw error;
  }
  await auditSourcing(trx, context, actor, {
    id: order.id,
    unitId: order.owner_unit_id,
    event,
    ...(reason === undefined ? {} : { reason }),
  });
};

const lockSourcing = async (trx: Trx, id: string) => {
  const order = await trx
    .selectFrom("sourcing_orders")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (order === undefined) throw new AppError<OrdersError>("orders.sourcing_not_found", { status: 404 });
  return order;
};

/** Somebody of the owner looks for it now. @throws AppError `orders.sourcing_gone` */
export const takeSourcing = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => {
  const order = await lockSourcing(trx, id);
  await move(trx, context, actor, {
    order,
    event: "take",
    set: { due_at: new Date(context.clock.now().getTime() + sourcingDays.taken * dayMs) },
  });
};

/** It ends: with who does it now, or with the reason why nobody can. @throws AppError `orders.sourcing_gone` | `orders.sourcing_words` */
export const endSourcing = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; event: "supply" | "close"; result: string },
): Promise<void> => {
  const result = requireReason(input.result, "result", "orders.sourcing_words");
  const order = await lockSourcing(trx, input.id);
  await move(trx, context, actor, {
    order,
    event: input.event,
    set: { due_at: null, result },
    reason: result,
  });
};

/** What passed its time goes to the district's committee, which is told by its list of what waits; each in its own transaction. */
export const passLateSourcingUp = async (parts: { db: Db } & ActContext): Promise<number> => {
  const now = parts.clock.now();
  const late = await parts.db
    .selectFrom("sourcing_orders")
    .select("id")
    .where("due_at", "<=", now)
    .limit(100)
    .execute();
  for (const { id } of late)
    await inTransaction(parts.db, async (trx) => {
      const order = await lockSourcing(trx, id);
      const root = await findRootUnit(trx);
      const status: SourcingStatus = order.status;
      if (root === undefined || order.due_at === null || order.due_at > now) return;
      if (status !== "raised" && status !== "taken") return;
      await move(trx, parts, systemActor("orders.deadline"), {
        order: { id, owner_unit_id: root.id },
        event: "pass_up",
        set: {
          owner_unit_id: root.id,
          take_overs: order.take_overs + 1,
          due_at: new Date(now.getTime() + sourcingDays[status] * dayMs),
        },
        reason: "没有按时办，转到区里",
      });
    });
  return late.length;
};
