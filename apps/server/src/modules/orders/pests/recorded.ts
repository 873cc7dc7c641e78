import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Crop, findPestsIn, listPestsById, type Skill } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { lockOrder } from "../order-writes.ts";

/** A pest that an order is about; `word` is how the order says it, null where the dispatcher wrote it down. */
export type OrderPest = {
  id: string;
  name: string;
  word: string | null;
  crops: readonly Crop[];
  skill: Skill;
};

/** Reads which pests the order names, once, when it is taken; only the vocabulary's words are kept. */
export const notePests = async (
  trx: Trx,
  input: { orderId: string; details: string | undefined },
): Promise<void> => {
  const found = await findPestsIn(trx, input.details ?? "");
  if (found.length === 0) return;
  await trx
    .insertInto("order_pests")
    .values(found.map((one) => ({ order_id: input.orderId, pest_id: one.pestId, word: one.word })))
    .execute();
};

/** What is split off an order is about the same pests. */
export const copyPests = async (trx: Trx, input: { from: string; to: string }): Promise<void> => {
  const rows = await trx.selectFrom("order_pests").selectAll().where("order_id", "=", input.from).execute();
  if (rows.length > 0)
    await trx
      .insertInto("order_pests")
      .values(rows.map((row) => ({ ...row, order_id: input.to })))
      .execute();
};

/** The pests of several orders, in the order of their names. */
export const listOrderPests = async (
  db: Db | Trx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OrderPest[]>> => {
  if (orderIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("order_pests")
    .selectAll()
    .where("order_id", "in", [...orderIds])
    .execute();
  const pests = await listPestsById(
    db,
    rows.map((row) => row.pest_id),
  );
  const byOrder = Map.groupBy(rows, (row) => row.order_id);
  return new Map(
    [...byOrder].map(([orderId, named]) => [
      orderId,
      pests.flatMap((pest) => {
        const row = named.find((one) => one.pest_id === pest.id);
        return row === undefined ? [] : [{ ...pest, word: row.word }];
      }),
    ]),
  );
};

/**
 * The dispatcher says what the order is about, where its words were misread or say nothing (F-17).
 * @throws AppError `orders.pest_unknown` | `orders.not_now` (over) | `orders.not_found`
 */
export const setOrderPests = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; pestIds: readonly string[] },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.due_at === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const pestIds = [...new Set(input.pestIds)];
  const known = await listPestsById(trx, pestIds);
  if (known.length !== pestIds.length)
    throw new AppError<OrdersError>("orders.pest_unknown", { fields: { pestIds: "orders.pest_unknown" } });
  const kept = await trx
    .selectFrom("order_pests")
    .select("pest_id")
    .where("order_id", "=", order.id)
    .execute();
  await trx
    .deleteFrom("order_pests")
    .where("order_id", "=", order.id)
    .$if(pestIds.length > 0, (query) => query.where("pest_id", "not in", pestIds))
    .execute();
  const added = pestIds.filter((pestId) => !kept.some((one) => one.pest_id === pestId));
  if (added.length > 0)
    await trx
      .insertInto("order_pests")
      .values(added.map((pestId) => ({ order_id: order.id, pest_id: pestId, word: null })))
      .execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.set_pests",
    unitId: order.owner_unit_id,
    record: { table: "orders", id: order.id },
    requestId: context.requestId,
  });
};
