import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit, type Scope, withinScope } from "#modules/organisations/index.ts";
import {
  addLine,
  cancelSpending,
  getLine,
  getSpendingLine,
  listLines,
  listSpendings,
  listUnbudgeted,
  recordSpending,
} from "./budgets.ts";
import { idAnswer, idParams, reasonBody } from "./contract.ts";
import * as contract from "./contract-units.ts";
import { readProgress, type TaskProgress } from "./progress.ts";
import { missingReasons, type ProgressStatus, progressStatusNames } from "./progress-rule.ts";
import { listTasks } from "./queries.ts";
import { workPlanStates, type WorkPlanStatus, workPlanStatusNames } from "./state.ts";
import {
  amendWorkPlan,
  decideWorkPlan,
  draftWorkPlan,
  getItemPlan,
  getWorkPlan,
  selectWorkPlans,
  submitWorkPlan,
  type WorkPlanView,
  writeItem,
} from "./work-plans.ts";

const toRow = (plan: WorkPlanView) => ({
  id: plan.id,
  documentId: plan.documentId,
  documentTitle: plan.documentTitle,
  unitId: plan.unitId,
  unitName: plan.unitName,
  year: plan.year,
  version: plan.version,
  status: plan.status,
  statusName: workPlanStatusNames[plan.status],
  amendReason: plan.amendReason,
  decisionReason: plan.decisionReason,
  createdAt: plan.createdAt,
});

