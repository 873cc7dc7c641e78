import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentBody } from "./body.ts";
import { mergeBodies, type Taking } from "./comparison/compare-bodies.ts";
import { addAuthor, refuseLocked, saveDraft } from "./drafts.ts";
import type { ContentsError } from "./errors.ts";
import { getVersion, lockContent } from "./version-rows.ts";

export type SideCopy = {
  id: string;
  contentId: string;
  versionId: string;
  personId: string;
  content: ContentBody;
  createdAt: Date;
};

/** Words kept beside that nobody has settled yet. @throws AppError `contents.side_copy_not_found` */
export const getSideCopy = async (db: Db | Trx, id: string): Promise<SideCopy> => {
  const row = await db
    .selectFrom("content_side_copies")
    .selectAll()
    .where("id", "=", id)
    .where("settled_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.side_copy_not_found", { status: 404 });
  return {
    id: row.id,
    contentId: row.content_id,
    versionId: row.version_id,
    personId: row.person_id,
    content: row.content,
    createdAt: row.created_at,
  };
};

const settle = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { copy: SideCopy; how: "merged" | "dropped"; unitId: string },
): Promise<void> => {
  const settled = await trx
    .updateTable("content_side_copies")
    .set({
      settled_at: context.clock.now(),
      settled_how: input.how,
      settled_by_person_id: actor.personId,
    })
    .where("id", "=", input.copy.id)
    .where("settled_at", "is", null)
    .executeTakeFirst();
  if (settled.numUpdatedRows === 0n)
    throw new AppError<ContentsError>("contents.side_copy_not_found", { status: 404 });
  await recordAudit(trx, context, {
    actor,
    action: "contents.write",
    unitId: input.unitId,
    record: { table: "content_side_copies", id: input.copy.id },
    reason: input.how === "merged" ? "合并另存的文字" : "不用另存的文字",
    requestId: context.requestId,
  });
};

/**
 * Takes chosen parts of words kept beside into the draft they were written for. Who wrote those words becomes an author:
 * they do not review what is theirs. The copy is settled but never deleted.
 * @throws AppError `contents.side_copy_not_found` | `contents.side_copy_moved` | `contents.locked` | `contents.not_draft` |
 *   `contents.author_stage`
 */
export const mergeSideCopy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; baseRevision: number; taking: Taking },
): Promise<{ revision: number }> => {
  const { contentId } = await getSideCopy(trx, input.id);
  await lockContent(trx, contentId);
  const copy = await getSideCopy(trx, input.id);
  const version = await getVersion(trx, copy.versionId);
  if (version.status !== "draft") throw new AppError<ContentsError>("contents.not_draft", { status: 409 });
  if (version.revision !== input.baseRevision)
    throw new AppError<ContentsError>("contents.side_copy_moved", { status: 409 });
  await refuseLocked(trx, context, actor, contentId);
  await addAuthor(trx, context, version.id, copy.personId);
  const saved = await saveDraft(trx, context, actor, {
    versionId: version.id,
    baseRevision: version.revision,
    body: mergeBodies(version.content, copy.content, input.taking),
  });
  await settle(trx, context, actor, { copy, how: "merged", unitId: version.unit_id });
  return { revision: saved.revision };
};

/** Words kept beside that are not needed. They stay in the table. @throws AppError `contents.side_copy_not_found` */
export const dropSideCopy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => {
  const copy = await getSideCopy(trx, id);
  const version = await getVersion(trx, copy.versionId);
  await settle(trx, context, actor, { copy, how: "dropped", unitId: version.unit_id });
};
