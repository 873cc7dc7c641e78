import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { listItemAddresses } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";

/**
 * Adds one to the day's number of an item's poster in a street. No cookie, no address, no person: two openings by one
 * reader and one each by two are the same.
 */
export const countPosterOpen = async (
  db: Db | Trx,
  context: Pick<ActContext, "clock">,
  input: { contentId: string; streetId: string },
): Promise<void> => {
  await db
    .insertInto("poster_opens")
    .values({
      content_id: input.contentId,
      unit_id: input.streetId,
      opened_on: toDistrictDate(context.clock.now()),
      opens: 1,
    })
    .onConflict((conflict) =>
      conflict.constraint("poster_opens_pkey").doUpdateSet({ opens: sql<number>`poster_opens.opens + 1` }),
    )
    .execute();
};

export type PosterOpensRow = {
  contentId: string;
  no: number;
  title: string;
  unitId: string;
  unitName: string;
  opens: number;
  lastOn: string;
};

/** How often each street's poster of each item was opened, most first. */
export const listPosterOpens = async (
  db: Db | Trx,
  filter: { scope: Scope; page: number; size: number },
): Promise<{ rows: readonly PosterOpensRow[]; total: number }> => {
  const base = db
    .selectFrom("poster_opens as day")
    .innerJoin("org_units as unit", "unit.id", "day.unit_id")
    .where(withinScope("unit.path", filter.scope))
    .groupBy(["day.content_id", "day.unit_id", "unit.name"]);
  const sums = base.select(["day.content_id", "day.unit_id"]);
  const { total } = await db
    .selectFrom(sums.as("sums"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await base
    .select([
      "day.content_id",
      "day.unit_id",
      "unit.name as unit_name",
      sql<number>`sum(day.opens)::int`.as("opens"),
      sql<string>`max(day.opened_on)::text`.as("last_on"),
    ])
    .orderBy("opens", "desc")
    .orderBy("day.content_id")
    .orderBy("day.unit_id")
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute();
  const addresses = await listItemAddresses(
    db,
    rows.map((row) => row.content_id),
  );
  return {
    total,
    rows: rows.map((row) => ({
      contentId: row.content_id,
      no: addresses.get(row.content_id)?.no ?? 0,
      title: addresses.get(row.content_id)?.title ?? "",
      unitId: row.unit_id,
      unitName: row.unit_name,
      opens: row.opens,
      lastOn: row.last_on,
    })),
  };
};
