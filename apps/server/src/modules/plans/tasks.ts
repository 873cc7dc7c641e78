import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import type { Pillar } from "#kernel/pillars.ts";
import { findUnit } from "#modules/organisations/index.ts";
import { type DocumentView, getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import type { TaskPart } from "./vocabulary.ts";

export type TaskUnitInput = { unitId: string; part: TaskPart; printedName?: string | undefined };
export type NewTask = {
  clauseId: string;
  code: string;
  title: string;
  startsOn?: string | undefined;
  dueOn?: string | undefined;
  audiences?: readonly Audience[];
  pillars?: readonly Pillar[];
  units?: readonly TaskUnitInput[];
};

const codePattern = /^[A-Z]{1,3}-[0-9]{2,3}$/;

/** A plan that is over does not change. @throws AppError `plans.frozen` (409) */
export const requireOpen = (document: Pick<DocumentView, "status" | "title">): void => {
  if (document.status !== "draft" && document.status !== "in_force")
    throw new AppError<PlansError>("plans.frozen", { status: 409, values: { title: document.title } });
};

export type TaskRef = { id: string; code: string; documentId: string; unitId: string; unitPath: string };

/** The task with the plan it is of. @throws AppError `plans.task_not_found` (404) | `plans.frozen` (409) */
export const openTask = async (trx: Trx, taskId: string): Promise<TaskRef & { document: DocumentView }> => {
  const row = await trx
    .selectFrom("plan_tasks")
    .select(["id", "code", "document_id"])
    .where("id", "=", taskId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.task_not_found", { status: 404 });
  const document = await getDocument(trx, row.document_id);
  requireOpen(document);
  return {
    id: row.id,
    code: row.code,
    documentId: row.document_id,
    unitId: document.unitId,
    unitPath: document.unitPath,
    document,
  };
};

const checkTask = (
  task: Pick<NewTask, "code" | "title">,
  dates: { startsOn: string; dueOn: string },
): void => {
  const refuse = (field: string, code: PlansError): never => {
    throw new AppError<PlansError>(code, { fields: { [field]: code }, values: { code: task.code } });
  };
  if (!codePattern.test(task.code)) refuse("code", "plans.task_code");
  const length = task.title.trim().length;
  if (length < 2 || length > 120) refuse("title", "plans.task_title");
  if (dates.dueOn < dates.startsOn) refuse("dueOn", "plans.task_dates");
};

/** A unit that can be given a task: there today, at or below the plan's own. */
const requireUnit = async (
  trx: Trx,
  document: Pick<DocumentView, "unitPath">,
  unitId: string,
  today: string,
): Promise<void> => {
  const unit = await findUnit(trx, unitId, today);
  if (
    unit === undefined ||
    (unit.path !== document.unitPath && !unit.path.startsWith(`${document.unitPath}.`))
  )
    throw new AppError<PlansError>("plans.unit_outside", { fields: { units: "plans.unit_outside" } });
  if (unit.validTo !== null && unit.validTo <= today)
    throw new AppError<PlansError>("plans.unit_ceased", {
      fields: { units: "plans.unit_ceased" },
      values: { unit: unit.name },
    });
};

const writeUnits = async (
  trx: Trx,
  context: ActContext,
  task: { id: string; document: Pick<DocumentView, "unitPath"> },
  units: readonly TaskUnitInput[],
): Promise<void> => {
  const today = toDistrictDate(context.clock.now());
  // A unit stands once; who leads does not also support.
  const byUnit = new Map<string, TaskUnitInput>();
  for (const unit of units) if (byUnit.get(unit.unitId)?.part !== "lead") byUnit.set(unit.unitId, unit);
  for (const { unitId } of byUnit.values()) await requireUnit(trx, task.document, unitId, today);
  await trx
    .deleteFrom("plan_task_units")
    .where("task_id", "=", task.id)
    .$if(byUnit.size > 0, (query) => query.where("unit_id", "not in", [...byUnit.keys()]))
    .execute();
  if (byUnit.size === 0) return;
  await trx
    .insertInto("plan_task_units")
    .values(
      [...byUnit.values()].map((unit) => ({
        id: createId(context.clock),
        task_id: task.id,
        unit_id: unit.unitId,
        part: unit.part,
        printed_name: unit.printedName ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.constraint("plan_task_units_once").doUpdateSet((eb) => ({
        part: eb.ref("excluded.part"),
        printed_name: eb.ref("excluded.printed_name"),
      })),
    )
    .execute();
};

/**
 * Makes tasks of clauses, all or none. Dates that are not said are those of the plan.
 * @throws AppError `plans.frozen` | `plans.validity` | `plans.clause_other_document` | `plans.task_code` |
 * `plans.task_code_taken` | `plans.task_title` | `plans.task_dates` | `plans.unit_outside` | `plans.unit_ceased`
 */
export const makeTasks = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { documentId: string; tasks: readonly NewTask[] },
): Promise<readonly string[]> => {
  const document = await getDocument(trx, input.documentId);
  requireOpen(document);
  const { validFrom, validTo } = document;
  if (document.level !== "district") throw new AppError<PlansError>("plans.not_a_plan");
  if (validFrom === null || validTo === null)
    throw new AppError<PlansError>("plans.validity", { fields: { validTo: "plans.validity" } });
  const clauses = new Set(
    (await trx.selectFrom("plan_clauses").select("id").where("document_id", "=", document.id).execute()).map(
      (row) => row.id,
    ),
  );
  const made: string[] = [];
  for (const task of input.tasks) {
    if (!clauses.has(task.clauseId)) throw new AppError<PlansError>("plans.clause_other_document");
    const dates = { startsOn: task.startsOn ?? validFrom, dueOn: task.dueOn ?? validTo };
    checkTask(task, dates);
    const id = createId(context.clock);
    try {
      await trx
        .insertInto("plan_tasks")
        .values({
          id,
          document_id: document.id,
          clause_id: task.clauseId,
          code: task.code,
          title: task.title.trim(),
          starts_on: dates.startsOn,
          due_on: dates.dueOn,
          audiences: [...new Set(task.audiences ?? [])],
          pillars: [...new Set(task.pillars ?? [])],
          created_at: context.clock.now(),
        })
        .execute();
    } catch (error) {
      throw asCodeTaken(error, task.code);
    }
    await writeUnits(trx, context, { id, document }, task.units ?? []);
    await recordAct(trx, context, actor, {
      action: "plans.make_task",
      unitId: document.unitId,
      table: "plan_tasks",
      id,
    });
    made.push(id);
  }
  return made;
};

const asCodeTaken = (error: unknown, code: string): unknown =>
  isUniqueViolation(error, "plan_tasks_code_key")
    ? new AppError<PlansError>("plans.task_code_taken", {
        status: 409,
        fields: { code: "plans.task_code_taken" },
        values: { code },
        cause: error,
      })
    : error;

/** Changes what a task is called, when it is due and whom it is for; which words it stands on stays. */
export const editTask = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    taskId: string;
    code: string;
    title: string;
    startsOn: string;
    dueOn: string;
    audiences: readonly Audience[];
    pillars: readonly Pillar[];
  },
): Promise<void> => {
  const task = await openTask(trx, input.taskId);
  checkTask(input, input);
  try {
    await trx
      .updateTable("plan_tasks")
      .set({
        code: input.code,
        title: input.title.trim(),
        starts_on: input.startsOn,
        due_on: input.dueOn,
        audiences: [...new Set(input.audiences)],
        pillars: [...new Set(input.pillars)],
      })
      .where("id", "=", task.id)
      .execute();
  } catch (error) {
    throw asCodeTaken(error, input.code);
  }
  await recordAct(trx, context, actor, {
    action: "plans.edit_task",
    unitId: task.unitId,
    table: "plan_tasks",
    id: task.id,
  });
};

/** Says who leads and who supports; whoever is not named any more is out, and so is its adoption. */
export const setTaskUnits = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { taskId: string; units: readonly TaskUnitInput[] },
): Promise<void> => {
  const task = await openTask(trx, input.taskId);
  await writeUnits(trx, context, task, input.units);
  const kept = input.units.map((unit) => unit.unitId);
  const gone = await trx
    .selectFrom("plan_adoptions")
    .select(["id", "unit_id"])
    .where("task_id", "=", task.id)
    .where("withdrawn_at", "is", null)
    .$if(kept.length > 0, (query) => query.where("unit_id", "not in", kept))
    .execute();
  for (const { id } of gone)
    await withdrawAdoption(trx, context, actor, { adoptionId: id, reason: "该单位不再承担这项任务" });
  await recordAct(trx, context, actor, {
    action: "plans.set_units",
    unitId: task.unitId,
    table: "plan_tasks",
    id: task.id,
  });
};

export type NewAdoption = {
  taskId: string;
  unitId: string;
  documentTitle: string;
  documentNo?: string | undefined;
  fileId?: string | undefined;
  adoptedOn: string;
};

/**
 * A unit says in which of its own documents it has taken the task up (O-03). Without a document there is no adoption: a
 * title, and its number or the file.
 * @throws AppError `plans.adoption_document` | `plans.not_task_unit` | `plans.adoption_exists` | `plans.evidence_day`
 */
export const adoptTask = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewAdoption,
): Promise<string> => {
  const task = await openTask(trx, input.taskId);
  const title = input.documentTitle.trim();
  const number = input.documentNo?.trim() ?? "";
  if (title.length < 4 || title.length > 120 || (number.length < 4 && input.fileId === undefined))
    throw new AppError<PlansError>("plans.adoption_document", {
      fields: { documentTitle: "plans.adoption_document" },
    });
  if (input.adoptedOn > toDistrictDate(context.clock.now()))
    throw new AppError<PlansError>("plans.evidence_day", { fields: { adoptedOn: "plans.evidence_day" } });
  const part = await trx
    .selectFrom("plan_task_units")
    .select("id")
    .where("task_id", "=", task.id)
    .where("unit_id", "=", input.unitId)
    .executeTakeFirst();
  if (part === undefined) throw new AppError<PlansError>("plans.not_task_unit");
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("plan_adoptions")
      .values({
        id,
        task_id: task.id,
        unit_id: input.unitId,
        document_title: title,
        document_no: number === "" ? null : number,
        file_id: input.fileId ?? null,
        adopted_on: input.adoptedOn,
        adopted_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: context.clock.now(),
        withdrawn_at: null,
        withdrawn_reason: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "plan_adoptions_standing_key"))
      throw new AppError<PlansError>("plans.adoption_exists", { status: 409, cause: error });
    throw error;
  }
  await recordFacts(trx, context.clock, [
    {
      kind: "plans.adopted",
      occurredOn: input.adoptedOn,
      unitId: input.unitId,
      quantity: 1,
      measure: "项",
      source: { table: "plan_adoptions", id },
      planTags: [task.code],
    },
  ]);
  await recordAct(trx, context, actor, {
    action: "plans.adopt",
    unitId: input.unitId,
    table: "plan_adoptions",
    id,
  });
  return id;
};

/** @throws AppError `plans.adoption_not_found` (404) | `plans.reason_needed` */
export const withdrawAdoption = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { adoptionId: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const row = await trx
    .updateTable("plan_adoptions")
    .set({ withdrawn_at: context.clock.now(), withdrawn_reason: reason })
    .where("id", "=", input.adoptionId)
    .where("withdrawn_at", "is", null)
    .returning(["unit_id"])
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.adoption_not_found", { status: 404 });
  await reverseFactsOf(trx, context.clock, { table: "plan_adoptions", id: input.adoptionId });
  await recordAct(trx, context, actor, {
    action: "plans.withdraw_adoption",
    unitId: row.unit_id,
    table: "plan_adoptions",
    id: input.adoptionId,
    reason,
  });
};
