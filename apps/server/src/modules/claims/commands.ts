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
import { listServedVisits } from "#modules/orders/index.ts";
import { findTakeOverStation } from "#modules/organisations/index.ts";
import { getTeam, requireOneself } from "#modules/teams/index.ts";
import type { ClaimsError } from "./errors.ts";
import { type ClaimEvent, type ClaimKind, claimStates, dueDays } from "./state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "claims.moved": { claimId: string };
  }
}

const dayMs = 86_400_000;

const refuse = (code: ClaimsError, status = 422, field?: string): AppError<ClaimsError> =>
  new AppError<ClaimsError>(code, {
    status,
    ...(field === undefined ? {} : { fields: { [field]: code } }),
  });

const dueAfter = (status: keyof typeof dueDays, now: Date): Date =>
  new Date(now.getTime() + dueDays[status] * dayMs);

const lockClaim = async (trx: Trx, claimId: string) => {
  const row = await trx
    .selectFrom("insurance_claims")
    .selectAll()
    .where("id", "=", claimId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw refuse("claims.not_found", 404);
  return row;
};
type Locked = Awaited<ReturnType<typeof lockClaim>>;

const move = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { row: Locked; event: ClaimEvent; set?: Record<string, unknown>; unitId?: string },
): Promise<void> => {
  const { row, event } = input;
  const now = context.clock.now();
  const to = claimStates.next(row.status, event);
  const due = to === "filed" || to === "checked" || to === "sent" ? dueAfter(to, now) : null;
  await applyTransition(trx as never, {
    machine: claimStates,
    table: "insurance_claims",
    id: row.id,
    event,
    now,
    set: { due_at: due, ...input.set },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: `claims.${event}`,
    unitId: input.unitId ?? row.owner_unit_id,
    record: { table: "insurance_claims", id: row.id },
    requestId: context.requestId,
  });
};

/**
 * A volunteer asks the team's insurance to pay for what happened at a visit to which he went (E-03). It belongs at once to the
 * station that serves the team's home, with five days to check it. The papers are kept by the caller in the same transaction.
 * @returns the claim's id
 * @throws AppError `claims.own_visit` | `claims.body_short` | `claims.open_already`
 */
export const fileClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { visitId: string; kind: ClaimKind; body: string },
): Promise<string> => {
  requireOneself(actor);
  const now = context.clock.now();
  const visits = await listServedVisits(trx, { personId: actor.personId, now });
  const visit = visits.find((one) => one.visitId === input.visitId);
  if (visit === undefined) throw refuse("claims.own_visit", 404, "visitId");
  const body = requireText<ClaimsError>("claims.body_short", input.body, { field: "body", least: 10 });
  const team = await getTeam(trx, visit.teamId);
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("insurance_claims")
      .values({
        id,
        visit_id: visit.visitId,
        team_id: team.id,
        person_id: actor.personId,
        kind: input.kind,
        body_sealed: context.cipher.encrypt(body),
        was_insured: team.insuranceUntil !== null && team.insuranceUntil >= toDistrictDate(visit.startsAt),
        status: "filed",
        status_changed_at: now,
        owner_unit_id: team.unitId,
        due_at: dueAfter("filed", now),
        checked_by_person_id: null,
        sent_by_person_id: null,
        paid_fen: null,
        decision_reason: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "insurance_claims_once"))
      throw new AppError<ClaimsError>("claims.open_already", {
        status: 409,
        fields: { visitId: "claims.open_already" },
        cause: error,
      });
    throw error;
  }
  await recordFacts(trx, context.clock, [
    {
      kind: "claims.filed",
      occurredOn: toDistrictDate(now),
      unitId: team.unitId,
      quantity: 1,
      measure: "件",
      source: { table: "insurance_claims", id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "claims.file",
    unitId: team.unitId,
    record: { table: "insurance_claims", id },
    requestId: context.requestId,
  });
  return id;
};

/** The claim, locked, if it is the person's own. @throws AppError `claims.not_found` (404) */
export const requireOwnClaim = async (trx: Trx, actor: PersonActor, claimId: string): Promise<Locked> => {
  requireOneself(actor);
  const row = await lockClaim(trx, claimId);
  if (row.person_id !== actor.personId) throw refuse("claims.not_found", 404);
  return row;
};

/** The volunteer sends it again with what was missing. @throws AppError `claims.not_found` | `state.conflict` */
export const fileClaimAgain = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  claimId: string,
): Promise<void> => {
  const row = await requireOwnClaim(trx, actor, claimId);
  // Whoever checked it before may have asked for the wrong thing: it is checked anew.
  await move(trx, context, actor, { row, event: "file_again", set: { checked_by_person_id: null } });
};

