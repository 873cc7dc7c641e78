import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { Source } from "./body.ts";
import { createDraft, type DraftResult } from "./drafts.ts";
import type { ContentsError } from "./errors.ts";
import { pitchStates } from "./state.ts";
import { bodyOfTemplate } from "./templates.ts";
import { requireTopics } from "./version-rows.ts";
import type { ContentKind, PitchStatus } from "./vocabulary.ts";

export type NewPitch = {
  unitId: string;
  title: string;
  reason: string;
  audience: Audience;
  topic: string;
  kind: ContentKind;
  /** Where the news came from (J-03), if anywhere: the draft begins with it as its first source. */
  sourceUrl?: string | undefined;
  sourceTitle?: string | undefined;
  sourcePublisher?: string | undefined;
  /** yyyy-mm-dd */
  sourceDate?: string | undefined;
};
export type PitchView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  reason: string;
  audience: Audience;
  topic: string;
  topicName: string;
  kind: ContentKind;
  sourceUrl: string | null;
  sourceTitle: string | null;
  sourcePublisher: string | null;
  sourceDate: string | null;
  status: PitchStatus;
  contentId: string | null;
  proposedByPersonId: string;
  createdAt: Date;
};

/** Proposes an item (选题), usually from an empty cell of the gap grid. @throws AppError `contents.topic_unknown` */
export const proposePitch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewPitch,
): Promise<string> => {
  await requireTopics(trx, [input.topic]);
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("pitches")
    .values({
      id,
      unit_id: input.unitId,
      title: input.title.trim(),
      reason: input.reason.trim(),
      audience: input.audience,
      topic_code: input.topic,
      kind: input.kind,
      source_url: input.sourceUrl ?? null,
      source_title: input.sourceTitle ?? null,
      source_publisher: input.sourcePublisher ?? null,
      source_date: input.sourceDate ?? null,
      status: "open",
      status_changed_at: now,
      content_id: null,
      proposed_by_person_id: actor.personId,
      created_at: now,
    })
    .execute();
  await auditPitch(trx, context, actor, { id, unitId: input.unitId, action: "contents.pitch" });
  return id;
};

const auditPitch = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { id: string; unitId: string; action: string; reason?: string },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: act.action,
    unitId: act.unitId,
    record: { table: "pitches", id: act.id },
    reason: act.reason,
    requestId: context.requestId,
  });
};

export const getPitch = async (db: Db | Trx, id: string): Promise<PitchView> => {
  const row = await pitchRows(db).where("pitch.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.pitch_not_found", { status: 404 });
  return toPitchView(row);
};

const changePitch = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: "accept" | "drop" | "draft" | "reopen"; set?: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: pitchStates,
    table: "pitches",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

/** Takes a pitch, leaves it, or takes it up again. @throws AppError `contents.pitch_not_found` | `state.conflict` */
export const decidePitch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; decision: "accept" | "drop" | "reopen"; reason?: string | undefined },
): Promise<void> => {
  const pitch = await getPitch(trx, input.id);
  await changePitch(trx, context, { id: pitch.id, event: input.decision });
  await auditPitch(trx, context, actor, {
    id: pitch.id,
    unitId: pitch.unitId,
    action: "contents.decide_pitch",
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  });
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url.slice(0, 100));

/** The lead of a pitch as the draft's first source; who published it and what it supports is for the author to check. */
const sourcesOf = (pitch: PitchView, today: string): Source[] =>
  pitch.sourceUrl === null
    ? []
    : [
        {
          title: pitch.sourceTitle ?? pitch.title,
          publisher: pitch.sourcePublisher ?? hostOf(pitch.sourceUrl),
          ...(pitch.sourceDate === null ? {} : { date: pitch.sourceDate }),
          url: pitch.sourceUrl,
          lookedUp: today,
          supports: "",
        },
      ];

/** Makes the draft of an accepted pitch, with what the pitch already says. @throws AppError `state.conflict` */
export const draftFromPitch = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<DraftResult> => {
  const pitch = await getPitch(trx, input.id);
  const body = {
    ...(await bodyOfTemplate(trx, pitch)),
    title: pitch.title,
    kind: pitch.kind,
    audiences: [pitch.audience],
    topics: [pitch.topic],
    sources: sourcesOf(pitch, toDistrictDate(context.clock.now())),
  };
  const draft = await createDraft(trx, context, actor, { unitId: pitch.unitId, body });
  await changePitch(trx, context, { id: pitch.id, event: "draft", set: { content_id: draft.contentId } });
  await auditPitch(trx, context, actor, { id: pitch.id, unitId: pitch.unitId, action: "contents.write" });
  return draft;
};

const pitchRows = (db: Db | Trx) =>
  db
    .selectFrom("pitches as pitch")
    .innerJoin("org_units as unit", "unit.id", "pitch.unit_id")
    .innerJoin("topics as topic", "topic.code", "pitch.topic_code")
    .selectAll("pitch")
    .select(["unit.name as unit_name", "unit.path as unit_path", "topic.name as topic_name"]);

const toPitchView = (
  row: Awaited<ReturnType<ReturnType<typeof pitchRows>["execute"]>>[number],
): PitchView => ({
  id: row.id,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
  title: row.title,
  reason: row.reason,
  audience: row.audience,
  topic: row.topic_code,
  topicName: row.topic_name,
  kind: row.kind,
  sourceUrl: row.source_url,
  sourceTitle: row.source_title,
  sourcePublisher: row.source_publisher,
  sourceDate: row.source_date,
  status: row.status,
  contentId: row.content_id,
  proposedByPersonId: row.proposed_by_person_id,
  createdAt: row.created_at,
});

export const listPitches = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: PitchStatus | undefined;
    audience?: Audience | undefined;
    page: number;
    size: number;
  },
): Promise<{ rows: readonly PitchView[]; total: number }> => {
  let base = pitchRows(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("pitch.status", "=", filter.status);
  if (filter.audience !== undefined) base = base.where("pitch.audience", "=", filter.audience);
  const { rows, total } = await readPage(
    base,
    (query) => query.orderBy("pitch.created_at", "desc").orderBy("pitch.id"),
    filter,
  );
  return { rows: rows.map(toPitchView), total };
};
