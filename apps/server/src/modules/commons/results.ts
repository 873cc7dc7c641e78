import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import {
  type ContentBody,
  createDraft,
  emptyBody,
  listLive,
  listTopics,
  type Source,
} from "#modules/contents/index.ts";
import { auditAct, requireExpert, step, toDocument } from "./acts.ts";
import type { CommonsError } from "./messages.ts";
import { briefStates } from "./state.ts";
import type { ResultBriefsTable } from "./tables.ts";
import { resultDueDays } from "./vocabulary.ts";

const dayMs = 86_400_000;

export type NewBrief = {
  unitId: string;
  title: string;
  finding: string;
  foundBy: string;
  publishedIn: string;
  publishedOn: string;
  doi?: string | undefined;
  url?: string | undefined;
  embargoUntil?: Date | undefined;
  field: string;
  topic: string;
  audience: Audience;
};

/** @throws AppError `commons.brief_not_found` */
export const lockBrief = async (trx: Trx, id: string): Promise<ResultBriefsTable> => {
  const row = await trx
    .selectFrom("result_briefs")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<CommonsError>("commons.brief_not_found", { status: 404 });
  return row;
};

/**
 * A result comes in: what was found, by whom, where it stands; from here its time is measured.
 * @throws AppError `commons.brief_address` | `commons.brief_date` | `contents.topic_unknown`
 */
export const fileBrief = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewBrief,
): Promise<string> => {
  const now = context.clock.now();
  if (input.doi === undefined && input.url === undefined)
    throw new AppError<CommonsError>("commons.brief_address", {
      fields: { doi: "commons.brief_address", url: "commons.brief_address" },
    });
  if (input.publishedOn > toDistrictDate(now) && input.embargoUntil === undefined)
    throw new AppError<CommonsError>("commons.brief_date", { fields: { publishedOn: "commons.brief_date" } });
  if (!(await listTopics(trx)).some((topic) => topic.code === input.topic))
    throw new AppError("contents.topic_unknown", {
      values: { codes: input.topic },
      fields: { topic: "contents.topic_unknown" },
    });
  const id = createId(context.clock);
  const from = input.embargoUntil !== undefined && input.embargoUntil > now ? input.embargoUntil : now;
  await trx
    .insertInto("result_briefs")
    .values({
      id,
      unit_id: input.unitId,
      status: "filed",
      status_changed_at: now,
      title: input.title.trim(),
      finding: input.finding.trim(),
      found_by: input.foundBy.trim(),
      published_in: input.publishedIn.trim(),
      published_on: input.publishedOn,
      doi: input.doi ?? null,
      url: input.url ?? null,
      embargo_until: input.embargoUntil ?? null,
      field: input.field,
      topic_code: input.topic,
      audience: input.audience,
      filed_by_person_id: actor.personId,
      filed_at: now,
      due_at: new Date(from.getTime() + resultDueDays * dayMs),
      checked_by_person_id: null,
      check_note: null,
      article_content_id: null,
      chart_content_id: null,
      published_at: null,
      reason: null,
    })
    .execute();
  await auditAct(trx, context, actor, {
    action: "commons.file_result",
    unitId: input.unitId,
    record: { table: "result_briefs", id },
  });
  return id;
};

/**
 * An expert of the field, who is not the one that brought it, says that the brief tells what was found.
 * @throws AppError `commons.not_expert` | `commons.brief_own` | `state.conflict`
 */
export const checkBrief = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; note: string },
): Promise<void> => {
  const row = await lockBrief(trx, input.id);
  if (row.filed_by_person_id === actor.personId)
    throw new AppError<CommonsError>("commons.brief_own", { status: 403 });
  await requireExpert(trx, context, { personId: actor.personId, field: row.field }, { status: 403 });
  await step(trx, context, {
    machine: briefStates,
    table: "result_briefs",
    id: row.id,
    event: "check",
    set: { checked_by_person_id: actor.personId, check_note: input.note.trim() },
  });
  await auditAct(trx, context, actor, {
    action: "commons.check_result",
    unitId: row.unit_id,
    record: { table: "result_briefs", id: row.id },
  });
};

/** Where the result stands, as the source of both drafts. */
const toSource = (row: ResultBriefsTable): Source =>
  ({
    title: row.title,
    publisher: `${row.found_by}，${row.published_in}`.slice(0, 100),
    date: row.published_on,
    url: row.doi === null ? (row.url ?? undefined) : `https://doi.org/${row.doi}`,
    supports: row.finding.slice(0, 400),
  }) as Source; // exactOptionalPropertyTypes: one of the two addresses is there by constraint

/**
 * Makes the two linked drafts, an article and a chart, under the result's embargo and with its source.
 * @throws AppError `state.conflict`
 */