/** The volunteer takes it back before it went to the insurer. @throws AppError `claims.not_found` | `state.conflict` */
export const withdrawClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  claimId: string,
): Promise<void> => {
  const row = await requireOwnClaim(trx, actor, claimId);
  await move(trx, context, actor, { row, event: "withdraw" });
};

export type ClaimDecision =
  | { event: "check" | "send" }
  | { event: "give_back" | "refuse"; reason: string }
  | { event: "pay"; paidFen: number };

/**
 * The office works on a claim: checks it, a second person sends it to the insurer, and what the insurer says is written down.
 * @throws AppError `claims.own_claim` | `claims.second_person` | `claims.reason_needed` | `claims.money` | `state.conflict`
 */
export const decideClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string } & ClaimDecision,
): Promise<void> => {
  const row = await lockClaim(trx, input.claimId);
  const { personId } = actor;
  if (personId === row.person_id) throw refuse("claims.own_claim", 403);
  switch (input.event) {
    case "check":
      await move(trx, context, actor, { row, event: "check", set: { checked_by_person_id: personId } });
      return;
    case "send":
      if (row.checked_by_person_id === personId) throw refuse("claims.second_person", 403);
      await move(trx, context, actor, { row, event: "send", set: { sent_by_person_id: personId } });
      break;
    case "give_back":
    case "refuse": {
      const reason = requireText<ClaimsError>("claims.reason_needed", input.reason);
      await move(trx, context, actor, { row, event: input.event, set: { decision_reason: reason } });
      break;
    }
    case "pay":
      if (!Number.isSafeInteger(input.paidFen) || input.paidFen <= 0)
        throw refuse("claims.money", 422, "paidYuan");
      await move(trx, context, actor, { row, event: "pay", set: { paid_fen: input.paidFen } });
      await recordFacts(trx, context.clock, [
        {
          kind: "claims.paid",
          occurredOn: toDistrictDate(context.clock.now()),
          unitId: row.owner_unit_id,
          quantity: 1,
          measure: "件",
          source: { table: "insurance_claims", id: row.id },
        },
      ]);
      break;
    default:
      input satisfies never;
  }
  await emitEvent(trx, context.clock, "claims.moved", { claimId: row.id });
};

const deadline: Actor = systemActor("claims.deadline");

/** What the office did not do in time goes to the station above, with the same days more; at the top the centre keeps it. */
export const passLateClaimsUp = async (parts: { db: Db } & ActContext): Promise<number> => {
  const now = parts.clock.now();
  const late = await parts.db
    .selectFrom("insurance_claims")
    .select("id")
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .limit(100)
    .execute();
  let passed = 0;
  for (const { id } of late)
    await inTransaction(parts.db, async (trx) => {
      const row = await lockClaim(trx, id);
      // Worked on meanwhile.
      if (row.due_at === null || row.due_at > now) return;
      const above = await findTakeOverStation(trx, row.owner_unit_id, toDistrictDate(now));
      const unitId = above?.id ?? row.owner_unit_id;
      await move(trx, parts, deadline, {
        row,
        event: "pass_up",
        set: { owner_unit_id: unitId, take_overs: row.take_overs + 1 },
        unitId,
      });
      passed += 1;
    });
  return passed;
};