export const listWorkPlans = async (
  db: Db,
  filter: {
    scope: Scope;
    unitPath?: string | undefined;
    year?: number | undefined;
    status?: WorkPlanStatus | undefined;
  },
  page: { page: number; size: number },
) => {
  let query = selectWorkPlans(db).where(withinScope("unit.path", filter.scope));
  if (filter.unitPath !== undefined) query = query.where(withinScope("unit.path", [filter.unitPath]));
  if (filter.year !== undefined) query = query.where("plan.year", "=", filter.year);
  if (filter.status !== undefined) query = query.where("plan.status", "=", filter.status);
  const { total } = await db
    .selectFrom(query.clearSelect().select("plan.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await query
    .orderBy("plan.year", "desc")
    .orderBy("plan.status_changed_at", "desc")
    .orderBy("plan.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

const statusWithoutOwn = (isBegun: boolean): string => (isBegun ? "看材料" : "还没有开始");
/** A unit's share of a district's figure is a number without a goal of its own. */
const ownStatusName = (status: ProgressStatus): string =>
  status === "none" ? "没有单独的目标" : progressStatusNames[status];

/** Items with what the unit itself has done in the plan's year: read from facts, nothing of it is typed. */
export const readItems = async (db: Db, plan: WorkPlanView, today: string) => {
  const rows = await db
    .selectFrom("work_plan_items as item")
    .innerJoin("plan_tasks as task", "task.id", "item.task_id")
    .selectAll("item")
    .select("task.code")
    .where("item.work_plan_id", "=", plan.id)
    .orderBy("item.seq")
    .execute();
  const lastDay = `${plan.year}-12-31`;
  const wanted = new Set(rows.map((row) => row.task_id));
  const tasks = (await listTasks(db, { documentId: plan.documentId })).filter((task) => wanted.has(task.id));
  const isBegun = today >= `${plan.year}-01-01`;
  const progress = isBegun
    ? await readProgress(db, { tasks, asOf: today < lastDay ? today : lastDay })
    : new Map<string, TaskProgress>();
  return rows.map((row) => {
    const task = tasks.find((one) => one.id === row.task_id);
    const standing = progress.get(row.task_id);
    const own = standing?.targets
      .map((target) => ({ target, unit: target.units.find((one) => one.unitId === plan.unitId) }))
      .find((one) => one.unit !== undefined && one.target.value !== null);
    const status = own?.unit?.status ?? "none";
    const missing = isBegun ? (standing?.missing ?? "no_indicator") : "not_begun";
    return {
      id: row.id,
      taskId: row.task_id,
      taskCode: row.code,
      title: row.title,
      clauseText: (task?.sentences ?? []).map((sentence) => sentence.text).join(""),
      months: row.months,
      goal: row.goal,
      measure: row.measure,
      money: row.money,
      note: row.note,
      revision: row.revision,
      value: own?.unit?.value ?? null,
      valueText:
        own?.unit === undefined
          ? missingReasons[missing]
          : `${Math.round(own.unit.value * 100) / 100} ${own.target.target.measure}`,
      status,
      statusName: own === undefined ? statusWithoutOwn(isBegun) : ownStatusName(status),
    };
  });
};

export const registerWorkPlanRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/work-plans",
    access: { action: "plans.read_unit" },
    summary: "Yearly work plans of units of my area, newest first",
    query: contract.workPlanQuery,
    response: contract.workPlanPage,
    handler: async (visit) => {
      const { page = 1, size = 50, unit, year, status } = visit.query;
      const unitPath =
        unit === undefined ? undefined : (await getUnit(db, unit, toDistrictDate(visit.now))).path;
      const found = await listWorkPlans(db, { scope: visit.scope(), unitPath, year, status }, { page, size });
      return { rows: found.rows.map(toRow), total: found.total, page, size };
    },
  });
  routes.read({
    url: "/api/work-plans/:id",
    access: { action: "plans.read_unit" },
    summary: "A work plan with its items, what has been done of each from facts, money, and what can be done",
    params: idParams,
    response: contract.workPlanAnswer,
    handler: async (visit) => {
      const plan = await getWorkPlan(db, visit.params.id);
      visit.authorise(plan.unitPath);
      const items = await readItems(db, plan, toDistrictDate(visit.now));
      const lines = await listLines(db, { scope: [plan.unitPath], year: plan.year, unitId: plan.unitId });
      const mayDraft = policy.decide(visit.actor, "plans.work_plan", { unitPath: plan.unitPath });
      const mayDecide = policy.decide(visit.actor, "plans.decide", { unitPath: plan.unitPath });
      const steps = [
        { action: "submit", label: "提交批准", may: mayDraft },
        { action: "approve", label: "批准", may: mayDecide },
        { action: "return", label: "退回修改", may: mayDecide },
      ] as const;
      return {
        ...toRow(plan),
        items,
        budget: {
          amount: lines.reduce((sum, line) => sum + line.amount, 0),
          spent: lines.reduce((sum, line) => sum + line.spent, 0),
          planned: items.reduce((sum, item) => sum + (item.money ?? 0), 0),
        },
        nextActions: [
          ...steps.filter(({ action }) => workPlanStates.next(plan.status, action) !== undefined),
          ...(plan.status === "approved" ? [{ action: "amend", label: "修改计划", may: mayDraft }] : []),
        ].map(({ action, label, may }) => ({
          action,
          label,
          allowed: may.ok,
          ...(may.ok
            ? {}
            : {
                reason:
                  action === "submit" || action === "amend"
                    ? `由${plan.unitName}的联络员来办。`
                    : "由督导员来办。",
              }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/work-plans",
    access: { action: "plans.work_plan" },
    summary: "Draft a unit's work plan of a year from the tree of tasks",
    body: contract.workPlanBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await draftWorkPlan(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "PUT",
    url: "/api/work-plan-items/:id",
    access: { action: "plans.work_plan" },
    summary: "Write an item of a work plan; refused where somebody else has written it since it was read",
    params: idParams,
    body: contract.itemBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getItemPlan(trx, visit.params.id)).unitPath);
      const { goal, measure, ...rest } = visit.body;
      await writeItem(trx, act(visit), visit.actor, {
        itemId: visit.params.id,
        ...rest,
        ...(goal === undefined || measure === undefined ? {} : { goal: { value: goal, measure } }),
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/work-plans/:id/submit",
    access: { action: "plans.work_plan" },
    summary: "Hand a work plan in",
    params: idParams,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getWorkPlan(trx, visit.params.id)).unitPath);
      await submitWorkPlan(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
  for (const decision of ["approve", "return"] as const)
    routes.write({
      method: "POST",
      url: `/api/work-plans/:id/${decision}`,
      access: { action: "plans.decide" },
      summary: `The supervisor's word on a work plan: ${decision}`,
      params: idParams,
      body: contract.decideBody,
      response: idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getWorkPlan(trx, visit.params.id)).unitPath);
        await decideWorkPlan(trx, act(visit), visit.actor, {
          id: visit.params.id,
          decision,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });
  routes.write({
    method: "POST",
    url: "/api/work-plans/:id/amend",
    access: { action: "plans.work_plan" },
    summary: "Begin a new version of an approved work plan, with the reason",
    params: idParams,
    body: reasonBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getWorkPlan(trx, visit.params.id)).unitPath);
      return {
        id: await amendWorkPlan(trx, act(visit), visit.actor, {
          id: visit.params.id,
          reason: visit.body.reason,
        }),
      };
    },
  });
  registerBudgetRoutes(routes, context);
};

const registerBudgetRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/budget-lines",
    access: { action: "plans.read_unit" },
    summary: "Budget lines of my area in a year with what was spent, and the streets and towns without one",
    query: contract.budgetQuery,
    response: contract.budgetAnswer,
    handler: async (visit) => {
      const year = visit.query.year ?? Number(toDistrictDate(visit.now).slice(0, 4));
      const lines = await listLines(db, { scope: visit.scope(), year, unitId: visit.query.unit });
      const spendings = Map.groupBy(
        await listSpendings(
          db,
          lines.map((line) => line.id),
        ),
        (spending) => spending.lineId,
      );
      return {
        year,
        rows: lines.map(({ unitPath: _path, ...line }) => ({
          ...line,
          spendings: (spendings.get(line.id) ?? []).map(({ lineId: _line, taskId: _task, ...one }) => one),
        })),
        unbudgeted: [...(await listUnbudgeted(db, { scope: visit.scope(), year }))],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/budget-lines",
    access: { action: "plans.work_plan" },
    summary: "Enter a line of a unit's budget, with the document it stands in",
    body: contract.lineBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await addLine(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/budget-lines/:id/spendings",
    access: { action: "plans.work_plan" },
    summary: "Book what was spent on a line; above the line only with a reason",
    params: idParams,
    body: contract.spendingBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getLine(trx, visit.params.id)).unitPath);
      return {
        id: await recordSpending(trx, act(visit), visit.actor, { lineId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/budget-spendings/:id/cancel",
    access: { action: "plans.work_plan" },
    summary: "Take a booking back, with a reason",
    params: idParams,
    body: reasonBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getSpendingLine(trx, visit.params.id)).unitPath);
      await cancelSpending(trx, act(visit), visit.actor, {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
