import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { isExpertField } from "#modules/people/index.ts";
import {
  changeClaim,
  type ClaimRow,
  getClaim,
  insertClaim,
  lockClaims,
  noteAct,
  refuseWhileWorking,
  requireReason,
} from "./claim-rows.ts";
import type { RumoursError } from "./errors.ts";
import { touchIndex } from "./matching.ts";
import { tellAskers } from "./notices.ts";
import { claimStatusNames, reportStates } from "./state.ts";
import { harmSteps } from "./vocabulary.ts";

/** The claim with its row locked. */
export const enterClaim = async (trx: Trx, claimId: string): Promise<ClaimRow> => {
  await lockClaims(trx, [claimId]);
  return getClaim(trx, claimId);
};

/** Takes back that the desk would not look at it: those who were told so wait again. */
const reopenReports = async (trx: Trx, context: ActContext, claimId: string): Promise<void> => {
  await trx
    .updateTable("claim_reports")
    .set({ status: "waiting", status_changed_at: context.clock.now() })
    .where("claim_id", "=", claimId)
    .where("status", "in", [...reportStates.sources("reopen")])
    .execute();
};

/**
 * Takes a claim up and says in one sentence what is claimed, of which field it is and how much harm it can do.
 * @throws AppError `rumours.field` | `rumours.harm` | `rumours.claim_over` | `input.invalid`
 */
export const takeUpClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; title: string; field: string; harm: number; reason?: string | undefined },
): Promise<void> => {
  if (!isExpertField(input.field))
    throw new AppError<RumoursError>("rumours.field", { fields: { field: "rumours.field" } });
  if (!harmSteps.some((step) => step.value === input.harm))
    throw new AppError<RumoursError>("rumours.harm", { fields: { harm: "rumours.harm" } });
  const claim = await enterClaim(trx, input.claimId);
  const wasDeclined = claim.status === "declined";
  await changeClaim(trx, context, {
    claim,
    event: "take_up",
    set: {
      title: input.title.trim(),
      field: input.field,
      harm: input.harm,
      assigned_person_id: actor.personId,
      decline_reason: null,
    },
  });
  if (wasDeclined) await reopenReports(trx, context, claim.id);
  await noteAct(trx, context, actor, { claim, act: "take_up", action: "rumours.work", reason: input.reason });
};

/**
 * Two heaps say one thing: reports and wordings go over. Into an answered claim it is the one-click reuse of its verdict:
 * all its askers are told at once, and its wordings count as confirmed.
 * @throws AppError `rumours.same_claim` | `rumours.claim_over` | `rumours.reason_needed` | `rumours.not_found`
 */
export const mergeClaims = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; intoId: string; reason: string },
): Promise<{ told: number }> => {
  const reason = requireReason(input.reason);
  if (input.claimId === input.intoId)
    throw new AppError<RumoursError>("rumours.same_claim", { fields: { intoId: "rumours.same_claim" } });
  await lockClaims(trx, [input.claimId, input.intoId]);
  const claim = await getClaim(trx, input.claimId);
  const into = await getClaim(trx, input.intoId);
  if (into.status === "merged" || into.status === "declined")
    throw new AppError<RumoursError>("rumours.claim_over", {
      status: 409,
      values: { status: claimStatusNames[into.status] },
    });
  await refuseWhileWorking(trx, claim.id);
  await changeClaim(trx, context, {
    claim,
    event: "merge",
    set: { merged_into_id: into.id, decline_reason: null },
  });
  const answered = into.status === "answered";
  await trx
    .updateTable("claim_wordings")
    .set({ claim_id: into.id, ...(answered ? { confirmed: true } : {}) })
    .where("claim_id", "=", claim.id)
    .execute();
  await trx
    .updateTable("claim_reports")
    .set({ claim_id: into.id, matched_by: "desk" })
    .where("claim_id", "=", claim.id)
    .execute();
  // Those who were told that nobody would look wait now, or have their answer in a moment.
  await trx
    .updateTable("claim_reports")
    .set({ status: "waiting", status_changed_at: context.clock.now() })
    .where("claim_id", "=", into.id)
    .where("status", "=", "declined")
    .execute();
  await noteAct(trx, context, actor, {
    claim,
    act: answered ? "reuse" : "merge",
    action: "rumours.work",
    reason,
  });
  await noteAct(trx, context, actor, { claim: into, act: "merged_here", action: "rumours.work", reason });
  await touchIndex(trx, "waiting");
  if (!answered) return { told: 0 };
  await touchIndex(trx, "published");
  const live = await trx
    .selectFrom("verdicts")
    .select("id")
    .where("claim_id", "=", into.id)
    .where("status", "=", "published")
    .executeTakeFirstOrThrow();
  return { told: await tellAskers(trx, context, actor, { claim: into, verdictId: live.id }) };
};

