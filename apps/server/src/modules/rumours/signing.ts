import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { expertFields, findSigningTerm, isExpertField } from "#modules/people/index.ts";
import { changeClaim, noteAct, requireReason } from "./claim-rows.ts";
import type { RumoursError } from "./errors.ts";
import { touchIndex } from "./matching.ts";
import { tellAskers } from "./notices.ts";
import { indexVerdict } from "./search.ts";
import { changeVerdict, enterVerdict, hashBody, noteAudit, requireSigning, toBody } from "./verdict-rows.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "rumours.published": { claimId: string; verdictId: string; versionNo: number };
  }
}

/**
 * An expert of the verdict's field, in term today, agrees or dissents with a reason. Authors do not sign and nobody signs
 * twice: asked here for the sentence, kept by trigger and unique key in the database.
 * @throws AppError `rumours.not_signing` | `rumours.author_signs` | `rumours.not_expert` | `rumours.signed_already` |
 *   `rumours.text_changed` | `rumours.reason_needed`
 */
export const signVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: {
    verdictId: string;
    decision: "agree" | "dissent";
    reason?: string | undefined;
    /** The hash the signer saw, in hex. */
    contentHash: string;
  },
): Promise<void> => {
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  requireSigning(verdict);
  const reason = input.decision === "dissent" ? requireReason(input.reason ?? "") : input.reason?.trim();
  const author = await trx
    .selectFrom("verdict_authors")
    .select("person_id")
    .where("verdict_id", "=", verdict.id)
    .where("person_id", "=", actor.personId)
    .executeTakeFirst();
  if (author !== undefined) throw new AppError<RumoursError>("rumours.author_signs", { status: 403 });
  const now = context.clock.now();
  const term = await findSigningTerm(trx, {
    personId: actor.personId,
    field: verdict.field,
    day: toDistrictDate(now),
  });
  if (term === undefined)
    throw new AppError<RumoursError>("rumours.not_expert", {
      status: 403,
      values: { field: isExpertField(verdict.field) ? expertFields[verdict.field] : verdict.field },
    });
  const hash = hashBody(verdict.field, toBody(verdict));
  if (hash.toString("hex") !== input.contentHash || verdict.content_hash?.equals(hash) !== true)
    throw new AppError<RumoursError>("rumours.text_changed", { status: 409 });
  const earlier = await trx
    .selectFrom("verdict_signatures")
    .select("id")
    .where("verdict_id", "=", verdict.id)
    .where("round_no", "=", verdict.round_no)
    .where("person_id", "=", actor.personId)
    .executeTakeFirst();
  if (earlier !== undefined) throw new AppError<RumoursError>("rumours.signed_already", { status: 409 });
  const id = createId(context.clock);
  await trx
    .insertInto("verdict_signatures")
    .values({
      id,
      verdict_id: verdict.id,
      round_no: verdict.round_no,
      person_id: actor.personId,
      expert_term_id: term.id,
      decision: input.decision,
      reason: reason === undefined || reason === "" ? null : reason,
      content_hash: hash,
      signed_at: now,
    })
    .execute();
  await noteAct(trx, context, actor, {
    claim,
    act: input.decision === "agree" ? "sign" : "dissent",
    action: "rumours.sign",
    reason: reason === "" ? undefined : reason,
    record: { table: "verdict_signatures", id },
  });
};

/** Signatures of the round that is running: who agrees, who dissents. */
export const countSignatures = async (
  db: Db | Trx,
  verdict: { id: string; round_no: number },
): Promise<{ agreed: number; dissented: number }> => {
  const rows = await db
    .selectFrom("verdict_signatures")
    .select("decision")
    .where("verdict_id", "=", verdict.id)
    .where("round_no", "=", verdict.round_no)
    .execute();
  const agreed = rows.filter((row) => row.decision === "agree").length;
  return { agreed, dissented: rows.length - agreed };
};

/** Two agree, and more agree than dissent: after one dissent a third expert is needed. The trigger says the same. */
export const isSigned = ({ agreed, dissented }: { agreed: number; dissented: number }): boolean =>
  agreed >= 2 && agreed > dissented;

/**
 * Brings a verdict out: the version before gives way and stays readable, the desk's wordings of the claim count as
 * confirmed, everybody who asked is told, search and matching know it with the commit.
 * @throws AppError `rumours.signatures_missing` | `rumours.not_signing` | `rumours.text_changed`
 */
export const publishVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { verdictId: string; reason?: string | undefined },
): Promise<{ told: number }> => {
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  requireSigning(verdict);
  const signatures = await countSignatures(trx, verdict);
  if (!isSigned(signatures))
    throw new AppError<RumoursError>("rumours.signatures_missing", { status: 409, values: signatures });
  const body = toBody(verdict);
  if (verdict.content_hash?.equals(hashBody(verdict.field, body)) !== true)
    throw new AppError<RumoursError>("rumours.text_changed", { status: 409 });
  const now = context.clock.now();
  const before = await trx
    .selectFrom("verdicts")
    .select("id")
    .where("claim_id", "=", claim.id)
    .where("status", "=", "published")
    .executeTakeFirst();
  if (before !== undefined) {
    await changeVerdict(trx, context, { id: before.id, event: "supersede" });
    await noteAudit(trx, context, actor, { claim, verdictId: before.id, action: "rumours.publish" });
  }
  await changeVerdict(trx, context, {
    id: verdict.id,
    event: "publish",
    set: { published_at: now, published_by_person_id: actor.personId },
  });
  await changeClaim(trx, context, { claim, event: "answer", set: { title: verdict.title } });
  // The heap that the desk checked is what the verdict answers; what it did not want in it, it has split off.
  if (claim.status !== "answered")
    await trx
      .updateTable("claim_wordings")
      .set({ confirmed: true })
      .where("claim_id", "=", claim.id)
      .execute();
  await indexVerdict(trx, { claimId: claim.id, body });
  const told = await tellAskers(trx, context, actor, { claim, verdictId: verdict.id });
  await recordFacts(trx, context.clock, [
    {
      kind: "rumours.verdict_published",
      occurredOn: toDistrictDate(now),
      unitId: claim.unit_id,
      quantity: 1,
      measure: "条",
      source: { table: "verdicts", id: verdict.id },
    },
  ]);
  await noteAct(trx, context, actor, {
    claim,
    act: "publish",
    action: "rumours.publish",
    reason: input.reason ?? verdict.change_notice ?? undefined,
    record: { table: "verdicts", id: verdict.id },
  });
  await recordAudit(trx, context, {
    actor,
    action: "rumours.publish",
    unitId: claim.unit_id,
    record: { table: "claims", id: claim.id },
    requestId: context.requestId,
  });
  await touchIndex(trx, "published");
  await touchIndex(trx, "waiting");
  await emitEvent(trx, context.clock, "rumours.published", {
    claimId: claim.id,
    verdictId: verdict.id,
    versionNo: verdict.version_no,
  });
  await invalidatePages(trx);
  return { told };
};
