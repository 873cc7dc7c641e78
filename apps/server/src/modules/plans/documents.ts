import { createHash } from "node:crypto";
import { describeDiagnostic, describePlanError, listNodes, listSentences } from "@kepu/plan-parser";
import { parsePlan, type PlanDocument, PlanError, type PlanNode } from "@kepu/plan-parser";
import { readPlanBytes } from "@kepu/plan-parser/node";
import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import { recordAct } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { cleanFilename } from "#kernel/sheet-cells.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { PlansError } from "./errors.ts";
import { type DocumentEvent, type DocumentStatus, documentStates } from "./state.ts";
import { suggestTasks, type SuggestedTask } from "./suggest.ts";
import type { StoredDiagnostic, StoredSentence } from "./tables.ts";
import type { DocumentLevel } from "./vocabulary.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "plans.in_force": { documentId: string };
  }
}

/** What was read of a file, before anything is written. */
export type ReadPlan = { plan: PlanDocument; text: string; filename: string };

/** Reads a plan file. @throws AppError `plans.not_readable` with the parser's own sentence */
export const readPlan = async (file: { name: string; bytes: Buffer }): Promise<ReadPlan> => {
  const filename = cleanFilename(file.name);
  try {
    const text = await readPlanBytes(file.bytes, file.name);
    return { plan: parsePlan(text), text, filename };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new AppError<PlansError>("plans.not_readable", {
      values: { why: describePlanError(error) },
      cause: error,
    });
  }
};

const personOf = (actor: Actor): string | null => (actor.kind === "person" ? actor.personId : null);

export type NewDocument = {
  unitId: string;
  level: DocumentLevel;
  read: ReadPlan;
  /** Where the text does not say them. */
  title?: string | undefined;
  documentNo?: string | undefined;
  issuedOn?: string | undefined;
  validFrom?: string | undefined;
  validTo?: string | undefined;
  fileId?: string | undefined;
  replacesId?: string | undefined;
};

const toDiagnostics = (plan: PlanDocument): StoredDiagnostic[] =>
  plan.diagnostics.map((one) => ({
    code: one.code,
    severity: one.severity,
    line: one.line,
    nodeId: one.nodeId,
    sentence: describeDiagnostic(one),
  }));

const toSentences = (node: PlanNode): StoredSentence[] =>
  node.sentences.map(({ id, role, text }) => ({ id, role, text }));

const writeClauses = async (
  trx: Trx,
  context: ActContext,
  documentId: string,
  plan: PlanDocument,
): Promise<void> => {
  const nodes = listNodes(plan);
  const ids = new Map(nodes.map((node) => [node.id, createId(context.clock)]));
  const parents = new Map(
    nodes.flatMap((node) => node.children.map((child) => [child.id, ids.get(node.id)])),
  );
  const rows = nodes.map((node, seq) => ({
    id: ids.get(node.id) ?? "",
    document_id: documentId,
    node_id: node.id,
    parent_id: parents.get(node.id) ?? null,
    seq,
    level: node.level,
    kind: node.kind,
    numbering: node.numbering?.printed ?? null,
    heading: node.heading,
    sentences: JSON.stringify(toSentences(node)),
  }));
  // Parameters of one statement are bounded; parents stand before their children.
  for (let start = 0; start < rows.length; start += 500)
    await trx
      .insertInto("plan_clauses")
      .values(rows.slice(start, start + 500))
      .execute();
};

const versionAfter = async (
  trx: Trx,
  input: { unitId: string; replacesId: string | undefined },
): Promise<number> => {
  if (input.replacesId === undefined) return 1;
  const before = await getDocument(trx, input.replacesId);
  if (before.unitId !== input.unitId || before.status === "draft" || before.status === "discarded")
    throw new AppError<PlansError>("plans.not_a_plan");
  const taken = await trx
    .selectFrom("plan_documents")
    .select("id")
    .where("replaces_id", "=", input.replacesId)
    .where("status", "<>", "discarded")
    .executeTakeFirst();
  if (taken !== undefined) throw new AppError<PlansError>("plans.successor_exists", { status: 409 });
  return before.version + 1;
};

/**
 * Keeps a document as a draft: its tree with every sentence once, what the parser found odd, and its dates. Nobody sees
 * tasks of it before somebody makes them.
 * @throws AppError `plans.no_clauses` | `plans.validity` | `plans.not_a_plan` | `plans.successor_exists`
 */
