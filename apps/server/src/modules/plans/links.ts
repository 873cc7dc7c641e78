import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import type { StoredSentence } from "./tables.ts";
import { requireOpen } from "./tasks.ts";
import type { DocumentLevel } from "./vocabulary.ts";

const ranks: Readonly<Record<DocumentLevel, number>> = { national: 0, province: 1, city: 2, district: 3 };

const clauseOf = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("plan_clauses")
    .select(["id", "document_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.clause_not_found", { status: 404 });
  return { id: row.id, document: await getDocument(trx, row.document_id) };
};

/**
 * Says that a clause of the plan carries out a clause of an upper document (G-01).
 * @throws AppError `plans.clause_not_found` | `plans.link_level` | `plans.link_exists` | `plans.frozen`
 */
export const linkClauses = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { clauseId: string; upperClauseId: string; note?: string | undefined },
): Promise<string> => {
  const [clause, upper] = [await clauseOf(trx, input.clauseId), await clauseOf(trx, input.upperClauseId)];
  if (ranks[upper.document.level] >= ranks[clause.document.level])
    throw new AppError<PlansError>("plans.link_level");
  requireOpen(clause.document);
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("clause_links")
      .values({
        id,
        clause_id: clause.id,
        upper_clause_id: upper.id,
        note: input.note?.trim() ?? null,
        linked_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: context.clock.now(),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "clause_links_pair_key"))
      throw new AppError<PlansError>("plans.link_exists", { status: 409, cause: error });
    throw error;
  }
  await recordAct(trx, context, actor, {
    action: "plans.link_clauses",
    unitId: clause.document.unitId,
    table: "clause_links",
    id,
  });
  return id;
};

/** The link with the unit of its plan. @throws AppError `plans.link_not_found` (404) */
export const getLink = async (db: Db | Trx, linkId: string) => {
  const row = await db
    .selectFrom("clause_links as link")
    .innerJoin("plan_clauses as clause", "clause.id", "link.clause_id")
    .select(["link.id", "clause.document_id"])
    .where("link.id", "=", linkId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.link_not_found", { status: 404 });
  return { id: row.id, document: await getDocument(db, row.document_id) };
};

export const unlinkClauses = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  linkId: string,
): Promise<void> => {
  const link = await getLink(trx, linkId);
  requireOpen(link.document);
  await trx.deleteFrom("clause_links").where("id", "=", link.id).execute();
  await recordAct(trx, context, actor, {
    action: "plans.unlink_clauses",
    unitId: link.document.unitId,
    table: "clause_links",
    id: link.id,
  });
};

export type ClauseView = {
  id: string;
  nodeId: string;
  parentId: string | null;
  seq: number;
  level: number;
  kind: string;
  numbering: string | null;
  heading: string | null;
  sentences: readonly StoredSentence[];
};

/** The whole tree of a document in print order. */
export const listClauses = async (db: Db | Trx, documentId: string): Promise<readonly ClauseView[]> =>
  db
    .selectFrom("plan_clauses")
    .select([
      "id",
      "node_id as nodeId",
      "parent_id as parentId",
      "seq",
      "level",
      "kind",
      "numbering",
      "heading",
      "sentences",
    ])
    .where("document_id", "=", documentId)
    .orderBy("seq")
    .execute();

export type CrosswalkRow = {
  linkId: string;
  clauseId: string;
  upperClauseId: string;
  upperDocumentId: string;
  note: string | null;
};

/** All links of a plan's clauses to upper documents. */
export const listLinks = async (db: Db | Trx, documentId: string): Promise<readonly CrosswalkRow[]> =>
  db
    .selectFrom("clause_links as link")
    .innerJoin("plan_clauses as clause", "clause.id", "link.clause_id")
    .innerJoin("plan_clauses as upper", "upper.id", "link.upper_clause_id")
    .select([
      "link.id as linkId",
      "link.clause_id as clauseId",
      "link.upper_clause_id as upperClauseId",
      "upper.document_id as upperDocumentId",
      "link.note",
    ])
    .where("clause.document_id", "=", documentId)
    .orderBy("clause.seq")
    .orderBy("upper.seq")
    .execute();
