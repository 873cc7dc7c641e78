import { sql } from "kysely";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type Half, listTeamsById } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { type OrderStatus, statusNames } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";
import type { OccurrenceStatus, StandingStatus } from "./state.ts";

const selectSeries = (db: Db) =>
  db
    .selectFrom("standing_orders as s")
    .innerJoin("org_units as owner", "owner.id", "s.owner_unit_id")
    .innerJoin("org_units as place", "place.id", "s.place_unit_id")
    .select([
      "s.id",
      "s.kind",
      "s.title",
      "s.status",
      "s.half",
      "s.room",
      "s.end_reason",
      "s.owner_unit_id",
      "owner.path as owner_path",
      "place.path as place_path",
      "place.name as place_name",
      "s.team_id",
    ]);

export type SeriesRow = {
  id: string;
  kind: "weekly" | "term";
  title: string;
  status: StandingStatus;
  half: Half;
  room: string;
  ownerUnitId: string;
  ownerPath: string;
  placePath: string;
  place: string;
  teamName: string | null;
  endReason: string | null;
};

type Raw = Awaited<ReturnType<ReturnType<typeof selectSeries>["executeTakeFirstOrThrow"]>>;
const toRow = (row: Raw, teams: ReadonlyMap<string, string>): SeriesRow => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  status: row.status,
  half: row.half,
  room: row.room,
  ownerUnitId: row.owner_unit_id,
  ownerPath: row.owner_path,
  placePath: row.place_path,
  place: row.place_name,
  teamName: teams.get(row.team_id ?? "") ?? null,
  endReason: row.end_reason,
});

const teamNames = async (
  db: Db,
  rows: readonly { team_id: string | null }[],
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await listTeamsById(
        db,
        rows.flatMap((row) => row.team_id ?? []),
      )
    ).map((team) => [team.id, team.name]),
  );

type SeriesCounts = {
  planned: number;
  ordered: number;
  accepted: number;
  done: number;
  skipped: number;
};

/** Series of an area with how far each is: planned, ordered, accepted by a team, done, left out. */
export const listSeries = async (
  db: Db,
  scope: Scope,
): Promise<readonly (SeriesRow & { counts: SeriesCounts })[]> => {
  const rows = await selectSeries(db)
    .select(
      sql<SeriesCounts>`(select json_build_object(
        'planned', count(*) filter (where o.status = 'planned'), 'ordered', count(*) filter (where o.status = 'ordered'),
        'skipped', count(*) filter (where o.status = 'skipped'), 'accepted', count(*) filter (where x.team_id is not null),
        'done', count(*) filter (where x.status in ('done', 'confirmed', 'rated')))
        from standing_occurrences o left join orders x on x.id = o.order_id where o.standing_id = s.id)`.as(
        "counts",
      ),
    )
    .where((eb) =>
      eb.or([
        eb(withinScope("owner.path", scope), "=", true),
        eb(withinScope("place.path", scope), "=", true),
      ]),
    )
    .orderBy(sql`s.status = 'active'`, "desc")
    .orderBy("s.created_at", "desc")
    .orderBy("s.id")
    .limit(200)
    .execute();
  const teams = await teamNames(db, rows);
  return rows.map((row) => ({ ...toRow(row, teams), counts: row.counts }));
};