export const importDocument = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewDocument,
): Promise<string> => {
  const { plan, text, filename } = input.read;
  if (plan.statistics.nodes < 2) throw new AppError<PlansError>("plans.no_clauses");
  const validFrom = input.validFrom ?? plan.validity?.startsOn ?? null;
  const validTo = input.validTo ?? plan.validity?.expiresOn ?? null;
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    throw new AppError<PlansError>("plans.validity", { fields: { validTo: "plans.validity" } });
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("plan_documents")
    .values({
      id,
      unit_id: input.unitId,
      level: input.level,
      title: (input.title ?? plan.title ?? plan.noticeTitle ?? filename).slice(0, 200),
      document_no: input.documentNo ?? plan.numbers[0]?.raw ?? null,
      issuer: plan.issuer,
      issued_on: input.issuedOn ?? plan.issuedOn,
      valid_from: validFrom,
      valid_to: validTo,
      version: await versionAfter(trx, { unitId: input.unitId, replacesId: input.replacesId }),
      replaces_id: input.replacesId ?? null,
      status: "draft",
      status_changed_at: now,
      filename,
      file_id: input.fileId ?? null,
      text_hash: createHash("sha256").update(text).digest("hex"),
      sentence_count: listSentences(plan).length,
      diagnostics: JSON.stringify(toDiagnostics(plan)),
      suggestions: JSON.stringify(suggestTasks(plan)),
      created_by_person_id: personOf(actor),
      created_at: now,
    })
    .execute();
  await writeClauses(trx, context, id, plan);
  await recordAct(trx, context, actor, {
    action: "plans.import",
    unitId: input.unitId,
    table: "plan_documents",
    id,
  });
  return id;
};

export type DocumentView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  level: DocumentLevel;
  title: string;
  documentNo: string | null;
  issuer: string | null;
  issuedOn: string | null;
  validFrom: string | null;
  validTo: string | null;
  version: number;
  replacesId: string | null;
  status: DocumentStatus;
  filename: string;
  textHash: string;
  sentenceCount: number;
  diagnostics: readonly StoredDiagnostic[];
  taskCount: number;
  createdAt: Date;
};

const selectDocuments = (db: Db | Trx) =>
  db
    .selectFrom("plan_documents as document")
    .innerJoin("org_units as unit", "unit.id", "document.unit_id")
    .select([
      "document.id",
      "document.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "document.level",
      "document.title",
      "document.document_no as documentNo",
      "document.issuer",
      "document.issued_on as issuedOn",
      "document.valid_from as validFrom",
      "document.valid_to as validTo",
      "document.version",
      "document.replaces_id as replacesId",
      "document.status",
      "document.filename",
      "document.text_hash as textHash",
      "document.sentence_count as sentenceCount",
      "document.diagnostics",
      "document.created_at as createdAt",
      sql<number>`(select count(*) from plan_tasks t where t.document_id = document.id)`.as("taskCount"),
    ]);

/** @throws AppError `plans.document_not_found` (404) */
export const getDocument = async (db: Db | Trx, id: string): Promise<DocumentView> => {
  const row = await selectDocuments(db).where("document.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.document_not_found", { status: 404 });
  return row;
};

/** What the clauses of a document would become, with the clause of each. */
export const listSuggestions = async (
  db: Db | Trx,
  documentId: string,
): Promise<readonly (SuggestedTask & { clauseId: string })[]> => {
  const row = await db
    .selectFrom("plan_documents")
    .select("suggestions")
    .where("id", "=", documentId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.document_not_found", { status: 404 });
  const clauses = await db
    .selectFrom("plan_clauses")
    .select(["id", "node_id"])
    .where("document_id", "=", documentId)
    .execute();
  const ids = new Map(clauses.map((clause) => [clause.node_id, clause.id]));
  return row.suggestions.flatMap((one) => {
    const clauseId = ids.get(one.nodeId);
    return clauseId === undefined ? [] : [{ ...one, clauseId }];
  });
};

export const listDocuments = async (
  db: Db | Trx,
  filter: { level?: DocumentLevel | undefined; status?: DocumentStatus | undefined } = {},
): Promise<readonly DocumentView[]> =>
  selectDocuments(db)
    .$if(filter.level !== undefined, (query) =>
      query.where("document.level", "=", filter.level ?? "district"),
    )
    .$if(filter.status !== undefined, (query) =>
      query.where("document.status", "=", filter.status ?? "draft"),
    )
    .where((eb) =>
      filter.status === undefined
        ? eb("document.status", "<>", "discarded")
        : eb.val(true).$castTo<boolean>(),
    )
    .orderBy("document.level", "desc")
    .orderBy("document.created_at", "desc")
    .orderBy("document.id")
    .execute();

/** The plan that is carried out now, the root's first; undefined where none is in force. */
export const findPlanInForce = async (db: Db | Trx): Promise<DocumentView | undefined> =>
  selectDocuments(db)
    .where("document.level", "=", "district")
    .where("document.status", "=", "in_force")
    .orderBy("unit.path")
    .limit(1)
    .executeTakeFirst();

export const moveDocument = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { id: string; unitId: string; event: DocumentEvent; reason?: string | undefined },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: documentStates,
    table: "plan_documents",
    id: act.id,
    event: act.event,
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  await recordAct(trx, context, actor, {
    action: `plans.${act.event}`,
    unitId: act.unitId,
    table: "plan_documents",
    id: act.id,
    reason: act.reason,
  });
};

