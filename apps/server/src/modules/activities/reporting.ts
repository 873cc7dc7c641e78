import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import {
  type LockedActivity,
  lockSession,
  type LockedSession,
  moveActivity,
  moveSession,
  requireReason,
} from "./activity-writes.ts";
import type { ActivitiesError } from "./errors.ts";
import { hasConfirmedHeads } from "./head-counts.ts";
import { foldSession } from "./on-site.ts";
import { movePool } from "./seat-pools.ts";
import { countTags } from "./counted-under.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "activities.reported": { sessionId: string };
    "activities.corrected": { sessionId: string };
  }
}

/** The activity follows its sessions: held when none is to come and one was held, reported when all that were held are. */
export const settleActivity = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  activity: LockedActivity,
): Promise<void> => {
  const rows = await trx
    .selectFrom("activity_sessions")
    .select("status")
    .where("activity_id", "=", activity.id)
    .execute();
  const has = (status: LockedSession["status"]): boolean => rows.some((row) => row.status === status);
  if (has("planned") || !(has("held") || has("reported"))) return;
  const { status } = activity;
  if (status === "published" || status === "open" || status === "closed")
    await moveActivity(trx, context, actor, { activity, event: "hold" });
  const isHeld = status !== "reported";
  if (!has("held") && isHeld) await moveActivity(trx, context, actor, { activity, event: "report" });
  if (has("held") && status === "reported")
    await moveActivity(trx, context, actor, { activity, event: "correct" });
};

/** What was counted of a session: people who signed in, by audience. */
export const countAttended = async (
  db: Db | Trx,
  sessionId: string,
): Promise<readonly { audience: Audience | null; people: number }[]> => {
  const rows = await db
    .selectFrom("on_site_events")
    .select(["audience", sql<number>`sum(people_count)::int`.as("people")])
    .where("session_id", "=", sessionId)
    .where("kind", "=", "in")
    .where("outcome", "=", "counted")
    .groupBy("audience")
    .orderBy("audience")
    .execute();
  return rows;
};

/** Whether anything of an activity was reported, or counted and agreed: facts stand behind it. */
export const isCounted = async (trx: Trx, activityId: string): Promise<boolean> => {
  const sessions = await trx
    .selectFrom("activity_sessions")
    .select(["id", "status"])
    .where("activity_id", "=", activityId)
    .execute();
  if (sessions.some((session) => session.status === "reported")) return true;
  for (const session of sessions) if (await hasConfirmedHeads(trx, session.id)) return true;
  return false;
};

/** A session took place; who signs in later on still counts until it is reported. @throws AppError `activities.not_over` */
export const holdSession = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  sessionId: string,
): Promise<void> => {
  const { activity, session } = await lockSession(trx, sessionId);
  if (activity.status === "draft") throw new AppError<ActivitiesError>("activities.not_now", { status: 409 });
  if (session.ends_at.getTime() > context.clock.now().getTime())
    throw new AppError<ActivitiesError>("activities.not_over", { status: 409 });
  await moveSession(trx, context, actor, { session, unitId: activity.unit_id, event: "hold" });
  if (session.pool_id !== null && activity.status === "open")
    await movePool(trx, context, { id: session.pool_id, event: "close" });
  await settleActivity(trx, context, actor, activity);
  await invalidatePages(trx);
};

const factsOf = (activity: LockedActivity, session: LockedSession) => ({
  occurredOn: toDistrictDate(session.starts_at),
  unitId: session.place_unit_id,
  topic: activity.topic,
  planTags: ["E-09", ...countTags(activity)],
  source: { table: "activity_sessions", id: session.id },
});

/**
 * Reports a session: facts of who signed in, by audience, with the theme, the entry and the street.
 * @throws AppError `activities.nobody_counted` | `activities.flags_unseen` | `activities.not_now`
 */
export const reportSession = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { sessionId: string; flagsSeen: boolean },
): Promise<void> => {
  const { activity, session } = await lockSession(trx, input.sessionId);
  const attended = await countAttended(trx, session.id);
  if (attended.length === 0 && !(await hasConfirmedHeads(trx, session.id)))
    throw new AppError<ActivitiesError>("activities.nobody_counted", { status: 409 });
  const flagged = await trx
    .selectFrom("on_site_events")
    .select("id")
    .where("session_id", "=", session.id)
    .where(sql<boolean>`cardinality(flags) > 0`)
    .limit(1)
    .executeTakeFirst();
  if (flagged !== undefined && !input.flagsSeen)
    throw new AppError<ActivitiesError>("activities.flags_unseen", {
      status: 409,
      fields: { flagsSeen: "activities.flags_unseen" },
    });
  await moveSession(trx, context, actor, { session, unitId: activity.unit_id, event: "report" });
  const shared = factsOf(activity, session);
  await recordFacts(trx, context.clock, [
    { ...shared, kind: "activities.held", quantity: 1, measure: "场" },
    ...attended.map(({ audience, people }) => ({
      ...shared,
      kind: "activities.attended",
      quantity: people,
      measure: "人次",
      ...(audience === null ? {} : { audience }),
    })),
  ]);
  await emitEvent(trx, context.clock, "activities.reported", { sessionId: session.id });
  await settleActivity(trx, context, actor, activity);
  await invalidatePages(trx);
};

/** Takes a report back, to count what came later or to mend it: its facts are reversed. @throws AppError `activities.reason_needed` */
export const correctSession = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { sessionId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const { activity, session } = await lockSession(trx, input.sessionId);
  await moveSession(trx, context, actor, { session, unitId: activity.unit_id, event: "correct", reason });
  await reverseFactsOf(trx, context.clock, { table: "activity_sessions", id: session.id });
  await foldSession(trx, session.id);
  await emitEvent(trx, context.clock, "activities.corrected", { sessionId: session.id });
  await settleActivity(trx, context, actor, activity);
};
