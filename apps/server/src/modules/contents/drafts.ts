import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import { checkBody, type ContentBody } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { pillarsOf, proposeAgain } from "./pillars.ts";
import { workingStatuses } from "./state.ts";
import {
  bodyColumns,
  getVersion,
  guardResourceCode,
  lockContent,
  readFileHashes,
  requireCodes,
  requireTopics,
  writeFiles,
} from "./version-rows.ts";

/** How long a soft lock holds without a sign of its holder. */
export const lockMs = 10 * 60_000;

export type DraftResult = { contentId: string; versionId: string; contentNo: number; revision: number };
export type SaveResult =
  | { outcome: "saved"; revision: number }
  /** Somebody saved in between: nothing was overwritten, and these words are kept beside. */
  | { outcome: "kept_beside"; sideCopyId: string; revision: number };

const personIdOf = (actor: Actor): string =>
  actor.kind === "person" ? actor.personId : "00000000-0000-0000-0000-000000000000";

/** Notes an author of words; one who signed a stage of this version before is refused by the database. */
export const addAuthor = async (
  trx: Trx,
  context: ActContext,
  versionId: string,
  personId: string,
): Promise<void> => {
  const known = await trx
    .selectFrom("review_steps")
    .select(["stage"])
    .where("version_id", "=", versionId)
    .where("person_id", "=", personId)
    .execute();
  if (known.some((step) => step.stage === "author")) return;
  const signed = known[0];
  if (signed !== undefined) throw new AppError<ContentsError>("contents.author_stage", { status: 409 });
  await trx
    .insertInto("review_steps")
    .values({
      id: createId(context.clock),
      version_id: versionId,
      round_no: 0,
      stage: "author",
      person_id: personId,
      decision: "wrote",
      reason: null,
      content_hash: null,
      renditions: [],
      expert_term_id: null,
      decided_at: context.clock.now(),
    })
    .execute();
};

/**
 * A new item with its first draft.
 * @throws AppError `contents.document_shape` | `contents.topic_unknown` | `contents.file_unknown`
 */
export const createDraft = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    unitId: string;
    body: ContentBody;
    origin?: "staff" | "import" | "public" | "upstream";
    /** Others whose words are in it: like the actor they sign no stage of it. */
    coAuthorIds?: readonly string[];
    /** Until then nobody brings it out, whatever is scheduled. */
    embargoUntil?: Date | null;
  },
): Promise<DraftResult> => {
  const body = checkBody(input.body);
  await requireTopics(trx, body.topics);
  await requireCodes(trx, body);
  await readFileHashes(trx, body);
  const now = context.clock.now();
  const contentId = createId(context.clock);
  const versionId = createId(context.clock);
  const { content_no: contentNo } = await trx
    .insertInto("contents")
    .values({
      id: contentId,
      unit_id: input.unitId,
      kind: body.kind,
      created_by_person_id: personIdOf(actor),
      origin: input.origin ?? "staff",
      created_at: now,
      pillars: [...pillarsOf(body)],
    })
    .returning("content_no")
    .executeTakeFirstOrThrow();
  await insertVersion(trx, context, {
    contentId,
    versionId,
    versionNo: 1,
    body,
    personId: personIdOf(actor),
    notice: null,
    embargoUntil: input.embargoUntil ?? null,
  });
  const authorIds = new Set(input.coAuthorIds);
  if (actor.kind === "person") authorIds.add(actor.personId);
  for (const authorId of authorIds) await addAuthor(trx, context, versionId, authorId);
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: input.unitId,
    record: { table: "content_versions", id: versionId },
    requestId: context.requestId,
  });
  return { contentId, versionId, contentNo, revision: 1 };
};

