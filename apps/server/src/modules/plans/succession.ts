import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { type DocumentView, getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import { setTarget, tieIndicator } from "./targets.ts";
import { makeTasks } from "./tasks.ts";
import { listTargets, listTaskIndicators, listTasks, listTaskUnits } from "./queries.ts";

/** So long before its last day a plan without a successor is a matter that waits (Z-06). */
const warnDays = 180;

/** Plans that end soon and have no next one, with how many days are left. */
export const listEnding = async (
  db: Db | Trx,
  today: string,
): Promise<readonly { id: string; title: string; validTo: string; unitPath: string }[]> => {
  const until = new Date(Date.parse(`${today}T00:00:00Z`) + warnDays * 86_400_000).toISOString().slice(0, 10);
  const rows = await db
    .selectFrom("plan_documents as document")
    .innerJoin("org_units as unit", "unit.id", "document.unit_id")
    .select(["document.id", "document.title", "document.valid_to", "unit.path"])
    .where("document.level", "=", "district")
    .where("document.status", "=", "in_force")
    .where("document.valid_to", "<=", until)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("plan_documents as next")
            .select("next.id")
            .whereRef("next.replaces_id", "=", "document.id")
            .where("next.status", "<>", "discarded"),
        ),
      ),
    )
    .orderBy("document.valid_to")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    validTo: row.valid_to ?? "",
    unitPath: row.path,
  }));
};

const copyClauses = async (
  trx: Trx,
  context: ActContext,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await trx
    .selectFrom("plan_clauses")
    .selectAll()
    .where("document_id", "=", from)
    .orderBy("seq")
    .execute();
  const ids = new Map(rows.map((row) => [row.id, createId(context.clock)]));
  await trx
    .insertInto("plan_clauses")
    .values(
      rows.map((row) => ({
        ...row,
        id: ids.get(row.id) ?? "",
        document_id: to,
        parent_id: row.parent_id === null ? null : (ids.get(row.parent_id) ?? null),
        sentences: JSON.stringify(row.sentences),
      })),
    )
    .execute();
  return ids;
};

const copyTasks = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    before: DocumentView;
    documentId: string;
    clauses: ReadonlyMap<string, string>;
    baselineOn: string;
  },
): Promise<void> => {
  const tasks = await listTasks(trx, { documentId: input.before.id });
  const ids = tasks.map((task) => task.id);
  const parts = Map.groupBy(await listTaskUnits(trx, ids), (part) => part.taskId);
  const targets = Map.groupBy(await listTargets(trx, ids), (target) => target.taskId);
  const tied = Map.groupBy(await listTaskIndicators(trx, ids), (one) => one.taskId);
  const made = await makeTasks(trx, context, actor, {
    documentId: input.documentId,
    tasks: tasks.map((task) => ({
      clauseId: input.clauses.get(task.clauseId) ?? "",
      code: task.code,
      title: task.title,
      audiences: task.audiences,
      pillars: task.pillars,
      units: (parts.get(task.id) ?? []).map((part) => ({
        unitId: part.unitId,
        part: part.part,
        ...(part.printedName === null ? {} : { printedName: part.printedName }),
      })),
    })),
  });
  for (const [index, task] of tasks.entries()) {
    const taskId = made[index] ?? "";
    const indicators = new Map<string, string>();
    for (const one of tied.get(task.id) ?? [])
      indicators.set(
        one.id,
        await tieIndicator(trx, context, actor, { taskId, indicatorCode: one.code, filter: one.filter }),
      );
    for (const target of targets.get(task.id) ?? []) {
      const taskIndicatorId = target.indicator === null ? undefined : indicators.get(target.indicator.id);
      await setTarget(trx, context, actor, {
        taskId,
        title: target.title,
        comparison: target.comparison,
        value: target.value,
        measure: target.measure,
        subject: target.subject,
        ...(taskIndicatorId === undefined ? {} : { taskIndicatorId }),
        ...(target.frequency === null ? {} : { frequency: target.frequency }),
        ...(target.baseline === null ? {} : { baseline: { value: target.baseline, on: input.baselineOn } }),
        ...(target.sentenceId === null ? {} : { sentenceId: target.sentenceId }),
      });
    }
  }
};

/**
 * Copies a plan as the draft of the next period (Z-06): words, tasks, owners, indicators and targets; progress begins
 * anew. The old one stays as it is and is superseded when the next one comes into force.
 * @throws AppError `plans.validity` | `plans.successor_exists` | `plans.not_a_plan` | `plans.unit_ceased`
 */
export const clonePlan = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; title: string; validFrom: string; validTo: string },
): Promise<string> => {
  const before = await getDocument(trx, input.documentId);
  if (before.level !== "district" || before.status === "draft" || before.status === "discarded")
    throw new AppError<PlansError>("plans.not_a_plan");
  if (input.validTo < input.validFrom)
    throw new AppError<PlansError>("plans.validity", { fields: { validTo: "plans.validity" } });
  const taken = await trx
    .selectFrom("plan_documents")
    .select("id")
    .where("replaces_id", "=", before.id)
    .where("status", "<>", "discarded")
    .executeTakeFirst();
  if (taken !== undefined) throw new AppError<PlansError>("plans.successor_exists", { status: 409 });
  const row = await trx
    .selectFrom("plan_documents")
    .selectAll()
    .where("id", "=", before.id)
    .executeTakeFirstOrThrow();
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("plan_documents")
    .values({
      ...row,
      id,
      title: input.title.trim(),
      document_no: null,
      issued_on: null,
      valid_from: input.validFrom,
      valid_to: input.validTo,
      version: row.version + 1,
      replaces_id: row.id,
      status: "draft",
      status_changed_at: now,
      diagnostics: JSON.stringify([]),
      suggestions: JSON.stringify(row.suggestions),
      created_by_person_id: actor.kind === "person" ? actor.personId : null,
      created_at: now,
    })
    .execute();
  const clauses = await copyClauses(trx, context, before.id, id);
  await copyTasks(trx, context, actor, { before, documentId: id, clauses, baselineOn: input.validFrom });
  await recordAct(trx, context, actor, {
    action: "plans.clone",
    unitId: before.unitId,
    table: "plan_documents",
    id,
  });
  return id;
};
