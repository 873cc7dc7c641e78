import type { Db, Trx } from "#kernel/db.ts";
import { listTeamsOf } from "#modules/teams/index.ts";
import { getOrder } from "./queries.ts";

/** An order as its photographs need it: whose it is, and whether this person went or leads the team that has it. */
export const findVisitWork = async (
  db: Db | Trx,
  input: { orderId: string; personId: string },
): Promise<{ title: string; ownerUnitId: string; ownerPath: string; goes: boolean }> => {
  const order = await getOrder(db, input.orderId);
  const teams = await listTeamsOf(db, input.personId);
  const leads = teams.some((team) => team.id === order.team_id && team.leaderPersonId === input.personId);
  const went = await db
    .selectFrom("visit_members as member")
    .innerJoin("visits as visit", "visit.id", "member.visit_id")
    .select("visit.id")
    .where("visit.order_id", "=", order.id)
    .where("visit.status", "in", ["planned", "under_way", "finished"])
    .where("member.person_id", "=", input.personId)
    .executeTakeFirst();
  return {
    title: order.title,
    ownerUnitId: order.owner_unit_id,
    ownerPath: order.owner_path,
    goes: leads || went !== undefined,
  };
};

export type ServedVisit = { visitId: string; orderId: string; teamId: string; title: string; startsAt: Date };

const servedWithinDays = 365;

/** Visits of the last year to which a person was sent and that have begun, the latest first. */
export const listServedVisits = async (
  db: Db | Trx,
  input: { personId: string; now: Date },
): Promise<readonly ServedVisit[]> =>
  db
    .selectFrom("visit_members as member")
    .innerJoin("visits as visit", "visit.id", "member.visit_id")
    .innerJoin("orders as o", "o.id", "visit.order_id")
    .select([
      "visit.id as visitId",
      "visit.order_id as orderId",
      "visit.team_id as teamId",
      "o.title",
      "visit.starts_at as startsAt",
    ])
    .where("member.person_id", "=", input.personId)
    .where("visit.status", "in", ["planned", "under_way", "finished"])
    .where("visit.starts_at", "<=", input.now)
    .where("visit.starts_at", ">", new Date(input.now.getTime() - servedWithinDays * 86_400_000))
    .orderBy("visit.starts_at", "desc")
    .limit(100)
    .execute();
