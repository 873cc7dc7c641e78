import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { buildActor } from "#modules/teams/builders.ts";
import { fileComplaint } from "./commands.ts";

/** A complaint about the station of an order, which its requester filed; it lies with the given unit. */
export const buildComplaint = async (
  db: Db,
  context: ActContext,
  input: { orderId: string; ownerUnitId: string },
): Promise<string> => {
  const resident = await buildActor(db, context, "演示居民");
  await db
    .updateTable("orders")
    .set({ requester_person_id: resident.personId })
    .where("id", "=", input.orderId)
    .execute();
  const id = await inTransaction(db, (trx) =>
    fileComplaint(trx, context, resident, {
      orderId: input.orderId,
      about: "station",
      body: "演示：约好的时间没有人接待。",
    }),
  );
  await db.updateTable("complaints").set({ owner_unit_id: input.ownerUnitId }).where("id", "=", id).execute();
  return id;
};
