import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { appendLedgerEntry } from "#kernel/ledger.ts";
import { canonicalJson } from "#kernel/canonical-json.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import type { ContentsError } from "./errors.ts";
import { requireReason } from "./reasons.ts";
import { changeStatus, currentHash, enterVersion, type StepResult } from "./reviews.ts";
import { indexVersion, unindexContent } from "./search-rows.ts";
import { getVersion } from "./version-rows.ts";
import { stageCodes } from "./vocabulary.ts";

type EnteredVersion = Awaited<ReturnType<typeof enterVersion>>;

const dayAndTime = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

const audit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { action: string; version: { id: string; unit_id: string }; reason?: string | undefined },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.version.unit_id,
    record: { table: "content_versions", id: act.version.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};

export type ScheduleInput = {
  versionId: string;
  publishAt: Date;
  embargoUntil?: Date | undefined;
  expiresAt?: Date | undefined;
};

/**
 * Sets the minute at which an approved version comes out. The embargo binds everybody and stays when the schedule is
 * taken away; it can be set later, never earlier.
 * @throws AppError `contents.schedule_past` | `contents.embargo` | `contents.expiry_early` | `state.conflict`
 */
export const scheduleVersion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: ScheduleInput,
): Promise<StepResult> => {
  const version = await enterVersion(trx, input.versionId);
  const { publishAt, expiresAt } = input;
  if (publishAt <= context.clock.now())
    throw new AppError<ContentsError>("contents.schedule_past", {
      fields: { publishAt: "contents.schedule_past" },
    });
  if (expiresAt !== undefined && expiresAt <= publishAt)
    throw new AppError<ContentsError>("contents.expiry_early", {
      fields: { expiresAt: "contents.expiry_early" },
    });
  const embargoUntil = laterOf(version.embargo_until, input.embargoUntil ?? null);
  if (embargoUntil !== null && publishAt < embargoUntil)
    throw new AppError<ContentsError>("contents.embargo", {
      values: { until: dayAndTime.format(embargoUntil) },
      fields: { publishAt: "contents.embargo" },
    });
  const status = await changeStatus(trx, context, {
    versionId: version.id,
    event: "schedule",
    set: { publish_at: publishAt, embargo_until: embargoUntil, expires_at: expiresAt ?? null },
  });
  await audit(trx, context, actor, { action: "contents.publish", version });
  return { versionId: version.id, status };
};

const laterOf = (a: Date | null, b: Date | null): Date | null => {
  if (a === null) return b;
  if (b === null) return a;
  return a > b ? a : b;
};

/** Takes the schedule away; an embargo stays. @throws AppError `state.conflict` */
export const unscheduleVersion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { versionId: string },
): Promise<StepResult> => {
  const version = await enterVersion(trx, input.versionId);
  const status = await changeStatus(trx, context, {
    versionId: version.id,
    event: "unschedule",
    set: { publish_at: null },
  });
  await audit(trx, context, actor, { action: "contents.publish", version });
  return { versionId: version.id, status };
};

/** Published hash = approved hash: all seven stages of the last round signed exactly these words and files. */
const requireApproved = async (trx: Trx, version: EnteredVersion): Promise<void> => {
  const hash = await currentHash(trx, version);
  const steps = await trx
    .selectFrom("review_steps")
    .select(["stage", "content_hash"])
    .where("version_id", "=", version.id)
    .where("round_no", "=", version.round_no)
    .where("decision", "=", "passed")
    .execute();
  const signed = new Set(
    steps.filter((step) => step.content_hash?.equals(hash) === true).map((step) => step.stage),
  );
  if (version.content_hash?.equals(hash) !== true || !stageCodes.every((stage) => signed.has(stage)))
    throw new AppError<ContentsError>("contents.text_changed", { status: 409 });
};

/** What the ledger vouches for: these words came out at this minute. */
export const publicationContent = (row: {
  id: string;
  content_id: string;
  version_no: number;
  content_hash: Buffer | null;
  published_at: Date | null;
}): string =>
  canonicalJson({
    id: row.id,
    content_id: row.content_id,
    version_no: row.version_no,
    content_hash: row.content_hash,
    published_at: row.published_at,
  });

const recordPublication = async (trx: Trx, context: ActContext, version: EnteredVersion): Promise<void> => {
  const today = toDistrictDate(context.clock.now());
  const [topic] = version.topics;
  const base = {
    occurredOn: today,
    unitId: version.unit_id,
    quantity: 1,
    source: { table: "content_versions", id: version.id },
    ...(topic === undefined ? {} : { topic }),
  };
  if (!(await isCounted(trx, version)))
    await recordFacts(
      trx,
      context.clock,
      version.audiences.map((audience) => ({
        ...base,
        kind: "contents.published",
        measure: "篇",
        audience,
        planTags: ["G-03", "I-08"],
      })),
    );
  else await recordFacts(trx, context.clock, [{ ...base, kind: "contents.corrected", measure: "次" }]);
};

