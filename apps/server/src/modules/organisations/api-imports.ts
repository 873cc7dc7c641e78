import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { xlsxContentType } from "#kernel/xlsx-export.ts";
import { toOrganisationFilter } from "./api-organisations.ts";
import { toUnitListing } from "./api-units.ts";
import { id, idParams, unitQuery } from "./contract.ts";
import { organisationQuery } from "./contract-organisations.ts";
import type { OrganisationsError } from "./errors.ts";
import { applyUnitImport, getUnitImport, importHomeOf, previewUnitImport } from "./import-commands.ts";
import { parseUnitImport } from "./import-parse.ts";
import { getUnitRow } from "./unit-tree.ts";
import { exportOrganisations, exportUnits, toImportTemplate } from "./unit-export.ts";

const count = Type.Integer();
const importAnswer = Type.Object({
  importId: id,
  filename: Type.String(),
  status: Type.Union([Type.Literal("previewed"), Type.Literal("applied")]),
  fileErrors: Type.Array(Type.String()),
  ignoredColumns: Type.Array(Type.String()),
  rows: Type.Array(
    Type.Object({
      line: count,
      values: Type.Record(Type.String(), Type.String()),
      errors: Type.Array(Type.Object({ column: Type.String(), sentence: Type.String() })),
      action: Type.Union([
        Type.Literal("create"),
        Type.Literal("update"),
        Type.Literal("unchanged"),
        Type.Literal("error"),
      ]),
    }),
  ),
  counts: Type.Object({ create: count, update: count, unchanged: count, error: count }),
});

/** JSON routes of imports with their preview, and the exports. */
export const registerImportRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.write({
    method: "POST",
    url: "/api/imports/units",
    access: { action: "organisations.import_units" },
    summary:
      "Read a file of units (.xlsx or .csv, multipart field `file`) and say what it would change; nothing of the tree is written",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    response: importAnswer,
    handler: async (visit, trx) => {
      const scope = visit.scope();
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<OrganisationsError>("organisations.import_no_file", {
          fields: { file: "organisations.import_no_file" },
        });
      const parsed = await parseUnitImport(file.bytes);
      const home = await importHomeOf(trx, scope);
      return previewUnitImport(trx, act(visit), visit.actor, {
        file: parsed,
        filename: file.filename,
        unitId: home.id,
        scope,
      });
    },
  });
  routes.read({
    url: "/api/imports/:id",
    access: { action: "organisations.import_units" },
    summary: "A preview again, within a day",
    params: idParams,
    response: importAnswer,
    handler: async (visit) => {
      const preview = await getUnitImport(db, visit.params.id, clock.now());
      visit.authorise((await getUnitRow(db, preview.unitId)).path);
      return preview;
    },
  });
  routes.write({
    method: "POST",
    url: "/api/imports/:id/apply",
    access: { action: "organisations.import_units" },
    summary: "Write what the preview showed, all of it or nothing",
    params: idParams,
    response: importAnswer,
    handler: async (visit, trx) => {
      const preview = await getUnitImport(trx, visit.params.id, clock.now());
      visit.authorise((await getUnitRow(trx, preview.unitId)).path);
      return applyUnitImport(trx, act(visit), visit.actor, {
        importId: visit.params.id,
        scope: policy.scopeOf(visit.actor, "organisations.import_units"),
      });
    },
  });
  for (const format of ["xlsx", "csv"] as const) {
    routes.file({
      url: `/api/imports/units/template.${format}`,
      access: { allow: "signedIn" },
      handler: async () => ({
        contentType: format === "xlsx" ? xlsxContentType : "text/csv; charset=utf-8",
        body: await toImportTemplate(format),
        downloadName: `单位导入模板.${format}`,
      }),
    });
  }
  routes.file({
    url: "/api/units/export.xlsx",
    access: { action: "organisations.read_units" },
    query: unitQuery,
    handler: async (visit) => {
      const { filter, options } = await toUnitListing(context, visit.query, visit.scope());
      return {
        contentType: xlsxContentType,
        body: await exportUnits(db, filter, options),
        downloadName: `单位-${toDistrictDate(clock.now())}.xlsx`,
      };
    },
  });
  routes.file({
    url: "/api/organisations/export.xlsx",
    access: { action: "organisations.read_organisations" },
    query: organisationQuery,
    handler: async (visit) => ({
      contentType: xlsxContentType,
      body: await exportOrganisations(db, toOrganisationFilter(visit.query), visit.scope()),
      downloadName: `社会主体-${toDistrictDate(clock.now())}.xlsx`,
    }),
  });
};
