import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { OrdersError } from "./errors.ts";
import { type VisitEvent, visitStates } from "./state.ts";
import { halfOf } from "./vocabulary.ts";

const slotMs = 30 * 60_000;

/** The half hours that a time touches, each by its beginning. */
const slotsOf = (from: Date, to: Date): readonly Date[] => {
  const first = Math.floor(from.getTime() / slotMs) * slotMs;
  const slots: Date[] = [];
  for (let at = first; at < to.getTime(); at += slotMs) slots.push(new Date(at));
  return slots;
};

/**
 * Takes the half hours of a visit for a volunteer; where one of them is taken the database says so (unique key), also when
 * two leaders ask at once.
 * @throws AppError `orders.volunteer_busy`
 */
export const takeMemberSlots = async (
  trx: Trx,
  input: { visitId: string; personId: string; name: string; startsAt: Date; endsAt: Date },
): Promise<void> => {
  try {
    await trx
      .insertInto("visit_member_slots")
      .values(
        slotsOf(input.startsAt, input.endsAt).map((slot) => ({
          person_id: input.personId,
          slot_at: slot,
          visit_id: input.visitId,
        })),
      )
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "visit_member_slots_pkey"))
      throw new AppError<OrdersError>("orders.volunteer_busy", {
        status: 409,
        values: { name: input.name },
        fields: { personId: "orders.volunteer_busy" },
        cause: error,
      });
    throw error;
  }
};

/**
 * Takes the first free seat of a team in a half day. Each seat is a row with a unique key: two visits planned at once try the
 * same seat, one has it and the other goes on to the next.
 * @throws AppError `orders.team_full`
 */
export const takeTeamSlot = async (
  trx: Trx,
  input: { visitId: string; teamId: string; capacity: number; startsAt: Date },
): Promise<void> => {
  const day = toDistrictDate(input.startsAt);
  const half = halfOf(input.startsAt);
  for (let seat = 1; seat <= input.capacity; seat += 1) {
    const taken = await trx
      .insertInto("visit_team_slots")
      .values({ team_id: input.teamId, slot_on: day, half, seat, visit_id: input.visitId })
      .onConflict((conflict) => conflict.constraint("visit_team_slots_pkey").doNothing())
      .executeTakeFirst();
    if (taken.numInsertedOrUpdatedRows === 1n) return;
  }
  throw new AppError<OrdersError>("orders.team_full", {
    status: 409,
    fields: { startsAt: "orders.team_full" },
  });
};

export const freeSlots = async (trx: Trx, visitId: string): Promise<void> => {
  await trx.deleteFrom("visit_member_slots").where("visit_id", "=", visitId).execute();
  await trx.deleteFrom("visit_team_slots").where("visit_id", "=", visitId).execute();
};

export const moveVisit = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  change: { id: string; event: VisitEvent; set?: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: visitStates,
    table: "visits",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

/** The visit that an order waits for or has running. */
export const findStandingVisit = async (trx: Trx, orderId: string) =>
  trx
    .selectFrom("visits")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("status", "in", ["planned", "under_way"])
    .executeTakeFirst();

/** Takes a planned visit out of everybody's calendar. */
export const clearVisit = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  input: { orderId: string; event: "cancel" | "miss" },
): Promise<void> => {
  const visit = await findStandingVisit(trx, input.orderId);
  if (visit === undefined || visit.status !== "planned") return;
  await moveVisit(trx, context, { id: visit.id, event: input.event });
  await freeSlots(trx, visit.id);
};
