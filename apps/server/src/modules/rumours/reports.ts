import type { Actor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { parsePhone } from "#modules/identity/index.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { insertClaim, lockForReport, noteAct } from "./claim-rows.ts";
import type { RumoursError } from "./errors.ts";
import { hasWords, type MatchAnswer, matchingOf, toFingerprint, toPhotoFingerprint } from "./matching.ts";
import { tellAskers } from "./notices.ts";
import { createReceiptNumber, hashReceipt, parseReceiptNumber } from "./receipt-numbers.ts";
import { type ClaimStatus, type ReportEvent, reportStates, type ReportStatus } from "./state.ts";
import { limits, type MatchKind, type ReportSource } from "./vocabulary.ts";

/** What the intake needs besides the act: the database whose matching this process keeps. */
export type IntakeContext = ActContext & { db: Db };

export type NewReport = {
  text: string;
  /** Digest of a picture that came with it: enough where there are no words yet. */
  photoDigest?: Buffer | undefined;
  source: ReportSource;
  /** Where it was asked or seen: street, community, station. */
  unitId?: string | undefined;
  audience?: Audience | undefined;
  phone?: string | undefined;
  contactAgreed?: "yes" | undefined;
};
export type ReportResult = {
  reportId: string;
  /** Shown once, here; only its digest is stored. */
  number: string;
  status: ReportStatus;
  claimId: string | null;
};

type LockedClaim = { id: string; unit_id: string; status: ClaimStatus };
type Words = { text: string; fingerprint: Buffer };

const isWaiting = (status: ClaimStatus): boolean => status === "open" || status === "working";

const findWording = async (trx: Trx, fingerprint: Buffer) =>
  trx
    .selectFrom("claim_wordings")
    .select(["claim_id", "confirmed"])
    .where("fingerprint", "=", fingerprint)
    .executeTakeFirst();

/** Keeps a message's words with a claim; false where another report's transaction had stored the same words first. */
const keepWording = async (
  trx: Trx,
  context: ActContext,
  words: Words,
  claimId: string,
): Promise<boolean> => {
  const inserted = await trx
    .insertInto("claim_wordings")
    .values({
      fingerprint: words.fingerprint,
      claim_id: claimId,
      // A picture whose words nobody has written out yet.
      text_sealed: words.text === "" ? null : context.cipher.encrypt(words.text),
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.column("fingerprint").doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
};

const openClaim = async (
  trx: Trx,
  context: ActContext,
  input: { id: string; unitId: string },
): Promise<LockedClaim> => {
  await insertClaim(trx, context, input);
  const claim = { id: input.id, unit_id: input.unitId, status: "open" as const };
  await noteAct(trx, context, systemActor("rumours.intake"), { claim, act: "opened", action: "rumours.ask" });
  return claim;
};

/**
 * The claim that a report waits in. The same words sent by many at once meet in the unique digest: one transaction stores
 * it, the others wait for that row and join its claim. Words near those of a waiting claim join it; the rest open one.
 */
const gather = async (
  trx: Trx,
  context: IntakeContext,
  words: Words,
  deskUnitId: string,
): Promise<LockedClaim> => {
  const source = { cipher: context.cipher, now: context.clock.now() };
  const near =
    words.text === "" ? undefined : await matchingOf(context.db).findCluster(trx, source, words.text);
  const target = near === undefined ? undefined : await lockForReport(trx, near);
  const id = createId(context.clock);
  const home = target !== undefined && isWaiting(target.status) ? target : undefined;
  if (await keepWording(trx, context, words, home?.id ?? id))
    return home ?? openClaim(trx, context, { id, unitId: deskUnitId });
  // Stored before: its claim is locked first and asked again afterwards, because a desk may just be moving it.
  for (;;) {
    const known = await findWording(trx, words.fingerprint);
    const claim = known === undefined ? undefined : await lockForReport(trx, known.claim_id);
    if (known === undefined || claim === undefined)
      return openClaim(trx, context, { id, unitId: deskUnitId });
    const again = await findWording(trx, words.fingerprint);
    if (again?.claim_id !== known.claim_id) continue;
    if (claim.status !== "answered") return claim;
    // The asker says that the answered claim is not his question: words nobody at the desk has confirmed go on with him.
    if (!known.confirmed)
      await trx
        .updateTable("claim_wordings")
        .set({ claim_id: id })
        .where("fingerprint", "=", words.fingerprint)
        .execute();
    return openClaim(trx, context, { id, unitId: deskUnitId });
  }
};

type Decision = {
  status: ReportStatus;
  claim: LockedClaim | undefined;
  matchedBy: MatchKind;
  offered: readonly string[];
};

/** Three bands: a checked claim in the same words, up to three near ones for the asker to choose from, or the desk. */
const decide = async (
  trx: Trx,
  context: IntakeContext,
  words: Words,
  deskUnitId: string,
): Promise<Decision> => {
  const known = await findWording(trx, words.fingerprint);
  if (known !== undefined) {
    const claim = await lockForReport(trx, known.claim_id);
    if (claim !== undefined && (claim.status !== "answered" || known.confirmed))
      return { status: statusIn(claim.status), claim, matchedBy: "wording", offered: [] };
  }
  const { band, claimIds }: MatchAnswer =
    words.text === ""
      ? { band: "new", claimIds: [] }
      : await matchingOf(context.db).match(trx, context.cipher, words.text);
  if (band === "suggest" && claimIds.length > 0)
    return { status: "choosing", claim: undefined, matchedBy: "none", offered: claimIds };
  const [best] = claimIds;
  if (band === "same" && best !== undefined) {
    const claim = await lockForReport(trx, best);
    if (claim?.status === "answered") {
      await keepWording(trx, context, words, claim.id);
      return { status: "answered", claim, matchedBy: "model", offered: claimIds };
    }
  }
  const claim = await gather(trx, context, words, deskUnitId);
  return { status: statusIn(claim.status), claim, matchedBy: "none", offered: [] };
};

const statusIn = (status: ClaimStatus): ReportStatus =>
  status === "answered" ? "answered" : status === "declined" ? "declined" : "waiting";

const liveVerdictId = async (trx: Trx, claimId: string): Promise<string | undefined> =>
  (
    await trx
      .selectFrom("verdicts")
      .select("id")
      .where("claim_id", "=", claimId)
      .where("status", "=", "published")
      .executeTakeFirst()
  )?.id;

/** A report that finds its answer there already is told at once. */
const tellAtOnce = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  report: { id: string; status: ReportStatus; claim: LockedClaim | undefined },
): Promise<void> => {
  const { claim, status } = report;
  if (claim === undefined || status === "waiting" || status === "choosing") return;
  const verdictId = status === "answered" ? await liveVerdictId(trx, claim.id) : undefined;
  await tellAskers(trx, context, actor, { claim, verdictId, reportId: report.id });
};

const sealPhone = (
  context: ActContext,
  input: Pick<NewReport, "phone" | "contactAgreed">,
): { phone_sealed: Buffer | null; contact_agreed_at: Date | null } => {
  if (input.phone === undefined || input.phone.trim() === "")
    return { phone_sealed: null, contact_agreed_at: null };
  if (input.contactAgreed !== "yes")
    throw new AppError<RumoursError>("rumours.contact_agreed", {
      fields: { contactAgreed: "rumours.contact_agreed" },
    });
  return {
    phone_sealed: context.cipher.encrypt(parsePhone(input.phone)),
    contact_agreed_at: context.clock.now(),
  };
};

/** Who is told: a helper asks for the elder, an official at a counter for nobody with an account. */
const askerOf = (actor: Actor, source: ReportSource): string | null =>
  actor.kind === "person" && source === "web" ? (actor.onBehalfOf?.personId ?? actor.personId) : null;

/**
 * 这是真的吗？ Takes in what somebody asks and answers as far as it can be answered: see `decide`.
 * @throws AppError `rumours.no_words` | `rumours.no_desk` | `rumours.contact_agreed` | `identity.phone_format`
 */
export const submitReport = async (
  trx: Trx,
  context: IntakeContext,
  actor: Actor,
  input: NewReport,
): Promise<ReportResult> => {
  const text = input.text.trim();
  const { photoDigest } = input;
  if (!hasWords(text) && photoDigest === undefined)
    throw new AppError<RumoursError>("rumours.no_words", { fields: { message: "rumours.no_words" } });
  const desk = await findRootUnit(trx);
  if (desk === undefined) throw new AppError<RumoursError>("rumours.no_desk", { status: 409 });
  const contact = sealPhone(context, input);
  const words =
    photoDigest === undefined || hasWords(text)
      ? { text, fingerprint: toFingerprint(context.cipher, text) }
      : { text: "", fingerprint: toPhotoFingerprint(context.cipher, photoDigest) };
  const decision = await decide(trx, context, words, desk.id);
  const { claim, status } = decision;
  const id = createId(context.clock);
  const number = createReceiptNumber();
  const now = context.clock.now();
  await trx
    .insertInto("claim_reports")
    .values({
      id,
      code_hash: hashReceipt(context.cipher, number),
      claim_id: claim?.id ?? null,
      fingerprint: words.fingerprint,
      text_sealed: words.text === "" ? null : context.cipher.encrypt(text),
      source: input.source,
      unit_id: input.unitId ?? null,
      audience: input.audience ?? null,
      person_id: askerOf(actor, input.source),
      taken_by_person_id: actor.kind === "person" && input.source !== "web" ? actor.personId : null,
      ...contact,
      offered: [...decision.offered],
      matched_by: decision.matchedBy,
      // A report that is answered at once becomes so with its notice, by the same path as all others.
      status: status === "choosing" ? "choosing" : "waiting",
      status_changed_at: now,
      due_at: new Date(now.getTime() + limits.dueHours * 3_600_000),
      created_at: now,
    })
    .execute();
  await recordFacts(trx, context.clock, [
    {
      kind: "rumours.report_received",
      occurredOn: toDistrictDate(now),
      unitId: input.unitId ?? claim?.unit_id ?? desk.id,
      quantity: 1,
      measure: "条",
      source: { table: "claim_reports", id },
      ...(input.audience === undefined ? {} : { audience: input.audience }),
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: input.source === "web" ? "rumours.ask" : "rumours.intake",
    unitId: input.unitId ?? desk.id,
    record: { table: "claim_reports", id },
    requestId: context.requestId,
  });
  await tellAtOnce(trx, context, actor, { id, status, claim });
  return { reportId: id, number, status, claimId: claim?.id ?? null };
};

const auditAsker = async (trx: Trx, context: ActContext, actor: Actor, reportId: string): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "rumours.ask",
    record: { table: "claim_reports", id: reportId },
    requestId: context.requestId,
  });
};

