import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { requireWorkingLeader } from "./dispatching.ts";
import type { OrdersError } from "./errors.ts";
import { lockOrder } from "./order-writes.ts";
import { hasRoll } from "./rolls/queries.ts";
import { requireCount } from "./rolls/rolls.ts";
import { findStandingVisit } from "./visit-slots.ts";
import { endVisit } from "./visits.ts";

/**
 * The leader, or a volunteer who signed in, ends the visit with the number of people who came; where the service keeps a roll (Y-34)
 * the number is the signed roll's.
 * @throws AppError `orders.not_now` | `orders.people_served` | `orders.roll_unsigned`
 */
export const finishVisit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; peopleServed: number | undefined },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.team_id === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const visit = await findStandingVisit(trx, order.id);
  const signed =
    visit === undefined
      ? undefined
      : await trx
          .selectFrom("visit_members")
          .select("person_id")
          .where("visit_id", "=", visit.id)
          .where("person_id", "=", actor.personId)
          .where("signed_in_at", "is not", null)
          .executeTakeFirst();
  if (signed === undefined) await requireWorkingLeader(trx, actor, order.team_id);
  const peopleServed =
    visit?.status === "under_way" && (await hasRoll(trx, order.item_code))
      ? await requireCount(trx, visit.id)
      : input.peopleServed;
  if (peopleServed === undefined)
    throw new AppError<OrdersError>("orders.people_served", {
      fields: { peopleServed: "orders.people_served" },
    });
  await endVisit(trx, context, actor, { order, peopleServed, by: "leader" });
};
