import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import type { ActivitiesError } from "./errors.ts";
import { type ActivityEvent, activityStates, type SessionEvent, sessionStates } from "./state.ts";

/** An activity as an act finds it, its row held until the act ends. @throws AppError `activities.not_found` */
export const lockActivity = async (trx: Trx, activityId: string) => {
  const activity = await trx
    .selectFrom("activities")
    .selectAll()
    .where("id", "=", activityId)
    .forUpdate()
    .executeTakeFirst();
  if (activity === undefined) throw new AppError<ActivitiesError>("activities.not_found", { status: 404 });
  return activity;
};
export type LockedActivity = Awaited<ReturnType<typeof lockActivity>>;

/**
 * A session with its activity, both held: first the activity, so that acts on one never wait for each other crosswise.
 * @throws AppError `activities.session_not_found`
 */
export const lockSession = async (trx: Trx, sessionId: string) => {
  const found = await trx
    .selectFrom("activity_sessions")
    .select("activity_id")
    .where("id", "=", sessionId)
    .executeTakeFirst();
  if (found === undefined)
    throw new AppError<ActivitiesError>("activities.session_not_found", { status: 404 });
  const activity = await lockActivity(trx, found.activity_id);
  const session = await trx
    .selectFrom("activity_sessions")
    .selectAll()
    .where("id", "=", sessionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { activity, session };
};
export type LockedSession = Awaited<ReturnType<typeof lockSession>>["session"];

const asNotNow = (error: unknown): unknown => {
  const code: TransitionError = "state.conflict";
  return error instanceof AppError && error.code === code
    ? new AppError<ActivitiesError>("activities.not_now", { status: 409, cause: error })
    : error;
};

type Move<Event> = { event: Event; set?: Record<string, unknown>; reason?: string | undefined };

/** The one way an activity changes its state, with its audit entry. @throws AppError `activities.not_now` */
export const moveActivity = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { activity: { id: string; unit_id: string } } & Move<ActivityEvent>,
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: activityStates,
    table: "activities",
    id: change.activity.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }).catch((error: unknown) => {
    throw asNotNow(error);
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: `activities.${change.event}`,
    unitId: change.activity.unit_id,
    record: { table: "activities", id: change.activity.id },
    reason: change.reason,
    requestId: context.requestId,
  });
};

/** The one way a session changes its state, with its audit entry. @throws AppError `activities.not_now` */
export const moveSession = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { session: { id: string }; unitId: string } & Move<SessionEvent>,
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: sessionStates,
    table: "activity_sessions",
    id: change.session.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }).catch((error: unknown) => {
    throw asNotNow(error);
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: `activities.session_${change.event}`,
    unitId: change.unitId,
    record: { table: "activity_sessions", id: change.session.id },
    reason: change.reason,
    requestId: context.requestId,
  });
};

/** @throws AppError `activities.reason_needed` */
export const requireReason = (reason: string): string =>
  requireText<ActivitiesError>("activities.reason_needed", reason);
