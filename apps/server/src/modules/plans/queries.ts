import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type IndicatorFilter, listIndicators } from "#kernel/indicators.ts";
import { meetsPillar, type Pillar, type PillarFilter } from "#kernel/pillars.ts";
import type { PlansError } from "./errors.ts";
import type { DocumentStatus } from "./state.ts";
import type { PathPoint, StoredSentence } from "./tables.ts";
import type { Comparison, Frequency, Subject, TaskPart } from "./vocabulary.ts";

/** A task as other modules name it: `E-07 老年人智慧助老`, with the plan and clause it is of. */
export type TaskView = {
  id: string;
  code: string;
  title: string;
  documentId: string;
  documentTitle: string;
  documentStatus: DocumentStatus;
  /** Whose plan it is. */
  unitId: string;
  unitPath: string;
  clauseId: string;
  clauseNo: string | null;
  clauseHeading: string | null;
  sentences: readonly StoredSentence[];
  startsOn: string;
  dueOn: string;
  audiences: readonly Audience[];
  pillars: readonly Pillar[];
};

const selectTasks = (db: Db | Trx) =>
  db
    .selectFrom("plan_tasks as task")
    .innerJoin("plan_documents as document", "document.id", "task.document_id")
    .innerJoin("plan_clauses as clause", "clause.id", "task.clause_id")
    .innerJoin("org_units as unit", "unit.id", "document.unit_id")
    .select([
      "task.id",
      "task.code",
      "task.title",
      "task.document_id as documentId",
      "document.title as documentTitle",
      "document.status as documentStatus",
      "document.unit_id as unitId",
      "unit.path as unitPath",
      "task.clause_id as clauseId",
      "clause.node_id as clauseNo",
      "clause.heading as clauseHeading",
      "clause.sentences",
      "task.starts_on as startsOn",
      "task.due_on as dueOn",
      "task.audiences",
      "task.pillars",
    ]);

/** By id, undefined where there is none. */
export const findTask = async (db: Db | Trx, taskId: string): Promise<TaskView | undefined> =>
  selectTasks(db).where("task.id", "=", taskId).executeTakeFirst();

/** By its code in a plan, such as `E-07`. */
export const findTaskByCode = async (
  db: Db | Trx,
  input: { documentId: string; code: string },
): Promise<TaskView | undefined> =>
  selectTasks(db)
    .where("task.document_id", "=", input.documentId)
    .where("task.code", "=", input.code)
    .executeTakeFirst();

/** @throws AppError `plans.task_not_found` (404) */
export const getTask = async (db: Db | Trx, taskId: string): Promise<TaskView> => {
  const task = await findTask(db, taskId);
  if (task === undefined) throw new AppError<PlansError>("plans.task_not_found", { status: 404 });
  return task;
};

export type TaskFilter = {
  documentId?: string | undefined;
  /** Tasks in which this unit has a part. */
  unitId?: string | undefined;
  part?: TaskPart | undefined;
  audience?: Audience | undefined;
  pillar?: PillarFilter | undefined;
  /** Words of the title, the code, or the clause. */
  q?: string | undefined;
};

/** Tasks in the order of the plan. */
export const listTasks = async (db: Db | Trx, filter: TaskFilter = {}): Promise<readonly TaskView[]> => {
  let query = selectTasks(db);
  const { documentId, unitId, part, audience, pillar, q } = filter;
  if (documentId !== undefined) query = query.where("task.document_id", "=", documentId);
  if (unitId !== undefined)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("plan_task_units as part")
          .select("part.id")
          .whereRef("part.task_id", "=", "task.id")
          .where("part.unit_id", "=", unitId)
          .$if(part !== undefined, (parts) => parts.where("part.part", "=", part ?? "lead")),
      ),
    );
  if (audience !== undefined) query = query.where(sql<boolean>`task.audiences @> ${[audience]}`);
  if (pillar !== undefined) query = query.where(meetsPillar("task.pillars", pillar));
  if (q !== undefined) {
    const words = `%${q.trim().replaceAll(/[\\%_]/g, "\\$&")}%`;
    // The whole tree is searched: a clause is found by its own words.
    query = query.where(
      sql<boolean>`(task.title like ${words} or task.code ilike ${words} or clause.sentences::text like ${words})`,
    );
  }
  return query.orderBy("document.created_at", "desc").orderBy("clause.seq").orderBy("task.code").execute();
};

export type TaskUnitView = {
  taskId: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  part: TaskPart;
  printedName: string | null;
  /** Undefined where the unit has not taken the task into its own plan: red. */
  adoption: {
    id: string;
    documentTitle: string;
    documentNo: string | null;
    fileId: string | null;
    adoptedOn: string;
  } | null;
};

