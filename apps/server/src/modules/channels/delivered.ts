import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import type { ChannelKind } from "./tables.ts";

/** What channels proved of items: one row for each delivery, with the district's day and how many screens showed it. */
export type Delivered = { contentId: string; kind: ChannelKind; day: string; count: number };

/** Confirmed deliveries of items, so that nobody types again what a receipt says. */
export const listDelivered = async (
  db: Db | Trx,
  contentIds: readonly string[],
): Promise<readonly Delivered[]> => {
  if (contentIds.length === 0) return [];
  const rows = await db
    .selectFrom("deliveries as delivery")
    .innerJoin("channels as channel", "channel.code", "delivery.channel_code")
    .select([
      "delivery.content_id",
      "channel.kind",
      sql<string>`to_char(delivery.status_changed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`.as("day"),
      sql<number>`coalesce((delivery.receipt ->> 'screens')::int, 1)`.as("count"),
    ])
    .where("delivery.content_id", "in", [...contentIds])
    .where("delivery.act", "=", "publish")
    .where("delivery.status", "=", "confirmed")
    .execute();
  return rows.map((row) => ({ contentId: row.content_id, kind: row.kind, day: row.day, count: row.count }));
};
