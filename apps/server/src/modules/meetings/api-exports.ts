import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { docxContentType, toOfficialDocx } from "#kernel/official-docx.ts";
import { maxExportRows, requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import * as contract from "./contract.ts";
import type { MeetingsError } from "./errors.ts";
import { minutesDocument } from "./minutes-document.ts";
import {
  getMeeting,
  isOverdue,
  listAgenda,
  listAttendance,
  listMeetingResolutions,
  listResolutions,
} from "./queries.ts";
import { resolutionStatusNames } from "./state.ts";

/** What leaves the system on paper: minutes as an official document, resolutions as a table. */
export const registerMeetingExports = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.file({
    url: "/api/meetings/:id/minutes.docx",
    access: { action: "meetings.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const meeting = await getMeeting(db, visit.params.id);
      if (meeting.status !== "closed")
        throw new AppError<MeetingsError>("meetings.no_minutes", { status: 409 });
      const document = minutesDocument({
        meeting,
        agenda: await listAgenda(db, meeting.id),
        attendance: await listAttendance(db, meeting.id),
        resolutions: await listMeetingResolutions(db, meeting.id),
      });
      return {
        contentType: docxContentType,
        downloadName: `第${meeting.no}次联席会议纪要.docx`,
        body: await toOfficialDocx(document, visit.now),
      };
    },
  });
  routes.file({
    url: "/api/resolutions/export.xlsx",
    access: { action: "meetings.read_resolutions" },
    query: contract.resolutionQuery,
    handler: async (visit) => {
      const today = toDistrictDate(visit.now);
      const { standing } = visit.query;
      const { rows, total } = await listResolutions(
        db,
        { scope: visit.scope(), today, standing },
        { page: 1, size: maxExportRows },
      );
      requireExportable(total);
      return {
        contentType: xlsxContentType,
        downloadName: "联席会议决议.xlsx",
        body: await toXlsx(rows, {
          sheet: "决议",
          columns: [
            { header: "编号", value: (row) => row.no, width: 8 },
            { header: "会议", value: (row) => `第 ${row.meetingNo} 次`, width: 12 },
            { header: "决议", value: (row) => row.body, width: 60 },
            { header: "责任单位", value: (row) => row.ownerName, width: 24 },
            { header: "完成日期", value: (row) => row.dueOn, width: 12 },
            {
              header: "情况",
              value: (row) => (isOverdue(row, today) ? "逾期" : resolutionStatusNames[row.status]),
              width: 10,
            },
            { header: "依据的调研报告", value: (row) => row.cites, width: 30 },
          ],
        }),
      };
    },
  });
};