/** The report of a receipt number, its row locked. @throws AppError `rumours.report_not_found` */
const lockReport = async (trx: Trx, context: ActContext, number: string) => {
  const parsed = parseReceiptNumber(number);
  const row =
    parsed === undefined
      ? undefined
      : await trx
          .selectFrom("claim_reports")
          .selectAll()
          .where("code_hash", "=", hashReceipt(context.cipher, parsed))
          .forUpdate()
          .executeTakeFirst();
  if (row === undefined) throw new AppError<RumoursError>("rumours.report_not_found", { status: 404 });
  return row;
};

const changeReport = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: ReportEvent; set: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: reportStates,
    table: "claim_reports",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  }); // the function is generic over all modules' tables
};

type OpenReport = { id: string; text_sealed: Buffer | null; fingerprint: Buffer };

const sendToDesk = async (
  trx: Trx,
  context: IntakeContext,
  actor: Actor,
  report: OpenReport,
): Promise<void> => {
  const desk = await findRootUnit(trx);
  if (desk === undefined) throw new AppError<RumoursError>("rumours.no_desk", { status: 409 });
  const text = report.text_sealed === null ? "" : context.cipher.decrypt(report.text_sealed);
  const claim = await gather(trx, context, { text, fingerprint: report.fingerprint }, desk.id);
  await changeReport(trx, context, {
    id: report.id,
    event: "refuse",
    set: { claim_id: claim.id, matched_by: "none", offered: [] },
  });
  await tellAtOnce(trx, context, actor, { id: report.id, status: statusIn(claim.status), claim });
};

