import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { declareUnitUse, withinScope } from "#modules/organisations/index.ts";
import { registerChecklistRoutes } from "./api-checklists.ts";
import { registerDocumentRoutes } from "./api-documents.ts";
import { registerEstimateRoutes } from "./api-estimates.ts";
import { registerEvidenceRoutes } from "./api-evidence.ts";
import { registerPlanExports } from "./api-exports.ts";
import { registerPillarRoutes } from "./api-pillars.ts";
import { registerTaskRoutes } from "./api-tasks.ts";
import { registerWorkPlanRoutes } from "./api-work-plans.ts";
import { expireDocuments } from "./documents.ts";
import { plansFactKinds } from "./facts.ts";
import { plansMessages, plansNames } from "./messages.ts";
import { plansNumericInputs } from "./numeric-inputs.ts";
import { toPlanPath, toTaskPath, toWorkPlanPath } from "./paths.ts";
import { plansPlanRows } from "./plan-rows.ts";
import { plansPolicy } from "./policy.ts";
import { registerPlanPage } from "./portal.tsx";
import { listEnding } from "./succession.ts";
import { selectWorkPlans } from "./work-plans.ts";
import "./tables.ts";

declareUnitUse({
  name: "plans",
  label: "项在承担的任务",
  count: async (db, unitId) => {
    const row = await db
      .selectFrom("plan_task_units as part")
      .innerJoin("plan_tasks as task", "task.id", "part.task_id")
      .innerJoin("plan_documents as document", "document.id", "task.document_id")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("part.unit_id", "=", unitId)
      .where("document.status", "=", "in_force")
      .executeTakeFirstOrThrow();
    return row.count;
  },
});

