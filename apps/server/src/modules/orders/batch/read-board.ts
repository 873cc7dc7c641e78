import type { Board } from "@kepu/dispatch";
import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import {
  type BadgeKind,
  type Demand,
  type Effort,
  type Half,
  listWorkingTeams,
  type Skill,
} from "#modules/teams/index.ts";
import { findAbleLecturer } from "../lectures/able.ts";
import { isTalkItem } from "../lectures/lecturers.ts";
import { lessFittingMinutes, needByPests } from "../pests/fit.ts";
import { listOrderPests } from "../pests/recorded.ts";
import { whenOf } from "../ranking.ts";
import type { OrderStatus } from "../state.ts";
import { readShort } from "../volunteers/able.ts";
import {
  type BoardDay,
  type OrderNeed,
  orderRules,
  slotOf,
  toBoardOrder,
  toBoardTeam,
  zoneOf,
} from "./to-board.ts";

const dayMs = 86_400_000;
/** So many orders are assigned at once, what is due first; the rest is said and comes with the next plan. */
export const boardLimit = 1_000;

/** States from which an order may be offered to a team; a submitted one is screened first. */
const plannedStatuses: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "declined",
  "timed_out",
  "reopened",
];

export type PlannedOrder = {
  id: string;
  orderNo: number;
  title: string;
  status: OrderStatus;
  round: number;
  ownerUnitId: string;
  dueAt: Date | null;
  placeName: string;
  need: OrderNeed;
};
export type ReadBoard = {
  board: Board;
  orders: readonly PlannedOrder[];
  total: number;
  teams: Awaited<ReturnType<typeof listWorkingTeams>>;
  recentOf: ReadonlyMap<string, number>;
  busyOf: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Why some team is kept from an order before anything else is asked. */
  keptFrom: (orderId: string) => { refusedBefore: boolean; isShort: boolean };
};

type Row = {
  id: string;
  order_no: number;
  title: string;
  status: OrderStatus;
  round: number;
  owner_unit_id: string;
  due_at: Date | null;
  take_overs: number;
  wanted_on: string;
  wanted_half: Half;
  visit_starts_at: Date | null;
  place_path: string;
  place_name: string;
  street_path: string;
  skill: Skill | null;
  badges: BadgeKind[] | null;
  item_code: string | null;
  effort: Effort | null;
  demands: Demand[] | null;
  volunteers: number | null;
  refused_by: string[];
};

const isTalk = (row: Pick<Row, "item_code">): boolean => row.item_code !== null && isTalkItem(row.item_code);

const selectWaiting = (db: Db, scope: Scope) =>
  db
    .selectFrom("orders as o")
    .innerJoin("org_units as owner", "owner.id", "o.owner_unit_id")
    .innerJoin("org_units as place", "place.id", "o.place_unit_id")
    .leftJoin("service_items as item", "item.code", "o.item_code")
    .where(withinScope("owner.path", scope))
    .where("o.status", "in", [...plannedStatuses]);

const readOrders = async (db: Db, scope: Scope): Promise<readonly Row[]> =>
  selectWaiting(db, scope)
    .select([
      "o.id",
      "o.order_no",
      "o.title",
      "o.status",
      "o.round",
      "o.owner_unit_id",
      "o.due_at",
      "o.take_overs",
      "o.wanted_on",
      "o.wanted_half",
      "o.visit_starts_at",
      "place.path as place_path",
      "place.name as place_name",
      "item.skill",
      "item.badges",
      "o.item_code",
      "item.effort",
      "item.demands",
      "item.volunteers",
      sql<string>`coalesce((select s.path::text from org_units s where s.path @> place.path and s.kind in ('street', 'town')
        order by nlevel(s.path) desc limit 1), place.path::text)`.as("street_path"),
      sql<string[]>`array(
        select coalesce(d.answered_team_id, d.team_id) from order_dispatches d where d.order_id = o.id and d.round = o.round
          and d.mode = 'direct' and d.status in ('declined', 'timed_out')
        union select a.team_id from order_assignments a where a.order_id = o.id and a.round = o.round
          and a.end_kind in ('given_back', 'no_show', 'timed_out'))`.as("refused_by"),
    ])
    .orderBy("o.due_at")
    .orderBy("o.id")
    .limit(boardLimit)
    .execute();

/** Who waits longer or was let down comes first: 1 can wait, 5 is urgent. */
const priorityOf = (row: Row, need: OrderNeed, now: Date): number => {
  if (row.round > 1) return 5;
  if (row.take_overs > 0) return 4;
  const isSoon = need.day <= toDistrictDate(new Date(now.getTime() + 2 * dayMs));
  return row.status === "declined" || row.status === "timed_out" || isSoon ? 3 : 2;
};

/** Visits that stand and offers that wait for an answer: a plan must not count on that room. */
const readBusy = async (db: Db, fromDay: string): Promise<ReadBoard["busyOf"]> => {
  const { rows } = await sql<{ team_id: string; day: string; half: Half; count: number }>`
    select team_id, day, half, count(*)::int as count from (
      select team_id, slot_on::text as day, half from visit_team_slots where slot_on >= ${fromDay}
      union all
      select d.team_id, o.wanted_on::text, o.wanted_half from order_dispatches d join orders o on o.id = d.order_id
        where d.status = 'offered' and d.team_id is not null and o.wanted_on >= ${fromDay}
    ) taken group by 1, 2, 3`.execute(db);
  const busy = new Map<string, Record<string, number>>();
  for (const row of rows)
    busy.set(row.team_id, { ...busy.get(row.team_id), [slotOf(row.day, row.half)]: row.count });
  return busy;
};

