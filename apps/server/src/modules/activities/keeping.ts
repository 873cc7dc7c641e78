import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";

/** For how long after its end it is known who registered for something. */
export const contactDays = 30;

/** Forgets names and phones of what has been over for 30 days; numbers stay. Returns how many there were. */
export const forgetContacts = async (trx: Trx, context: Pick<ActContext, "clock">): Promise<number> => {
  const before = new Date(context.clock.now().getTime() - contactDays * 86_400_000);
  const done = await trx
    .updateTable("registrations")
    .set({ contact_name_sealed: null, contact_phone_sealed: null, contact_phone_index: null })
    .where("contact_phone_sealed", "is not", null)
    .where("pool_id", "in", (eb) => eb.selectFrom("seat_pools").select("id").where("ends_at", "<", before))
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
};
