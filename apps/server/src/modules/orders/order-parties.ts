import type { Db, Trx } from "#kernel/db.ts";

/** Who has to do with an order: who asked, which station owns it, which team has or had it. */
export const findOrderParties = async (
  db: Db | Trx,
  orderId: string,
): Promise<{ requesterPersonId: string | null; ownerUnitId: string; teamId: string | null } | undefined> =>
  db
    .selectFrom("orders")
    .select(["requester_person_id as requesterPersonId", "owner_unit_id as ownerUnitId", "team_id as teamId"])
    .where("id", "=", orderId)
    .executeTakeFirst();
