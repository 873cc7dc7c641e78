import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { requireOneself } from "./commands.ts";
import type { TeamsError } from "./errors.ts";
import { toHours } from "./hours.ts";
import { type CorrectionStatus, correctionStates, hoursStates } from "./state.ts";

/**
 * A volunteer says that a record of his hours is wrong and what is right (民政部令第67号: whoever recorded corrects on
 * request). One request at a time for each record; somebody else decides.
 * @throws AppError `teams.hours_not_found` | `teams.hours_reason` | `teams.correction_same` | `teams.correction_waiting` | `teams.correction_not_standing`
 */
export const requestCorrection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { hoursId: string; wantedMinutes: number; reason: string },
): Promise<string> => {
  requireOneself(actor);
  if (input.reason.trim().length < 5)
    throw new AppError<TeamsError>("teams.hours_reason", { fields: { reason: "teams.hours_reason" } });
  const hours = await trx
    .selectFrom("service_hours as hours")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .select(["hours.id", "hours.person_id", "hours.minutes", "hours.status", "team.unit_id"])
    .where("hours.id", "=", input.hoursId)
    .executeTakeFirst();
  if (hours === undefined || hours.person_id !== actor.personId)
    throw new AppError<TeamsError>("teams.hours_not_found", { status: 404 });
  if (hours.status !== "standing")
    throw new AppError<TeamsError>("teams.correction_not_standing", { status: 409 });
  if (hours.minutes === input.wantedMinutes)
    throw new AppError<TeamsError>("teams.correction_same", { fields: { minutes: "teams.correction_same" } });
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("hours_corrections")
      .values({
        id,
        hours_id: hours.id,
        person_id: actor.personId,
        wanted_minutes: input.wantedMinutes,
        reason: input.reason.trim(),
        status: "requested",
        status_changed_at: now,
        decided_by_person_id: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "hours_corrections_one_open"))
      throw new AppError<TeamsError>("teams.correction_waiting", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "teams.request_correction",
    unitId: hours.unit_id,
    record: { table: "hours_corrections", id },
    reason: input.reason.trim(),
    requestId: context.requestId,
  });
  return id;
};

type Change = {
  hoursId: string;
  personId: string;
  teamId: string;
  unitId: string;
  kind: "credited" | "added";
  visitId: string | null;
  minutes: number;
  day: string;
  reason: string;
  deciderId: string;
};

