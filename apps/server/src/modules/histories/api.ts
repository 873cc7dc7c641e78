import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { xlsxContentType } from "#kernel/xlsx-export.ts";
import { importHomeOf } from "#modules/organisations/index.ts";
import { applyHistory, discardHistory, previewHistory } from "./commands.ts";
import * as contract from "./contract.ts";
import type { HistoriesError } from "./errors.ts";
import { historiesMessages } from "./messages.ts";
import { getHistory, getHistoryPlace, type HistoryView, isExpired, listHistories } from "./queries.ts";
import { parseHistory, sheetKinds, sheets, toTemplate } from "./sheets.ts";

const toRow = ({ createdByPersonId: _own, ...view }: HistoryView) => view;

export const registerHistoryApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const scopeOf = (visit: Pick<Visit, "actor">) => policy.scopeOf(visit.actor, "histories.import");

  routes.read({
    url: "/api/history-imports",
    access: { action: "histories.read" },
    summary: "Sheets of past volunteers, hours and activities that were uploaded in my area",
    query: contract.historyQuery,
    response: contract.historyPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listHistories(db, act(visit), { scope: visit.scope(), status, page, size });
      return { rows: listed.rows.map(toRow), total: listed.total, page, size };
    },
  });
  for (const kind of sheetKinds) {
    routes.write({
      method: "POST",
      url: `/api/history-imports/${kind}`,
      access: { action: "histories.import" },
      summary: `Read a sheet (${kind}; .xlsx or .csv, multipart field \`file\`) and say row by row what it would write; nothing is written`,
      files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const scope = visit.scope();
        const [file] = visit.files;
        if (file === undefined)
          throw new AppError<HistoriesError>("histories.no_file", { fields: { file: "histories.no_file" } });
        const rows = await parseHistory(kind, file.bytes);
        const home = await importHomeOf(trx, scope);
        const id = await previewHistory(trx, act(visit), visit.person(), {
          kind,
          rows,
          filename: file.filename,
          unitId: home.id,
          scope,
        });
        return { id };
      },
    });
    for (const format of ["xlsx", "csv"] as const)
      routes.file({
        url: `/api/history-imports/${kind}/template.${format}`,
        access: { allow: "signedIn" },
        handler: async () => ({
          contentType: format === "xlsx" ? xlsxContentType : "text/csv; charset=utf-8",
          body: await toTemplate(kind, format),
          downloadName: `${sheets[kind].name}-模板.${format}`,
        }),
      });
  }
  routes.read({
    url: "/api/history-imports/:id",
    access: { action: "histories.read" },
    summary: "One sheet, row by row, as it would be written now",
    params: contract.idParams,
    response: contract.historyAnswer,
    handler: async (visit) => {
      const place = await getHistoryPlace(db, visit.params.id);
      visit.authorise(place.unitPath);
      const view = await getHistory(db, act(visit), { importId: visit.params.id, scope: scopeOf(visit) });
      // Names and numbers of people are shown: who looked is on record.
      if (view.rows.length > 0)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "histories.read",
          outcome: "read",
          record: { table: "history_imports", id: view.id },
          requestId: visit.requestId,
        });
      const isOwn = visit.actor.kind === "person" && visit.actor.personId === place.createdByPersonId;
      const refusal = isOwn
        ? historiesMessages["histories.second_person"]
        : view.errorCount > 0
          ? historiesMessages["histories.has_errors"].replace("{count}", String(view.errorCount))
          : isExpired(view, visit.now)
            ? historiesMessages["histories.expired"]
            : undefined;
      return {
        ...toRow(view),
        columns: sheets[view.kind].columns.map(({ key, title }) => ({ key, title })),
        rows: view.rows,
        nextActions:
          view.status === "previewed"
            ? [
                {
                  action: "apply" as const,
                  label: "确认写入",
                  allowed: refusal === undefined,
                  ...(refusal === undefined ? {} : { reason: refusal }),
                },
                { action: "discard" as const, label: "放弃", allowed: true },
              ]
            : [],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/history-imports/:id/apply",
    access: { action: "histories.import" },
    summary: "A second person confirms: all rows are written, or none",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getHistoryPlace(trx, visit.params.id)).unitPath);
      await applyHistory(trx, act(visit), visit.person(), {
        importId: visit.params.id,
        scope: scopeOf(visit),
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/history-imports/:id/discard",
    access: { action: "histories.import" },
    summary: "Give an import up; its rows are deleted",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getHistoryPlace(trx, visit.params.id)).unitPath);
      await discardHistory(trx, act(visit), visit.person(), visit.params.id);
      return { id: visit.params.id };
    },
  });
};
