import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import { afterQuietHours } from "#kernel/quiet-hours.ts";
import { openMobile, queueMessage } from "#modules/identity/index.ts";

/** Writes a message in the act's transaction; once for each registration and event, whatever is tried again. */
export const writeNotice = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  notice: { registrationId: string; event: string; body: string },
): Promise<void> => {
  const now = context.clock.now();
  await trx
    .insertInto("registration_notices")
    .values({
      id: createId(context.clock),
      registration_id: notice.registrationId,
      event: notice.event,
      body: notice.body,
      created_at: now,
      send_after: afterQuietHours(now),
      status: "waiting",
      settled_at: null,
    })
    .onConflict((conflict) => conflict.constraint("registration_notices_once").doNothing())
    .execute();
};

/**
 * Hands what is due to the outbox, each in a transaction of its own, taken with SKIP LOCKED: several nodes share the work.
 * Whoever left no mobile number finds it on the registration's own page.
 */
export const sendNotices = async (context: Context, limit = 100): Promise<number> => {
  let count = 0;
  for (; count < limit; count += 1) {
    const isDone = await inTransaction(context.db, async (trx) => {
      const now = context.clock.now();
      const notice = await trx
        .selectFrom("registration_notices as notice")
        .innerJoin("registrations as registration", "registration.id", "notice.registration_id")
        .select(["notice.id", "notice.body", "registration.contact_phone_sealed"])
        .where("notice.status", "=", "waiting")
        .where("notice.send_after", "<=", now)
        .orderBy("notice.send_after")
        .orderBy("notice.id")
        .limit(1)
        .forUpdate("notice")
        .skipLocked()
        .executeTakeFirst();
      if (notice === undefined) return true;
      const phone = openMobile(context.cipher, notice.contact_phone_sealed);
      const rings =
        phone !== undefined &&
        (await queueMessage(trx, context, {
          key: `activities.notice:${notice.id}`,
          phone,
          text: notice.body,
        }));
      await trx
        .updateTable("registration_notices")
        .set({ status: rings ? "sent" : "kept", settled_at: now })
        .where("id", "=", notice.id)
        .execute();
      return false;
    });
    if (isDone) break;
  }
  return count;
};

/** What a registration was told, newest first. */
export const listNotices = async (
  trx: Trx | Context["db"],
  registrationId: string,
): Promise<readonly { body: string; at: Date }[]> => {
  const rows = await trx
    .selectFrom("registration_notices")
    .select(["body", "created_at"])
    .where("registration_id", "=", registrationId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({ body: row.body, at: row.created_at }));
};