const insertVersion = async (
  trx: Trx,
  context: ActContext,
  input: {
    contentId: string;
    versionId: string;
    versionNo: number;
    body: ContentBody;
    personId: string;
    notice: string | null;
    embargoUntil?: Date | null;
  },
): Promise<void> => {
  const now = context.clock.now();
  await guardResourceCode(() =>
    trx
      .insertInto("content_versions")
      .values({
        id: input.versionId,
        content_id: input.contentId,
        version_no: input.versionNo,
        status: "draft",
        status_changed_at: now,
        ...bodyColumns(input.body),
        content_hash: null,
        correction_notice: input.notice,
        embargo_until: input.embargoUntil ?? null,
        publish_at: null,
        expires_at: null,
        published_at: null,
        created_by_person_id: input.personId,
        created_at: now,
        updated_at: now,
      })
      .execute(),
  );
  await writeFiles(trx, input.versionId, input.body);
};

/**
 * A correction of what is published: a new draft with the words as they are out now and the notice that readers will
 * see. The authors of the version before remain authors: their words are in it.
 * @throws AppError `contents.notice_needed` | `contents.working_version` | `contents.nothing_live`
 */
export const beginCorrection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; notice: string },
): Promise<DraftResult> => {
  const notice = input.notice.trim();
  if (notice.length < 5 || notice.length > 300)
    throw new AppError<ContentsError>("contents.notice_needed", {
      fields: { notice: "contents.notice_needed" },
    });
  const content = await lockContent(trx, input.contentId);
  const versions = await trx
    .selectFrom("content_versions")
    .select(["id", "version_no", "status", "content"])
    .where("content_id", "=", content.id)
    .orderBy("version_no", "desc")
    .execute();
  if (versions.some((version) => workingStatuses.some((status) => status === version.status)))
    throw new AppError<ContentsError>("contents.working_version", { status: 409 });
  const base = versions.find((version) => ["published", "recalled", "expired"].includes(version.status));
  if (base === undefined) throw new AppError<ContentsError>("contents.nothing_live", { status: 409 });
  const versionId = createId(context.clock);
  await insertVersion(trx, context, {
    contentId: content.id,
    versionId,
    versionNo: (versions[0]?.version_no ?? 0) + 1,
    body: base.content,
    personId: actor.personId,
    notice,
  });
  const authors = await trx
    .selectFrom("review_steps")
    .select("person_id")
    .where("version_id", "=", base.id)
    .where("stage", "=", "author")
    .execute();
  for (const { person_id: personId } of authors) await addAuthor(trx, context, versionId, personId);
  await addAuthor(trx, context, versionId, actor.personId);
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: content.unit_id,
    record: { table: "content_versions", id: versionId },
    reason: notice,
    requestId: context.requestId,
  });
  const version = await getVersion(trx, versionId);
  return { contentId: content.id, versionId, contentNo: version.content_no, revision: 1 };
};

/**
 * Saves a draft. `baseRevision` is the revision the words were written on: where somebody saved in between, nothing is
 * overwritten and the words are kept beside for both to compare. The lock is renewed.
 * @throws AppError `contents.not_draft` | `contents.locked` | `contents.author_stage` | as createDraft
 */
export const saveDraft = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { versionId: string; baseRevision: number; body: ContentBody },
): Promise<SaveResult> => {
  const body = checkBody(input.body);
  const { content_id: contentId } = await getVersion(trx, input.versionId);
  await lockContent(trx, contentId);
  const version = await getVersion(trx, input.versionId);
  if (version.status !== "draft") throw new AppError<ContentsError>("contents.not_draft", { status: 409 });
  const now = context.clock.now();
  const holder = await findLock(trx, contentId, now);
  if (
    version.revision !== input.baseRevision ||
    (holder !== undefined && holder.personId !== actor.personId)
  ) {
    const sideCopyId = createId(context.clock);
    await trx
      .insertInto("content_side_copies")
      .values({
        id: sideCopyId,
        content_id: contentId,
        version_id: version.id,
        person_id: actor.personId,
        base_revision: input.baseRevision,
        content: bodyColumns(body).content,
        created_at: now,
        settled_at: null,
        settled_how: null,
        settled_by_person_id: null,
      })
      .execute();
    await recordAudit(trx, context, {
      actor,
      action: "contents.write",
      outcome: "failed",
      unitId: version.unit_id,
      record: { table: "content_side_copies", id: sideCopyId },
      requestId: context.requestId,
    });
    return { outcome: "kept_beside", sideCopyId, revision: version.revision };
  }
  await requireTopics(trx, body.topics);
  await requireCodes(trx, body);
  await readFileHashes(trx, body);
  await addAuthor(trx, context, version.id, actor.personId);
  const { revision } = await guardResourceCode(() =>
    trx
      .updateTable("content_versions")
      .set((eb) => ({ ...bodyColumns(body), revision: eb("revision", "+", 1), updated_at: now }))
      .where("id", "=", version.id)
      .where("status", "=", "draft")
      .returning("revision")
      .executeTakeFirstOrThrow(),
  );
  await trx.updateTable("contents").set({ kind: body.kind }).where("id", "=", contentId).execute();
  await proposeAgain(trx, contentId, body);
  await writeFiles(trx, version.id, body);
  await writeLock(trx, contentId, actor.personId, now);
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: version.unit_id,
    record: { table: "content_versions", id: version.id },
    requestId: context.requestId,
  });
  return { outcome: "saved", revision };
};

