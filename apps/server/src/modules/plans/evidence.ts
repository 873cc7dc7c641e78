import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { PlansError } from "./errors.ts";
import { isDerivable } from "./targets.ts";
import { openTask } from "./tasks.ts";
import type { EvidenceKind } from "./vocabulary.ts";

export type NewEvidence = {
  unitId: string;
  kind: EvidenceKind;
  title: string;
  happenedOn: string;
  /** What stands behind it: kept bytes, or a record of the system. */
  fileId?: string | undefined;
  record?: { table: string; id: string } | undefined;
  /** A number on a signed sheet; refused for tasks whose facts already tell it. */
  count?: { quantity: number; measure: string; signedByPost: string } | undefined;
};

const refuse = (field: string, code: PlansError): never => {
  throw new AppError<PlansError>(code, { fields: { [field]: code } });
};

/**
 * Keeps a piece of evidence once; it serves as many tasks and checklists as are linked to it (B-16). What was recorded
 * stays as it is for ever: the database refuses to change it.
 * @throws AppError `plans.evidence_source` | `plans.evidence_title` | `plans.evidence_day` | `plans.evidence_signature`
 */
export const recordEvidence = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewEvidence,
): Promise<string> => {
  const title = input.title.trim();
  if (title.length < 4 || title.length > 120) refuse("title", "plans.evidence_title");
  if (input.happenedOn > toDistrictDate(context.clock.now())) refuse("happenedOn", "plans.evidence_day");
  if (input.fileId === undefined && input.record === undefined) refuse("file", "plans.evidence_source");
  if ((input.kind === "count_sheet") !== (input.count !== undefined))
    refuse("quantity", "plans.evidence_signature");
  if (input.count !== undefined && (input.count.signedByPost.trim().length < 2 || input.fileId === undefined))
    refuse("signedByPost", "plans.evidence_signature");
  const id = createId(context.clock);
  await trx
    .insertInto("evidence_items")
    .values({
      id,
      unit_id: input.unitId,
      kind: input.kind,
      title,
      happened_on: input.happenedOn,
      file_id: input.fileId ?? null,
      record_table: input.record?.table ?? null,
      record_id: input.record?.id ?? null,
      quantity: input.count?.quantity ?? null,
      measure: input.count?.measure ?? null,
      signed_by_post: input.count?.signedByPost.trim() ?? null,
      added_by_person_id: actor.kind === "person" ? actor.personId : null,
      created_at: context.clock.now(),
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.add_evidence",
    unitId: input.unitId,
    table: "evidence_items",
    id,
  });
  return id;
};

export type EvidenceView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  kind: EvidenceKind;
  title: string;
  happenedOn: string;
  fileId: string | null;
  record: { table: string; id: string } | null;
  count: { quantity: number; measure: string; signedByPost: string } | null;
  createdAt: Date;
};

const selectEvidence = (db: Db | Trx) =>
  db
    .selectFrom("evidence_items as item")
    .innerJoin("org_units as unit", "unit.id", "item.unit_id")
    .select([
      "item.id",
      "item.unit_id",
      "unit.name as unit_name",
      "unit.path as unit_path",
      "item.kind",
      "item.title",
      "item.happened_on",
      "item.file_id",
      "item.record_table",
      "item.record_id",
      "item.quantity",
      "item.measure",
      "item.signed_by_post",
      "item.created_at",
    ]);

type EvidenceRow = Awaited<ReturnType<ReturnType<typeof selectEvidence>["executeTakeFirstOrThrow"]>>;

const toEvidenceView = (row: EvidenceRow): EvidenceView => ({
  id: row.id,
  unitId: row.unit_id,
  unitName: row.unit_name,
  unitPath: row.unit_path,
  kind: row.kind,
  title: row.title,
  happenedOn: row.happened_on,
  fileId: row.file_id,
  record:
    row.record_table === null || row.record_id === null
      ? null
      : { table: row.record_table, id: row.record_id },
  count:
    row.quantity === null || row.measure === null || row.signed_by_post === null
      ? null
      : { quantity: row.quantity, measure: row.measure, signedByPost: row.signed_by_post },
  createdAt: row.created_at,
});

