import { sql } from "kysely";
import type { Db } from "#kernel/db.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type Half, halfCodes, listTeamsById } from "#modules/teams/index.ts";
import { atRisk, isNearDue } from "../board.ts";
import { onCalendar, orderDay, orderHalf } from "../coverage/streets.ts";
import { placeText, selectOrders } from "../queries.ts";
import { describeDays, type DayView } from "../series/calendar.ts";
import { type OrderStatus, statusNames } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";

type AgendaRow = {
  id: string;
  no: string;
  title: string;
  status: OrderStatus;
  statusName: string;
  place: string;
  ownerUnitId: string;
  /** Null where no time is agreed: it stands on the day that was wanted. */
  startsAt: Date | null;
  teamName: string | null;
  late: boolean;
  atRisk: boolean;
};
export type AgendaDay = DayView & {
  halves: readonly { half: Half; total: number; rows: readonly AgendaRow[] }[];
};

/** A day or a week of the area, half day by half day: at most `each` orders of a half, agreed ones first, and how many there are. */
export const readAgenda = async (
  db: Db,
  input: { scope: Scope; from: string; days: number; each: number; now: Date },
): Promise<readonly AgendaDay[]> => {
  const { scope, from, days, each, now } = input;
  const to = new Date(Date.parse(`${from}T00:00:00Z`) + (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const placed = selectOrders(db)
    .where(withinScope("owner.path", scope))
    .where(onCalendar)
    .where(orderDay, ">=", from)
    .where(orderDay, "<=", to)
    .select([orderDay.as("on_day"), orderHalf.as("on_half"), atRisk(now).as("at_risk")])
    .select([
      sql<number>`count(*) over (partition by ${orderDay}, ${orderHalf})`.as("in_half"),
      sql<number>`row_number() over (partition by ${orderDay}, ${orderHalf}
        order by o.visit_starts_at nulls last, o.due_at, o.id)`.as("rank_in_half"),
    ]);
  const rows = await db
    .selectFrom(placed.as("placed"))
    .selectAll()
    .where("rank_in_half", "<=", each)
    .orderBy("on_day")
    .orderBy("rank_in_half")
    .execute();
  const teams = new Map(
    (
      await listTeamsById(
        db,
        rows.flatMap((row) => row.team_id ?? []),
      )
    ).map((team) => [team.id, team.name]),
  );
  const byHalf = Map.groupBy(rows, (row) => `${row.on_day} ${row.on_half}`);
  return (await describeDays(db, { from, to })).map((day) => ({
    ...day,
    halves: halfCodes.map((half) => {
      const found = byHalf.get(`${day.day} ${half}`) ?? [];
      return {
        half,
        total: found[0]?.in_half ?? 0,
        rows: found.map((row) => ({
          id: row.id,
          no: toOrderNo(row.order_no),
          title: row.title,
          status: row.status,
          statusName: statusNames[row.status],
          place: placeText(row),
          ownerUnitId: row.owner_unit_id,
          startsAt: row.visit_starts_at,
          teamName: teams.get(row.team_id ?? "") ?? null,
          late: row.due_at !== null && row.due_at <= now,
          atRisk: row.at_risk,
        })),
      };
    }),
  }));
};

type WatchCounts = { due: number; late: number; risk: number; noTeam: number };

/** What a dispatcher must not miss in the area, by number: the same conditions as the board's lists. */
export const countWatched = async (db: Db, scope: Scope, now: Date): Promise<WatchCounts> =>
  db
    .selectFrom("orders as o")
    .innerJoin("org_units as owner", "owner.id", "o.owner_unit_id")
    .select([
      sql<number>`count(*) filter (where ${isNearDue(now)})`.as("due"),
      sql<number>`count(*) filter (where o.due_at <= ${now})`.as("late"),
      sql<number>`count(*) filter (where ${atRisk(now)})`.as("risk"),
      sql<number>`count(*) filter (where o.status = 'no_show')`.as("noTeam"),
    ])
    .where(withinScope("owner.path", scope))
    .where("o.due_at", "is not", null)
    .executeTakeFirstOrThrow();
