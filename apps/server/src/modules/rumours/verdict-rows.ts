import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { ClaimRow } from "./claim-rows.ts";
import { enterClaim } from "./claims.ts";
import type { RumoursError } from "./errors.ts";
import { type VerdictEvent, verdictStates, verdictStatusNames } from "./state.ts";
import type { VerdictSource, VerdictsTable } from "./tables.ts";

/** The words of a verdict: what is signed and hashed. */
export type VerdictBody = {
  rating: string;
  title: string;
  /** One sentence. */
  answer: string;
  explanation: string;
  /** Under which conditions it holds; may be empty. */
  conditions: string;
  /** What to do. */
  advice: string;
  /** Up to which day the evidence was looked at. */
  validOn: string;
  sources: readonly VerdictSource[];
  /** What changed, in versions after the first. */
  changeNotice: string;
};

export type VerdictRow = Omit<VerdictsTable, "round_no" | "revision"> & {
  round_no: number;
  revision: number;
};

export const toBody = (row: VerdictRow): VerdictBody => ({
  rating: row.rating,
  title: row.title,
  answer: row.answer,
  explanation: row.explanation,
  conditions: row.conditions,
  advice: row.advice,
  validOn: row.valid_on,
  sources: row.sources,
  changeNotice: row.change_notice ?? "",
});

export const hashBody = (field: string, body: VerdictBody): Buffer =>
  createHash("sha256")
    .update(canonicalJson({ field, ...body }))
    .digest();

export const bodyColumns = (body: VerdictBody) => ({
  rating: body.rating,
  title: body.title.trim(),
  answer: body.answer.trim(),
  explanation: body.explanation.trim(),
  conditions: body.conditions.trim(),
  advice: body.advice.trim(),
  valid_on: body.validOn,
  // jsonb takes text from us; pg would send arrays in its own way.
  sources: sql<VerdictSource[]>`${JSON.stringify(body.sources)}::jsonb`,
  change_notice: body.changeNotice.trim() === "" ? null : body.changeNotice.trim(),
});

/** @throws AppError `rumours.verdict_not_found` */
export const getVerdict = async (db: Db | Trx, verdictId: string): Promise<VerdictRow> => {
  const row = await db.selectFrom("verdicts").selectAll().where("id", "=", verdictId).executeTakeFirst();
  if (row === undefined) throw new AppError<RumoursError>("rumours.verdict_not_found", { status: 404 });
  return row;
};

/** The hash of the words that are out for signature, in hex: what a signer says he saw. @throws AppError `rumours.verdict_not_found` */
export const verdictHash = async (db: Db | Trx, verdictId: string): Promise<string> =>
  (await getVerdict(db, verdictId)).content_hash?.toString("hex") ?? "";

/** The verdict with its claim locked: acts on one claim happen one after another. */
export const enterVerdict = async (
  trx: Trx,
  verdictId: string,
): Promise<{ verdict: VerdictRow; claim: ClaimRow }> => {
  const { claim_id: claimId } = await getVerdict(trx, verdictId);
  const claim = await enterClaim(trx, claimId);
  return { claim, verdict: await getVerdict(trx, verdictId) };
};

export const changeVerdict = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: VerdictEvent; set?: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: verdictStates,
    table: "verdicts",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

export const noteAudit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  entry: { claim: ClaimRow; verdictId: string; action: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: entry.action,
    unitId: entry.claim.unit_id,
    record: { table: "verdicts", id: entry.verdictId },
    requestId: context.requestId,
  });
};

/** @throws AppError `rumours.not_signing` */
export const requireSigning = (verdict: VerdictRow): void => {
  if (verdict.status !== "signing")
    throw new AppError<RumoursError>("rumours.not_signing", {
      status: 409,
      values: { status: verdictStatusNames[verdict.status] },
    });
};
