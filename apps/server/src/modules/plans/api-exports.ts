import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { maxExportRows, requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { readEvidenceList, toEvidenceRows } from "./api-evidence.ts";
import { listWorkPlans, readItems } from "./api-work-plans.ts";
import { type LineView, listLines, listSpendings, type SpendingView } from "./budgets.ts";
import * as contract from "./contract.ts";
import * as units from "./contract-units.ts";
import { workPlanStatusNames } from "./state.ts";
import { getWorkPlan } from "./work-plans.ts";

type MoneyRow = { line: LineView; spending: SpendingView | undefined; isFirst: boolean };

/** A row for each booking, and one for a line on which nothing was booked; the line's own amounts stand in its first row. */
const moneyRows = (lines: readonly LineView[], spendings: readonly SpendingView[]): readonly MoneyRow[] => {
  const byLine = Map.groupBy(spendings, ({ lineId }) => lineId);
  return lines.flatMap((line) =>
    (byLine.get(line.id) ?? [undefined]).map((spending, index) => ({ line, spending, isFirst: index === 0 })),
  );
};

/** Lists of the plan as tables: work plans, one of them with its items, money, evidence. The tasks of a plan: api-documents. */
export const registerPlanExports = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.file({
    url: "/api/work-plans/export.xlsx",
    access: { action: "plans.read_unit" },
    query: units.workPlanQuery,
    handler: async (visit) => {
      const { unit, year, status } = visit.query;
      const unitPath =
        unit === undefined ? undefined : (await getUnit(db, unit, toDistrictDate(visit.now))).path;
      const { rows, total } = await listWorkPlans(
        db,
        { scope: visit.scope(), unitPath, year, status },
        { page: 1, size: maxExportRows },
      );
      requireExportable(total);
      return {
        contentType: xlsxContentType,
        downloadName: "年度工作计划.xlsx",
        body: await toXlsx(rows, {
          sheet: "年度工作计划",
          columns: [
            { header: "单位", value: (row) => row.unitName, width: 24 },
            { header: "年份", value: (row) => row.year, width: 8 },
            { header: "版本", value: (row) => row.version, width: 8 },
            { header: "状态", value: (row) => workPlanStatusNames[row.status], width: 12 },
            { header: "修改原因", value: (row) => row.amendReason, width: 30 },
            { header: "退回原因", value: (row) => row.decisionReason, width: 30 },
            { header: "方案", value: (row) => row.documentTitle, width: 50 },
          ],
        }),
      };
    },
  });
  routes.file({
    url: "/api/work-plans/:id/items.xlsx",
    access: { action: "plans.read_unit" },
    params: contract.idParams,
    handler: async (visit) => {
      const plan = await getWorkPlan(db, visit.params.id);
      visit.authorise(plan.unitPath);
      return {
        contentType: xlsxContentType,
        downloadName: `${plan.unitName}${plan.year}年工作计划.xlsx`,
        body: await toXlsx(await readItems(db, plan, toDistrictDate(visit.now)), {
          sheet: `${plan.year}年`,
          columns: [
            { header: "编号", value: (row) => row.taskCode, width: 10 },
            { header: "工作", value: (row) => row.title, width: 40 },
            { header: "月份", value: (row) => row.months.join("、"), width: 16 },
            { header: "目标", value: (row) => row.goal, width: 10 },
            { header: "单位", value: (row) => row.measure, width: 10 },
            { header: "经费（元）", value: (row) => row.money, width: 14 },
            { header: "现在（由记录算出）", value: (row) => row.valueText, width: 30 },
            { header: "状态", value: (row) => row.statusName, width: 14 },
            { header: "说明", value: (row) => row.note, width: 40 },
            { header: "方案原文", value: (row) => row.clauseText, width: 80 },
          ],
        }),
      };
    },
  });
  routes.file({
    url: "/api/budget-lines/export.xlsx",
    access: { action: "plans.read_unit" },
    query: units.budgetQuery,
    handler: async (visit) => {
      const year = visit.query.year ?? Number(toDistrictDate(visit.now).slice(0, 4));
      const lines = await listLines(db, { scope: visit.scope(), year, unitId: visit.query.unit });
      const rows = moneyRows(
        lines,
        await listSpendings(
          db,
          lines.map(({ id }) => id),
        ),
      );
      requireExportable(rows.length);
      return {
        contentType: xlsxContentType,
        downloadName: `${year}年科普经费.xlsx`,
        body: await toXlsx(rows, {
          sheet: `${year}年`,
          columns: [
            { header: "单位", value: ({ line }) => line.unitName, width: 24 },
            { header: "经费", value: ({ line }) => line.title, width: 30 },
            { header: "预算文件", value: ({ line }) => line.documentTitle, width: 40 },
            { header: "文号", value: ({ line }) => line.documentNo, width: 20 },
            { header: "预算（元）", value: (row) => (row.isFirst ? row.line.amount : null), width: 14 },
            { header: "已支出（元）", value: (row) => (row.isFirst ? row.line.spent : null), width: 14 },
            { header: "支出日期", value: ({ spending }) => spending?.spentOn ?? null, width: 12 },
            { header: "支出（元）", value: ({ spending }) => spending?.amount ?? null, width: 14 },
            { header: "用途", value: ({ spending }) => spending?.purpose ?? null, width: 40 },
            { header: "任务", value: ({ spending }) => spending?.taskCode ?? null, width: 10 },
            { header: "超支原因", value: ({ spending }) => spending?.overReason ?? null, width: 30 },
            { header: "取消原因", value: ({ spending }) => spending?.cancelledReason ?? null, width: 30 },
          ],
        }),
      };
    },
  });
  routes.file({
    url: "/api/evidence/export.xlsx",
    access: { action: "plans.read_evidence" },
    query: contract.evidenceQuery,
    handler: async (visit) => {
      const { rows, total } = await readEvidenceList(context, visit, { page: 1, size: maxExportRows });
      requireExportable(total);
      return {
        contentType: xlsxContentType,
        downloadName: "佐证材料.xlsx",
        body: await toXlsx(await toEvidenceRows(db, rows), {
          sheet: "佐证材料",
          columns: [
            { header: "材料", value: (row) => row.title, width: 50 },
            { header: "种类", value: (row) => row.kindName, width: 14 },
            { header: "单位", value: (row) => row.unitName, width: 24 },
            { header: "日期", value: (row) => row.happenedOn, width: 12 },
            { header: "人数单", value: (row) => row.countText, width: 30 },
            { header: "有附件", value: (row) => row.hasFile, width: 10 },
            { header: "依据的记录", value: (row) => row.record?.title ?? null, width: 40 },
          ],
        }),
      };
    },
  });
};