export type LockView = { personId: string; takenAt: Date };

/** Who holds the item now; undefined where nobody does or the holder has been silent. */
export const findLock = async (trx: Trx, contentId: string, now: Date): Promise<LockView | undefined> => {
  const row = await trx
    .selectFrom("content_locks")
    .selectAll()
    .where("content_id", "=", contentId)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row === undefined ? undefined : { personId: row.person_id, takenAt: row.taken_at };
};

const writeLock = async (trx: Trx, contentId: string, personId: string, now: Date): Promise<void> => {
  await trx
    .insertInto("content_locks")
    .values({
      content_id: contentId,
      person_id: personId,
      taken_at: now,
      expires_at: new Date(now.getTime() + lockMs),
    })
    .onConflict((conflict) =>
      conflict.column("content_id").doUpdateSet((eb) => ({
        person_id: personId,
        taken_at: sql<Date>`case when ${eb.ref("content_locks.person_id")} = ${personId} then ${eb.ref("content_locks.taken_at")} else ${now} end`,
        expires_at: new Date(now.getTime() + lockMs),
      })),
    )
    .execute();
};

/** @throws AppError `contents.locked` (409, with the holder's name) where another holds the item */
export const refuseLocked = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  contentId: string,
): Promise<void> => {
  const holder = await findLock(trx, contentId, context.clock.now());
  if (holder === undefined || holder.personId === actor.personId) return;
  const names = await getPersonNames(trx, context.cipher, [holder.personId]);
  throw new AppError<ContentsError>("contents.locked", {
    status: 409,
    values: {
      name: names.get(holder.personId) ?? "另一位编辑",
      since: new Intl.DateTimeFormat("zh-CN", {
        timeZone: "Asia/Shanghai",
        hour: "2-digit",
        minute: "2-digit",
      }).format(holder.takenAt),
    },
  });
};

/**
 * Takes the soft lock before editing. `takeOver` takes it from another: what that one had not saved will be kept beside
 * when it comes.
 * @throws AppError `contents.locked` (409, with the holder's name)
 */
export const takeLock = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { contentId: string; takeOver: "yes" | "no" },
): Promise<{ heldUntil: Date }> => {
  const content = await lockContent(trx, input.contentId);
  const now = context.clock.now();
  const holder = await findLock(trx, content.id, now);
  if (input.takeOver === "no") await refuseLocked(trx, context, actor, content.id);
  await writeLock(trx, content.id, actor.personId, now);
  await recordAudit(trx, context, {
    actor,
    action: "contents.lock",
    unitId: content.unit_id,
    record: { table: "contents", id: content.id },
    reason: holder !== undefined && holder.personId !== actor.personId ? "接手编辑" : undefined,
    requestId: context.requestId,
  });
  return { heldUntil: new Date(now.getTime() + lockMs) };
};

/** Lets the item go; nothing happens where another holds it. */
export const releaseLock = async (trx: Trx, actor: PersonActor, contentId: string): Promise<void> => {
  await trx
    .deleteFrom("content_locks")
    .where("content_id", "=", contentId)
    .where("person_id", "=", actor.personId)
    .execute();
};
