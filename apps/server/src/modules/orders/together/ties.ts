import type { Db } from "#kernel/db.ts";
import { type OrderRow, placeText, selectOrders } from "../queries.ts";
import { toOrderNo } from "../vocabulary.ts";

type Tie = { id: string; no: string };
export type Ties = {
  mergedInto: Tie | null;
  splitFrom: Tie | null;
  together: { id: string; no: string; place: string; peopleCount: number }[];
};

const tieOf = async (db: Db, id: string | null): Promise<Tie | null> => {
  if (id === null) return null;
  const { order_no: no } = await db
    .selectFrom("orders")
    .select("order_no")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, no: toOrderNo(no) };
};

/** The orders that an order is served with or was split from, by their numbers. */
export const readTies = async (
  db: Db,
  order: Pick<OrderRow, "id" | "merged_into" | "split_from">,
): Promise<Ties> => {
  const together = await selectOrders(db)
    .where("o.merged_into", "=", order.id)
    .orderBy("o.order_no")
    .execute();
  return {
    mergedInto: await tieOf(db, order.merged_into),
    splitFrom: await tieOf(db, order.split_from),
    together: together.map((row) => ({
      id: row.id,
      no: toOrderNo(row.order_no),
      place: placeText(row),
      peopleCount: row.people_count,
    })),
  };
};
