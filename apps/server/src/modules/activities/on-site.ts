import { isAtOrBelow, type PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { Policy } from "#kernel/policy.ts";
import { listTeamsOf } from "#modules/teams/index.ts";
import { lockSession, type LockedActivity, type LockedSession } from "./activity-writes.ts";
import { type Flag, judgeTime } from "./on-site-time.ts";
import { moveRegistration } from "./registration-writes.ts";

export type OnSiteMethod = "scan" | "code" | "list" | "walk_in" | "desk";
export type OnSiteOutcome = "counted" | "twice" | "undone" | "late" | "refused" | "kept";

/** One line made on a device at a session. */
export type SessionLine = {
  /** Made on the device: however often the line arrives, it is one. */
  id: string;
  sessionId: string;
  deviceAt: Date;
} & (
  | {
      kind: "in";
      registrationId: string | undefined;
      peopleCount: number;
      audience: Audience | undefined;
      method: OnSiteMethod;
    }
  | { kind: "undo"; undoesId: string }
);

/** From which device, when, and with a list that was given out when. */
export type Sending = {
  deviceId: string | undefined;
  deviceSentAt: Date;
  ticket: { issuedAt: Date; behindMs: number } | undefined;
};

const hourMs = 3_600_000;
const minuteMs = 60_000;
const aroundMs = 3 * hourMs;
const atOnceMs = 5 * minuteMs;
const manyAtOnce = 30;

/** Who may sign people in: who reports for the unit, and the team that holds the activity. */
export const mayWorkAt = async (
  db: Db | Trx,
  policy: Policy,
  actor: PersonActor,
  activity: { unitPath: string; teamId: string | null },
): Promise<boolean> => {
  if (actor.onBehalfOf !== undefined) return false;
  const scope = policy.scopeOf(actor, "activities.report_people");
  if (scope === "everywhere" || scope.some((path) => isAtOrBelow(activity.unitPath, path))) return true;
  if (activity.teamId === null) return false;
  const teams = await listTeamsOf(db, actor.personId);
  return teams.some((team) => team.id === activity.teamId);
};

/**
 * Works out what the lines of a registration count for: of those that no undo takes back the earliest counts, the others came
 * twice. The result is the same in whatever order lines arrive.
 */
const refold = async (
  trx: Trx,
  input: { registrationId: string; sessionStatus: LockedSession["status"] },
): Promise<void> => {
  const lines = await trx
    .selectFrom("on_site_events")
    .select(["id", "outcome", "judged_at"])
    .where("registration_id", "=", input.registrationId)
    .where("kind", "=", "in")
    .where("outcome", "!=", "refused")
    .orderBy("judged_at")
    .orderBy("id")
    .execute();
  const ids = lines.map((line) => line.id);
  const undone = await undoneOf(trx, ids);
  const standing = lines.filter((line) => !undone.has(line.id));
  const late = input.sessionStatus === "reported";
  const first = standing[0];
  const outcomeOf = (line: { id: string; outcome: OnSiteOutcome }): OnSiteOutcome => {
    // What was reported stands until it is corrected.
    if (late) return line.outcome === "kept" ? "late" : line.outcome;
    if (undone.has(line.id)) return "undone";
    return line.id === first?.id ? "counted" : "twice";
  };
  // The one that counts is set last: the unique index holds one at a time.
  const wanted = lines.map((line) => ({ id: line.id, from: line.outcome, to: outcomeOf(line) }));
  for (const change of [...wanted].sort((a, b) => Number(a.to === "counted") - Number(b.to === "counted")))
    if (change.from !== change.to)
      await trx
        .updateTable("on_site_events")
        .set({ outcome: change.to })
        .where("id", "=", change.id)
        .execute();
};

/** Of these lines those that an undo of the same session takes back. */
const undoneOf = async (trx: Trx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom("on_site_events as undo")
    .innerJoin("on_site_events as line", "line.id", "undo.undoes_id")
    .select("line.id")
    .where("undo.kind", "=", "undo")
    .where("undo.outcome", "!=", "refused")
    .whereRef("undo.session_id", "=", "line.session_id")
    .where("line.id", "in", [...ids])
    .execute();
  return new Set(rows.map((row) => row.id));
};

/** Somebody who came without a registration counts unless the line was taken back. */
const foldWalkIn = async (
  trx: Trx,
  input: { id: string; sessionStatus: LockedSession["status"] },
): Promise<void> => {
  const undone = (await undoneOf(trx, [input.id])).has(input.id);
  const outcome: OnSiteOutcome = undone ? "undone" : input.sessionStatus === "reported" ? "late" : "counted";
  await trx.updateTable("on_site_events").set({ outcome }).where("id", "=", input.id).execute();
};

/** Works out anew what a line counts for. */
const foldLine = async (trx: Trx, lineId: string, sessionStatus: LockedSession["status"]): Promise<void> => {
  const line = await trx
    .selectFrom("on_site_events")
    .select(["id", "registration_id", "outcome"])
    .where("id", "=", lineId)
    .where("kind", "=", "in")
    .executeTakeFirst();
  if (line === undefined || line.outcome === "refused") return;
  if (line.registration_id === null) await foldWalkIn(trx, { id: line.id, sessionStatus });
  else await refold(trx, { registrationId: line.registration_id, sessionStatus });
};

/** Counts what came after the report, once a session is opened again for correction. */
export const foldSession = async (trx: Trx, sessionId: string): Promise<void> => {
  const late = await trx
    .selectFrom("on_site_events")
    .select("id")
    .where("session_id", "=", sessionId)
    .where("kind", "=", "in")
    .execute();
  for (const { id } of late) await foldLine(trx, id, "held");
};

const findRegistration = async (trx: Trx, id: string) =>
  trx
    .selectFrom("registrations")
    .select(["id", "pool_id", "status", "people_count", "audience"])
    .where("id", "=", id)
    .executeTakeFirst();

/** Whether the same person signed somebody in somewhere else at the same time. */
const isElsewhere = async (
  trx: Trx,
  input: { personId: string; session: LockedSession; at: Date },
): Promise<boolean> => {
  const { at, session } = input;
  const found = await trx
    .selectFrom("on_site_events as line")
    .innerJoin("activity_sessions as other", "other.id", "line.session_id")
    .select("line.id")
    .where("line.by_person_id", "=", input.personId)
    .where("line.method", "!=", "desk")
    .where("other.id", "!=", session.id)
    .where((eb) =>
      eb.or([
        eb("other.place_unit_id", "!=", session.place_unit_id),
        eb("other.address", "!=", session.address),
      ]),
    )
    .where("line.judged_at", ">", new Date(at.getTime() - atOnceMs))
    .where("line.judged_at", "<", new Date(at.getTime() + atOnceMs))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
};

type Registration = Awaited<ReturnType<typeof findRegistration>>;

/** What is unusual about a line, and whether it can count at all. */
const look = async (
  trx: Trx,
  actor: PersonActor,
  input: {
    line: SessionLine;
    session: LockedSession;
    registration: Registration;
    at: Date;
  },
): Promise<{ flags: readonly Flag[]; refused: boolean }> => {
  const { line, session, registration, at } = input;
  const flags: Flag[] = [];
  if (session.status === "cancelled") flags.push("called_off");
  if (line.kind === "in") {
    if (line.registrationId !== undefined && registration?.pool_id !== session.pool_id)
      flags.push("not_here");
    if (line.registrationId === undefined && line.peopleCount > manyAtOnce) flags.push("many_at_once");
    if (registration !== undefined && line.peopleCount > registration.people_count)
      flags.push("more_than_registered");
    if (registration?.status === "waiting") flags.push("not_confirmed");
    if (registration?.status === "cancelled" || registration?.status === "lapsed")
      flags.push("was_cancelled");
    if (await isElsewhere(trx, { personId: actor.personId, session, at })) flags.push("two_places");
  }
  const outside =
    at.getTime() < session.starts_at.getTime() - aroundMs ||
    at.getTime() > session.ends_at.getTime() + aroundMs;
  if (outside) flags.push("outside_time");
  if (session.status === "reported") flags.push("after_report");
  const fatal: readonly Flag[] = ["called_off", "not_here"];
  return { flags, refused: flags.some((flag) => fatal.includes(flag)) };
};

export type LineAnswer = { id: string; outcome: OnSiteOutcome | "known"; flags: readonly Flag[] };

/**
 * Takes one line in. The session's row is held, so that lines of two devices are taken one after the other; a line that came
 * before is answered and changes nothing.
 */
export const takeSessionLine = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { line: SessionLine; sending: Sending; held: { activity: LockedActivity; session: LockedSession } },
): Promise<LineAnswer> => {
  const { line, sending, held } = input;
  const { session } = held;
  const receivedAt = context.clock.now();
  const { at, flags: clockFlags } = judgeTime({
    deviceAt: line.deviceAt,
    deviceSentAt: sending.deviceSentAt,
    receivedAt,
    ticket: sending.ticket,
  });
  const asked = line.kind === "in" ? line.registrationId : undefined;
  const registration = asked === undefined ? undefined : await findRegistration(trx, asked);
  const { flags, refused } = await look(trx, actor, { line, session, registration, at });
  const inserted = await trx
    .insertInto("on_site_events")
    .values({
      id: line.id,
      kind: line.kind,
      session_id: session.id,
      order_id: null,
      registration_id: registration?.id ?? null,
      undoes_id: line.kind === "undo" ? line.undoesId : null,
      people_count: line.kind === "in" ? line.peopleCount : 0,
      audience: line.kind === "in" ? (line.audience ?? registration?.audience ?? null) : null,
      method: line.kind === "in" ? line.method : "list",
      device_id: sending.deviceId ?? null,
      device_at: line.deviceAt,
      device_sent_at: sending.deviceSentAt,
      received_at: receivedAt,
      judged_at: at,
      by_person_id: actor.personId,
      outcome: refused ? "refused" : "kept",
      flags: [...clockFlags, ...flags],
    })
    .onConflict((conflict) => conflict.constraint("on_site_events_pkey").doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return answerOf(trx, line.id, "known");
  if (!refused) await foldLine(trx, line.kind === "in" ? line.id : line.undoesId, session.status);
  // Who was asked and comes has said yes by coming.
  if (registration?.status === "offered" && !refused)
    await moveRegistration(trx, context, actor, { registration, event: "confirm" });
  await recordAudit(trx, context, {
    actor,
    action: `activities.on_site_${line.kind}`,
    unitId: held.activity.unit_id,
    record: { table: "on_site_events", id: line.id },
    requestId: context.requestId,
  });
  return answerOf(trx, line.id, "new");
};

const answerOf = async (trx: Trx, id: string, kind: "known" | "new"): Promise<LineAnswer> => {
  const row = await trx
    .selectFrom("on_site_events")
    .select(["outcome", "flags"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, outcome: kind === "known" ? "known" : row.outcome, flags: row.flags };
};

/** Signs a group in from the desk of the session, with the network there. */
export const signInAtDesk = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  line: Extract<SessionLine, { kind: "in" }> | Extract<SessionLine, { kind: "undo" }>,
): Promise<LineAnswer> => {
  const held = await lockSession(trx, line.sessionId);
  const now = context.clock.now();
  return takeSessionLine(trx, context, actor, {
    line,
    sending: { deviceId: undefined, deviceSentAt: now, ticket: undefined },
    held,
  });
};
