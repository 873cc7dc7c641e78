import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { readTaskRows } from "./api-documents.ts";
import * as contract from "./contract.ts";
import { findPlanInForce, getDocument } from "./documents.ts";
import type { PlansError } from "./errors.ts";
import { listEvidenceLinks } from "./evidence.ts";
import { listClauses, listLinks } from "./links.ts";
import { readProgress } from "./progress.ts";
import {
  getTargetTask,
  getTask,
  listTaskIndicators,
  listTasks,
  listTaskUnits,
  type TaskIndicatorView,
  type TaskView,
} from "./queries.ts";
import { dropTarget, setTarget, tieIndicator } from "./targets.ts";
import { adoptTask, editTask, setTaskUnits, withdrawAdoption } from "./tasks.ts";
import { filterText, readMonths, readTrends, toForecast, toTarget, toTaskRow } from "./views.ts";
import { evidenceKinds } from "./vocabulary.ts";

const upperOf = async (context: Context, task: TaskView) => {
  const { db } = context;
  const links = (await listLinks(db, task.documentId)).filter((link) => link.clauseId === task.clauseId);
  const found = [];
  for (const link of links) {
    const document = await getDocument(db, link.upperDocumentId);
    const clause = (await listClauses(db, document.id)).find((one) => one.id === link.upperClauseId);
    if (clause !== undefined)
      found.push({
        documentTitle: document.title,
        nodeId: clause.nodeId,
        heading: clause.heading ?? clause.sentences[0]?.text ?? clause.nodeId,
      });
  }
  return found;
};

const toTied = async (
  db: Context["db"],
  one: TaskIndicatorView,
  place: { unitId: string; unitPath: string; asOf: string },
) => ({
  id: one.id,
  code: one.code,
  version: one.version,
  name: one.name,
  measure: one.measure,
  filterText: filterText(one.filter),
  months: await readMonths(db, one, place),
});
type TiedView = Awaited<ReturnType<typeof toTied>>;

/** Routes of tasks: lists, one task with its figures, and the supervisor's and liaisons' acts on it. */
export const registerTaskRoutes = (routes: Routes, context: Context): void => {
  const { db, policy } = context;
  routes.read({
    url: "/api/plan-tasks",
    access: { action: "plans.read" },
    summary: "Tasks of the plan in force (or of a document) in its order, with how they stand today",
    query: contract.taskQuery,
    response: contract.taskPage,
    handler: async (visit) => {
      const { page = 1, size = 50, document, unit, status, pillar, audience, q } = visit.query;
      const documentId = document ?? (await findPlanInForce(db))?.id;
      if (documentId === undefined) return { rows: [], total: 0, page, size };
      const wanted = new Set(
        (await listTasks(db, { documentId, unitId: unit, pillar, audience, q })).map((task) => task.id),
      );
      const rows = (await readTaskRows(context, documentId, toDistrictDate(visit.now))).filter(
        (row) => wanted.has(row.id) && (status === undefined || row.status === status),
      );
      return { rows: rows.slice((page - 1) * size, page * size), total: rows.length, page, size };
    },
  });
  routes.read({
    url: "/api/plan-tasks/:id",
    access: { action: "plans.read" },
    summary:
      "A task with the clause's own words, each target with its figure and facts, units, evidence and upper clauses",
    params: contract.idParams,
    query: contract.asOfQuery,
    response: contract.taskAnswer,
    handler: async (visit) => {
      const task = await getTask(db, visit.params.id);
      const asOf = visit.query.asOf ?? toDistrictDate(visit.now);
      const progress = (await readProgress(db, { tasks: [task], asOf })).get(task.id);
      const units = await listTaskUnits(db, [task.id]);
      const tied = await listTaskIndicators(db, [task.id]);
      const place = { unitId: task.unitId, unitPath: task.unitPath, asOf };
      const indicators: TiedView[] = [];
      for (const one of tied) indicators.push(await toTied(db, one, place));
      const may = policy.decide(visit.actor, "plans.manage", { unitPath: task.unitPath });
      const isOpen = task.documentStatus === "draft" || task.documentStatus === "in_force";
      const closed = isOpen ? `由${task.documentTitle}的督导员来办。` : "方案已经封存，不能再改。";
      return {
        ...toTaskRow(task, progress, units, (await readTrends(db, tied, place)).get(task.id) ?? null),
        documentTitle: task.documentTitle,
        clauseHeading: task.clauseHeading,
        sentences: [...task.sentences],
        asOf,
        targets: (progress?.targets ?? []).map((row) => ({
          ...toTarget(row, place),
          forecast: toForecast(
            row,
            indicators.find((one) => one.id === row.target.indicator?.id)?.months,
            asOf,
          ),
        })),
        indicators,
        upper: await upperOf(context, task),
        evidence: (await listEvidenceLinks(db, "task_id", [task.id])).map((link) => ({
          linkId: link.id,
          id: link.evidenceId,
          title: link.evidenceTitle,
          kindName: evidenceKinds[link.kind],
          happenedOn: link.happenedOn,
          unitName: link.unitName,
          removedReason: link.removedReason,
        })),
        nextActions: [
          { action: "edit", label: "改任务" },
          { action: "units", label: "改分工" },
          { action: "target", label: "加目标" },
          { action: "indicator", label: "接指标" },
        ].map((one) => ({
          ...one,
          allowed: may.ok && isOpen,
          ...(may.ok && isOpen ? {} : { reason: closed }),
        })),
      };
    },
  });
  registerTaskWrites(routes, context);
};

