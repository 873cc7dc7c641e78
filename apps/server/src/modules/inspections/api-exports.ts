import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { docxContentType, toOfficialDocx } from "#kernel/official-docx.ts";
import { maxExportRows, requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { toRectificationRow } from "./api.ts";
import * as contract from "./contract.ts";
import { inspectionNotice, unitNotice } from "./notice-document.ts";
import { getNotice, listReceipts } from "./notice-queries.ts";
import { toProofPath } from "./paths.ts";
import { getInspection, listInspectedUnits, listRectifications } from "./queries.ts";

/** What leaves the system on paper: notices as official documents, rectifications as a table. */
export const registerInspectionExports = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  routes.file({
    url: "/api/inspections/:id/notice.docx",
    access: { action: "inspections.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const inspection = await getInspection(db, visit.params.id);
      const document = inspectionNotice({
        inspection,
        unitNames: (await listInspectedUnits(db, inspection.id)).map((unit) => unit.unitName),
        proofAddress: new URL(toProofPath(inspection.no), config.publicUrl).href,
      });
      return {
        contentType: docxContentType,
        downloadName: `${inspection.title}通知.docx`,
        body: await toOfficialDocx(document, visit.now),
      };
    },
  });
  routes.file({
    url: "/api/unit-notices/:id/notice.docx",
    access: { action: "inspections.run" },
    params: contract.idParams,
    handler: async (visit) => {
      const notice = await getNotice(db, visit.params.id);
      visit.authorise(notice.unitPath);
      const units = (await listReceipts(db, notice.id)).map((row) => row.unitName);
      return {
        contentType: docxContentType,
        downloadName: `${notice.title}.docx`,
        body: await toOfficialDocx(unitNotice(notice, units), visit.now),
      };
    },
  });
  routes.file({
    url: "/api/rectifications/export.xlsx",
    access: { action: "inspections.read_own" },
    query: contract.rectificationQuery,
    handler: async (visit) => {
      const today = toDistrictDate(visit.now);
      const { rows, total } = await listRectifications(
        db,
        { scope: visit.scope(), status: visit.query.status },
        { page: 1, size: maxExportRows },
      );
      requireExportable(total);
      return {
        contentType: xlsxContentType,
        downloadName: "整改.xlsx",
        body: await toXlsx(
          rows.map((row) => toRectificationRow(row, today)),
          {
            sheet: "整改",
            columns: [
              { header: "编号", value: (row) => row.no, width: 8 },
              { header: "单位", value: (row) => row.unitName, width: 24 },
              { header: "整改要求", value: (row) => row.body, width: 60 },
              { header: "期限", value: (row) => row.dueOn, width: 12 },
              { header: "情况", value: (row) => row.statusName, width: 12 },
            ],
          },
        ),
      };
    },
  });
};
