import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction } from "#kernel/db.ts";
import { fileComplaint } from "./commands.ts";

/** A complaint about the station of an order, which its requester filed; it lies with the given unit. */
export const buildComplaint = async (
  db: Db,
  context: ActContext,
  input: { orderId: string; requester: PersonActor; ownerUnitId: string },
): Promise<string> => {
  const id = await inTransaction(db, (trx) =>
    fileComplaint(trx, context, input.requester, {
      orderId: input.orderId,
      about: "station",
      body: "演示：约好的时间没有人接待。",
    }),
  );
  await db.updateTable("complaints").set({ owner_unit_id: input.ownerUnitId }).where("id", "=", id).execute();
  return id;
};