const takeBack = async (trx: Trx, context: ActContext, actor: Actor, hours: Change): Promise<void> => {
  await applyTransition(trx as never, {
    machine: hoursStates,
    table: "service_hours",
    id: hours.hoursId,
    event: "reverse",
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  await reverseFactsOf(trx, context.clock, { table: "service_hours", id: hours.hoursId });
  await recordAudit(trx, context, {
    actor,
    action: "teams.correct_hours",
    unitId: hours.unitId,
    record: { table: "service_hours", id: hours.hoursId },
    reason: hours.reason,
    requestId: context.requestId,
  });
};

const writeCorrected = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  row: Change & { kind: "credited" | "added" },
): Promise<void> => {
  const id = createId(context.clock);
  const now = context.clock.now();
  const isAdded = row.kind === "added";
  await trx
    .insertInto("service_hours")
    .values({
      id,
      person_id: row.personId,
      team_id: row.teamId,
      kind: row.kind,
      minutes: row.minutes,
      worked_on: row.day,
      visit_id: isAdded ? null : row.visitId,
      reason: isAdded ? `更正：${row.reason}` : null,
      added_by_person_id: isAdded ? row.personId : null,
      status: "standing",
      status_changed_at: now,
      decided_by_person_id: isAdded ? row.deciderId : null,
      created_at: now,
      corrects_id: row.hoursId,
    })
    .execute();
  await recordFacts(trx, context.clock, [
    {
      kind: isAdded ? "teams.hours_added" : "teams.hours_credited",
      occurredOn: row.day,
      unitId: row.unitId,
      quantity: toHours(row.minutes),
      measure: "小时",
      source: { table: "service_hours", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "teams.correct_hours",
    unitId: row.unitId,
    record: { table: "service_hours", id },
    reason: row.reason,
    requestId: context.requestId,
  });
};

/**
 * A second person's word on a correction. The old record is never rewritten. Signed time can only shrink: a smaller number
 * takes the signed record back and writes the smaller one, of the same kind; what goes beyond the signed time is added by
 * hand and stays in the other kind, for ever.
 * @throws AppError `teams.correction_not_found` | `teams.hours_second_person` | `teams.reason_needed` | `teams.correction_not_standing` | `state.conflict`
 */
export const decideCorrection = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { correctionId: string; decision: "accept" | "refuse"; reason?: string | undefined },
): Promise<void> => {
  const reason = requireText<TeamsError>("teams.reason_needed", input.reason, {
    least: input.decision === "refuse" ? 5 : 0,
  });
  const found = await trx
    .selectFrom("hours_corrections as correction")
    .innerJoin("service_hours as hours", "hours.id", "correction.hours_id")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .select([
      "correction.id",
      "correction.wanted_minutes",
      "correction.reason",
      "hours.id as hours_id",
      "hours.person_id",
      "hours.team_id",
      "hours.kind",
      "hours.visit_id",
      "hours.minutes",
      "hours.worked_on",
      "hours.status as hours_status",
      "team.unit_id",
    ])
    .where("correction.id", "=", input.correctionId)
    .executeTakeFirst();
  if (found === undefined) throw new AppError<TeamsError>("teams.correction_not_found", { status: 404 });
  const deciderId = actor.kind === "person" ? actor.personId : undefined;
  if (deciderId === undefined || deciderId === found.person_id)
    throw new AppError<TeamsError>("teams.hours_second_person", { status: 403 });
  // Compare-and-set: of two who decide at once one wins, and only he goes on to write hours.
  await applyTransition(trx as never, {
    machine: correctionStates,
    table: "hours_corrections",
    id: found.id,
    event: input.decision,
    now: context.clock.now(),
    set: { decided_by_person_id: deciderId, decision_reason: reason === "" ? null : reason },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "teams.decide_correction",
    unitId: found.unit_id,
    record: { table: "hours_corrections", id: found.id },
    reason: reason === "" ? undefined : reason,
    requestId: context.requestId,
  });
  if (input.decision === "refuse") return;
  if (found.hours_status !== "standing")
    throw new AppError<TeamsError>("teams.correction_not_standing", { status: 409 });
  const change: Change = {
    hoursId: found.hours_id,
    personId: found.person_id,
    teamId: found.team_id,
    unitId: found.unit_id,
    kind: found.kind,
    visitId: found.visit_id,
    minutes: found.wanted_minutes,
    day: found.worked_on,
    reason: found.reason,
    deciderId,
  };
  const beyondSigned = found.kind === "credited" && found.wanted_minutes > found.minutes;
  if (beyondSigned) {
    const minutes = found.wanted_minutes - found.minutes;
    await writeCorrected(trx, context, actor, { ...change, kind: "added", minutes });
    return;
  }
  await takeBack(trx, context, actor, change);
  if (change.minutes > 0) await writeCorrected(trx, context, actor, change);
};

export type CorrectionView = {
  id: string;
  hoursId: string;
  personId: string;
  teamId: string;
  teamName: string;
  kind: "credited" | "added";
  minutes: number;
  wantedMinutes: number;
  day: string;
  reason: string;
  status: CorrectionStatus;
  decisionReason: string | null;
  unitId: string;
  unitPath: string;
  createdAt: Date;
};

const selectCorrections = (db: Db | Trx) =>
  db
    .selectFrom("hours_corrections as correction")
    .innerJoin("service_hours as hours", "hours.id", "correction.hours_id")
    .innerJoin("volunteer_teams as team", "team.id", "hours.team_id")
    .innerJoin("org_units as unit", "unit.id", "team.unit_id")
    .select([
      "correction.id",
      "correction.hours_id as hoursId",
      "correction.person_id as personId",
      "hours.team_id as teamId",
      "team.name as teamName",
      "hours.kind",
      "hours.minutes",
      "correction.wanted_minutes as wantedMinutes",
      "hours.worked_on as day",
      "correction.reason",
      "correction.status",
      "correction.decision_reason as decisionReason",
      "team.unit_id as unitId",
      "unit.path as unitPath",
      "correction.created_at as createdAt",
    ]);

/** @throws AppError `teams.correction_not_found` (404) */
export const getCorrection = async (db: Db | Trx, id: string): Promise<CorrectionView> => {
  const row = await selectCorrections(db).where("correction.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<TeamsError>("teams.correction_not_found", { status: 404 });
  return row;
};

/** What a volunteer asked to be corrected, newest first. */
export const listOwnCorrections = async (
  db: Db | Trx,
  personId: string,
): Promise<readonly CorrectionView[]> =>
  selectCorrections(db)
    .where("correction.person_id", "=", personId)
    .orderBy("correction.created_at", "desc")
    .orderBy("correction.id")
    .execute();

export const listCorrections = async (
  db: Db | Trx,
  filter: { scope: Scope; status?: CorrectionStatus | undefined },
  page: { page: number; size: number },
): Promise<{ rows: readonly CorrectionView[]; total: number }> => {
  const { status } = filter;
  const narrowed = selectCorrections(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("correction.status", "=", status ?? "requested"));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("correction.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("correction.created_at", "desc")
    .orderBy("correction.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};
