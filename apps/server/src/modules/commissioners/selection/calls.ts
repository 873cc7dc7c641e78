import type { PersonActor } from "#kernel/actor.ts";
import { recordAct } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { CommissionersError } from "../errors.ts";
import { callStates, type CommissionerField } from "../state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    /** Somebody is to be told of the selection; what of it stands on his page. */
    "commissioners.selection": { personId: string };
  }
}

export type NewCall = {
  unitId: string;
  field: CommissionerField;
  title: string;
  bases: string;
  seats: number;
  applyUntilOn: string;
  startsOn: string;
  endsOn: string;
};

const refuse = (field: string, code: CommissionersError, status = 422): AppError<CommissionersError> =>
  new AppError<CommissionersError>(code, { status, fields: { [field]: code } });

/** A call, its row held until the act ends: who applies, reviews and decides at once does so one after the other. */
export const lockCall = async (trx: Trx, callId: string) => {
  const call = await trx
    .selectFrom("commissioner_calls")
    .selectAll()
    .where("id", "=", callId)
    .forUpdate()
    .executeTakeFirst();
  if (call === undefined)
    throw new AppError<CommissionersError>("commissioners.call_not_found", { status: 404 });
  return call;
};
type Call = Awaited<ReturnType<typeof lockCall>>;

/** @throws AppError `commissioners.call_closed` where applications are no longer, or not, taken */
export const requireTaking = (call: Call, now: Date): void => {
  if (call.status !== "open" || toDistrictDate(now) > call.apply_until_on)
    throw new AppError<CommissionersError>("commissioners.call_closed", { status: 409 });
};

/** @throws AppError `commissioners.call_running` before applications are closed | `commissioners.call_closed` when it is over */
export const requireReviewing = (call: Call, now: Date): void => {
  if (call.status !== "open")
    throw new AppError<CommissionersError>("commissioners.call_closed", { status: 409 });
  if (toDistrictDate(now) <= call.apply_until_on)
    throw new AppError<CommissionersError>("commissioners.call_running", { status: 409 });
};

/**
 * A town calls for commissioners (选派): field, whom to serve, how many, until when one applies, for which term.
 * @throws AppError `commissioners.call_title` | `commissioners.call_days` | `commissioners.call_seats`
 */
export const openCall = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewCall,
): Promise<string> => {
  const now = context.clock.now();
  const title = requireText<CommissionersError>("commissioners.call_title", input.title, {
    least: 4,
    field: "title",
  });
  const latest = `${Number(input.startsOn.slice(0, 4)) + 5}${input.startsOn.slice(4)}`;
  if (
    input.applyUntilOn < toDistrictDate(now) ||
    input.applyUntilOn >= input.startsOn ||
    input.startsOn > input.endsOn ||
    input.endsOn > latest
  )
    throw refuse("applyUntilOn", "commissioners.call_days");
  if (input.seats < 1 || input.seats > 20) throw refuse("seats", "commissioners.call_seats");
  const id = createId(context.clock);
  await trx
    .insertInto("commissioner_calls")
    .values({
      id,
      unit_id: input.unitId,
      field: input.field,
      title,
      bases: input.bases.trim(),
      seats: input.seats,
      apply_until_on: input.applyUntilOn,
      starts_on: input.startsOn,
      ends_on: input.endsOn,
      status: "open",
      status_changed_at: now,
      end_reason: null,
      made_by_person_id: actor.personId,
      created_at: now,
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "commissioners.open_call",
    unitId: input.unitId,
    table: "commissioner_calls",
    id,
  });
  await invalidatePages(trx);
  return id;
};

/**
 * Names who scores the applications; whoever applied does not.
 * @throws AppError `commissioners.reviewer_applied` | `commissioners.reviewer_already` | `commissioners.call_closed`
 */
export const nameReviewer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { callId: string; personId: string },
): Promise<void> => {
  const call = await lockCall(trx, input.callId);
  if (call.status !== "open")
    throw new AppError<CommissionersError>("commissioners.call_closed", { status: 409 });
  const applied = await trx
    .selectFrom("commissioner_applications")
    .select("id")
    .where("call_id", "=", call.id)
    .where("person_id", "=", input.personId)
    .where("status", "<>", "withdrawn")
    .executeTakeFirst();
  if (applied !== undefined) throw refuse("phone", "commissioners.reviewer_applied", 409);
  try {
    await trx
      .insertInto("commissioner_reviewers")
      .values({
        call_id: call.id,
        person_id: input.personId,
        named_by_person_id: actor.personId,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "commissioner_reviewers_pkey"))
      throw refuse("phone", "commissioners.reviewer_already", 409);
    throw error;
  }
  await emitEvent(trx, context.clock, "commissioners.selection", { personId: input.personId });
  await recordAct(trx, context, actor, {
    action: "commissioners.name_reviewer",
    unitId: call.unit_id,
    table: "commissioner_calls",
    id: call.id,
  });
};

/**
 * Ends a call: finished when every application is decided, or cancelled with a reason, which everybody who applied is told.
 * @throws AppError `commissioners.call_running` | `commissioners.call_undecided` | `commissioners.reason_needed` | `state.conflict`
 */
export const endCall = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { callId: string; how: "finish" | "cancel"; reason: string | undefined },
): Promise<void> => {
  const call = await lockCall(trx, input.callId);
  const now = context.clock.now();
  const reason = requireText<CommissionersError>("commissioners.reason_needed", input.reason, {
    least: input.how === "cancel" ? 5 : 0,
  });
  const live = await trx
    .selectFrom("commissioner_applications")
    .select(["id", "person_id", "status"])
    .where("call_id", "=", call.id)
    .where("status", "in", ["nominated", "applied"])
    .execute();
  if (input.how === "finish") {
    requireReviewing(call, now);
    if (live.some((one) => one.status === "applied"))
      throw new AppError<CommissionersError>("commissioners.call_undecided", { status: 409 });
  }
  await applyTransition(trx as never, {
    machine: callStates,
    table: "commissioner_calls",
    id: call.id,
    event: input.how,
    now,
    set: { end_reason: reason === "" ? null : reason },
  }); // the function is generic over all modules' tables
  for (const one of live)
    await emitEvent(trx, context.clock, "commissioners.selection", { personId: one.person_id });
  await recordAct(trx, context, actor, {
    action: "commissioners.end_call",
    unitId: call.unit_id,
    table: "commissioner_calls",
    id: call.id,
    reason,
  });
  await invalidatePages(trx);
};
