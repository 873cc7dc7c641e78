import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { reverseFactsOf } from "#kernel/facts.ts";
import { recordCompletion } from "./completion.ts";
import { endAssignment, findOpenDispatch, leaderNotice, moveDispatch } from "./dispatching.ts";
import { findDoor } from "./doors.ts";
import { requireFitItem } from "./schools/kindergartens.ts";
import type { OrdersError } from "./errors.ts";
import { findItem } from "./menu.ts";
import { type LockedOrder, lockOrder, moveOrder, requireReason } from "./order-writes.ts";
import { clearVisit } from "./visit-slots.ts";
import { toOrderNo } from "./vocabulary.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "orders.confirmed": { orderId: string };
    "orders.reopened": { orderId: string };
  }
}

/** The first look of the station (审单): the order is a science service and will be dispatched. */
export const screenOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  const now = context.clock.now();
  await moveOrder(trx, context, actor, order, {
    event: "screen",
    set: { first_response_at: order.first_response_at ?? now },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 已受理，站点正在找合适的服务队。`,
      },
    ],
  });
};

/**
 * Another service than was ordered: the number stays, the clock begins anew, and the resident and the team that was asked
 * hear of it.
 * @throws AppError `orders.item` | `orders.not_now`
 */
export const recategoriseOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; itemCode: string },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  const item = await findItem(trx, input.itemCode);
  if (item === undefined || !item.isOpen)
    throw new AppError<OrdersError>("orders.item", { fields: { itemCode: "orders.item" } });
  await requireFitItem(trx, { placeUnitId: order.place_unit_id, item, field: "itemCode" });
  const open = await findOpenDispatch(trx, order.id);
  const no = toOrderNo(order.order_no);
  if (open !== undefined)
    await moveDispatch(trx, context, { id: open.id, event: "recall", set: { reason: "改了服务类别" } });
  await moveOrder(trx, context, actor, order, {
    event: "recategorise",
    reason: `“${order.title}”改为“${item.title}”`,
    teamId: open?.team_id ?? null,
    set: {
      item_code: item.code,
      title: item.title,
      topic: item.topic,
      audience: order.audience ?? (item.audiences.length === 1 ? (item.audiences[0] ?? null) : null),
    },
    notices: [
      { to: "requester", body: `【湘江科普】您的单 ${no} 改成“${item.title}”，单号不变，重新计时。` },
      ...(await leaderNotice(trx, open?.team_id ?? null, `【湘江科普】${no} 改了服务类别，不用再答复。`)),
    ],
  });
};

/** What is no science service ends with a better door. @throws AppError `orders.door` | `orders.reason_needed` */
export const sendElsewhere = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; door: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const door = findDoor(input.door);
  if (door === undefined) throw new AppError<OrdersError>("orders.door", { fields: { door: "orders.door" } });
  const order = await lockOrder(trx, input.orderId);
  await moveOrder(trx, context, actor, order, {
    event: "send_elsewhere",
    reason,
    set: {
      better_door: `${door.where}：${door.note}`,
      end_reason: reason,
      first_response_at: order.first_response_at ?? context.clock.now(),
    },
    notices: [
      { to: "requester", body: `【湘江科普】${toOrderNo(order.order_no)} 请去：${door.where}。${reason}` },
    ],
  });
};

/** Everything that still points to an order that ends before anybody came. */
const letGo = async (trx: Trx, context: ActContext, order: LockedOrder, why: string) => {
  const open = await findOpenDispatch(trx, order.id);
  if (open !== undefined)
    await moveDispatch(trx, context, { id: open.id, event: "recall", set: { reason: why } });
  await clearVisit(trx, context, { orderId: order.id, event: "cancel" });
  await endAssignment(trx, context, { orderId: order.id, kind: "withdrawn" });
  return leaderNotice(
    trx,
    order.team_id ?? open?.team_id ?? null,
    `【湘江科普】${toOrderNo(order.order_no)}“${order.title}”取消了，不用再去。原因：${why}`,
  );
};

/** The station cannot do it this time and says why. @throws AppError `orders.reason_needed` | `orders.not_now` */
export const giveUpOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  const told = await letGo(trx, context, order, reason);
  await moveOrder(trx, context, actor, order, {
    event: "give_up",
    reason,
    set: { end_reason: reason, first_response_at: order.first_response_at ?? context.clock.now() },
    notices: [
      ...told,
      {
        to: "requester",
        body: `【湘江科普】很抱歉，${toOrderNo(order.order_no)} 这次办不了。原因：${reason}`,
      },
    ],
  });
};

/** Whose order it is: the resident, or the helper in the act of helping that resident. */
export const requireRequester = (order: LockedOrder, actor: PersonActor): void => {
  if (order.requester_person_id !== (actor.onBehalfOf?.personId ?? actor.personId))
    throw new AppError<OrdersError>("orders.not_yours", { status: 403 });
};

export const withdrawOrder = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const order = await lockOrder(trx, orderId);
  requireRequester(order, actor);
  const told = await letGo(trx, context, order, "居民撤回");
  await moveOrder(trx, context, actor, order, { event: "withdraw", notices: told });
};

/**
 * What the resident confirmed, or did not dispute in the days that the page names, is done: now it counts. Facts are
 * recorded here and nowhere else.
 */
export const confirmOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; reason?: string },
): Promise<LockedOrder> => {
  const { order } = input;
  const after = await moveOrder(trx, context, actor, order, {
    event: "confirm",
    reason: input.reason,
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 算做完了。请评一评；7 天内觉得不行，还可以重新办理。`,
      },
    ],
  });
  await recordCompletion(trx, context, order);
  await emitEvent(trx, context.clock, "orders.confirmed", { orderId: order.id });
  return after;
};

/** The resident says that it is done. */
export const confirmOwnOrder = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const order = await lockOrder(trx, orderId);
  requireRequester(order, actor);
  await confirmOrder(trx, context, actor, { order });
};

/** Opens an order again: a new round, no team, no facts; teams of the last round may be asked again. */
export const openAgain = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; event: "dispute" | "reopen" | "rate_low"; reason: string },
): Promise<void> => {
  const { order } = input;
  await reverseFactsOf(trx, context.clock, { table: "orders", id: order.id });
  await moveOrder(trx, context, actor, order, {
    event: input.event,
    reason: input.reason,
    teamId: order.team_id,
    set: {
      round: order.round + 1,
      team_id: null,
      visit_starts_at: null,
      visit_ends_at: null,
      merged_into: null,
      hub_served: false,
    },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 重新办理，站点会在 24 小时内回音。`,
      },
      ...(await leaderNotice(
        trx,
        order.team_id,
        `【湘江科普】${toOrderNo(order.order_no)} 居民要求重新办理：${input.reason}`,
      )),
    ],
  });
  await emitEvent(trx, context.clock, "orders.reopened", { orderId: order.id });
};

/** The resident says it was not done, or asks anew within the days. @throws AppError `orders.reason_needed` | `orders.not_now` */
export const reopenOwnOrder = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  requireRequester(order, actor);
  await openAgain(trx, context, actor, {
    order,
    event: order.status === "done" ? "dispute" : "reopen",
    reason,
  });
};

/** The station above takes an order over, with the clock anew (B-09). */
export const takeOver = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; ownerUnitId: string; reason: string },
): Promise<void> => {
  await moveOrder(trx, context, actor, input.order, {
    event: "take_over",
    reason: input.reason,
    set: { owner_unit_id: input.ownerUnitId, take_overs: input.order.take_overs + 1 },
  });
};
