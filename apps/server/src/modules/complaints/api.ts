import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { answerComplaint } from "./commands.ts";
import * as contract from "./contract.ts";
import { getPhotoFile } from "./photos.ts";
import { getComplaintPlace, listComplaints } from "./queries.ts";
import { complaintStatusNames, complaintSubjects, findings } from "./state.ts";

/** What stations and the units above do with residents' complaints. */
export const registerComplaintApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/complaints",
    access: { action: "complaints.read" },
    summary: "Residents' complaints (投诉) that units in my area have to answer",
    query: contract.listQuery,
    response: contract.complaintPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const { rows, total } = await listComplaints(db, context, { scope: visit.scope(), status, page, size });
      // Residents' own words are shown: who looked is on record.
      if (rows.length > 0)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "complaints.read",
          outcome: "read",
          requestId: visit.requestId,
        });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          no: row.no,
          orderId: row.orderId,
          sessionId: row.sessionId,
          subject: row.subject,
          unitId: row.unitId,
          unitName: row.unitName,
          aboutName: complaintSubjects[row.about],
          teamName: row.teamName,
          body: row.body,
          appeal: row.appeal,
          status: row.status,
          statusName: complaintStatusNames[row.status],
          dueAt: row.dueAt,
          isLate: row.dueAt !== null && (row.takeOvers > 0 || row.dueAt <= visit.now),
          finding: row.finding === null ? null : findings[row.finding],
          answer: row.answer,
          photoIds: [...row.photoIds],
          createdAt: row.createdAt,
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.file({
    url: "/api/complaints/:id/photos/:photoId",
    access: { action: "complaints.answer" },
    params: contract.photoParams,
    handler: async (visit) => {
      const { id, photoId } = visit.params;
      visit.authorise((await getComplaintPlace(db, id)).unitPath);
      const fileId = await getPhotoFile(db, { complaintId: id, photoId });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "complaints.read_photo",
        outcome: "read",
        record: { table: "complaint_photos", id: photoId },
        requestId: visit.requestId,
      });
      return toDownload(context, fileId);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/complaints/:id/answer",
    access: { action: "complaints.answer" },
    summary: "Answer a complaint; after an objection another person of the unit above does",
    params: contract.idParams,
    body: contract.answerBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getComplaintPlace(trx, visit.params.id)).unitPath);
      await answerComplaint(trx, { clock, cipher, requestId: visit.requestId }, visit.person(), {
        complaintId: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id };
    },
  });
};
