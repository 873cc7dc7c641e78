import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { TeamsError } from "./errors.ts";
import { type HoursStatus, hoursStates } from "./state.ts";

export const toHours = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

/** Minutes between signing in and out: at least 1, never more than twelve hours. */
export const creditedMinutes = (from: Date, to: Date): number =>
  Math.min(720, Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000)));

type NewHours = {
  personId: string;
  teamId: string;
  unitId: string;
  minutes: number;
  day: string;
} & (
  | { kind: "credited"; visitId: string }
  | { kind: "added"; reason: string; addedBy: string; decidedBy: string | null }
);

const hoursFact = (hours: {
  id: string;
  kind: "credited" | "added";
  day: string;
  unitId: string;
  minutes: number;
}) => ({
  kind: hours.kind === "credited" ? ("teams.hours_credited" as const) : ("teams.hours_added" as const),
  occurredOn: hours.day,
  unitId: hours.unitId,
  quantity: toHours(hours.minutes),
  measure: "小时" as const,
  source: { table: "service_hours", id: hours.id },
});

/** Writes a record of hours; what stands from the beginning is recorded as a fact as well. */
export const writeHours = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { hours: NewHours; action: "teams.credit_hours" | "teams.add_hours" | "teams.decide_hours" },
): Promise<string> => {
  const { hours, action } = input;
  const id = createId(context.clock);
  const now = context.clock.now();
  const added = hours.kind === "added" ? hours : undefined;
  const stands = added === undefined || added.decidedBy !== null;
  await trx
    .insertInto("service_hours")
    .values({
      id,
      person_id: hours.personId,
      team_id: hours.teamId,
      kind: hours.kind,
      minutes: hours.minutes,
      worked_on: hours.day,
      visit_id: hours.kind === "credited" ? hours.visitId : null,
      reason: added?.reason ?? null,
      added_by_person_id: added?.addedBy ?? null,
      status: stands ? "standing" : "proposed",
      status_changed_at: now,
      decided_by_person_id: added?.decidedBy ?? null,
      created_at: now,
    })
    .execute();
  if (stands) await recordFacts(trx, context.clock, [hoursFact({ id, ...hours })]);
  await recordAudit(trx, context, {
    actor,
    action,
    unitId: hours.unitId,
    record: { table: "service_hours", id },
    ...(added === undefined ? {} : { reason: added.reason }),
    requestId: context.requestId,
  });
  return id;
};

/**
 * Hours that a signed visit earns (信用时长): who signed in and out gets the minutes between. Once for each person and
 * visit: the database refuses a second.
 */
export const creditHours = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; teamId: string; visitId: string; minutes: number; day: string; unitId: string },
): Promise<string> =>
  writeHours(trx, context, actor, { hours: { kind: "credited", ...input }, action: "teams.credit_hours" });

const dayMs = 86_400_000;

/**
 * Hours added by hand (荣誉时长): somebody adds them with a reason, and they count only when another agrees. They
 * are a kind of their own and never join the credited ones.
 * @throws AppError `teams.hours_day` | `teams.hours_reason` | `teams.hours_member`
 */
export const addHours = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; teamId: string; minutes: number; day: string; reason: string },
): Promise<string> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  if (input.day > today || input.day < toDistrictDate(new Date(now.getTime() - 365 * dayMs)))
    throw new AppError<TeamsError>("teams.hours_day", { fields: { day: "teams.hours_day" } });
  if (input.reason.trim().length < 5)
    throw new AppError<TeamsError>("teams.hours_reason", { fields: { reason: "teams.hours_reason" } });
  const member = await trx
    .selectFrom("team_members as member")
    .innerJoin("volunteer_teams as team", "team.id", "member.team_id")
    .select(["member.id", "team.unit_id"])
    .where("member.team_id", "=", input.teamId)
    .where("member.person_id", "=", input.personId)
    .where("member.left_at", "is", null)
    .executeTakeFirst();
  if (member === undefined || actor.kind !== "person")
    throw new AppError<TeamsError>("teams.hours_member", { fields: { personId: "teams.hours_member" } });
  return writeHours(trx, context, actor, {
    hours: {
      ...input,
      kind: "added",
      unitId: member.unit_id,
      reason: input.reason.trim(),
      addedBy: actor.personId,
      decidedBy: null,
    },
    action: "teams.add_hours",
  });
};

/** @throws AppError `teams.hours_not_found` | `teams.hours_second_person` | `state.conflict` */
export const decideHours = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { hoursId: string; decision: "approve" | "refuse" },
): Promise<void> => {
  const row = await trx
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .select([
      "hours.id",
      "hours.person_id",
      "hours.added_by_person_id",
      "hours.minutes",
      "hours.worked_on",
      "team.unit_id",
    ])
    .where("hours.id", "=", input.hoursId)
    .where("hours.kind", "=", "added")
    .forUpdate("hours")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<TeamsError>("teams.hours_not_found", { status: 404 });
  const personId = actor.kind === "person" ? actor.personId : undefined;
  if (personId === undefined || personId === row.added_by_person_id || personId === row.person_id)
    throw new AppError<TeamsError>("teams.hours_second_person", { status: 403 });
  await applyTransition(trx as never, {
    machine: hoursStates,
    table: "service_hours",
    id: row.id,
    event: input.decision,
    now: context.clock.now(),
    set: { decided_by_person_id: personId },
  }); // the function is generic over all modules' tables
  if (input.decision === "approve")
    await recordFacts(trx, context.clock, [
      hoursFact({
        id: row.id,
        kind: "added",
        day: row.worked_on,
        unitId: row.unit_id,
        minutes: row.minutes,
      }),
    ]);
  await recordAudit(trx, context, {
    actor,
    action: "teams.decide_hours",
    unitId: row.unit_id,
    record: { table: "service_hours", id: row.id },
    requestId: context.requestId,
  });
};

export type OwnHours = {
  id: string;
  kind: "credited" | "added";
  minutes: number;
  day: string;
  teamName: string;
  status: HoursStatus;
  reason: string | null;
};

/** A volunteer's own hours, newest first, and the two sums that are never added up. */
export const listOwnHours = async (
  db: Db | Trx,
  personId: string,
): Promise<{ rows: readonly OwnHours[]; creditedMinutes: number; addedMinutes: number }> => {
  const rows = await db
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .select([
      "hours.id",
      "hours.kind",
      "hours.minutes",
      "hours.worked_on",
      "hours.status",
      "hours.reason",
      "team.name",
    ])
    .where("hours.person_id", "=", personId)
    .orderBy("hours.worked_on", "desc")
    .orderBy("hours.id", "desc")
    .execute();
  const sum = (kind: "credited" | "added"): number =>
    rows
      .filter((row) => row.kind === kind && row.status === "standing")
      .reduce((total, row) => total + row.minutes, 0);
  return {
    creditedMinutes: sum("credited"),
    addedMinutes: sum("added"),
    rows: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      minutes: row.minutes,
      day: row.worked_on,
      teamName: row.name,
      status: row.status,
      reason: row.reason,
    })),
  };
};