/**
 * The asker says which of the offered claims he meant, or that none is it: then the desk looks. Also for an answer that the
 * matching gave by itself; one that the desk confirmed in these very words stands.
 * @throws AppError `rumours.report_not_found` | `rumours.choice` | `state.conflict`
 */
export const chooseClaim = async (
  trx: Trx,
  context: IntakeContext,
  actor: Actor,
  input: { number: string; claimNo: number | "none" },
): Promise<ReportStatus> => {
  const report = await lockReport(trx, context, input.number);
  const choice = new AppError<RumoursError>("rumours.choice", { fields: { choice: "rumours.choice" } });
  await auditAsker(trx, context, actor, report.id);
  if (input.claimNo === "none") {
    if (report.status === "answered" && report.matched_by !== "model" && report.matched_by !== "asker")
      throw choice;
    await sendToDesk(trx, context, actor, report);
    return "waiting";
  }
  const chosen = await trx
    .selectFrom("claims")
    .select("id")
    .where("claim_no", "=", input.claimNo)
    .executeTakeFirst();
  if (chosen === undefined || !report.offered.includes(chosen.id)) throw choice;
  const claim = await lockForReport(trx, chosen.id);
  if (claim?.status !== "answered") throw choice;
  await keepWording(
    trx,
    context,
    {
      text: report.text_sealed === null ? "" : context.cipher.decrypt(report.text_sealed),
      fingerprint: report.fingerprint,
    },
    claim.id,
  );
  await changeReport(trx, context, {
    id: report.id,
    event: "choose",
    set: { claim_id: claim.id, matched_by: "asker" },
  });
  const verdictId = await liveVerdictId(trx, claim.id);
  await tellAskers(trx, context, actor, { claim, verdictId, reportId: report.id });
  return "answered";
};

