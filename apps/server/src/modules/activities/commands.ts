import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { type Pillar, proposePillars } from "#kernel/pillars.ts";
import { listTopics } from "#modules/contents/index.ts";
import { findEdition, parseEditionKey, toEditionKey } from "#modules/occasions/index.ts";
import { listHomeUnits } from "#modules/organisations/index.ts";
import { listExperts } from "#modules/people/index.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import {
  type LockedActivity,
  lockActivity,
  lockSession,
  moveActivity,
  moveSession,
  requireReason,
} from "./activity-writes.ts";
import type { ActivitiesError } from "./errors.ts";
import { isCounted, settleActivity } from "./reporting.ts";
import { callOffPool, changePool, createPool, movePool, type PoolInput } from "./seat-pools.ts";
import type { ActivityKind, Entry } from "./vocabulary.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const maxExperts = 1_000;

export type ActivityInput = {
  title: string;
  about: string;
  kind: ActivityKind;
  entry: Entry;
  topic: string;
  audiences: readonly Audience[];
  teamId: string | undefined;
  expertId: string | undefined;
  phone: string | undefined;
  minors: boolean;
  /** Undefined: proposed from the words of a new activity, left as they are of another. */
  pillars: readonly Pillar[] | undefined;
  /** Key of the edition of a theme day that it hangs under. */
  occasion: string | undefined;
};

export type SessionInput = {
  placeUnitId: string;
  address: string;
  startsAt: Date;
  endsAt: Date;
  /** None: whoever passes may come, nobody registers. */
  seats: { capacity: number; groupLimit: number; closesAt: Date } | undefined;
};

const refuse = (field: string, code: ActivitiesError): never => {
  throw new AppError<ActivitiesError>(code, { fields: { [field]: code } });
};

const checkActivity = async (trx: Trx, context: ActContext, input: ActivityInput): Promise<void> => {
  if (!(await listTopics(trx)).some((topic) => topic.code === input.topic))
    refuse("topic", "activities.topic");
  if (input.teamId !== undefined) {
    const [team] = await listTeamsById(trx, [input.teamId]);
    if (team?.status !== "verified") refuse("teamId", "activities.team");
  }
  if (input.expertId !== undefined) {
    const { rows } = await listExperts(trx, context, { scope: "everywhere", page: 1, size: maxExperts });
    if (!rows.some((expert) => expert.id === input.expertId)) refuse("expertId", "activities.expert");
  }
};

/** What an activity says of itself; a team that comes is volunteers at work. */
const wordsOf = (input: ActivityInput): string =>
  `${input.title}${input.about}${input.teamId === undefined ? "" : "志愿"}`;

const editionColumns = (key: string | undefined) => {
  const named = key === undefined ? undefined : parseEditionKey(key);
  return { occasion_code: named?.code ?? null, occasion_year: named?.year ?? null };
};

/** The key of the edition that an activity hangs under. */
const editionOf = ({ occasion_code, occasion_year }: LockedActivity): string | undefined =>
  occasion_code === null || occasion_year === null ? undefined : toEditionKey(occasion_code, occasion_year);

/** @throws AppError `activities.occasion`: an edition has to have days */
const checkEdition = async (trx: Trx, key: string | undefined): Promise<void> => {
  if (key !== undefined && (await findEdition(trx, key)) === undefined)
    refuse("occasion", "activities.occasion");
};

const columnsOf = (input: ActivityInput) => ({
  title: input.title.trim(),
  about: input.about.trim(),
  kind: input.kind,
  entry: input.entry,
  topic: input.topic,
  audiences: [...input.audiences],
  team_id: input.teamId ?? null,
  expert_id: input.expertId ?? null,
  phone: input.phone ?? null,
  minors: input.minors,
  ...editionColumns(input.occasion),
});

