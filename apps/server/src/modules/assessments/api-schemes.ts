import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { factKinds } from "#kernel/facts.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { toItemRow } from "./api.ts";
import { findBannedWord } from "./banned.ts";
import { pointsText } from "./compute.ts";
import * as contract from "./contract.ts";
import type { AssessmentsError } from "./errors.ts";
import { getScheme, listItems, listSchemes, type SchemeView } from "./queries.ts";
import { exportScheme, importScheme } from "./scheme-sheet.ts";
import { draftScheme, publishScheme } from "./schemes.ts";
import { schemeStatusNames } from "./state.ts";

const toSchemeRow = (scheme: SchemeView) => ({
  id: scheme.id,
  unitId: scheme.unitId,
  unitName: scheme.unitName,
  code: scheme.code,
  version: scheme.version,
  title: scheme.title,
  status: scheme.status,
  statusName: schemeStatusNames[scheme.status],
  itemCount: scheme.itemCount,
  fullPoints: pointsText(scheme.fullPoints),
  createdAt: scheme.createdAt,
});

export const registerSchemeApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/score-schemes",
    access: { action: "assessments.read" },
    summary: "Score schemes by code, the latest version first, and the kinds of facts that an item may count",
    query: contract.listQuery,
    response: contract.schemePage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listSchemes(db, { page, size });
      return {
        rows: listed.rows.map(toSchemeRow),
        total: listed.total,
        page,
        size,
        factKinds: factKinds()
          .filter((kind) => findBannedWord(`${kind.kind}　${kind.name}`) === undefined)
          .map(({ kind, name, measure }) => ({ kind, name, measure })),
      };
    },
  });
  routes.read({
    url: "/api/score-schemes/:id",
    access: { action: "assessments.read" },
    summary: "A score scheme with its items and formulas",
    params: contract.idParams,
    response: contract.schemeAnswer,
    handler: async (visit) => {
      const scheme = await getScheme(db, visit.params.id);
      const may = policy.decide(visit.actor, "assessments.run", { unitPath: scheme.unitPath });
      return {
        ...toSchemeRow(scheme),
        items: (await listItems(db, scheme.id)).map(toItemRow),
        nextActions:
          scheme.status === "draft"
            ? [
                {
                  action: "publish",
                  label: "发布",
                  allowed: may.ok,
                  ...(may.ok ? {} : { reason: `由${scheme.unitName}来办。` }),
                },
              ]
            : [],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/score-schemes",
    access: { action: "assessments.run" },
    summary:
      "Draft a scheme or its next version; likes, forwards, votes, log-ins and study time are refused with the rule",
    body: contract.schemeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await draftScheme(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/score-schemes/import",
    access: { action: "assessments.run" },
    summary:
      "Draft a scheme or its next version from a table (multipart field `file`, .xlsx or .csv with the columns of items.xlsx); refused by the same rule as the editor",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: contract.schemeImportBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<AssessmentsError>("assessments.scheme_file", {
          fields: { file: "assessments.scheme_file" },
        });
      return { id: await importScheme(trx, act(visit), visit.actor, { ...visit.body, bytes: file.bytes }) };
    },
  });
  routes.file({
    url: "/api/score-schemes/:id/items.xlsx",
    access: { action: "assessments.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const scheme = await getScheme(db, visit.params.id);
      return {
        contentType: xlsxContentType,
        downloadName: `${scheme.title}第${scheme.version}版.xlsx`,
        body: await exportScheme(db, scheme.id),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/score-schemes/:id/publish",
    access: { action: "assessments.run" },
    summary: "A second person publishes the draft; then it never changes",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const scheme = await getScheme(trx, visit.params.id);
      visit.authorise(scheme.unitPath);
      await publishScheme(trx, act(visit), visit.actor, scheme.id);
      return { id: scheme.id };
    },
  });
};