const requireReady = async (trx: Trx, document: DocumentView): Promise<void> => {
  if (document.validFrom === null || document.validTo === null)
    throw new AppError<PlansError>("plans.validity", { fields: { validTo: "plans.validity" } });
  if (document.taskCount === 0) throw new AppError<PlansError>("plans.no_tasks");
  const bare = await trx
    .selectFrom("plan_tasks as task")
    .select("task.code")
    .where("task.document_id", "=", document.id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("plan_task_units as part")
            .select("part.id")
            .whereRef("part.task_id", "=", "task.id")
            .where("part.part", "=", "lead"),
        ),
      ),
    )
    .orderBy("task.code")
    .execute();
  if (bare.length > 0)
    throw new AppError<PlansError>("plans.tasks_without_lead", {
      values: {
        count: bare.length,
        codes: bare
          .slice(0, 8)
          .map((row) => row.code)
          .join("、"),
      },
    });
};

/**
 * From now on the document counts. A plan of the district needs dates, tasks and a lead unit for each; the plan that it
 * replaces is superseded in the same act. A plan whose time is over is kept as expired.
 * @throws AppError `plans.validity` | `plans.no_tasks` | `plans.tasks_without_lead` | `plans.overlap` | `state.conflict`
 */
export const bringIntoForce = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  documentId: string,
): Promise<void> => {
  const document = await getDocument(trx, documentId);
  const { unitId } = document;
  if (document.level === "district") await requireReady(trx, document);
  if (document.replacesId !== null) {
    const before = await getDocument(trx, document.replacesId);
    if (before.status === "in_force")
      await moveDocument(trx, context, actor, { id: before.id, unitId, event: "supersede" });
  }
  // Two plans of a unit at once: said before the database says it, with the name of the other.
  const other =
    document.level === "district"
      ? await trx
          .selectFrom("plan_documents")
          .select("title")
          .where("unit_id", "=", unitId)
          .where("level", "=", "district")
          .where("status", "=", "in_force")
          .where("id", "<>", documentId)
          .where("valid_from", "<=", document.validTo)
          .where("valid_to", ">=", document.validFrom)
          .executeTakeFirst()
      : undefined;
  if (other !== undefined)
    throw new AppError<PlansError>("plans.overlap", { status: 409, values: { title: other.title } });
  await moveDocument(trx, context, actor, { id: documentId, unitId, event: "bring_into_force" });
  if (document.validTo !== null && document.validTo < toDistrictDate(context.clock.now()))
    await moveDocument(trx, context, actor, { id: documentId, unitId, event: "expire" });
  await emitEvent(trx, context.clock, "plans.in_force", { documentId });
};

/** Puts a draft aside; its words stay. @throws AppError `plans.reason_needed` | `state.conflict` */
export const discardDocument = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const { unitId } = await getDocument(trx, input.documentId);
  await moveDocument(trx, context, actor, { id: input.documentId, unitId, event: "discard", reason });
};

/** Plans whose last day has passed are over (Z-06); returns how many there were. */
export const expireDocuments = async (trx: Trx, context: ActContext, actor: Actor): Promise<number> => {
  const over = await trx
    .selectFrom("plan_documents")
    .select(["id", "unit_id"])
    .where("status", "=", "in_force")
    .where("valid_to", "<", toDistrictDate(context.clock.now()))
    .orderBy("id")
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id, unit_id } of over)
    await moveDocument(trx, context, actor, { id, unitId: unit_id, event: "expire" });
  return over.length;
};
