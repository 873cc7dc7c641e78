import { sql } from "kysely";
import { addDays, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Half, listWorkingTeams } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { isTalkItem } from "../lectures/lecturers.ts";
import { findItem, type ItemView } from "../menu.ts";
import { rankTeams } from "../rank.ts";
import { placeOf } from "../ranking.ts";
import { readShort } from "../volunteers/able.ts";
import { listCalendar } from "./calendar.ts";

export const mostWeeks = 26;

export type SeriesInput = {
  placeUnitId: string;
  room: string;
  half: Half;
  /** The first day; the others follow in steps of a week. */
  startsOn: string;
  /** What comes each week. */
  itemCodes: readonly string[];
  teamId: string | undefined;
};

type Clash = { kind: "past" | "holiday" | "room" | "place" | "team"; text: string };
export type Occurrence = {
  no: number;
  day: string;
  itemCode: string;
  itemTitle: string;
  clashes: readonly Clash[];
  /** It cannot be kept even if somebody wishes to. */
  barred: boolean;
  /** Teams that could come. */
  teams: number;
};

const dayOf = (startsOn: string, week: number): string => addDays(startsOn, week * 7);

const requireItem = async (db: Db | Trx, code: string): Promise<ItemView> => {
  const item = await findItem(db, code);
  if (item === undefined || !item.isOpen)
    throw new AppError<OrdersError>("orders.item", { fields: { itemCodes: "orders.item" } });
  if (isTalkItem(code))
    throw new AppError<OrdersError>("orders.talk_series", { fields: { itemCodes: "orders.talk_series" } });
  return item;
};

/** What a team has in a half day: visits, and occurrences of series that are no orders yet. */
const readTaken = async (db: Db | Trx, day: string, half: Half): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ team_id: string; count: number }>`
    select team_id, count(*)::int as count from (
      select team_id from visit_team_slots where slot_on = ${day} and half = ${half}
      union all select s.team_id from standing_occurrences o join standing_orders s on s.id = o.standing_id
        where o.status = 'planned' and o.on_day = ${day} and o.half = ${half} and s.team_id is not null
    ) taken group by team_id`.execute(db);
  return new Map(rows.map((row) => [row.team_id, row.count]));
};

const readRoom = async (db: Db | Trx, input: SeriesInput, day: string): Promise<readonly Clash[]> => {
  const series = await db
    .selectFrom("standing_occurrences as o")
    .innerJoin("standing_orders as s", "s.id", "o.standing_id")
    .select("s.title")
    .where("o.place_unit_id", "=", input.placeUnitId)
    .where("o.room", "=", input.room)
    .where("o.on_day", "=", day)
    .where("o.half", "=", input.half)
    .where("o.status", "<>", "skipped")
    .executeTakeFirst();
  const orders = await db
    .selectFrom("orders")
    .select("title")
    .where("place_unit_id", "=", input.placeUnitId)
    .where("wanted_on", "=", day)
    .where("wanted_half", "=", input.half)
    .where("due_at", "is not", null)
    .where("channel", "<>", "standing")
    .orderBy("id")
    .limit(3)
    .execute();
  return [
    ...(series === undefined
      ? []
      : [{ kind: "room" as const, text: `同一地点同一时间已有“${series.title}”` }]),
    ...orders.map((order) => ({ kind: "place" as const, text: `那个半天这里还有一个单“${order.title}”` })),
  ];
};

/**
 * Every occurrence of a series with every clash (Q-05): days gone by, holidays, the room, other orders there, and whether the
 * team, or any team, can come. Nothing is written.
 * @throws AppError `orders.item` | `orders.series_weeks` | `orders.place`
 */
export const previewSeries = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: SeriesInput & { now: Date },
): Promise<readonly Occurrence[]> => {
  if (input.itemCodes.length < 1 || input.itemCodes.length > mostWeeks)
    throw new AppError<OrdersError>("orders.series_weeks", { fields: { weeks: "orders.series_weeks" } });
  const place = await placeOf(db, input.placeUnitId);
  const today = toDistrictDate(input.now);
  const holidays = new Map(
    (await listCalendar(db, { from: input.startsOn, to: dayOf(input.startsOn, input.itemCodes.length) }))
      .filter((one) => one.kind === "holiday")
      .map((one) => [one.day, one.name]),
  );
  const occurrences: Occurrence[] = [];
  for (const [week, itemCode] of input.itemCodes.entries()) {
    const item = await requireItem(db, itemCode);
    const day = dayOf(input.startsOn, week);
    const teams = await listWorkingTeams(db, {
      day,
      ...(input.teamId === undefined ? {} : { teamId: input.teamId }),
    });
    const taken = await readTaken(db, day, input.half);
    const { skill, badges, effort, demands, volunteers } = item;
    const need = { ...place, day, half: input.half, skill, pests: [], badges, effort, demands, volunteers };
    const shortOf = await readShort(db, context, { teamIds: teams.map((team) => team.id), days: [day] });
    const short = shortOf(need);
    const { candidates, refused } = rankTeams(need, teams, (teamId) => ({
      sameHalf: taken.get(teamId) ?? 0,
      recent: 0,
      refusedBefore: false,
      isShort: short.has(teamId),
    }));
    const holiday = holidays.get(day);
    const [nearest] = refused;
    const clashes: Clash[] = [
      ...(day <= today ? [{ kind: "past" as const, text: "这一天已经过了" }] : []),
      ...(holiday === undefined ? [] : [{ kind: "holiday" as const, text: `${holiday}放假` }]),
      ...(await readRoom(db, input, day)),
      ...(candidates.length > 0
        ? []
        : [
            {
              kind: "team" as const,
              text:
                nearest === undefined
                  ? "没有核验过的队"
                  : `${input.teamId === undefined ? `没有一支队能来，最接近的${nearest.team.name}` : nearest.team.name}：${nearest.reasons.join("，")}`,
            },
          ]),
    ];
    occurrences.push({
      no: week + 1,
      day,
      itemCode,
      itemTitle: item.title,
      clashes,
      barred: clashes.some((clash) => clash.kind === "past" || clash.kind === "room"),
      teams: candidates.length,
    });
  }
  return occurrences;
};
