import { sql } from "kysely";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { type Effort, findLimits } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";

const dayMs = 86_400_000;

/**
 * Nobody is sent to what he said he cannot manage (E-03).
 * @throws AppError `orders.too_heavy` | `orders.week_full`
 */
export const requireWithinLimits = async (
  trx: Trx,
  input: { personId: string; name: string; effort: Effort | undefined; startsAt: Date },
): Promise<void> => {
  const { personId, name } = input;
  const limits = await findLimits(trx, personId);
  const refuse = (code: OrdersError): AppError<OrdersError> =>
    new AppError<OrdersError>(code, { status: 409, values: { name }, fields: { personId: code } });
  if (limits.effort === "light" && input.effort === "normal") throw refuse("orders.too_heavy");
  if (limits.visitsAWeek === null) return;
  const monday = new Date(`${weekOf(input.startsAt)}T00:00:00+08:00`);
  // Two visits of one week planned at once would both count the same others: they wait for one another here.
  await sql`select pg_advisory_xact_lock(hashtext('orders.week'), hashtext(${personId}))`.execute(trx);
  const { count } = await trx
    .selectFrom("visit_members as member")
    .innerJoin("visits as visit", "visit.id", "member.visit_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("member.person_id", "=", personId)
    .where("visit.status", "in", ["planned", "under_way", "finished"])
    .where("visit.starts_at", ">=", monday)
    .where("visit.starts_at", "<", new Date(monday.getTime() + 7 * dayMs))
    .executeTakeFirstOrThrow();
  // The one being planned is among them.
  if (count > limits.visitsAWeek) throw refuse("orders.week_full");
};