/**
 * Takes wordings and their reports out into a claim of their own; those who had the other claim's answer wait again.
 * @throws AppError `rumours.split_some` | `rumours.claim_over` | `rumours.reason_needed`
 */
export const splitClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; wordings: readonly string[]; reason: string },
): Promise<string> => {
  const reason = requireReason(input.reason);
  const claim = await enterClaim(trx, input.claimId);
  if (claim.status === "merged")
    throw new AppError<RumoursError>("rumours.claim_over", {
      status: 409,
      values: { status: claimStatusNames[claim.status] },
    });
  const all = await trx
    .selectFrom("claim_wordings")
    .select("fingerprint")
    .where("claim_id", "=", claim.id)
    .execute();
  const wanted = new Set(input.wordings);
  const moved = all.map((row) => row.fingerprint).filter((print) => wanted.has(print.toString("hex")));
  const isAnswered = claim.status === "answered";
  if (moved.length === 0 || moved.length !== wanted.size || (moved.length === all.length && !isAnswered))
    throw new AppError<RumoursError>("rumours.split_some", { fields: { wordings: "rumours.split_some" } });
  const id = createId(context.clock);
  const now = context.clock.now();
  await insertClaim(trx, context, { id, unitId: claim.unit_id });
  await trx
    .updateTable("claim_wordings")
    .set({ claim_id: id, confirmed: false })
    .where("fingerprint", "in", moved)
    .execute();
  await trx
    .updateTable("claim_reports")
    .set({ claim_id: id, matched_by: "desk", status: "waiting", status_changed_at: now })
    .where("claim_id", "=", claim.id)
    .where("fingerprint", "in", moved)
    .where("status", "in", ["waiting", ...reportStates.sources("reopen")])
    .execute();
  await noteAct(trx, context, actor, { claim, act: "split", action: "rumours.work", reason });
  await noteAct(trx, context, actor, {
    claim: { id, unit_id: claim.unit_id },
    act: "split_off",
    action: "rumours.work",
    reason,
  });
  await touchIndex(trx, "waiting");
  if (isAnswered) await touchIndex(trx, "published");
  return id;
};

/**
 * The desk will not look at it, and says why: not a question of science, nothing that can be checked. Askers are told.
 * @throws AppError `rumours.reason_needed` | `rumours.claim_over` | `rumours.working_verdict`
 */
export const declineClaim = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; reason: string },
): Promise<{ told: number }> => {
  const reason = requireReason(input.reason, 5);
  const claim = await enterClaim(trx, input.claimId);
  await refuseWhileWorking(trx, claim.id);
  await changeClaim(trx, context, { claim, event: "decline", set: { decline_reason: reason } });
  await noteAct(trx, context, actor, { claim, act: "decline", action: "rumours.work", reason });
  await touchIndex(trx, "waiting");
  return { told: await tellAskers(trx, context, actor, { claim }) };
};

/** A research note: what was looked up, who was asked. Only added to. */
export const addClaimNote = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string; note: string },
): Promise<string> => {
  const claim = await enterClaim(trx, input.claimId);
  const id = createId(context.clock);
  await trx
    .insertInto("claim_notes")
    .values({
      id,
      claim_id: claim.id,
      person_id: actor.personId,
      note: input.note.trim(),
      created_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "rumours.work",
    unitId: claim.unit_id,
    record: { table: "claim_notes", id },
    requestId: context.requestId,
  });
  return id;
};