const registerTaskWrites = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (
    visit: { params: { id: string }; authorise: (path: string) => void },
    trx: Trx,
  ): Promise<void> => visit.authorise((await getTask(trx, visit.params.id)).unitPath);
  routes.write({
    method: "PUT",
    url: "/api/plan-tasks/:id",
    access: { action: "plans.manage" },
    summary: "Change what a task is called, when it is due and whom it is for",
    params: contract.idParams,
    body: contract.taskBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      await editTask(trx, act(visit), visit.actor, { taskId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/plan-tasks/:id/units",
    access: { action: "plans.manage" },
    summary: "Say who leads and who supports a task",
    params: contract.idParams,
    body: contract.unitsBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      await setTaskUnits(trx, act(visit), visit.actor, { taskId: visit.params.id, units: visit.body.units });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-tasks/:id/targets",
    access: { action: "plans.manage" },
    summary: "Set a target of a task",
    params: contract.idParams,
    body: contract.targetBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      return {
        id: await setTarget(trx, act(visit), visit.actor, { taskId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-targets/:id/drop",
    access: { action: "plans.manage" },
    summary: "Take a target away, with a reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getTask(trx, await getTargetTask(trx, visit.params.id))).unitPath);
      await dropTarget(trx, act(visit), visit.actor, {
        targetId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-tasks/:id/indicators",
    access: { action: "plans.manage" },
    summary: "Tie a task to an indicator; from then on facts tell its figure",
    params: contract.idParams,
    body: contract.indicatorBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit, trx);
      const { indicatorCode, audience, topic } = visit.body;
      return {
        id: await tieIndicator(trx, act(visit), visit.actor, {
          taskId: visit.params.id,
          indicatorCode,
          filter: {
            ...(audience === undefined ? {} : { audience }),
            ...(topic === undefined ? {} : { topic }),
          },
        }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-tasks/:id/adopt",
    access: { action: "plans.adopt" },
    summary: "A unit says in which of its own documents it has taken the task up",
    params: contract.idParams,
    body: contract.adoptBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return {
        id: await adoptTask(trx, act(visit), visit.actor, { taskId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-adoptions/:id/withdraw",
    access: { action: "plans.adopt" },
    summary: "Withdraw an adoption, with a reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const row = await trx
        .selectFrom("plan_adoptions as adoption")
        .innerJoin("org_units as unit", "unit.id", "adoption.unit_id")
        .select("unit.path")
        .where("adoption.id", "=", visit.params.id)
        .executeTakeFirst();
      if (row === undefined) throw new AppError<PlansError>("plans.adoption_not_found", { status: 404 });
      visit.authorise(row.path);
      await withdrawAdoption(trx, act(visit), visit.actor, {
        adoptionId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
