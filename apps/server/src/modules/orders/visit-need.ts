import type { Db, Trx } from "#kernel/db.ts";
import { toOrderNo } from "./vocabulary.ts";

/** What of an order somebody outside the team has to know to come: what and where, nobody's name. */
export type VisitNeed = {
  orderId: string;
  no: string;
  title: string;
  itemCode: string | null;
  placeName: string;
  placePath: string;
  wantedOn: string;
};

export const listVisitNeeds = async (
  db: Db | Trx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, VisitNeed>> => {
  if (orderIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("orders")
    .innerJoin("org_units as place", "place.id", "orders.place_unit_id")
    .select([
      "orders.id",
      "orders.order_no",
      "orders.title",
      "orders.item_code",
      "orders.wanted_on",
      "place.name",
      "place.path",
    ])
    .where("orders.id", "in", [...new Set(orderIds)])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        orderId: row.id,
        no: toOrderNo(row.order_no),
        title: row.title,
        itemCode: row.item_code,
        placeName: row.name,
        placePath: row.path,
        wantedOn: row.wanted_on,
      },
    ]),
  );
};