/** @throws AppError `plans.evidence_not_found` (404) */
export const getEvidence = async (db: Db | Trx, id: string): Promise<EvidenceView> => {
  const row = await selectEvidence(db).where("item.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.evidence_not_found", { status: 404 });
  return toEvidenceView(row);
};

export type EvidenceFilter = {
  scope: Scope;
  /** Linked to this task now. */
  taskId?: string | undefined;
  unitPath?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
  sort?: "happenedOn" | "-happenedOn" | undefined;
};

/** Evidence of units in a scope, newest day first unless sorted otherwise. */
export const listEvidence = async (
  db: Db | Trx,
  filter: EvidenceFilter,
  page: { page: number; size: number },
): Promise<{ rows: readonly EvidenceView[]; total: number }> => {
  let narrowed = selectEvidence(db).where(withinScope("unit.path", filter.scope));
  const { taskId, unitPath, from, to, q } = filter;
  if (taskId !== undefined)
    narrowed = narrowed.where((eb) =>
      eb.exists(
        eb
          .selectFrom("evidence_links as link")
          .select("link.id")
          .whereRef("link.evidence_id", "=", "item.id")
          .where("link.task_id", "=", taskId)
          .where("link.removed_at", "is", null),
      ),
    );
  if (unitPath !== undefined) narrowed = narrowed.where(withinScope("unit.path", [unitPath]));
  if (from !== undefined) narrowed = narrowed.where("item.happened_on", ">=", from);
  if (to !== undefined) narrowed = narrowed.where("item.happened_on", "<=", to);
  if (q !== undefined)
    narrowed = narrowed.where("item.title", "like", `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`);
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("item.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("item.happened_on", filter.sort === "happenedOn" ? "asc" : "desc")
    .orderBy("item.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows: rows.map(toEvidenceView), total };
};

/** What a piece of evidence can stand for. */
export type EvidenceUse = { taskId: string } | { milestoneId: string } | { checklistItemId: string };

/** A number typed from a sheet is refused where facts already give the figure: it would be counted twice. */
const checkTaskUse = async (trx: Trx, evidence: EvidenceView, taskId: string): Promise<void> => {
  await openTask(trx, taskId);
  if (evidence.count !== null && (await isDerivable(trx, taskId)))
    throw new AppError<PlansError>("plans.evidence_derivable", {
      status: 409,
      fields: { quantity: "plans.evidence_derivable" },
    });
};

/**
 * Says that a piece of evidence stands for a task, a milestone or an item of a checklist; the same piece for as many as
 * it shows (B-16).
 * @throws AppError `plans.evidence_derivable` | `plans.evidence_linked` | `plans.task_not_found` | `plans.frozen`
 */
export const linkEvidence = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { evidenceId: string; note?: string | undefined } & EvidenceUse,
): Promise<string> => {
  const evidence = await getEvidence(trx, input.evidenceId);
  if ("taskId" in input) await checkTaskUse(trx, evidence, input.taskId);
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("evidence_links")
      .values({
        id,
        evidence_id: evidence.id,
        task_id: "taskId" in input ? input.taskId : null,
        milestone_id: "milestoneId" in input ? input.milestoneId : null,
        checklist_item_id: "checklistItemId" in input ? input.checklistItemId : null,
        note: input.note?.trim() ?? null,
        linked_by_person_id: actor.kind === "person" ? actor.personId : null,
        linked_at: context.clock.now(),
        removed_at: null,
        removed_by_person_id: null,
        removed_reason: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError<PlansError>("plans.evidence_linked", { status: 409, cause: error });
    throw error;
  }
  await recordAct(trx, context, actor, {
    action: "plans.link_evidence",
    unitId: evidence.unitId,
    table: "evidence_items",
    id: evidence.id,
  });
  return id;
};

/** Ends what a piece of evidence stands for, with a reason; the evidence and the history stay. */
export const unlinkEvidence = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { linkId: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const link = await trx
    .updateTable("evidence_links")
    .set({
      removed_at: context.clock.now(),
      removed_by_person_id: actor.kind === "person" ? actor.personId : null,
      removed_reason: reason,
    })
    .where("id", "=", input.linkId)
    .where("removed_at", "is", null)
    .returning("evidence_id")
    .executeTakeFirst();
  if (link === undefined) throw new AppError<PlansError>("plans.evidence_link_not_found", { status: 404 });
  const evidence = await getEvidence(trx, link.evidence_id);
  await recordAct(trx, context, actor, {
    action: "plans.unlink_evidence",
    unitId: evidence.unitId,
    table: "evidence_items",
    id: evidence.id,
    reason,
  });
};

/** Numbers of signed sheets that stand for a task, by unit; only for what no fact tells. */
export const sumSheets = async (
  db: Db | Trx,
  input: { taskId: string; measure: string; period: { from: string; to: string } },
): Promise<ReadonlyMap<string, number>> => {
  const rows = await db
    .selectFrom("evidence_links as link")
    .innerJoin("evidence_items as item", "item.id", "link.evidence_id")
    .select((eb) => ["item.unit_id", eb.fn.sum<number>("item.quantity").as("quantity")])
    .where("link.task_id", "=", input.taskId)
    .where("link.removed_at", "is", null)
    .where("item.measure", "=", input.measure)
    .where("item.happened_on", ">=", input.period.from)
    .where("item.happened_on", "<=", input.period.to)
    .groupBy("item.unit_id")
    .execute();
  return new Map(rows.map((row) => [row.unit_id, row.quantity]));
};

export type EvidenceLinkView = {
  id: string;
  evidenceId: string;
  evidenceTitle: string;
  kind: EvidenceKind;
  happenedOn: string;
  unitName: string;
  hasFile: boolean;
  /** The milestone, item or task that it stands for. */
  useId: string;
  linkedAt: Date;
  removedAt: Date | null;
  removedReason: string | null;
};

/** Links of evidence to things of one kind, ended ones too: the history of each. */
export const listEvidenceLinks = async (
  db: Db | Trx,
  use: "task_id" | "milestone_id" | "checklist_item_id",
  ids: readonly string[],
): Promise<readonly EvidenceLinkView[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("evidence_links as link")
    .innerJoin("evidence_items as item", "item.id", "link.evidence_id")
    .innerJoin("org_units as unit", "unit.id", "item.unit_id")
    .select([
      "link.id",
      "item.id as evidenceId",
      "item.title as evidenceTitle",
      "item.kind",
      "item.happened_on as happenedOn",
      "item.file_id",
      "unit.name as unitName",
      `link.${use} as useId`,
      "link.linked_at as linkedAt",
      "link.removed_at as removedAt",
      "link.removed_reason as removedReason",
    ])
    .where(`link.${use}`, "in", [...ids])
    .orderBy("link.linked_at")
    .orderBy("link.id")
    .execute();
  return rows.map(({ file_id, useId, ...row }) => ({
    ...row,
    hasFile: file_id !== null,
    useId: useId ?? "",
  }));
};

/** The evidence of a link, for the right to end it. @throws AppError `plans.evidence_link_not_found` (404) */
export const getLinkedEvidence = async (db: Db | Trx, linkId: string): Promise<EvidenceView> => {
  const link = await db
    .selectFrom("evidence_links")
    .select("evidence_id")
    .where("id", "=", linkId)
    .executeTakeFirst();
  if (link === undefined) throw new AppError<PlansError>("plans.evidence_link_not_found", { status: 404 });
  return getEvidence(db, link.evidence_id);
};
