import { randomInt } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { dueAt } from "../deadlines.ts";
import type { OrdersError } from "../errors.ts";
import { copyPests } from "../pests/recorded.ts";
import { writeNotice } from "../notices.ts";
import { listMerged, lockOrder, noteEvent, requireReason } from "../order-writes.ts";
import type { OrderStatus } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";

export const splittable: readonly OrderStatus[] = ["screened", "declined", "timed_out", "reopened"];

/**
 * A request too large for one team becomes two orders (拆单): the second half has a number, a code and a due time of its own,
 * both are dispatched, done and rated by themselves. The wish is counted once when the first half is confirmed.
 * @returns the second order's id
 * @throws AppError `orders.split_people` | `orders.not_now` | `orders.reason_needed`
 */
export const splitOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; people: number; reason: string },
): Promise<{ id: string; no: string }> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  if (!splittable.includes(order.status) || (await listMerged(trx, order.id)).length > 0)
    throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  if (input.people < 1 || input.people >= order.people_count)
    throw new AppError<OrdersError>("orders.split_people", { fields: { people: "orders.split_people" } });
  const now = context.clock.now();
  const id = createId(context.clock);
  const { order_no: _no, ...copied } = order;
  const { order_no: orderNo } = await trx
    .insertInto("orders")
    .values({
      ...copied,
      id,
      status: "screened",
      status_changed_at: now,
      round: 1,
      take_overs: 0,
      due_at: dueAt("screened", now),
      people_count: input.people,
      code_sealed: context.cipher.encrypt(String(randomInt(100_000, 1_000_000))),
      split_from: order.split_from ?? order.id,
      created_at: now,
    })
    .returning("order_no")
    .executeTakeFirstOrThrow();
  await copyPests(trx, { from: order.id, to: id });
  await trx
    .updateTable("orders")
    .set({ people_count: order.people_count - input.people })
    .where("id", "=", order.id)
    .execute();
  const no = toOrderNo(orderNo);
  const eventId = await noteEvent(trx, context, actor, {
    orderId: id,
    event: "submit",
    from: null,
    to: "screened",
    ownerUnitId: order.owner_unit_id,
    teamId: null,
    reason: `从 ${toOrderNo(order.order_no)} 拆出：${reason}`,
  });
  const told = order.requester_person_id ?? (order.contact_phone_sealed === null ? undefined : null);
  if (told !== undefined)
    await writeNotice(trx, context, {
      orderId: id,
      eventId,
      personId: told,
      body: `【湘江科普】人多，您的单 ${toOrderNo(order.order_no)} 分给两支队：另一半的单号是 ${no}，有自己的到访码。`,
    });
  for (const record of [order.id, id])
    await recordAudit(trx, context, {
      actor,
      action: "orders.split",
      unitId: order.owner_unit_id,
      record: { table: "orders", id: record },
      reason,
      requestId: context.requestId,
    });
  return { id, no };
};
