import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import { dueAt } from "./deadlines.ts";
import type { OrdersError } from "./errors.ts";
import { writeNotice } from "./notices.ts";
import { workingDue } from "./series/calendar.ts";
import { followOf } from "./together/follow.ts";
import { type HistoryEvent, type OrderEvent, orderStates, type OrderStatus } from "./state.ts";

/** An order as an act finds it, its row held until the act ends. */
export const lockOrder = async (trx: Trx, orderId: string) => {
  const order = await trx
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", orderId)
    .forUpdate()
    .executeTakeFirst();
  if (order === undefined) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
  return order;
};
export type LockedOrder = Awaited<ReturnType<typeof lockOrder>>;

export type Notice = { to: "requester" | { personId: string }; body: string };

export type Move = {
  event: OrderEvent;
  set?: Record<string, unknown>;
  reason?: string | undefined;
  /** The team that the event is about; the order's own team otherwise. */
  teamId?: string | null | undefined;
  notices?: readonly Notice[];
};

export const noteEvent = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  entry: {
    orderId: string;
    event: HistoryEvent;
    from: OrderStatus | null;
    to: OrderStatus;
    ownerUnitId: string;
    teamId: string | null;
    reason?: string | undefined;
  },
): Promise<string> => {
  const id = createId(context.clock);
  await trx
    .insertInto("order_events")
    .values({
      id,
      order_id: entry.orderId,
      at: context.clock.now(),
      event: entry.event,
      from_status: entry.from,
      to_status: entry.to,
      by_kind: actor.kind === "person" ? "person" : "system",
      by_person_id: actor.kind === "person" ? actor.personId : null,
      on_behalf_of_person_id: actor.kind === "person" ? (actor.onBehalfOf?.personId ?? null) : null,
      owner_unit_id: entry.ownerUnitId,
      team_id: entry.teamId,
      reason: entry.reason ?? null,
    })
    .execute();
  return id;
};

/** Orders that are served by this one's visit, held until the act ends. */
export const listMerged = (trx: Trx, orderId: string): Promise<LockedOrder[]> =>
  trx
    .selectFrom("orders")
    .selectAll()
    .where("merged_into", "=", orderId)
    .where("status", "=", "merged")
    .orderBy("id")
    .forUpdate()
    .execute();

/** Whom a change for the resident is told: the account, else the number that was left. */
export const requesterOf = (order: LockedOrder): string | null | undefined => {
  if (order.requester_person_id !== null) return order.requester_person_id;
  return order.contact_phone_sealed === null ? undefined : null;
};
const recipientOf = (order: LockedOrder, to: Notice["to"]): string | null | undefined =>
  to === "requester" ? requesterOf(order) : to.personId;

/** What an act on an order means for those that are served together with it: each keeps its number and is told. */
const carryMerged = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  moved: { lead: LockedOrder; event: OrderEvent; eventId: string },
): Promise<void> => {
  const { lead, event, eventId } = moved;
  for (const member of await listMerged(trx, lead.id)) {
    const follow = followOf(event, lead, member);
    if (follow === undefined) return;
    if (follow.event !== undefined) {
      await moveOrder(trx, context, actor, member, {
        event: follow.event,
        set: follow.set,
        ...(follow.reason === undefined ? {} : { reason: follow.reason }),
        notices: [{ to: "requester", body: follow.body }],
      });
      continue;
    }
    await trx.updateTable("orders").set(follow.set).where("id", "=", member.id).execute();
    const personId = recipientOf(member, "requester");
    if (personId !== undefined)
      await writeNotice(trx, context, { orderId: member.id, eventId, personId, body: follow.body });
  }
};

/**
 * The one way an order changes its state: compare-and-set by the state table with the due time of the new state, a line in
 * the order's history, an audit entry, and the messages that belong to it, all in the act's transaction.
 * @throws AppError `orders.not_now` (409) where somebody was faster or the event is not allowed
 */
export const moveOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  order: LockedOrder,
  move: Move,
): Promise<LockedOrder> => {
  const to = orderStates.next(order.status, move.event);
  if (to === undefined) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const now = context.clock.now();
  const set = { ...move.set };
  const merged = { ...order, ...set };
  const due = await workingDue(trx, {
    status: to,
    due: dueAt(to, now, { startsAt: merged.visit_starts_at, endsAt: merged.visit_ends_at }),
    now,
  });
  try {
    await applyTransition(trx as never, {
      machine: orderStates,
      table: "orders",
      id: order.id,
      event: move.event,
      now,
      set: { due_at: due, ...set },
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<OrdersError>("orders.not_now", { status: 409, cause: error });
    throw error;
  }
  const after = { ...merged, status: to, status_changed_at: now, due_at: due };
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: move.event,
    from: order.status,
    to,
    ownerUnitId: after.owner_unit_id,
    teamId: move.teamId === undefined ? after.team_id : move.teamId,
    reason: move.reason,
  });
  for (const notice of move.notices ?? []) {
    const personId = recipientOf(order, notice.to);
    if (personId !== undefined)
      await writeNotice(trx, context, { orderId: order.id, eventId, personId, body: notice.body });
  }
  await carryMerged(trx, context, actor, { lead: after, event: move.event, eventId });
  await recordAudit(trx, context, {
    actor,
    action: `orders.${move.event}`,
    unitId: after.owner_unit_id,
    record: { table: "orders", id: order.id },
    reason: move.reason,
    requestId: context.requestId,
  });
  return after;
};

/** Words of at least five characters, refused at the field they were typed in. @throws AppError `orders.reason_needed` | `orders.sourcing_words` */
export const requireReason = (
  reason: string | undefined,
  field = "reason",
  code: "orders.reason_needed" | "orders.sourcing_words" = "orders.reason_needed",
): string => requireText<OrdersError>(code, reason, { field });
