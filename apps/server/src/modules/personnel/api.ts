import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { leaveStaff, registerStaff, strikeStaff } from "./commands.ts";
import * as contract from "./contract.ts";
import { countStaff, getStaffPlace, listStaff, staffCountNames, type StaffView } from "./queries.ts";
import { staffStatusNames } from "./state.ts";
import { employments, staffFields, staffJobs } from "./vocabulary.ts";

const marksOf = (row: StaffView): string =>
  [row.isWoman && "女", row.isQualified && "中级职称或本科以上", row.isRural && "农村"]
    .filter((mark) => mark !== false)
    .join("、");

/** The register of science-popularisation staff and the counts made of it. */
export const registerPersonnelApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/science-staff",
    access: { action: "personnel.read" },
    summary: "Science-popularisation staff (科普人员) of the units in my area",
    query: contract.listQuery,
    response: contract.staffPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, employment } = visit.query;
      const { rows, total } = await listStaff(db, context, {
        scope: visit.scope(),
        status,
        employment,
        page,
        size,
      });
      // Names of people are shown: who looked is on record.
      if (rows.some((row) => row.name !== null))
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "personnel.read",
          outcome: "read",
          requestId: visit.requestId,
        });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          unitId: row.unitId,
          unitName: row.unitName,
          name: row.name,
          employment: row.employment,
          employmentName: employments[row.employment],
          jobName: staffJobs[row.job],
          fieldName: staffFields[row.field],
          marks: marksOf(row),
          months: row.months,
          joinedOn: row.joinedOn,
          leftOn: row.leftOn,
          status: row.status,
          statusName: staffStatusNames[row.status],
          endReason: row.endReason,
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/science-staff",
    access: { action: "personnel.write" },
    summary: "Enter one of a unit's science-popularisation staff, full-time or part-time",
    body: contract.newStaffBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { woman, qualified, rural, months, ...input } = visit.body;
      visit.authorise((await getUnit(trx, input.unitId, toDistrictDate(visit.now))).path);
      const id = await registerStaff(trx, act(visit), visit.actor, {
        ...input,
        isWoman: woman === "yes",
        isQualified: qualified === "yes",
        isRural: rural === "yes",
        months: months === undefined ? undefined : Number(months),
      });
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/science-staff/:id/leave",
    access: { action: "personnel.write" },
    summary: "Somebody does not serve any more; his name is deleted, the counts of earlier days stay",
    params: contract.idParams,
    body: contract.leaveBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getStaffPlace(trx, visit.params.id)).unitPath);
      await leaveStaff(trx, act(visit), visit.actor, { staffId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/science-staff/:id/strike",
    access: { action: "personnel.write" },
    summary: "An entry was a mistake: it counts on no day",
    params: contract.idParams,
    body: contract.strikeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getStaffPlace(trx, visit.params.id)).unitPath);
      await strikeStaff(trx, act(visit), visit.actor, {
        staffId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.read({
    url: "/api/science-staff-counts",
    access: { action: "personnel.read" },
    summary: "How many served on a day, unit by unit, as the yearly statistics ask",
    query: contract.countsQuery,
    response: contract.countsAnswer,
    handler: async (visit) => {
      const day = visit.query.day ?? toDistrictDate(visit.now);
      return { day, rows: [...(await countStaff(db, { scope: visit.scope(), day }))] };
    },
  });
  routes.file({
    url: "/api/science-staff-counts/export.xlsx",
    access: { action: "personnel.read" },
    query: contract.countsQuery,
    handler: async (visit) => {
      const day = visit.query.day ?? toDistrictDate(visit.now);
      const rows = await countStaff(db, { scope: visit.scope(), day });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "personnel.export",
        outcome: "read",
        requestId: visit.requestId,
      });
      // Object.keys gives string[]; the keys of this constant are these and no others.
      const keys = Object.keys(staffCountNames) as (keyof typeof staffCountNames)[];
      return {
        contentType: xlsxContentType,
        body: await toXlsx(rows, {
          sheet: "科普人员",
          columns: [
            { header: "单位", width: 28, value: (row) => row.unitName },
            ...keys.map((key) => ({
              header: `专职-${staffCountNames[key]}`,
              value: (row: (typeof rows)[number]) => row.fullTime[key],
            })),
            ...keys.map((key) => ({
              header: `兼职-${staffCountNames[key]}`,
              value: (row: (typeof rows)[number]) => row.partTime[key],
            })),
            { header: "兼职-年度投入工作量（人月）", value: (row) => row.partTimeMonths },
          ],
        }),
        downloadName: `科普人员-${day}.xlsx`,
      };
    },
  });
};