/** Drafts an activity of a unit. @throws AppError `activities.topic` | `activities.team` | `activities.expert` | `activities.occasion` */
export const createActivity = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: ActivityInput & { unitId: string },
): Promise<string> => {
  await checkActivity(trx, context, input);
  await checkEdition(trx, input.occasion);
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("activities")
    .values({
      ...columnsOf(input),
      pillars: [...new Set(input.pillars ?? proposePillars(wordsOf(input)))],
      id,
      status: "draft",
      status_changed_at: now,
      unit_id: input.unitId,
      end_reason: null,
      created_by_person_id: actor.personId,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "activities.create",
    unitId: input.unitId,
    record: { table: "activities", id },
    requestId: context.requestId,
  });
  return id;
};

/** Changes what an activity says, as long as it has not been held. @throws AppError `activities.not_now` | `activities.occasion_counted` and those of creating */
export const changeActivity = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  change: { activityId: string; input: ActivityInput },
): Promise<void> => {
  const activity = await lockActivity(trx, change.activityId);
  if (activity.status === "held" || activity.status === "reported" || activity.status === "cancelled")
    throw new AppError<ActivitiesError>("activities.not_now", { status: 409 });
  await checkActivity(trx, context, change.input);
  const { occasion } = change.input;
  if (occasion !== editionOf(activity)) {
    // Facts carry the edition: what was counted would stay behind under the old one.
    if (await isCounted(trx, activity.id)) refuse("occasion", "activities.occasion_counted");
    await checkEdition(trx, occasion);
  }
  await trx
    .updateTable("activities")
    .set({
      ...columnsOf(change.input),
      ...(change.input.pillars === undefined ? {} : { pillars: [...new Set(change.input.pillars)] }),
      updated_at: context.clock.now(),
    })
    .where("id", "=", activity.id)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "activities.change",
    unitId: activity.unit_id,
    record: { table: "activities", id: activity.id },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

const checkSession = async (trx: Trx, input: SessionInput, now: Date): Promise<string> => {
  const length = input.endsAt.getTime() - input.startsAt.getTime();
  const ahead = input.startsAt.getTime() - now.getTime();
  const closes = input.seats?.closesAt.getTime() ?? 0;
  const wrong = length <= 0 || length > 12 * hourMs || ahead > 366 * dayMs || closes > input.endsAt.getTime();
  if (wrong || ahead <= 0) refuse("startsAt", "activities.time");
  const homes = await listHomeUnits(trx, toDistrictDate(now));
  const home = homes.find((one) => one.id === input.placeUnitId);
  if (home === undefined) throw new AppError<ActivitiesError>("activities.place", placeFields);
  return home.name;
};
const placeFields = { fields: { placeUnitId: "activities.place" } } as const;

const poolOf = (
  activity: Pick<LockedActivity, "title" | "minors">,
  input: SessionInput & { seats: NonNullable<SessionInput["seats"]> },
): PoolInput => ({
  title: activity.title,
  place: input.address.trim(),
  startsAt: input.startsAt,
  endsAt: input.endsAt,
  ...input.seats,
  minors: activity.minors,
});

/** Adds a session (一场). @throws AppError `activities.time` | `activities.place` | `activities.not_now` */
export const addSession = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: SessionInput & { activityId: string },
): Promise<string> => {
  const activity = await lockActivity(trx, input.activityId);
  if (!["draft", "published", "open", "closed"].includes(activity.status))
    throw new AppError<ActivitiesError>("activities.not_now", { status: 409 });
  await checkSession(trx, input, context.clock.now());
  const { seats } = input;
  const poolId =
    seats === undefined ? null : await createPool(trx, context, poolOf(activity, { ...input, seats }));
  if (poolId !== null && activity.status === "open")
    await movePool(trx, context, { id: poolId, event: "open" });
  const now = context.clock.now();
  const id = createId(context.clock);
  await trx
    .insertInto("activity_sessions")
    .values({
      id,
      activity_id: activity.id,
      status: "planned",
      status_changed_at: now,
      place_unit_id: input.placeUnitId,
      address: input.address.trim(),
      starts_at: input.startsAt,
      ends_at: input.endsAt,
      pool_id: poolId,
      end_reason: null,
      created_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "activities.session_add",
    unitId: activity.unit_id,
    record: { table: "activity_sessions", id },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
  return id;
};

/**
 * Moves a session or changes how many may come; who registered hears of it. Whether one registers at all stays as it was made.
 * @throws AppError `activities.session_over` | `activities.time` | `activities.place` | `activities.capacity_taken`
 */
export const changeSession = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  change: { sessionId: string; input: SessionInput },
): Promise<void> => {
  const { activity, session } = await lockSession(trx, change.sessionId);
  if (session.status !== "planned")
    throw new AppError<ActivitiesError>("activities.session_over", { status: 409 });
  const { input } = change;
  await checkSession(trx, input, context.clock.now());
  await trx
    .updateTable("activity_sessions")
    .set({
      place_unit_id: input.placeUnitId,
      address: input.address.trim(),
      starts_at: input.startsAt,
      ends_at: input.endsAt,
    })
    .where("id", "=", session.id)
    .execute();
  const { seats } = input;
  if (session.pool_id !== null && seats !== undefined)
    await changePool(trx, context, actor, {
      poolId: session.pool_id,
      input: poolOf(activity, { ...input, seats }),
    });
  await recordAudit(trx, context, {
    actor,
    action: "activities.session_change",
    unitId: activity.unit_id,
    record: { table: "activity_sessions", id: session.id },
    requestId: context.requestId,
  });
  await invalidatePages(trx);
};

const listPlanned = async (trx: Trx, activityId: string) =>
  trx
    .selectFrom("activity_sessions")
    .selectAll()
    .where("activity_id", "=", activityId)
    .where("status", "=", "planned")
    .orderBy("starts_at")
    .orderBy("id")
    .execute();

type Act = { activityId: string };

/** Shows an activity to the public. @throws AppError `activities.no_session` | `activities.not_now` */
export const publishActivity = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  { activityId }: Act,
): Promise<void> => {
  const activity = await lockActivity(trx, activityId);
  if ((await listPlanned(trx, activityId)).length === 0)
    throw new AppError<ActivitiesError>("activities.no_session", { status: 409 });
  await moveActivity(trx, context, actor, { activity, event: "publish" });
  await invalidatePages(trx);
};

