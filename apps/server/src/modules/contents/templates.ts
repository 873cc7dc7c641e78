import { sql } from "kysely";
import { type Actor, systemActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { checkBody, type ContentBody, emptyBody, filesOf } from "./body.ts";
import type { ContentsError } from "./errors.ts";
import { standardTemplates } from "./standard-templates.ts";
import { bodyColumns, requireTopics } from "./version-rows.ts";
import type { ContentKind } from "./vocabulary.ts";

export type TemplateView = {
  id: string;
  name: string;
  about: string;
  kind: ContentKind;
  /** Null serves every audience. */
  audience: Audience | null;
  content: ContentBody;
  revision: number;
  updatedAt: Date;
};

const templateRows = (db: Db | Trx) =>
  db
    .selectFrom("content_templates")
    .select(["id", "name", "about", "kind", "audience", "content", "revision", "updated_at as updatedAt"])
    .where("retired_at", "is", null);

/** Templates in use, by kind and name. */
export const listTemplates = async (db: Db | Trx): Promise<readonly TemplateView[]> =>
  templateRows(db).orderBy("kind").orderBy("created_at").orderBy("id").execute();

/** @throws AppError `contents.template_not_found` */
export const getTemplate = async (db: Db | Trx, id: string): Promise<TemplateView> => {
  const row = await templateRows(db).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<ContentsError>("contents.template_not_found", { status: 404 });
  return row;
};

export type TemplateInput = {
  name: string;
  about: string;
  audience: Audience | null;
  content: ContentBody;
};

const checkTemplate = async (trx: Trx, input: TemplateInput): Promise<ContentBody> => {
  const content = checkBody(input.content);
  if (filesOf(content).size > 0)
    throw new AppError<ContentsError>("contents.template_files", {
      fields: { content: "contents.template_files" },
    });
  await requireTopics(trx, content.topics);
  return content;
};

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23505";

const nameTaken = (error: unknown): unknown =>
  isUniqueViolation(error)
    ? new AppError<ContentsError>("contents.template_name_taken", {
        fields: { name: "contents.template_name_taken" },
        cause: error,
      })
    : error;

const auditTemplate = async (trx: Trx, context: ActContext, actor: Actor, id: string): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "contents.manage_templates",
    record: { table: "content_templates", id },
    requestId: context.requestId,
  });
};

/**
 * A new template: a body with prompts in 〔待写：…〕, which the pre-check finds where an author left one.
 * @throws AppError `contents.template_files` | `contents.template_name_taken` | `contents.topic_unknown` | as checkBody
 */
export const createTemplate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: TemplateInput,
): Promise<string> => {
  const content = await checkTemplate(trx, input);
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("content_templates")
      .values({
        id,
        name: input.name.trim(),
        about: input.about.trim(),
        kind: content.kind,
        audience: input.audience,
        content: bodyColumns(content).content,
        created_at: now,
        updated_at: now,
        retired_at: null,
      })
      .execute();
  } catch (error) {
    throw nameTaken(error);
  }
  await auditTemplate(trx, context, actor, id);
  return id;
};

/**
 * Changes a template on the revision it was read at: of two at once the second is told, and overwrites nothing.
 * @throws AppError `contents.template_moved` | `contents.template_not_found` | as createTemplate
 */
export const changeTemplate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: TemplateInput & { id: string; baseRevision: number },
): Promise<{ revision: number }> => {
  await getTemplate(trx, input.id);
  const content = await checkTemplate(trx, input);
  let changed: { revision: number } | undefined;
  try {
    changed = await trx
      .updateTable("content_templates")
      .set((eb) => ({
        name: input.name.trim(),
        about: input.about.trim(),
        kind: content.kind,
        audience: input.audience,
        content: bodyColumns(content).content,
        revision: eb("revision", "+", 1),
        updated_at: context.clock.now(),
      }))
      .where("id", "=", input.id)
      .where("revision", "=", input.baseRevision)
      .where("retired_at", "is", null)
      .returning("revision")
      .executeTakeFirst();
  } catch (error) {
    throw nameTaken(error);
  }
  if (changed === undefined) throw new AppError<ContentsError>("contents.template_moved", { status: 409 });
  await auditTemplate(trx, context, actor, input.id);
  return changed;
};

/** Takes a template out of use; drafts made of it stay. @throws AppError `contents.template_not_found` */
export const retireTemplate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  id: string,
): Promise<void> => {
  const retired = await trx
    .updateTable("content_templates")
    .set({ retired_at: context.clock.now() })
    .where("id", "=", id)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (retired.numUpdatedRows === 0n)
    throw new AppError<ContentsError>("contents.template_not_found", { status: 404 });
  await auditTemplate(trx, context, actor, id);
};

/** What a draft begins with: the template of the kind for this audience, else the one for all, else nothing. */
export const bodyOfTemplate = async (
  db: Db | Trx,
  wanted: { kind: ContentKind; audience: Audience; title: string },
): Promise<ContentBody> => {
  const templates = (await listTemplates(db)).filter((template) => template.kind === wanted.kind);
  const fitting =
    templates.find((template) => template.audience === wanted.audience) ??
    templates.find((template) => template.audience === null);
  return fitting === undefined
    ? emptyBody(wanted.kind, wanted.title)
    : { ...fitting.content, title: wanted.title };
};

/** Writes our templates where there are none yet; a district that has changed them keeps its own. */
export const seedTemplates = async (db: Db, context: ActContext): Promise<void> =>
  inTransaction(db, async (trx) => {
    // Two nodes that start at once: the second finds the rows of the first.
    await sql`lock table content_templates in share row exclusive mode`.execute(trx);
    const known = await trx.selectFrom("content_templates").select("id").limit(1).executeTakeFirst();
    if (known !== undefined) return;
    // A millisecond apart: their order is kept, and the first of a kind is the one a pitch takes.
    const from = context.clock.now().getTime();
    for (const [index, template] of standardTemplates.entries())
      await createTemplate(
        trx,
        { ...context, clock: { ...context.clock, now: () => new Date(from + index) } },
        systemActor("contents.templates"),
        template,
      );
  });