const readRecent = async (db: Db, since: Date): Promise<ReadBoard["recentOf"]> => {
  const rows = await db
    .selectFrom("order_assignments")
    .select(["team_id", (eb) => eb.fn.countAll<number>().as("count")])
    .where("accepted_at", ">", since)
    .groupBy("team_id")
    .execute();
  return new Map(rows.map((row) => [row.team_id, row.count]));
};

/** Teams as they stand on each day on which somebody with a badge is wanted, and on the first day for everything else. */
const readTeams = async (db: Db, needs: readonly OrderNeed[]) => {
  const byDay = Map.groupBy(needs, (need) => need.day);
  const first = [...byDay.keys()].sort()[0] ?? "9999-12-31";
  const teams = await listWorkingTeams(db, { day: first });
  const holdersOn = new Map<string, ReadonlyMap<string, BoardDay["badgeHolders"]>>();
  for (const [day, wanted] of byDay) {
    if (!wanted.some((need) => need.badges.length > 0)) continue;
    const then = day === first ? teams : await listWorkingTeams(db, { day });
    holdersOn.set(day, new Map(then.map((team) => [team.id, team.badgeHolders])));
  }
  const daysFor = (teamId: string): BoardDay[] =>
    [...byDay].map(([day, wanted]) => ({
      day,
      halves: [...new Set(wanted.map((need) => need.half))],
      badgeHolders: holdersOn.get(day)?.get(teamId) ?? {},
    }));
  return { teams, daysFor };
};

/** Orders of the lecture group's talks, with the teams that can bring the lecturer on the day. */
const findLecturers = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  orders: readonly { id: string; row: Pick<Row, "item_code">; need: OrderNeed }[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { id, row, need } of orders) {
    if (!isTalk(row)) continue;
    const lecturer = await findAbleLecturer(db, context, { itemCode: row.item_code, need });
    if (lecturer !== undefined)
      found.set(id, lecturer.problem === undefined ? lecturer.teamIds : new Set<string>());
  }
  return found;
};

/**
 * The board of an area as `@kepu/dispatch` takes it: what waits for the station, and every team that may work with what it
 * has to do already. `weakPaths` are the areas that the allocation rule puts forward (I-22).
 */
export const readBoard = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  input: { scope: Scope; now: Date; weakPaths: readonly string[]; weakAreaShare: number },
): Promise<ReadBoard> => {
  const { scope, now, weakPaths } = input;
  const { total } = await selectWaiting(db, scope)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await readOrders(db, scope);
  const pestsOf = await listOrderPests(
    db,
    rows.map((row) => row.id),
  );
  const planned = rows.map((row) => ({
    row,
    id: row.id,
    orderNo: row.order_no,
    title: row.title,
    status: row.status,
    round: row.round,
    ownerUnitId: row.owner_unit_id,
    dueAt: row.due_at,
    placeName: row.place_name,
    need: {
      placePath: row.place_path,
      streetPath: row.street_path,
      ...whenOf(row, now),
      ...(isTalk(row)
        ? { skill: undefined, pests: [] }
        : needByPests(row.skill ?? undefined, pestsOf.get(row.id) ?? [])),
      badges: row.badges ?? [],
      effort: row.effort ?? ("light" as const),
      demands: row.demands ?? [],
      volunteers: row.volunteers ?? 1,
    },
  }));
  const lecturers = await findLecturers(db, context, planned);
  const { teams, daysFor } = await readTeams(
    db,
    planned.map((one) => one.need),
  );
  const [busyOf, recentOf] = [
    await readBusy(db, toDistrictDate(now)),
    await readRecent(db, new Date(now.getTime() - 30 * dayMs)),
  ];
  const streets = [...new Set(planned.map((one) => one.need.streetPath))];
  const working = new Set(teams.map((team) => team.id));
  const shortOf = await readShort(db, context, {
    teamIds: [...working],
    days: planned.map((one) => one.need.day),
  });
  const shortFor = new Map(planned.map((one) => [one.id, shortOf(one.need)]));
  const refusedFor = new Map(planned.map(({ id, row }) => [id, new Set(row.refused_by)]));
  return {
    orders: planned.map(({ row: _row, ...order }) => order),
    total,
    teams,
    recentOf,
    busyOf,
    keptFrom: (orderId) => ({
      refusedBefore: (refusedFor.get(orderId)?.size ?? 0) > 0 || lecturers.has(orderId),
      isShort: (shortFor.get(orderId)?.size ?? 0) > 0,
    }),
    board: {
      rules: { ...orderRules, weakAreaShare: input.weakAreaShare },
      orders: planned.map(({ row, id, need }) =>
        toBoardOrder({
          id,
          need,
          priority: priorityOf(row, need, now),
          isWeakArea: weakPaths.some((path) => zoneOf(need.placePath, [path]) === path),
          lessFitting:
            need.pests.length === 0
              ? undefined
              : Object.fromEntries(teams.map((team) => [team.id, lessFittingMinutes(need.pests, team)])),
          refusedBy: [...working].filter(
            (teamId) =>
              refusedFor.get(id)?.has(teamId) === true ||
              shortFor.get(id)?.has(teamId) === true ||
              lecturers.get(id)?.has(teamId) === false,
          ),
        }),
      ),
      teams: teams.map((team) =>
        toBoardTeam(team, {
          days: daysFor(team.id),
          busy: busyOf.get(team.id) ?? {},
          recent: recentOf.get(team.id) ?? 0,
          zone: zoneOf(team.unitPath, streets),
        }),
      ),
    },
  };
};
