import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { mergedDays } from "../deadlines.ts";
import { requireRequester } from "../desk.ts";
import { leaderNotice } from "../dispatching.ts";
import type { OrdersError } from "../errors.ts";
import { listMerged, type LockedOrder, lockOrder, moveOrder } from "../order-writes.ts";
import { placeOf } from "../ranking.ts";
import type { OrderStatus } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";

const dayMs = 86_400_000;
const mostOrders = 30;
const mostPeople = 2_000;

/** States in which others can still join: nobody has come yet. */
export const leadStatuses: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "dispatched",
  "declined",
  "timed_out",
  "reopened",
  "accepted",
  "scheduled",
  "substituted",
];

const checkPair = async (trx: Trx, lead: LockedOrder, member: LockedOrder): Promise<void> => {
  if (!leadStatuses.includes(lead.status) || lead.merged_into !== null)
    throw new AppError<OrdersError>("orders.merge_lead", {
      status: 409,
      fields: { intoId: "orders.merge_lead" },
    });
  if ((await listMerged(trx, member.id)).length > 0)
    throw new AppError<OrdersError>("orders.merge_lead", {
      status: 409,
      fields: { intoId: "orders.merge_lead" },
    });
  const sameStreet =
    (await placeOf(trx, lead.place_unit_id)).streetPath ===
    (await placeOf(trx, member.place_unit_id)).streetPath;
  if (lead.item_code !== member.item_code || !sameStreet)
    throw new AppError<OrdersError>("orders.merge_unequal", {
      status: 409,
      fields: { intoId: "orders.merge_unequal" },
    });
};

/** The common order has other people than before: its record is noted with that. */
const noteLead = async (trx: Trx, context: ActContext, actor: Actor, lead: LockedOrder): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "orders.people",
    unitId: lead.owner_unit_id,
    record: { table: "orders", id: lead.id },
    requestId: context.requestId,
  });
};

/**
 * Two equal requests become one visit (并单, J6.2): the member keeps its number, its owner and a due time, follows the lead's
 * visit to its end and is told. By the dispatcher, or by a resident who says “我也要”.
 * @throws AppError `orders.merge_itself` | `orders.merge_lead` | `orders.merge_unequal` | `orders.merge_full` | `orders.not_now`
 */
export const mergeOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; intoId: string },
): Promise<void> => {
  if (input.orderId === input.intoId)
    throw new AppError<OrdersError>("orders.merge_itself", { fields: { intoId: "orders.merge_itself" } });
  // Locked in the order of their ids: two dispatchers who merge crosswise do not wait for each other for ever.
  const locked = new Map<string, LockedOrder>();
  for (const id of [input.orderId, input.intoId].sort()) locked.set(id, await lockOrder(trx, id));
  const [member, lead] = [locked.get(input.orderId), locked.get(input.intoId)];
  if (member === undefined || lead === undefined) throw new Error("both were locked above");
  await checkPair(trx, lead, member);
  const others = await listMerged(trx, lead.id);
  const people = lead.people_count + member.people_count;
  if (others.length + 2 > mostOrders || people > mostPeople)
    throw new AppError<OrdersError>("orders.merge_full", {
      status: 409,
      fields: { intoId: "orders.merge_full" },
    });
  await trx.updateTable("orders").set({ people_count: people }).where("id", "=", lead.id).execute();
  await noteLead(trx, context, actor, lead);
  const now = context.clock.now();
  const wanted = new Date(`${lead.wanted_on}T16:00:00Z`);
  const from = lead.visit_ends_at ?? (wanted > now ? wanted : now);
  await moveOrder(trx, context, actor, member, {
    event: "merge",
    reason: `和 ${toOrderNo(lead.order_no)} 一起办`,
    set: {
      merged_into: lead.id,
      due_at: new Date(from.getTime() + mergedDays * dayMs),
      first_response_at: member.first_response_at ?? (actor.kind === "person" ? now : null),
    },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】您的单 ${toOrderNo(member.order_no)} 和别人要的一样，合在一起办，单号不变。不想一起办，到“我的点单”拆开。`,
      },
      ...(await leaderNotice(
        trx,
        lead.team_id,
        `【湘江科普】${toOrderNo(lead.order_no)} 又有人一起要，现在共 ${people} 人。`,
      )),
    ],
  });
};

/** Out of the common visit again: the order goes on alone, with a new time for the station. */
export const unmerge = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; reason: string },
): Promise<void> => {
  const { order } = input;
  if (order.merged_into !== null) {
    const lead = await lockOrder(trx, order.merged_into);
    await trx
      .updateTable("orders")
      .set({ people_count: Math.max(1, lead.people_count - order.people_count) })
      .where("id", "=", lead.id)
      .execute();
    await noteLead(trx, context, actor, lead);
  }
  await moveOrder(trx, context, actor, order, {
    event: "unmerge",
    reason: input.reason,
    set: { merged_into: null },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 拆开单独办，站点正在找合适的服务队。`,
      },
    ],
  });
};

/** The resident would rather have a visit of his own. @throws AppError `orders.not_yours` | `orders.not_now` */
export const unmergeOwnOrder = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const order = await lockOrder(trx, orderId);
  requireRequester(order, actor);
  await unmerge(trx, context, actor, { order, reason: "居民要求单独办" });
};