/**
 * The asker leaves a number for a message, with his consent, and where he saw it.
 * @throws AppError `rumours.report_not_found` | `rumours.contact_agreed` | `rumours.contact_phone` | `identity.phone_format`
 */
export const leaveContact = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { number: string; phone?: string; contactAgreed?: "yes"; unitId?: string },
): Promise<void> => {
  const report = await lockReport(trx, context, input.number);
  const contact = sealPhone(context, input);
  if (contact.phone_sealed === null && input.unitId === undefined)
    throw new AppError<RumoursError>("rumours.contact_phone", { fields: { phone: "rumours.contact_phone" } });
  await trx
    .updateTable("claim_reports")
    .set({
      ...(contact.phone_sealed === null ? {} : contact),
      ...(input.unitId === undefined ? {} : { unit_id: input.unitId }),
    })
    .where("id", "=", report.id)
    .execute();
  await auditAsker(trx, context, actor, report.id);
};

/** The asker takes his consent back: the number is deleted, the answer stays on the page of his receipt number. */
export const removeContact = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { number: string },
): Promise<void> => {
  const report = await lockReport(trx, context, input.number);
  await trx
    .updateTable("claim_reports")
    .set({ phone_sealed: null, contact_agreed_at: null })
    .where("id", "=", report.id)
    .execute();
  await auditAsker(trx, context, actor, report.id);
};

/** Askers who saw candidates and went away are not left without an answer: their question goes to the desk. */
export const sendLapsedToDesk = async (context: IntakeContext): Promise<number> => {
  const before = new Date(context.clock.now().getTime() - limits.choosingMinutes * 60_000);
  let count = 0;
  for (;;) {
    const found = await inTransaction(context.db, async (trx) => {
      const report = await trx
        .selectFrom("claim_reports")
        .selectAll()
        .where("status", "=", "choosing")
        .where("created_at", "<=", before)
        .orderBy("created_at")
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (report !== undefined) await sendToDesk(trx, context, systemActor("rumours.lapsed"), report);
      return report !== undefined;
    });
    if (!found) return count;
    count += 1;
  }
};
