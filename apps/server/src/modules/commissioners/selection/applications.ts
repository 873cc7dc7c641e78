import { recordAct } from "#kernel/audit.ts";
import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { CommissionersError } from "../errors.ts";
import { applicationStates } from "../state.ts";
import { lockCall, requireTaking } from "./calls.ts";

const requireOneself = (actor: PersonActor): void => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<CommissionersError>("commissioners.not_while_helping", { status: 403 });
};

const file = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: {
    callId: string;
    personId: string;
    statement: string;
    nominatedBy: { unitId: string; personId: string } | undefined;
  },
): Promise<string> => {
  const call = await lockCall(trx, input.callId);
  const now = context.clock.now();
  requireTaking(call, now);
  const statement = requireText<CommissionersError>("commissioners.statement", input.statement, {
    least: 20,
    field: "statement",
  });
  const reviews = await trx
    .selectFrom("commissioner_reviewers")
    .select("person_id")
    .where("call_id", "=", call.id)
    .where("person_id", "=", input.personId)
    .executeTakeFirst();
  if (reviews !== undefined)
    throw new AppError<CommissionersError>("commissioners.reviewer_applied", { status: 409 });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("commissioner_applications")
      .values({
        id,
        call_id: call.id,
        person_id: input.personId,
        statement_sealed: context.cipher.encrypt(statement),
        nominated_by_unit_id: input.nominatedBy?.unitId ?? null,
        nominated_by_person_id: input.nominatedBy?.personId ?? null,
        status: input.nominatedBy === undefined ? "applied" : "nominated",
        status_changed_at: now,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "commissioner_applications_once"))
      throw new AppError<CommissionersError>("commissioners.applied_already", { status: 409, cause: error });
    throw error;
  }
  await recordAct(trx, context, actor, {
    action: input.nominatedBy === undefined ? "commissioners.apply" : "commissioners.nominate",
    unitId: call.unit_id,
    table: "commissioner_applications",
    id,
  });
  return id;
};

/**
 * Somebody applies to become a commissioner.
 * @throws AppError `commissioners.call_closed` | `commissioners.statement` | `commissioners.applied_already` | `commissioners.reviewer_applied`
 */
export const applyToCall = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { callId: string; statement: string },
): Promise<string> => {
  requireOneself(actor);
  return file(trx, context, actor, { ...input, personId: actor.personId, nominatedBy: undefined });
};

/**
 * A unit nominates somebody; it is an application when he agrees. The same refusals as applying.
 * @throws AppError `commissioners.own_application` (nobody nominates himself) and those of `applyToCall`
 */
export const nominate = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { callId: string; personId: string; unitId: string; statement: string },
): Promise<string> => {
  if (actor.personId === input.personId)
    throw new AppError<CommissionersError>("commissioners.own_application", { status: 403 });
  const id = await file(trx, context, actor, {
    callId: input.callId,
    personId: input.personId,
    statement: input.statement,
    nominatedBy: { unitId: input.unitId, personId: actor.personId },
  });
  await emitEvent(trx, context.clock, "commissioners.selection", { personId: input.personId });
  return id;
};

/**
 * The nominated person agrees, or whoever applied takes it back before it is decided.
 * @throws AppError `commissioners.application_not_found` (404) | `commissioners.call_closed` | `state.conflict`
 */
export const answerOwnApplication = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { applicationId: string; event: "accept" | "withdraw" },
): Promise<void> => {
  requireOneself(actor);
  const found = await trx
    .selectFrom("commissioner_applications")
    .select(["id", "call_id", "person_id"])
    .where("id", "=", input.applicationId)
    .executeTakeFirst();
  if (found === undefined || found.person_id !== actor.personId)
    throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
  const call = await lockCall(trx, found.call_id);
  const now = context.clock.now();
  if (input.event === "accept") requireTaking(call, now);
  await applyTransition(trx as never, {
    machine: applicationStates,
    table: "commissioner_applications",
    id: found.id,
    event: input.event,
    now,
  }); // the function is generic over all modules' tables
  await recordAct(trx, context, actor, {
    action: `commissioners.${input.event}_application`,
    unitId: call.unit_id,
    table: "commissioner_applications",
    id: found.id,
  });
};