/** Opens or closes registration of all sessions to come; a waiting list goes on moving after it was closed. */
export const turnRegistration = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  { activityId, event }: Act & { event: "open" | "close" },
): Promise<void> => {
  const activity = await lockActivity(trx, activityId);
  await moveActivity(trx, context, actor, { activity, event });
  for (const session of await listPlanned(trx, activityId))
    if (session.pool_id !== null) await movePool(trx, context, { id: session.pool_id, event });
  await invalidatePages(trx);
};

const callOff = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { session: { id: string; pool_id: string | null }; unitId: string; reason: string },
): Promise<number> => {
  const { session, unitId, reason } = input;
  await moveSession(trx, context, actor, {
    session,
    unitId,
    event: "cancel",
    reason,
    set: { end_reason: reason },
  });
  return session.pool_id === null ? 0 : callOffPool(trx, context, actor, { poolId: session.pool_id, reason });
};

/** Calls one session off; everybody on its lists is told. Returns how many. @throws AppError `activities.reason_needed` */
export const cancelSession = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { sessionId: string; reason: string },
): Promise<number> => {
  const reason = requireReason(input.reason);
  const { activity, session } = await lockSession(trx, input.sessionId);
  const told = await callOff(trx, context, actor, { session, unitId: activity.unit_id, reason });
  await settleActivity(trx, context, actor, activity);
  await invalidatePages(trx);
  return told;
};

/** Calls an activity off with all its sessions to come; what was held already stands. */
export const cancelActivity = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: Act & { reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const activity = await lockActivity(trx, input.activityId);
  await moveActivity(trx, context, actor, {
    activity,
    event: "cancel",
    reason,
    set: { end_reason: reason },
  });
  for (const session of await listPlanned(trx, activity.id))
    await callOff(trx, context, actor, { session, unitId: activity.unit_id, reason });
  await invalidatePages(trx);
};
