import { type Actor, type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listSessionParties, listSessionsOf } from "#modules/activities/index.ts";
import { findOrderParties } from "#modules/orders/index.ts";
import { findTakeOverStation, getUnit, listAncestors } from "#modules/organisations/index.ts";
import { isMember } from "#modules/teams/index.ts";
import type { ComplaintsError } from "./errors.ts";
import { complaintStates, type ComplaintSubject, type Finding } from "./state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "complaints.answered": { complaintId: string };
  }
}

const dayMs = 86_400_000;
/** Days to answer, and days more when it goes to the unit above. */
export const answerDays = { filed: 5, appealed: 5 } as const;
const appealWithinDays = 15;

const refuse = (code: ComplaintsError, status = 422, field?: string): AppError<ComplaintsError> =>
  new AppError<ComplaintsError>(code, {
    status,
    ...(field === undefined ? {} : { fields: { [field]: code } }),
  });

const requireSelf = (actor: PersonActor): void => {
  if (actor.onBehalfOf !== undefined) throw refuse("complaints.not_while_helping", 403);
};

const lockComplaint = async (trx: Trx, complaintId: string) => {
  const row = await trx
    .selectFrom("complaints")
    .selectAll()
    .where("id", "=", complaintId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw refuse("complaints.not_found", 404);
  return row;
};

/** The station above, which takes over from one that is meant itself or did not answer; at the top the centre keeps it. */
const stationAbove = async (trx: Trx, context: ActContext, unitId: string): Promise<string> =>
  (await findTakeOverStation(trx, unitId, toDistrictDate(context.clock.now())))?.id ?? unitId;

/** The unit above an organiser, which is no station; at the top it stays. */
const unitAbove = async (trx: Trx, context: ActContext, unitId: string): Promise<string> => {
  const { path } = await getUnit(trx, unitId, toDistrictDate(context.clock.now()));
  return (await listAncestors(trx, path)).at(-2)?.id ?? unitId;
};

/** Who is above where a complaint lies: a station's for an order, a unit's for an activity. */
const ownerAbove = (
  trx: Trx,
  context: ActContext,
  row: { session_id: string | null; owner_unit_id: string },
): Promise<string> =>
  row.session_id === null
    ? stationAbove(trx, context, row.owner_unit_id)
    : unitAbove(trx, context, row.owner_unit_id);

type Subject = { orderId?: string | undefined; sessionId?: string | undefined; about: ComplaintSubject };

/** Whose it is to answer, and which team is meant. */
const readSubject = async (
  trx: Trx,
  context: ActContext,
  { personId }: PersonActor,
  input: Subject,
): Promise<{ ownerUnitId: string; teamId: string | null }> => {
  const { orderId, sessionId, about } = input;
  if ((orderId === undefined) === (sessionId === undefined))
    throw refuse("complaints.one_subject", 422, "orderId");
  if (about === (orderId === undefined ? "station" : "organiser"))
    throw refuse("complaints.about_subject", 422, "about");
  if (orderId !== undefined) {
    const order = await findOrderParties(trx, orderId);
    if (order === undefined || order.requesterPersonId !== personId)
      throw refuse("complaints.own_order", 404, "orderId");
    if (about === "team" && order.teamId === null) throw refuse("complaints.no_team", 422, "about");
    const { ownerUnitId, teamId } = order;
    return {
      teamId,
      ownerUnitId: about === "team" ? ownerUnitId : await stationAbove(trx, context, ownerUnitId),
    };
  }
  const sessions = await listSessionsOf(trx, { personId, now: context.clock.now() });
  const session = sessions.find((one) => one.sessionId === sessionId);
  if (session === undefined) throw refuse("complaints.own_session", 404, "sessionId");
  if (about === "team" && session.teamId === null) throw refuse("complaints.no_team", 422, "about");
  return {
    teamId: session.teamId,
    ownerUnitId: about === "team" ? session.unitId : await unitAbove(trx, context, session.unitId),
  };
};

/**
 * A resident complains about an order of his own or an activity that he registered for (B-11). It belongs at once to the station that owns
 * the order or the unit that holds the activity, or to the one above where that itself is meant, with five days to answer.
 * @returns the complaint's id
 * @throws AppError `complaints.one_subject` | `complaints.about_subject` | `complaints.own_session` | `complaints.own_order` | `complaints.no_team` | `complaints.body_short` | `complaints.open_already`
 */
export const fileComplaint = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: Subject & { body: string },
): Promise<string> => {
  requireSelf(actor);
  const { ownerUnitId: owner, teamId } = await readSubject(trx, context, actor, input);
  const body = requireText<ComplaintsError>("complaints.body_short", input.body, {
    field: "body",
    least: 10,
  });
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("complaints")
      .values({
        id,
        order_id: input.orderId ?? null,
        session_id: input.sessionId ?? null,
        about: input.about,
        team_id: teamId,
        filed_by_person_id: actor.personId,
        body_sealed: context.cipher.encrypt(body),
        status: "filed",
        status_changed_at: now,
        owner_unit_id: owner,
        due_at: new Date(now.getTime() + answerDays.filed * dayMs),
        take_overs: 0,
        finding: null,
        answer: null,
        answered_by_person_id: null,
        answered_at: null,
        appeal_sealed: null,
        settled_by_person_id: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (
      isUniqueViolation(error, "complaints_open_once") ||
      isUniqueViolation(error, "complaints_open_session_once")
    )
      throw new AppError<ComplaintsError>("complaints.open_already", { status: 409, cause: error });
    throw error;
  }
  await recordFacts(trx, context.clock, [
    {
      kind: "complaints.filed",
      occurredOn: toDistrictDate(now),
      unitId: owner,
      quantity: 1,
      measure: "件",
      source: { table: "complaints", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "complaints.file",
    unitId: owner,
    record: { table: "complaints", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * The owner answers, for the first time or after an objection. Nobody of the team that is meant answers, nor who made the activity or spoke at it, and after an objection
 * it is another person than the first time (both also in the database, as far as it can know).
 * @throws AppError `complaints.answer_short` | `complaints.involved` | `complaints.second_person` | `state.conflict`
 */
export const answerComplaint = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { complaintId: string; finding: Finding; answer: string },
): Promise<void> => {
  const answer = requireText<ComplaintsError>("complaints.answer_short", input.answer, {
    field: "answer",
    least: 10,
  });
  const row = await lockComplaint(trx, input.complaintId);
  const { personId } = actor;
  const session = (await listSessionParties(trx, row.session_id === null ? [] : [row.session_id])).get(
    row.session_id ?? "",
  );
  if (
    personId === row.filed_by_person_id ||
    session?.personIds.includes(personId) === true ||
    (row.team_id !== null && (await isMember(trx, { teamId: row.team_id, personId })))
  )
    throw refuse("complaints.involved", 403);
  const isAppeal = row.status === "appealed";
  if (isAppeal && row.answered_by_person_id === personId) throw refuse("complaints.second_person", 403);
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: complaintStates,
    table: "complaints",
    id: row.id,
    event: isAppeal ? "settle" : "answer",
    now,
    set: {
      due_at: null,
      finding: input.finding,
      answer,
      ...(isAppeal
        ? { settled_by_person_id: personId }
        : { answered_by_person_id: personId, answered_at: now }),
    },
  }); // the function is generic over all modules' tables
  if (!isAppeal && row.take_overs === 0 && row.due_at !== null && row.due_at >= now)
    await recordFacts(trx, context.clock, [
      {
        kind: "complaints.answered_in_time",
        occurredOn: toDistrictDate(now),
        unitId: row.owner_unit_id,
        quantity: 1,
        measure: "件",
        source: { table: "complaints", id: row.id },
      },
    ]);
  await emitEvent(trx, context.clock, "complaints.answered", { complaintId: row.id });
  await recordAudit(trx, context, {
    actor,
    action: "complaints.answer",
    unitId: row.owner_unit_id,
    record: { table: "complaints", id: row.id },
    requestId: context.requestId,
  });
};

/**
 * The resident objects to the answer: it goes to the unit above, once.
 * @throws AppError `complaints.not_found` | `complaints.appeal_late` | `complaints.body_short` | `state.conflict`
 */
export const appealComplaint = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { complaintId: string; reason: string },
): Promise<void> => {
  requireSelf(actor);
  const reason = requireText<ComplaintsError>("complaints.body_short", input.reason, {
    field: "reason",
    least: 10,
  });
  const row = await lockComplaint(trx, input.complaintId);
  if (row.filed_by_person_id !== actor.personId) throw refuse("complaints.not_found", 404);
  const now = context.clock.now();
  if (row.answered_at !== null && now.getTime() - row.answered_at.getTime() > appealWithinDays * dayMs)
    throw refuse("complaints.appeal_late", 409);
  const above = await ownerAbove(trx, context, row);
  await applyTransition(trx as never, {
    machine: complaintStates,
    table: "complaints",
    id: row.id,
    event: "appeal",
    now,
    set: {
      owner_unit_id: above,
      due_at: new Date(now.getTime() + answerDays.appealed * dayMs),
      appeal_sealed: context.cipher.encrypt(reason),
    },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "complaints.appeal",
    unitId: above,
    record: { table: "complaints", id: row.id },
    requestId: context.requestId,
  });
};

/** The resident takes it back before it was answered. @throws AppError `complaints.not_found` | `state.conflict` */
export const withdrawComplaint = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  complaintId: string,
): Promise<void> => {
  requireSelf(actor);
  const row = await lockComplaint(trx, complaintId);
  if (row.filed_by_person_id !== actor.personId) throw refuse("complaints.not_found", 404);
  await applyTransition(trx as never, {
    machine: complaintStates,
    table: "complaints",
    id: row.id,
    event: "withdraw",
    now: context.clock.now(),
    set: { due_at: null },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "complaints.withdraw",
    unitId: row.owner_unit_id,
    record: { table: "complaints", id: row.id },
    requestId: context.requestId,
  });
};

const deadline: Actor = systemActor("complaints.deadline");

/** Complaints that nobody answered in time go to the station above, with five days more; at the top the centre keeps them so. */
export const passLateUp = async (parts: { db: Db } & ActContext): Promise<number> => {
  const now = parts.clock.now();
  const late = await parts.db
    .selectFrom("complaints")
    .select("id")
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .limit(100)
    .execute();
  let passed = 0;
  for (const { id } of late)
    await inTransaction(parts.db, async (trx) => {
      const row = await lockComplaint(trx, id);
      // Answered meanwhile.
      if (row.due_at === null || row.due_at > now) return;
      const above = await ownerAbove(trx, parts, row);
      await applyTransition(trx as never, {
        machine: complaintStates,
        table: "complaints",
        id,
        event: "pass_up",
        now,
        set: {
          owner_unit_id: above,
          take_overs: row.take_overs + 1,
          due_at: new Date(now.getTime() + answerDays.filed * dayMs),
        },
      }); // the function is generic over all modules' tables
      await recordAudit(trx, parts, {
        actor: deadline,
        action: "complaints.pass_up",
        unitId: above,
        record: { table: "complaints", id },
        requestId: parts.requestId,
      });
      passed += 1;
    });
  return passed;
};
