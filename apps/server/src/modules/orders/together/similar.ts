import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { Half } from "#modules/teams/index.ts";
import { placeText, selectOrders } from "../queries.ts";
import { statusNames } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";
import { leadStatuses } from "./merge.ts";

/** An equal request near by, without a word of who asked. */
export type SimilarOrder = {
  id: string;
  no: string;
  title: string;
  statusName: string;
  place: string;
  wantedOn: string;
  wantedHalf: Half;
  peopleCount: number;
};

const days = 14;

/**
 * Open requests for the same service in the same street or town within two weeks of the day, nearest day first: shown to the
 * resident before he sends, and to the dispatcher beside an order.
 */
export const listSimilar = async (
  db: Db | Trx,
  wanted: { itemCode: string | null; placeUnitId: string; wantedOn: string; exceptId?: string },
): Promise<readonly SimilarOrder[]> => {
  const rows = await selectOrders(db)
    .where("o.status", "in", [...leadStatuses])
    .where("o.merged_into", "is", null)
    .where(sql<boolean>`o.item_code is not distinct from ${wanted.itemCode}`)
    .where(
      sql<boolean>`o.wanted_on between ${wanted.wantedOn}::date - ${days}::int and ${wanted.wantedOn}::date + ${days}::int`,
    )
    .where(
      sql<boolean>`place.path <@ coalesce((select s.path from org_units s join org_units p on p.id = ${wanted.placeUnitId}
        where s.path @> p.path and s.kind in ('street', 'town') order by nlevel(s.path) desc limit 1),
        (select path from org_units where id = ${wanted.placeUnitId}))`,
    )
    .$if(wanted.exceptId !== undefined, (query) => query.where("o.id", "<>", wanted.exceptId ?? ""))
    .orderBy(sql`abs(o.wanted_on - ${wanted.wantedOn}::date)`)
    .orderBy("o.id")
    .limit(10)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    no: toOrderNo(row.order_no),
    title: row.title,
    statusName: statusNames[row.status],
    place: placeText(row),
    wantedOn: row.wanted_on,
    wantedHalf: row.wanted_half,
    peopleCount: row.people_count,
  }));
};
