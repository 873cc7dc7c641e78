import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { noteAct, requireReason } from "./claim-rows.ts";
import { enterClaim } from "./claims.ts";
import type { RumoursError } from "./errors.ts";
import type { VerdictSource } from "./tables.ts";
import {
  bodyColumns,
  changeVerdict,
  enterVerdict,
  hashBody,
  noteAudit,
  requireSigning,
  toBody,
  type VerdictBody,
} from "./verdict-rows.ts";
import { limits } from "./vocabulary.ts";

const writeAuthor = async (
  trx: Trx,
  context: ActContext,
  verdictId: string,
  personId: string,
): Promise<void> => {
  await trx
    .insertInto("verdict_authors")
    .values({ verdict_id: verdictId, person_id: personId, wrote_at: context.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/**
 * Begins a verdict of a claim that is described; of an answered one the next version, with the words that are out.
 * @throws AppError `rumours.not_described` | `rumours.working_verdict` | `rumours.claim_over`
 */
export const startVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { claimId: string },
): Promise<string> => {
  const claim = await enterClaim(trx, input.claimId);
  if (claim.title === null || claim.field === null || claim.status === "open" || claim.status === "declined")
    throw new AppError<RumoursError>("rumours.not_described", { status: 409 });
  const earlier = await trx
    .selectFrom("verdicts")
    .selectAll()
    .where("claim_id", "=", claim.id)
    .where("status", "<>", "dropped")
    .orderBy("version_no", "desc")
    .execute();
  if (earlier.some((row) => row.status === "draft" || row.status === "signing"))
    throw new AppError<RumoursError>("rumours.working_verdict", { status: 409 });
  const live = earlier.find((row) => row.status === "published");
  const id = createId(context.clock);
  const now = context.clock.now();
  const body: VerdictBody =
    live === undefined
      ? {
          rating: "unproven",
          title: claim.title,
          answer: "",
          explanation: "",
          conditions: "",
          advice: "",
          validOn: toDistrictDate(now),
          sources: [],
          changeNotice: "",
        }
      : { ...toBody(live), validOn: toDistrictDate(now), changeNotice: "" };
  await trx
    .insertInto("verdicts")
    .values({
      id,
      claim_id: claim.id,
      version_no: (earlier[0]?.version_no ?? 0) + 1,
      status: "draft",
      status_changed_at: now,
      field: claim.field,
      ...bodyColumns(body),
      content_hash: null,
      published_at: null,
      published_by_person_id: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await writeAuthor(trx, context, id, actor.personId);
  await noteAct(trx, context, actor, {
    claim,
    act: "draft",
    action: "rumours.draft",
    record: { table: "verdicts", id },
  });
  return id;
};

/** A calendar day, month or year that exists: 2024-05-01, 2024-05, 2024. */
const isDay = (text: string, pattern: RegExp): boolean => pattern.test(text) && isRealDay(text);
const isRealDay = (text: string): boolean => {
  const day = new Date(`${text}${"-01-01".slice(text.length - 4)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

const requireSources = (sources: readonly VerdictSource[], today: string): void => {
  for (const [index, source] of sources.entries()) {
    const right =
      source.publisher.trim().length >= 2 &&
      source.title.trim().length >= 2 &&
      (source.date === undefined || isDay(source.date, /^\d{4}(-\d{2}(-\d{2})?)?$/u)) &&
      (source.url === undefined || /^https?:\/\/\S+$/u.test(source.url)) &&
      (source.seenOn === undefined ||
        (isDay(source.seenOn, /^\d{4}-\d{2}-\d{2}$/u) && source.seenOn <= today));
    if (!right) throw new AppError<RumoursError>("rumours.source_wrong", { values: { number: index + 1 } });
  }
};

/**
 * Saves a draft. `baseRevision` is the revision that was read: two people who write at once do not lose words unseen.
 * @throws AppError `rumours.not_draft` | `rumours.saved_meanwhile` | `rumours.rating` | `rumours.valid_on` | `rumours.source_wrong`
 */
export const saveVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { verdictId: string; baseRevision: number; body: VerdictBody },
): Promise<number> => {
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  if (verdict.status !== "draft") throw new AppError<RumoursError>("rumours.not_draft", { status: 409 });
  if (verdict.revision !== input.baseRevision)
    throw new AppError<RumoursError>("rumours.saved_meanwhile", { status: 409 });
  const { body } = input;
  const rating = await trx
    .selectFrom("verdict_ratings")
    .select("code")
    .where("code", "=", body.rating)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (rating === undefined)
    throw new AppError<RumoursError>("rumours.rating", { fields: { rating: "rumours.rating" } });
  const today = toDistrictDate(context.clock.now());
  if (!isDay(body.validOn, /^\d{4}-\d{2}-\d{2}$/u) || body.validOn > today)
    throw new AppError<RumoursError>("rumours.valid_on", { fields: { validOn: "rumours.valid_on" } });
  requireSources(body.sources, today);
  await trx
    .updateTable("verdicts")
    .set({ ...bodyColumns(body), revision: verdict.revision + 1, updated_at: context.clock.now() })
    .where("id", "=", verdict.id)
    .execute();
  await writeAuthor(trx, context, verdict.id, actor.personId);
  await noteAudit(trx, context, actor, { claim, verdictId: verdict.id, action: "rumours.draft" });
  return verdict.revision + 1;
};

/** Least characters of each part before it goes to the signers. */
const leastWords = [
  ["说法", "title", 4],
  ["一句话结论", "answer", 8],
  ["解释", "explanation", 30],
  ["怎么办", "advice", 4],
] as const;

/**
 * Sends a draft to the signers: its words are frozen and hashed, a new round begins.
 * @throws AppError `rumours.verdict_short` | `rumours.sources_needed` | `rumours.notice_needed` | `rumours.not_draft`
 */
export const submitVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { verdictId: string },
): Promise<void> => {
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  if (verdict.status !== "draft") throw new AppError<RumoursError>("rumours.not_draft", { status: 409 });
  const body = toBody(verdict);
  for (const [part, key, least] of leastWords)
    if (body[key].trim().length < least)
      throw new AppError<RumoursError>("rumours.verdict_short", { values: { part } });
  if (body.sources.length < limits.sources)
    throw new AppError<RumoursError>("rumours.sources_needed", { values: { count: limits.sources } });
  if (verdict.version_no > 1 && body.changeNotice.trim().length < 5)
    throw new AppError<RumoursError>("rumours.notice_needed", {
      fields: { changeNotice: "rumours.notice_needed" },
    });
  await changeVerdict(trx, context, {
    id: verdict.id,
    event: "submit",
    set: { round_no: verdict.round_no + 1, content_hash: hashBody(verdict.field, body) },
  });
  await noteAct(trx, context, actor, {
    claim,
    act: "submit",
    action: "rumours.draft",
    record: { table: "verdicts", id: verdict.id },
  });
};

/** Back to the authors; signatures of this round no longer count. @throws AppError `rumours.not_signing` | `rumours.reason_needed` */
export const takeBackVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { verdictId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  requireSigning(verdict);
  await changeVerdict(trx, context, { id: verdict.id, event: "take_back" });
  await noteAct(trx, context, actor, {
    claim,
    act: "take_back",
    action: "rumours.draft",
    reason,
    record: { table: "verdicts", id: verdict.id },
  });
};

/** A draft or a verdict out for signature that will not be used. @throws AppError `state.conflict` | `rumours.reason_needed` */
export const dropVerdict = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { verdictId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const { verdict, claim } = await enterVerdict(trx, input.verdictId);
  await changeVerdict(trx, context, { id: verdict.id, event: "drop" });
  await noteAct(trx, context, actor, {
    claim,
    act: "drop",
    action: "rumours.draft",
    reason,
    record: { table: "verdicts", id: verdict.id },
  });
};
