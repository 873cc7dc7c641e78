import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { RumoursError } from "./errors.ts";
import { type ClaimEvent, claimStates, type ClaimStatus, claimStatusNames } from "./state.ts";
import type { ClaimsTable } from "./tables.ts";
import type { ClaimAct } from "./vocabulary.ts";

export type ClaimRow = Omit<ClaimsTable, "claim_no"> & { claim_no: number; unit_path: string };

const rows = (db: Db | Trx) =>
  db
    .selectFrom("claims as claim")
    .innerJoin("org_units as unit", "unit.id", "claim.unit_id")
    .selectAll("claim")
    .select("unit.path as unit_path");

export const findClaim = async (db: Db | Trx, claimId: string): Promise<ClaimRow | undefined> =>
  rows(db).where("claim.id", "=", claimId).executeTakeFirst();

/** @throws AppError `rumours.not_found` */
export const getClaim = async (db: Db | Trx, claimId: string): Promise<ClaimRow> => {
  const row = await findClaim(db, claimId);
  if (row === undefined) throw new AppError<RumoursError>("rumours.not_found", { status: 404 });
  return row;
};

/** Where a claim's number leads: through merges to the one that stands. */
export const findClaimByNo = async (db: Db | Trx, no: number): Promise<ClaimRow | undefined> => {
  let row = await rows(db).where("claim.claim_no", "=", no).executeTakeFirst();
  while (row !== undefined && row.merged_into_id !== null) row = await findClaim(db, row.merged_into_id);
  return row;
};

/**
 * Takes claims before anything of them changes; in one order, so that two desks never wait for each other crosswise.
 * Reports lock their claim for share: a publication waits for those under way, and those that come later see it.
 */
export const lockClaims = async (trx: Trx, ids: readonly string[]): Promise<void> => {
  for (const id of [...new Set(ids)].sort())
    await trx.selectFrom("claims").select("id").where("id", "=", id).forUpdate().execute();
};

/** Locks a claim for a report that joins it and follows merges; undefined where there is no such claim. */
export const lockForReport = async (
  trx: Trx,
  claimId: string,
): Promise<{ id: string; unit_id: string; status: ClaimStatus } | undefined> => {
  let id = claimId;
  for (;;) {
    const row = await trx
      .selectFrom("claims")
      .select(["id", "unit_id", "status", "merged_into_id"])
      .where("id", "=", id)
      .forShare()
      .executeTakeFirst();
    if (row === undefined || row.merged_into_id === null) return row;
    id = row.merged_into_id;
  }
};

/** @throws AppError `rumours.claim_over` (409) with the status that stands in the way */
export const changeClaim = async (
  trx: Trx,
  context: ActContext,
  change: { claim: Pick<ClaimRow, "id" | "status">; event: ClaimEvent; set?: Record<string, unknown> },
): Promise<void> => {
  if (claimStates.next(change.claim.status, change.event) === undefined)
    throw new AppError<RumoursError>("rumours.claim_over", {
      status: 409,
      values: { status: claimStatusNames[change.claim.status] },
    });
  await applyTransition(trx as never, {
    machine: claimStates,
    table: "claims",
    id: change.claim.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

/** One line of a claim's history and the audit entry of the act. */
export const noteAct = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  entry: {
    claim: { id: string; unit_id: string };
    act: ClaimAct;
    action: string;
    reason?: string | undefined;
    record?: { table: string; id: string };
  },
): Promise<void> => {
  await trx
    .insertInto("claim_acts")
    .values({
      id: createId(context.clock),
      claim_id: entry.claim.id,
      act: entry.act,
      person_id: actor.kind === "person" ? actor.personId : null,
      reason: entry.reason ?? null,
      acted_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: entry.action,
    unitId: entry.claim.unit_id,
    record: entry.record ?? { table: "claims", id: entry.claim.id },
    reason: entry.reason,
    requestId: context.requestId,
  });
};

/** A claim that nobody has described yet: a heap of reports. */
export const insertClaim = async (
  trx: Trx,
  context: ActContext,
  input: { id: string; unitId: string },
): Promise<void> => {
  const now = context.clock.now();
  await trx
    .insertInto("claims")
    .values({
      id: input.id,
      unit_id: input.unitId,
      title: null,
      field: null,
      harm: null,
      status: "open",
      status_changed_at: now,
      assigned_person_id: null,
      merged_into_id: null,
      decline_reason: null,
      created_at: now,
    })
    .execute();
};

/** @throws AppError `rumours.working_verdict` (409) while a version of the claim's verdict is written or signed */
export const refuseWhileWorking = async (trx: Trx, claimId: string): Promise<void> => {
  const working = await trx
    .selectFrom("verdicts")
    .select("id")
    .where("claim_id", "=", claimId)
    .where("status", "in", ["draft", "signing"])
    .executeTakeFirst();
  if (working !== undefined) throw new AppError<RumoursError>("rumours.working_verdict", { status: 409 });
};

/** @throws AppError `rumours.reason_needed` on field `reason` */
export const requireReason = (reason: string, least = 2): string =>
  requireText<RumoursError>("rumours.reason_needed", reason, { least });