/** @throws AppError `orders.series_not_found` (404) */
export const getSeries = async (db: Db, id: string): Promise<SeriesRow> => {
  const row = await selectSeries(db).where("s.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<OrdersError>("orders.series_not_found", { status: 404 });
  return toRow(row, await teamNames(db, [row]));
};

export type DeskDay = {
  id: string;
  title: string;
  day: string;
  half: Half;
  itemTitle: string;
  /** The team that has it, once one has. */
  teamName: string | null;
};

/**
 * When the weekly desks of a place come next, for everybody (B-17, E-07): what a term brings to a school is its pupils' and
 * stands on no public page. Names of teams only.
 */
export const listDeskDays = async (
  db: Db,
  input: { placeUnitIds: readonly string[]; from: string; to: string },
): Promise<readonly DeskDay[]> => {
  const rows = await db
    .selectFrom("standing_occurrences as o")
    .innerJoin("standing_orders as s", "s.id", "o.standing_id")
    .innerJoin("service_items as item", "item.code", "o.item_code")
    .leftJoin("orders as x", "x.id", "o.order_id")
    .select(["o.id", "s.title", "o.on_day", "o.half", "item.title as item_title", "x.team_id"])
    .where("o.place_unit_id", "in", [...input.placeUnitIds])
    .where("s.kind", "=", "weekly")
    .where("o.status", "in", ["planned", "ordered"])
    .where("o.on_day", ">=", input.from)
    .where("o.on_day", "<=", input.to)
    // An order that ended without a visit brings nobody.
    .where((eb) =>
      eb.or([eb("x.id", "is", null), eb("x.status", "not in", ["withdrawn", "cannot", "not_ours"])]),
    )
    .orderBy("o.on_day")
    .orderBy("s.title")
    .execute();
  const teams = await teamNames(db, rows);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    day: row.on_day,
    half: row.half,
    itemTitle: row.item_title,
    teamName: teams.get(row.team_id ?? "") ?? null,
  }));
};

type OccurrenceRow = {
  no: number;
  day: string;
  itemTitle: string;
  status: OccurrenceStatus;
  skipReason: string | null;
  orderId: string | null;
  orderNo: string | null;
  orderStatus: OrderStatus | null;
  orderStatusName: string | null;
  teamName: string | null;
};

export const listOccurrences = async (db: Db, standingId: string): Promise<readonly OccurrenceRow[]> => {
  const rows = await db
    .selectFrom("standing_occurrences as o")
    .innerJoin("service_items as item", "item.code", "o.item_code")
    .leftJoin("orders as x", "x.id", "o.order_id")
    .select([
      "o.occurrence_no",
      "o.on_day",
      "o.status",
      "o.skip_reason",
      "o.order_id",
      "item.title",
      "x.order_no",
      "x.status as order_status",
      "x.team_id",
    ])
    .where("o.standing_id", "=", standingId)
    .orderBy("o.occurrence_no")
    .execute();
  const teams = await teamNames(db, rows);
  return rows.map((row) => ({
    no: row.occurrence_no,
    day: row.on_day,
    itemTitle: row.title,
    status: row.status,
    skipReason: row.skip_reason,
    orderId: row.order_id,
    orderNo: row.order_no === null ? null : toOrderNo(row.order_no),
    orderStatus: row.order_status,
    orderStatusName: row.order_status === null ? null : statusNames[row.order_status],
    teamName: teams.get(row.team_id ?? "") ?? null,
  }));
};

type CoverageRow = {
  unitId: string;
  parentId: string | null;
  name: string;
  lastOn: string | null;
  thisYear: number;
  coming: number;
};

/** Every school with its last visit; those without one this year first (Y-02). */
export const listCoverage = async (db: Db, scope: Scope, today: string): Promise<readonly CoverageRow[]> => {
  const rows = await db
    .selectFrom("org_units as u")
    .select([
      "u.id as unitId",
      "u.parent_id as parentId",
      "u.name",
      sql<
        string | null
      >`(select max((o.visit_starts_at at time zone 'Asia/Shanghai')::date)::text from orders o
        where o.place_unit_id = u.id and o.status in ('done', 'confirmed', 'rated'))`.as("lastOn"),
      sql<number>`(select count(*)::int from orders o where o.place_unit_id = u.id and o.status in ('done', 'confirmed', 'rated')
        and o.visit_starts_at >= (${`${today.slice(0, 4)}-01-01`}::timestamp at time zone 'Asia/Shanghai'))`.as(
        "thisYear",
      ),
      sql<number>`(select count(*)::int from orders o where o.place_unit_id = u.id and o.due_at is not null
        and o.wanted_on >= ${today}::date)`.as("coming"),
    ])
    .where("u.kind", "=", "school")
    .where(withinScope("u.path", scope))
    .where((eb) => eb.or([eb("u.valid_to", "is", null), eb("u.valid_to", ">", today)]))
    .orderBy("lastOn", (order) => order.asc().nullsFirst())
    .orderBy("u.name_sort")
    .limit(1_000)
    .execute();
  return rows.map((row) => ({ ...row })).sort((a, b) => Number(a.thisYear > 0) - Number(b.thisYear > 0));
};
