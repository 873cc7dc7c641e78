import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { docxContentType, toOfficialDocx } from "#kernel/official-docx.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { getDocument, getWorkPlan } from "#modules/plans/index.ts";
import { askPack } from "./commands.ts";
import * as contract from "./contract.ts";
import type { PacksError } from "./errors.ts";
import { readLeaderPage } from "./leader-page.ts";
import { listOverviewTasks } from "./overview.ts";
import { getPack, listPacks, type PackView } from "./queries.ts";
import { yearlyReport } from "./report.ts";
import { packStatusNames } from "./state.ts";
import { workPlanDocument } from "./work-plan-document.ts";

const toRow = ({ unitPath: _path, fileId: _file, ...row }: PackView) => ({
  ...row,
  statusName: packStatusNames[row.status],
});

/** JSON routes and files of the packs, the leader's page and the reports. */
export const registerPackRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;

  routes.read({
    url: "/api/evidence-packs",
    access: { action: "packs.read" },
    summary: "Packs of my area, newest first",
    query: contract.pageQuery,
    response: contract.packPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const { rows, total } = await listPacks(db, { scope: visit.scope(), page, size });
      return { rows: rows.map(toRow), total, page, size };
    },
  });
  routes.read({
    url: "/api/evidence-packs/:id",
    access: { action: "packs.read" },
    summary: "One pack and how far it is",
    params: contract.idParams,
    response: contract.packAnswer,
    handler: async (visit) => {
      const pack = await getPack(db, visit.params.id);
      visit.authorise(pack.unitPath);
      return toRow(pack);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plans/:id/evidence-packs",
    access: { action: "packs.ask" },
    summary: "Ask for a pack of a plan; a job makes it",
    params: contract.idParams,
    body: contract.packBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const document = await getDocument(trx, visit.params.id);
      visit.authorise(document.unitPath);
      const { title, asOf = toDistrictDate(clock.now()) } = visit.body;
      const act = { clock, cipher, jobs: context.jobs, requestId: visit.requestId };
      return { id: await askPack(trx, act, visit.person(), { document, title, asOf }) };
    },
  });
  routes.file({
    url: "/api/evidence-packs/:id/download",
    access: { action: "packs.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const pack = await getPack(db, visit.params.id);
      visit.authorise(pack.unitPath);
      if (pack.status !== "ready" || pack.fileId === null)
        throw new AppError<PacksError>("packs.not_ready", { status: 409 });
      return toDownload(context, pack.fileId);
    },
  });

  routes.read({
    url: "/api/overview",
    access: { action: "packs.overview" },
    summary:
      "The leader's page of a unit: how the plan stands, what is red, what waits, what typing the week asked",
    query: contract.unitQuery,
    response: contract.overviewAnswer,
    handler: async (visit) => {
      const { unitPath, page } = await readLeaderPage(context, {
        unitId: visit.query.unit,
        actor: visit.person(),
      });
      visit.authorise(unitPath);
      return page;
    },
  });
  routes.read({
    url: "/api/overview/tasks",
    access: { action: "packs.overview" },
    summary: "The tasks behind the counts of the leader's page, the most urgent first",
    query: contract.tasksQuery,
    response: contract.tasksAnswer,
    handler: async (visit) => {
      const unit = await getUnit(db, visit.query.unit, toDistrictDate(clock.now()));
      visit.authorise(unit.path);
      const { status } = visit.query;
      return { rows: [...(await listOverviewTasks(db, { unit, now: clock.now(), status }))] };
    },
  });
  routes.file({
    url: "/api/work-plans/:id/plan.docx",
    access: { action: "packs.read_work_plan" },
    params: contract.idParams,
    handler: async (visit) => {
      const plan = await getWorkPlan(db, visit.params.id);
      visit.authorise(plan.unitPath);
      const document = await workPlanDocument(context, plan);
      return {
        contentType: docxContentType,
        downloadName: `${plan.unitName}${plan.year}年工作计划.docx`,
        body: await toOfficialDocx(document, clock.now()),
      };
    },
  });
  routes.file({
    url: "/api/plans/:id/report.docx",
    access: { action: "packs.read" },
    params: contract.idParams,
    query: contract.reportQuery,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      visit.authorise(document.unitPath);
      const today = toDistrictDate(clock.now());
      const { year } = visit.query;
      const from = year === undefined ? (document.validFrom ?? today) : `${year}-01-01`;
      const last = year === undefined ? (document.validTo ?? today) : `${year}-12-31`;
      const title =
        year === undefined
          ? `《${document.title}》实施情况总结评估报告`
          : `《${document.title}》${year}年度实施情况报告`;
      const report = await yearlyReport(context, {
        documentId: document.id,
        from: from < today ? from : today,
        to: last < today ? last : today,
        title,
      });
      return {
        contentType: docxContentType,
        downloadName: `${title}.docx`,
        body: await toOfficialDocx(report, clock.now()),
      };
    },
  });
};