/** Whether an earlier version counts as this item's publication: the newest that was out, unless it was recalled. */
const isCounted = async (trx: Trx, version: EnteredVersion): Promise<boolean> => {
  const newest = await trx
    .selectFrom("content_versions")
    .select("status")
    .where("content_id", "=", version.content_id)
    .where("version_no", "<", version.version_no)
    .where("status", "in", ["superseded", "expired", "recalled"])
    .orderBy("version_no", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && newest.status !== "recalled";
};

/** The publication is recorded with the first version, so that a recall after a correction takes back both versions' facts. */
const takeBackFacts = async (trx: Trx, context: ActContext, contentId: string): Promise<void> => {
  const versions = await trx
    .selectFrom("content_versions")
    .select("id")
    .where("content_id", "=", contentId)
    .orderBy("version_no")
    .execute();
  for (const { id } of versions) await reverseFactsOf(trx, context.clock, { table: "content_versions", id });
};

/**
 * Brings an approved version out, in one transaction with its facts, its place in the search, the ledger and the pages:
 * after the commit every door shows it, before it none. Replaces the version that is out.
 * @throws AppError `contents.embargo` | `contents.text_changed` | `state.conflict`
 */
export const publishVersion = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { versionId: string },
): Promise<StepResult> => {
  const version = await enterVersion(trx, input.versionId);
  const now = context.clock.now();
  if (version.embargo_until !== null && now < version.embargo_until)
    throw new AppError<ContentsError>("contents.embargo", {
      status: 409,
      values: { until: dayAndTime.format(version.embargo_until) },
    });
  if (version.status === "approved" || version.status === "scheduled") await requireApproved(trx, version);
  const live = await trx
    .selectFrom("content_versions")
    .select("id")
    .where("content_id", "=", version.content_id)
    .where("status", "=", "published")
    .executeTakeFirst();
  if (live !== undefined) {
    await changeStatus(trx, context, { versionId: live.id, event: "supersede" });
    await audit(trx, context, actor, {
      action: "contents.publish",
      version: { id: live.id, unit_id: version.unit_id },
      reason: "被新版替换",
    });
    await emitEvent(trx, context.clock, "contents.superseded", {
      contentId: version.content_id,
      versionId: live.id,
    });
  }
  const status = await changeStatus(trx, context, {
    versionId: version.id,
    event: "publish",
    set: { published_at: now },
  });
  await recordPublication(trx, context, version);
  const published = await getVersion(trx, version.id);
  await indexVersion(trx, published);
  await appendLedgerEntry(trx, context.clock, {
    table: "content_versions",
    id: version.id,
    content: publicationContent(published),
  });
  await emitEvent(trx, context.clock, "contents.published", {
    contentId: version.content_id,
    versionId: version.id,
  });
  await audit(trx, context, actor, { action: "contents.publish", version });
  await invalidatePages(trx);
  return { versionId: version.id, status };
};

/**
 * Withdraws what is out: it leaves every page, feed and search with the commit; its facts are taken back; channels are
 * told and must prove it.
 * @throws AppError `contents.not_live` | `contents.reason_needed`
 */
export const recallVersion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; reason: string },
): Promise<StepResult> => {
  const reason = requireReason(input.reason, 5);
  const live = await trx
    .selectFrom("content_versions")
    .select("id")
    .where("content_id", "=", input.contentId)
    .where("status", "=", "published")
    .executeTakeFirst();
  if (live === undefined) throw new AppError<ContentsError>("contents.not_live", { status: 409 });
  const version = await enterVersion(trx, live.id);
  const status = await changeStatus(trx, context, { versionId: version.id, event: "recall" });
  const recallId = createId(context.clock);
  await trx
    .insertInto("content_recalls")
    .values({
      id: recallId,
      content_id: version.content_id,
      version_id: version.id,
      reason,
      person_id: actor.personId,
      recalled_at: context.clock.now(),
    })
    .execute();
  await unindexContent(trx, version.content_id);
  await takeBackFacts(trx, context, version.content_id);
  await recordFacts(trx, context.clock, [
    {
      kind: "contents.recalled",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: version.unit_id,
      quantity: 1,
      measure: "次",
      source: { table: "content_recalls", id: recallId },
    },
  ]);
  await emitEvent(trx, context.clock, "contents.recalled", {
    contentId: version.content_id,
    versionId: version.id,
    reason,
  });
  await audit(trx, context, actor, { action: "contents.recall", version, reason });
  await invalidatePages(trx);
  return { versionId: version.id, status };
};

const expireVersion = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  versionId: string,
): Promise<void> => {
  const version = await enterVersion(trx, versionId);
  await changeStatus(trx, context, { versionId, event: "expire" });
  await unindexContent(trx, version.content_id);
  await emitEvent(trx, context.clock, "contents.expired", { contentId: version.content_id, versionId });
  await audit(trx, context, actor, { action: "contents.publish", version, reason: "到期下架" });
  await invalidatePages(trx);
};

/**
 * What is due now: scheduled versions come out, expired ones leave; each in its own transaction, so that one that fails
 * holds up no other. Two nodes at once: the compare-and-set lets one win.
 */
export const runDue = async (
  context: ActContext & { db: Db; log: { warn: (details: object, text: string) => void } },
  actor: Actor,
): Promise<{ published: number; expired: number }> => {
  const now = context.clock.now();
  const due = await context.db
    .selectFrom("content_versions")
    .select(["id", "status"])
    .where((eb) =>
      eb.or([
        eb.and([eb("status", "=", "scheduled"), eb("publish_at", "<=", now)]),
        eb.and([eb("status", "=", "published"), eb("expires_at", "<=", now)]),
      ]),
    )
    .orderBy("publish_at")
    .limit(50)
    .execute();
  const done = { published: 0, expired: 0 };
  for (const { id, status } of due) {
    try {
      await inTransaction(context.db, async (trx) => {
        if (status === "scheduled") await publishVersion(trx, context, actor, { versionId: id });
        else await expireVersion(trx, context, actor, id);
      });
      done[status === "scheduled" ? "published" : "expired"] += 1;
    } catch (error) {
      // Another node was first, or the words were changed by hand: a person has to look, the others go on.
      if (!(error instanceof AppError)) throw error;
      context.log.warn(
        { versionId: id, code: error.code },
        "a version that was due could not be brought out or down",
      );
    }
  }
  return done;
};