export const plansModule: Module = {
  name: "plans",
  policy: plansPolicy,
  messages: plansMessages,
  names: plansNames,
  guardedTables: [
    {
      table: "plan_documents",
      columns: [
        "id",
        "unit_id",
        "level",
        "title",
        "document_no",
        "issued_on",
        "valid_from",
        "valid_to",
        "version",
        "replaces_id",
        "status",
        "text_hash",
      ],
    },
    {
      table: "plan_tasks",
      columns: [
        "id",
        "document_id",
        "clause_id",
        "code",
        "title",
        "starts_on",
        "due_on",
        "audiences",
        "pillars",
      ],
    },
    {
      table: "plan_adoptions",
      columns: [
        "id",
        "task_id",
        "unit_id",
        "document_title",
        "document_no",
        "file_id",
        "adopted_on",
        "withdrawn_reason",
      ],
    },
    {
      table: "evidence_items",
      columns: [
        "id",
        "unit_id",
        "kind",
        "title",
        "happened_on",
        "file_id",
        "record_table",
        "record_id",
        "quantity",
        "measure",
        "signed_by_post",
      ],
    },
    {
      table: "work_plans",
      columns: [
        "id",
        "document_id",
        "unit_id",
        "year",
        "version",
        "amends_id",
        "status",
        "submitted_by_person_id",
        "decided_by_person_id",
      ],
    },
    {
      table: "budget_lines",
      columns: ["id", "unit_id", "year", "title", "amount", "document_title", "document_no"],
    },
    {
      table: "budget_spendings",
      columns: [
        "id",
        "line_id",
        "amount",
        "spent_on",
        "purpose",
        "task_id",
        "over_reason",
        "cancelled_reason",
      ],
    },
  ],
  factKinds: plansFactKinds,
  planRows: plansPlanRows,
  jobs: (context) => [
    {
      name: "plans.expire",
      title: "过了有效期的方案封存",
      schedule: "7 0 * * *",
      run: async () =>
        void (await inTransaction(context.db, (trx) =>
          expireDocuments(trx, context, systemActor("plans.expire")),
        )),
    },
  ],
  numericInputs: plansNumericInputs,
  routes: (routes, context) => {
    registerDocumentRoutes(routes, context);
    registerTaskRoutes(routes, context);
    registerPillarRoutes(routes, context);
    registerEstimateRoutes(routes, context);
    registerEvidenceRoutes(routes, context);
    registerWorkPlanRoutes(routes, context);
    registerChecklistRoutes(routes, context);
    registerPlanExports(routes, context);
    registerPlanPage(routes, context);
    registerWaitingSource("plans.work_plans", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "plans.decide");
      const row = await db
        .selectFrom("work_plans as plan")
        .innerJoin("org_units as unit", "unit.id", "plan.unit_id")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("plan.status", "=", "submitted")
        .where(withinScope("unit.path", scope))
        .executeTakeFirstOrThrow();
      return [
        {
          kind: "plans.work_plans",
          title: "工作计划等批准",
          href: "/workbench/work-plans?status=submitted",
          count: row.count,
        },
      ];
    });
    registerWaitingSource("plans.ending", async ({ db, policy, clock }, actor) => {
      const ending = (await listEnding(db, toDistrictDate(clock.now()))).filter(
        (plan) => policy.decide(actor, "plans.manage", { unitPath: plan.unitPath }).ok,
      );
      const [first] = ending;
      if (first === undefined) return [];
      return [
        {
          kind: "plans.ending",
          title: `方案将在 ${first.validTo} 到期，还没有下一期`,
          href: toPlanPath(first.id),
          count: ending.length,
          dueAt: new Date(`${first.validTo}T16:00:00Z`),
        },
      ];
    });
    registerRecordResolver({
      sourceTable: "work_plans",
      resolve: async (db, ids) => {
        const rows = await selectWorkPlans(db)
          .where("plan.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.unitName} ${row.year} 年工作计划`, href: toWorkPlanPath(row.id) },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "budget_lines",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("budget_lines")
          .select(["id", "title", "year"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.year} 年 ${row.title}`, href: `/workbench/budgets?year=${row.year}` },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "plan_adoptions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("plan_adoptions as adoption")
          .innerJoin("plan_tasks as task", "task.id", "adoption.task_id")
          .select(["adoption.id", "task.id as taskId", "task.code", "task.title"])
          .where("adoption.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `${row.code} ${row.title}`, href: toTaskPath(row.taskId) }]),
        );
      },
    });
  },
};

export { applyProposal, type ProposedTask, proposeTasks } from "./apply-suggestions.ts";
export { addLine, cancelSpending, listLines, listUnbudgeted, recordSpending } from "./budgets.ts";
export { type ChecklistView, createChecklist, getChecklist, listChecklists } from "./checklists.ts";
export {
  bringIntoForce,
  type DocumentView,
  findPlanInForce,
  getDocument,
  importDocument,
  listDocuments,
  type ReadPlan,
  readPlan,
} from "./documents.ts";
export type { PlansError } from "./errors.ts";
export {
  type EvidenceFilter,
  type EvidenceView,
  getEvidence,
  linkEvidence,
  listEvidence,
  type NewEvidence,
  recordEvidence,
  unlinkEvidence,
} from "./evidence.ts";
export { type ClauseView, linkClauses, listClauses, listLinks } from "./links.ts";
export {
  addMilestone,
  listMilestones,
  milestoneStateNames,
  type MilestoneState,
  type MilestoneView,
} from "./milestones.ts";
export { readItems as readWorkPlanItems } from "./api-work-plans.ts";
export { plansPaths, toEvidencePath, toPlanPath, toTaskPath, toWorkPlanPath } from "./paths.ts";
export {
  countByStatus,
  measureOf,
  readProgress,
  readTaskProgress,
  type TargetProgress,
  type TaskProgress,
} from "./progress.ts";
export { type EstimateView, importEstimate, outcomeNames } from "./estimates.ts";
export { progressTones } from "./portal-views.tsx";
export { missingReasons, type ProgressStatus, progressStatusNames } from "./progress-rule.ts";
export {
  findTask,
  findTaskByCode,
  getTask,
  listTargets,
  listTasks,
  listTaskUnits,
  type TargetView,
  type TaskFilter,
  type TaskUnitView,
  type TaskView,
} from "./queries.ts";
export { readStanding, type Standing } from "./standing.ts";
export { type SuggestedTask, suggestTasks } from "./suggest.ts";
export { setTarget, type TargetInput, tieIndicator } from "./targets.ts";
export { clonePlan, listEnding } from "./succession.ts";
export { adoptTask, makeTasks, type NewTask, setTaskUnits, withdrawAdoption } from "./tasks.ts";
export {
  type Comparison,
  comparisons,
  documentLevelCodes,
  documentLevels,
  type DocumentLevel,
  evidenceKindCodes,
  evidenceKinds,
  type EvidenceKind,
  frequencies,
  type Frequency,
  subjects,
  type Subject,
  taskParts,
  type TaskPart,
} from "./vocabulary.ts";
export {
  amendWorkPlan,
  decideWorkPlan,
  draftWorkPlan,
  getWorkPlan,
  submitWorkPlan,
  type WorkPlanView,
  writeItem,
} from "./work-plans.ts";
