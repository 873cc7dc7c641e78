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