/** Lead and support units of tasks with what they adopted, leads first. */
export const listTaskUnits = async (
  db: Db | Trx,
  taskIds: readonly string[],
): Promise<readonly TaskUnitView[]> => {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom("plan_task_units as part")
    .innerJoin("org_units as unit", "unit.id", "part.unit_id")
    .leftJoin("plan_adoptions as adoption", (join) =>
      join
        .onRef("adoption.task_id", "=", "part.task_id")
        .onRef("adoption.unit_id", "=", "part.unit_id")
        .on("adoption.withdrawn_at", "is", null),
    )
    .select([
      "part.task_id",
      "part.unit_id",
      "unit.name",
      "unit.path",
      "part.part",
      "part.printed_name",
      "adoption.id as adoption_id",
      "adoption.document_title",
      "adoption.document_no",
      "adoption.file_id",
      "adoption.adopted_on",
    ])
    .where("part.task_id", "in", [...taskIds])
    .orderBy("part.part")
    .orderBy("unit.name_sort")
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    unitId: row.unit_id,
    unitName: row.name,
    unitPath: row.path,
    part: row.part,
    printedName: row.printed_name,
    adoption:
      row.adoption_id === null || row.document_title === null || row.adopted_on === null
        ? null
        : {
            id: row.adoption_id,
            documentTitle: row.document_title,
            documentNo: row.document_no,
            fileId: row.file_id,
            adoptedOn: row.adopted_on,
          },
  }));
};

export type TargetView = {
  id: string;
  taskId: string;
  title: string;
  comparison: Comparison;
  value: number;
  measure: string;
  subject: Subject;
  frequency: Frequency | null;
  baseline: number | null;
  baselineOn: string | null;
  path: readonly PathPoint[];
  sentenceId: string | null;
  startsOn: string;
  dueOn: string;
  indicator: { id: string; code: string; version: number; filter: IndicatorFilter } | null;
};

export const listTargets = async (
  db: Db | Trx,
  taskIds: readonly string[],
): Promise<readonly TargetView[]> => {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom("plan_targets as target")
    .innerJoin("plan_tasks as task", "task.id", "target.task_id")
    .leftJoin("task_indicators as tied", "tied.id", "target.task_indicator_id")
    .selectAll("target")
    .select(["task.starts_on", "task.due_on", "tied.indicator_code", "tied.indicator_version", "tied.filter"])
    .where("target.task_id", "in", [...taskIds])
    .orderBy("target.seq")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    taskId: row.task_id,
    title: row.title,
    comparison: row.comparison,
    value: row.value,
    measure: row.measure,
    subject: row.subject,
    frequency: row.frequency,
    baseline: row.baseline,
    baselineOn: row.baseline_on,
    path: row.path,
    sentenceId: row.sentence_id,
    startsOn: row.starts_on,
    dueOn: row.due_on,
    indicator:
      row.task_indicator_id === null || row.indicator_code === null || row.indicator_version === null
        ? null
        : {
            id: row.task_indicator_id,
            code: row.indicator_code,
            version: row.indicator_version,
            filter: row.filter ?? {},
          },
  }));
};

/** The task of a target. @throws AppError `plans.target_not_found` (404) */
export const getTargetTask = async (db: Db | Trx, targetId: string): Promise<string> => {
  const target = await db
    .selectFrom("plan_targets")
    .select("task_id")
    .where("id", "=", targetId)
    .executeTakeFirst();
  if (target === undefined) throw new AppError<PlansError>("plans.target_not_found", { status: 404 });
  return target.task_id;
};

export type TaskIndicatorView = {
  id: string;
  taskId: string;
  code: string;
  version: number;
  name: string;
  measure: string;
  filter: IndicatorFilter;
};

export const listTaskIndicators = async (
  db: Db | Trx,
  taskIds: readonly string[],
): Promise<readonly TaskIndicatorView[]> => {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom("task_indicators")
    .selectAll()
    .where("task_id", "in", [...taskIds])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const definitions = rows.length === 0 ? [] : await listIndicators(db);
  return rows.map((row) => {
    const definition = definitions.find(
      (one) => one.code === row.indicator_code && one.version === row.indicator_version,
    );
    return {
      id: row.id,
      taskId: row.task_id,
      code: row.indicator_code,
      version: row.indicator_version,
      name: definition?.name ?? row.indicator_code,
      measure: definition?.measure ?? "",
      filter: row.filter,
    };
  });
};
