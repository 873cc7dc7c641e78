import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Routes } from "#kernel/http-types.ts";
import { findPersonByPhone, getMaskedNames } from "#modules/identity/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getVisitPhotoFile } from "./photos.ts";
import * as contract from "./contract.ts";
import { endContract, signContract } from "./contracts.ts";
import type { CommissionersError } from "./errors.ts";
import { confirmByOther, disputeLog } from "./logs.ts";
import { getContract, getLog, listContracts, listLogs, listScores } from "./queries.ts";
import { commissionerFields, confirmedByNames, contractStatusNames, logStatusNames } from "./state.ts";

/** What towns do: appoint, ask the farmers, see the year. */
export const registerCommissionerApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const namesOf = async (rows: readonly { personId: string }[]) =>
    getMaskedNames(
      db,
      cipher,
      rows.map((row) => row.personId),
    );

  routes.read({
    url: "/api/commissioner-contracts",
    access: { action: "commissioners.read" },
    summary: "Contracts of commissioners (科技特派员) in my area",
    query: contract.listQuery,
    response: contract.contractPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listContracts(db, { scope: visit.scope() }, { page, size });
      const names = await namesOf(listed.rows);
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          unitId: row.unitId,
          unitName: row.unitName,
          fieldName: commissionerFields[row.field],
          bases: row.bases,
          document: row.document,
          startsOn: row.startsOn,
          endsOn: row.endsOn,
          status: row.status,
          statusName: contractStatusNames[row.status],
          endReason: row.endReason,
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-contracts",
    access: { action: "commissioners.contract" },
    summary: "Appoint a commissioner for a town, a field and a term",
    body: contract.contractBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { phone, ...input } = visit.body;
      visit.authorise((await getUnit(trx, input.unitId, toDistrictDate(visit.now))).path);
      const person = await findPersonByPhone(trx, cipher, phone);
      if (person === undefined || person.status !== "active")
        throw new AppError<CommissionersError>("commissioners.person_unknown", {
          fields: { phone: "commissioners.person_unknown" },
        });
      return { id: await signContract(trx, act(visit), visit.actor, { ...input, personId: person.id }) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-contracts/:id/end",
    access: { action: "commissioners.contract" },
    summary: "End a contract before its time",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const found = await getContract(trx, visit.params.id);
      visit.authorise(found.unitPath);
      const { reason } = visit.body;
      await endContract(trx, act(visit), visit.actor, {
        contractId: found.id,
        unitId: found.unitId,
        reason,
      });
      return { id: found.id };
    },
  });
  routes.read({
    url: "/api/commissioner-logs",
    access: { action: "commissioners.read" },
    summary: "Visits that commissioners wrote down; only confirmed ones count",
    query: contract.logQuery,
    response: contract.logPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listLogs(db, { scope: visit.scope(), status }, { page, size });
      const names = await namesOf(listed.rows);
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          unitId: row.unitId,
          unitName: row.unitName,
          fieldName: commissionerFields[row.field],
          visitedAt: row.visitedAt,
          place: row.place,
          advice: row.advice,
          fromOrder: row.orderId !== null,
          status: row.status,
          statusName: logStatusNames[row.status],
          confirmedByName: row.confirmedBy === null ? null : confirmedByNames[row.confirmedBy],
          decisionReason: row.decisionReason,
          photoIds: [...row.photoIds],
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.file({
    url: "/api/commissioner-logs/:id/photos/:photoId",
    access: { action: "commissioners.read" },
    params: contract.photoParams,
    handler: async (visit) => {
      const { id, photoId } = visit.params;
      const log = await getLog(db, id);
      visit.authorise(log.unitPath);
      const fileId = await getVisitPhotoFile(db, { logId: id, photoId });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "commissioners.read_photo",
        outcome: "read",
        unitId: log.unitId,
        record: { table: "commissioner_photos", id: photoId },
        requestId: visit.requestId,
      });
      // Drawn anew when it came, so it may be shown in place.
      const { downloadName: _name, ...file } = await toDownload(context, fileId);
      return file;
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-logs/:id/confirm",
    access: { action: "commissioners.confirm" },
    summary: "Somebody of the town asked the farmer, who says that the visit took place",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getLog(trx, visit.params.id)).unitPath);
      await confirmByOther(trx, act(visit), visit.actor, { logId: visit.params.id, by: "helper" });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/commissioner-logs/:id/dispute",
    access: { action: "commissioners.confirm" },
    summary: "The farmer says that the visit did not take place",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getLog(trx, visit.params.id)).unitPath);
      await disputeLog(trx, act(visit), visit.actor, {
        logId: visit.params.id,
        reason: visit.body.reason,
        by: "helper",
      });
      return { id: visit.params.id };
    },
  });
  routes.read({
    url: "/api/commissioner-scores",
    access: { action: "commissioners.read" },
    summary: "A year's scores: confirmed visits alone, of one farmer and day one",
    query: contract.scoreQuery,
    response: contract.scorePage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const year = visit.query.year ?? Number(toDistrictDate(visit.now).slice(0, 4));
      const scores = await listScores(db, { scope: visit.scope(), year });
      const names = await namesOf(scores);
      return {
        rows: scores
          .slice((page - 1) * size, page * size)
          .map((row) => ({ ...row, name: names.get(row.personId) ?? "" })),
        total: scores.length,
        page,
        size,
      };
    },
  });
};