export const draftBrief = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<{ articleContentId: string; chartContentId: string }> => {
  const row = await lockBrief(trx, input.id);
  const body = (kind: "article" | "chart"): ContentBody => ({
    ...emptyBody(kind, kind === "article" ? row.title : `图说：${row.title}`.slice(0, 60)),
    audiences: [row.audience],
    topics: [row.topic_code],
    expertField: row.field,
    sources: [toSource(row)],
    document: toDocument(row.finding),
  });
  const made: string[] = [];
  for (const kind of ["article", "chart"] as const) {
    const draft = await createDraft(trx, context, actor, {
      unitId: row.unit_id,
      body: body(kind),
      coAuthorIds: [row.filed_by_person_id],
      embargoUntil: row.embargo_until,
    });
    made.push(draft.contentId);
  }
  const [articleContentId = "", chartContentId = ""] = made;
  await step(trx, context, {
    machine: briefStates,
    table: "result_briefs",
    id: row.id,
    event: "draft",
    set: { article_content_id: articleContentId, chart_content_id: chartContentId },
  });
  await auditAct(trx, context, actor, {
    action: "commons.draft_result",
    unitId: row.unit_id,
    record: { table: "result_briefs", id: row.id },
  });
  return { articleContentId, chartContentId };
};

/** Not done, with the reason. @throws AppError `commons.reason_needed` | `state.conflict` */
export const declineBrief = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = input.reason.trim();
  if (reason.length < 2)
    throw new AppError<CommonsError>("commons.reason_needed", {
      fields: { reason: "commons.reason_needed" },
    });
  const row = await lockBrief(trx, input.id);
  await step(trx, context, {
    machine: briefStates,
    table: "result_briefs",
    id: row.id,
    event: "decline",
    set: { reason },
  });
  await auditAct(trx, context, actor, {
    action: "commons.draft_result",
    unitId: row.unit_id,
    record: { table: "result_briefs", id: row.id },
    reason,
  });
};

const findByContent = async (trx: Trx, contentId: string): Promise<ResultBriefsTable | undefined> =>
  trx
    .selectFrom("result_briefs")
    .selectAll()
    .where((eb) => eb.or([eb("article_content_id", "=", contentId), eb("chart_content_id", "=", contentId)]))
    .forUpdate()
    .executeTakeFirst();

/** Days from the intake to now, in tenths. */
const leadDays = (row: ResultBriefsTable, now: Date): number =>
  Math.max(0.1, Math.round((now.getTime() - row.filed_at.getTime()) / (dayMs / 10)) / 10);

/** One of its items came out: when both are out, the result is, and its time is a fact. */
export const noteBriefPublished = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  contentId: string,
): Promise<void> => {
  const row = await findByContent(trx, contentId);
  if (row?.status !== "drafted" || row.article_content_id === null || row.chart_content_id === null) return;
  const now = context.clock.now();
  const live = await listLive(trx, now, {
    filter: { contentIds: [row.article_content_id, row.chart_content_id] },
    page: 1,
    size: 2,
  });
  if (live.total < 2) return;
  // The later of the two publications ends the time, not the moment at which the event was read.
  const publishedAt = live.rows.reduce(
    (latest, card) => (card.publishedAt > latest ? card.publishedAt : latest),
    row.filed_at,
  );
  await step(trx, context, {
    machine: briefStates,
    table: "result_briefs",
    id: row.id,
    event: "publish",
    set: { published_at: publishedAt },
  });
  const base = {
    occurredOn: toDistrictDate(publishedAt),
    unitId: row.unit_id,
    audience: row.audience,
    topic: row.topic_code,
    planTags: ["R-08"],
    source: { table: "result_briefs", id: row.id },
  };
  await recordFacts(trx, context.clock, [
    { ...base, kind: "commons.result_published", quantity: 1, measure: "项" },
    { ...base, kind: "commons.result_lead", quantity: leadDays(row, publishedAt), measure: "天" },
  ]);
  await auditAct(trx, context, actor, {
    action: "commons.draft_result",
    unitId: row.unit_id,
    record: { table: "result_briefs", id: row.id },
  });
};

/** One of its items was recalled: the result is not out any more, and its facts are taken back. */
export const noteBriefRecalled = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  contentId: string,
): Promise<void> => {
  const row = await findByContent(trx, contentId);
  if (row?.status !== "published") return;
  await step(trx, context, {
    machine: briefStates,
    table: "result_briefs",
    id: row.id,
    event: "reopen",
    set: { published_at: null },
  });
  await reverseFactsOf(trx, context.clock, { table: "result_briefs", id: row.id });
  await auditAct(trx, context, actor, {
    action: "commons.draft_result",
    unitId: row.unit_id,
    record: { table: "result_briefs", id: row.id },
    reason: "撤稿",
  });
};
