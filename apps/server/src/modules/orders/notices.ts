import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { afterQuietHours } from "#kernel/quiet-hours.ts";
import { findMobile, openMobile, queueMessage } from "#modules/identity/index.ts";

/** Text messages to one person in a day; what is over stays on the person's own pages. */
const dailyCap = 6;
const dayMs = 86_400_000;

/** Writes a message in the act's transaction; once for each event and person, whatever is tried again. */
export const writeNotice = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  notice: { orderId: string; eventId: string; personId: string | null; body: string },
): Promise<void> => {
  const now = context.clock.now();
  await trx
    .insertInto("order_notices")
    .values({
      id: createId(context.clock),
      order_id: notice.orderId,
      event_id: notice.eventId,
      person_id: notice.personId,
      body: notice.body,
      created_at: now,
      send_after: afterQuietHours(now),
      status: "waiting",
      settled_at: null,
    })
    .onConflict((conflict) => conflict.constraint("order_notices_once").doNothing())
    .execute();
};

type Due = { id: string; order_id: string; person_id: string | null; body: string };

const phoneFor = async (trx: Trx, context: ActContext, notice: Due): Promise<string | undefined> => {
  if (notice.person_id !== null) return findMobile(trx, context.cipher, notice.person_id);
  const order = await trx
    .selectFrom("orders")
    .select("contact_phone_sealed")
    .where("id", "=", notice.order_id)
    .executeTakeFirst();
  return openMobile(context.cipher, order?.contact_phone_sealed);
};

/** Text messages that reached the person, or the order's own number, in the last day. */
const sentLately = async (trx: Trx, notice: Due, now: Date): Promise<number> => {
  const row = await trx
    .selectFrom("order_notices")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "=", "sent")
    .where("settled_at", ">", new Date(now.getTime() - dayMs))
    .$if(notice.person_id !== null, (query) => query.where("person_id", "=", notice.person_id))
    .$if(notice.person_id === null, (query) =>
      query.where("person_id", "is", null).where("order_id", "=", notice.order_id),
    )
    .executeTakeFirstOrThrow();
  return row.count;
};

/**
 * Hands what is due to the outbox, each in a transaction of its own, taken with SKIP LOCKED: several nodes share the work.
 * The notice is settled and the message waits, or neither.
 */
export const sendNotices = async (context: Context, limit = 100): Promise<number> => {
  let count = 0;
  for (; count < limit; count += 1) {
    const isDone = await inTransaction(context.db, async (trx) => {
      const now = context.clock.now();
      const notice = await trx
        .selectFrom("order_notices")
        .select(["id", "order_id", "person_id", "body"])
        .where("status", "=", "waiting")
        .where("send_after", "<=", now)
        .orderBy("send_after")
        .orderBy("id")
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (notice === undefined) return true;
      const phone = await phoneFor(trx, context, notice);
      const rings =
        phone !== undefined &&
        (await sentLately(trx, notice, now)) < dailyCap &&
        (await queueMessage(trx, context, {
          key: `orders.notice:${notice.id}`,
          phone,
          text: notice.body,
          personId: notice.person_id ?? undefined,
        }));
      await trx
        .updateTable("order_notices")
        .set({ status: rings ? "sent" : "kept", settled_at: now })
        .where("id", "=", notice.id)
        .execute();
      return false;
    });
    if (isDone) break;
  }
  return count;
};
