import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listAncestors } from "#modules/organisations/index.ts";
import { type Half, listWorkingTeams } from "#modules/teams/index.ts";
import type { OrdersError } from "./errors.ts";
import { findAbleLecturer } from "./lectures/able.ts";
import type { Lecturer } from "./lectures/lecturers.ts";
import { findItem } from "./menu.ts";
import { listWillingExperts } from "./offers/offers.ts";
import { needByPests } from "./pests/fit.ts";
import { listOrderPests } from "./pests/recorded.ts";
import { getOrder } from "./queries.ts";
import { type OrderNeed, type Ranking, rankTeams, type TeamLoad } from "./rank.ts";
import { halfOf } from "./vocabulary.ts";
import { readShort } from "./volunteers/able.ts";

/** The columns of an order that say what it needs. */
type RankedOrder = {
  id: string;
  round: number;
  item_code: string | null;
  place_unit_id: string;
  wanted_on: string;
  wanted_half: Half;
  visit_starts_at: Date | null;
};

const dayMs = 86_400_000;

/**
 * When somebody is to come: at the visit's time while it is today or ahead (a substitute), else when the resident wished, else
 * tomorrow.
 */
export const whenOf = (
  order: Pick<RankedOrder, "wanted_on" | "wanted_half" | "visit_starts_at">,
  now: Date,
): { day: string; half: Half } => {
  const today = toDistrictDate(now);
  const planned = order.visit_starts_at;
  if (planned !== null && toDistrictDate(planned) >= today)
    return { day: toDistrictDate(planned), half: halfOf(planned) };
  return {
    day: order.wanted_on >= today ? order.wanted_on : toDistrictDate(new Date(now.getTime() + dayMs)),
    half: order.wanted_half,
  };
};

/** A place and the street or town it lies in, by their paths. @throws AppError `orders.place` */
export const placeOf = async (
  db: Db | Trx,
  unitId: string,
): Promise<{ placePath: string; streetPath: string }> => {
  const place = await db
    .selectFrom("org_units")
    .select(["path", "kind"])
    .where("id", "=", unitId)
    .executeTakeFirst();
  if (place === undefined)
    throw new AppError<OrdersError>("orders.place", { fields: { placeUnitId: "orders.place" } });
  const above = await listAncestors(db, place.path);
  const street = above.find((unit) => unit.kind === "street" || unit.kind === "town");
  return { placePath: place.path, streetPath: street?.path ?? place.path };
};

const toNeed = async (db: Db | Trx, order: RankedOrder, now: Date): Promise<OrderNeed> => {
  const item = order.item_code === null ? undefined : await findItem(db, order.item_code);
  return {
    ...(await placeOf(db, order.place_unit_id)),
    ...whenOf(order, now),
    ...needByPests(item?.skill, (await listOrderPests(db, [order.id])).get(order.id) ?? []),
    badges: item?.badges ?? [],
    effort: item?.effort ?? "light",
    demands: item?.demands ?? [],
    volunteers: item?.volunteers ?? 1,
  };
};

const readLoads = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { order: RankedOrder; need: OrderNeed; now: Date; teamIds: readonly string[] },
): Promise<(teamId: string) => TeamLoad> => {
  const since = new Date(input.now.getTime() - 30 * dayMs);
  const { rows } = await sql<{ team_id: string; same_half: number; recent: number; refused: boolean }>`
    select team_id, sum(same_half)::int as same_half, sum(recent)::int as recent, bool_or(refused) as refused from (
      select team_id, 1 as same_half, 0 as recent, false as refused from visit_team_slots
        where slot_on = ${input.need.day} and half = ${input.need.half}
      union all select team_id, 0, 1, false from order_assignments where accepted_at > ${since}
      union all select coalesce(answered_team_id, team_id), 0, 0, true from order_dispatches
        where order_id = ${input.order.id} and round = ${input.order.round} and mode = 'direct' and status in ('declined', 'timed_out')
      union all select team_id, 0, 0, true from order_assignments
        where order_id = ${input.order.id} and round = ${input.order.round} and end_kind in ('given_back', 'no_show', 'timed_out')
    ) counted group by team_id`.execute(db);
  const byTeam = new Map(rows.map((row) => [row.team_id, row]));
  const shortOf = await readShort(db, context, { teamIds: input.teamIds, days: [input.need.day] });
  const short = shortOf(input.need);
  return (teamId) => {
    const row = byTeam.get(teamId);
    return {
      sameHalf: row?.same_half ?? 0,
      recent: row?.recent ?? 0,
      refusedBefore: row?.refused ?? false,
      isShort: short.has(teamId),
    };
  };
};

/** The same for an order by its id. @throws AppError `orders.not_found` (404) */
export const rankOrder = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { orderId: string; now: Date; teamId?: string },
): Promise<Ranking> => {
  const { orderId, ...rest } = input;
  return rankFor(db, context, { order: await getOrder(db, orderId), ...rest });
};

/** Who can take an order, best first, and who cannot, each with the reasons; of all verified teams or of one. */
export const rankFor = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { order: RankedOrder; now: Date; teamId?: string },
): Promise<Ranking> => {
  const need = await toNeed(db, input.order, input.now);
  const teams = await listWorkingTeams(db, {
    day: need.day,
    ...(input.teamId === undefined ? {} : { teamId: input.teamId }),
  });
  const loadOf = await readLoads(db, context, {
    order: input.order,
    need,
    now: input.now,
    teamIds: teams.map((team) => team.id),
  });
  const lecturer = await findAbleLecturer(db, context, { itemCode: input.order.item_code, need });
  if (lecturer === undefined)
    return withWilling(rankTeams(need, teams, loadOf), await listWillingExperts(db, input.order.id));
  const his = lecturer.problem === undefined ? teams.filter((team) => lecturer.teamIds.has(team.id)) : [];
  return withLecturer(rankTeams({ ...need, skill: undefined, pests: [] }, his, loadOf), { lecturer, teams });
};

/** Teams by which an expert who said yes can be sent are told as such. */
const withWilling = (ranking: Ranking, willing: Awaited<ReturnType<typeof listWillingExperts>>): Ranking => ({
  ...ranking,
  candidates: ranking.candidates.map((one) => ({
    ...one,
    reasons: [
      ...willing
        .filter((expert) => expert.teamIds.has(one.team.id))
        .map((expert) => `愿意去的专家在这个队：${expert.publicTitle}`),
      ...one.reasons,
    ],
  })),
});

/** A talk is its lecturer's: only a team that he is a member of can bring him, whatever else the others can do. */
const withLecturer = (
  ranking: Ranking,
  { lecturer, teams }: { lecturer: Lecturer; teams: Parameters<typeof rankTeams>[1] },
): Ranking => {
  const asked = new Set([...ranking.candidates, ...ranking.refused].map((one) => one.team.id));
  return {
    candidates: ranking.candidates.map((one) => ({
      ...one,
      reasons: [`主讲人在这个队：${lecturer.publicTitle}`, ...one.reasons],
    })),
    refused: [
      ...ranking.refused,
      ...teams
        .filter((team) => !asked.has(team.id))
        .map((team) => ({
          team,
          reasons: [lecturer.problem ?? `这一场由${lecturer.publicTitle}主讲，他不在这个队`],
        })),
    ],
  };
};
