import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import type { ActivitiesError } from "./errors.ts";
import { type RegistrationEvent, registrationStates, type RegistrationStatus } from "./state.ts";

export type StandingRegistration = {
  id: string;
  pool_id: string;
  status: RegistrationStatus;
  people_count: number;
};

const verbs: Readonly<Record<RegistrationEvent, string>> = {
  promote: "activities.promote",
  confirm: "activities.confirm",
  cancel: "activities.cancel_registration",
  lapse: "activities.lapse",
  call_off: "activities.cancel",
};

/** The one way a registration changes its state: compare-and-set, and an audit entry. @throws AppError `activities.offer_gone` */
export const moveRegistration = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { registration: StandingRegistration; event: RegistrationEvent; answerBy?: Date },
): Promise<void> => {
  const { registration, event } = change;
  try {
    await applyTransition(trx as never, {
      machine: registrationStates,
      table: "registrations",
      id: registration.id,
      event,
      now: context.clock.now(),
      set: { answer_by: change.answerBy ?? null },
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<ActivitiesError>("activities.offer_gone", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: verbs[event],
    record: { table: "registrations", id: registration.id },
    requestId: context.requestId,
  });
};

/**
 * Takes places of a pool, or none: one statement that names how many there may be at most, so that two who come through at
 * once never have more than there are.
 */
export const takeSeats = async (
  trx: Trx,
  input: { poolId: string; count: number },
): Promise<"taken" | "full"> => {
  const taken = await trx
    .updateTable("seat_pools")
    .set((eb) => ({ seats_taken: eb("seats_taken", "+", input.count) }))
    .where("id", "=", input.poolId)
    .where((eb) => eb(eb("seats_taken", "+", input.count), "<=", eb.ref("capacity")))
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n ? "taken" : "full";
};

export const freeSeats = async (trx: Trx, input: { poolId: string; count: number }): Promise<void> => {
  await trx
    .updateTable("seat_pools")
    .set((eb) => ({ seats_taken: eb("seats_taken", "-", input.count) }))
    .where("id", "=", input.poolId)
    .execute();
};
