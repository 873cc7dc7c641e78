import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import { lockSession, requireReason } from "./activity-writes.ts";
import type { ActivitiesError } from "./errors.ts";
import { getPhoto } from "./evidence.ts";
import { type HeadCountEvent, headCountStates } from "./state.ts";
import type { HeadCountMethod } from "./vocabulary.ts";
import { countTags } from "./counted-under.ts";

const hourMs = 3_600_000;

export type HeadCountInput = {
  sessionId: string;
  method: HeadCountMethod;
  peopleCount: number;
  from: Date;
  to: Date;
  photoId: string;
};

/**
 * Notes heads counted where nobody registers, with the method and a photograph. It counts only once a second person has agreed.
 * @throws AppError `activities.count_time` | `activities.count_photo` | `activities.session_over`
 */
export const addHeadCount = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: HeadCountInput,
): Promise<string> => {
  const { activity, session } = await lockSession(trx, input.sessionId);
  if (session.status === "cancelled" || activity.status === "draft")
    throw new AppError<ActivitiesError>("activities.session_over", { status: 409 });
  const [from, to] = [input.from.getTime(), input.to.getTime()];
  const outside =
    from < session.starts_at.getTime() - hourMs || to > session.ends_at.getTime() + hourMs || to <= from;
  if (outside || to > context.clock.now().getTime())
    throw new AppError<ActivitiesError>("activities.count_time", {
      fields: { from: "activities.count_time" },
    });
  const photo = await getPhoto(trx, input.photoId);
  if (photo.session_id !== session.id)
    throw new AppError<ActivitiesError>("activities.count_photo", {
      fields: { photoId: "activities.count_photo" },
    });
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("head_counts")
    .values({
      id,
      session_id: session.id,
      status: "counted",
      status_changed_at: now,
      method: input.method,
      people_count: input.peopleCount,
      counted_from: input.from,
      counted_to: input.to,
      photo_id: photo.id,
      counted_by_person_id: actor.personId,
      decided_by_person_id: null,
      reason: null,
      created_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "activities.head_count_add",
    unitId: activity.unit_id,
    record: { table: "head_counts", id },
    requestId: context.requestId,
  });
  return id;
};

/** @throws AppError `activities.count_not_found` */
export const getHeadCount = async (db: Db | Trx, id: string) => {
  const row = await db.selectFrom("head_counts").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ActivitiesError>("activities.count_not_found", { status: 404 });
  return row;
};

/** Heads counted at a session, in the order of the day. */
export const listHeadCounts = async (db: Db | Trx, sessionId: string) =>
  db
    .selectFrom("head_counts")
    .selectAll()
    .where("session_id", "=", sessionId)
    .orderBy("counted_from")
    .orderBy("id")
    .execute();

const move = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  change: {
    id: string;
    event: HeadCountEvent;
    unitId: string;
    set: Record<string, unknown>;
    reason?: string;
  },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: headCountStates,
    table: "head_counts",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  }).catch((error: unknown) => {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<ActivitiesError>("activities.not_now", { status: 409, cause: error });
    throw error;
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: `activities.head_count_${change.event}`,
    unitId: change.unitId,
    record: { table: "head_counts", id: change.id },
    reason: change.reason,
    requestId: context.requestId,
  });
};

/**
 * A second person agrees with a count, or not: agreed, it is a fact of its own kind, which nobody adds to people who signed in.
 * @throws AppError `activities.own_count` | `activities.reason_needed` | `activities.not_now`
 */
export const decideHeadCount = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { countId: string; decision: "confirm" | "refuse"; reason: string | undefined },
): Promise<void> => {
  const count = await getHeadCount(trx, input.countId);
  const { activity, session } = await lockSession(trx, count.session_id);
  if (count.counted_by_person_id === actor.personId)
    throw new AppError<ActivitiesError>("activities.own_count", { status: 403 });
  const reason = input.decision === "refuse" ? requireReason(input.reason ?? "") : undefined;
  await move(trx, context, actor, {
    id: count.id,
    event: input.decision,
    unitId: activity.unit_id,
    set: { decided_by_person_id: actor.personId, ...(reason === undefined ? {} : { reason }) },
    ...(reason === undefined ? {} : { reason }),
  });
  if (input.decision === "confirm")
    await recordFacts(trx, context.clock, [
      {
        kind: "activities.reach_counted",
        occurredOn: toDistrictDate(count.counted_from),
        unitId: session.place_unit_id,
        topic: activity.topic,
        planTags: ["B-07", ...countTags(activity)],
        quantity: count.people_count,
        measure: "人次",
        source: { table: "head_counts", id: count.id },
      },
    ]);
};

/** Takes a count back that was wrong; a confirmed one with its fact. @throws AppError `activities.reason_needed` */
export const withdrawHeadCount = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { countId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const count = await getHeadCount(trx, input.countId);
  const { activity } = await lockSession(trx, count.session_id);
  await move(trx, context, actor, {
    id: count.id,
    event: "withdraw",
    unitId: activity.unit_id,
    set: { reason },
    reason,
  });
  await reverseFactsOf(trx, context.clock, { table: "head_counts", id: count.id });
};

/** Whether a second person has agreed with a count of a session. */
export const hasConfirmedHeads = async (trx: Db | Trx, sessionId: string): Promise<boolean> =>
  (await listHeadCounts(trx, sessionId)).some((count) => count.status === "confirmed");
