import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import {
  getNotice,
  listLiaisons,
  listNotices,
  listOwnNotices,
  listReceipts,
  type NoticeView,
} from "./notice-queries.ts";
import { issueNotice, receiveNotice } from "./notices.ts";

const toNoticeRow = (notice: NoticeView) => ({
  id: notice.id,
  no: notice.no,
  unitId: notice.unitId,
  unitName: notice.unitName,
  title: notice.title,
  receiveBy: notice.receiveBy,
  issuedAt: notice.issuedAt,
  sentCount: notice.sentCount,
  receivedCount: notice.receivedCount,
});

export const registerNoticeApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/unit-notices",
    access: { action: "inspections.run" },
    summary: "Notices that units of my area sent, with how many units have received each",
    query: contract.listQuery,
    response: contract.noticePage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listNotices(db, { scope: visit.scope() }, { page, size });
      return { rows: listed.rows.map(toNoticeRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/unit-notices/:id",
    access: { action: "inspections.run" },
    summary: "A notice with the units that have and have not received it",
    params: contract.idParams,
    response: contract.noticeAnswer,
    handler: async (visit) => {
      const notice = await getNotice(db, visit.params.id);
      visit.authorise(notice.unitPath);
      return {
        ...toNoticeRow(notice),
        body: notice.body,
        receipts: [...(await listReceipts(db, notice.id))],
      };
    },
  });
  routes.read({
    url: "/api/received-notices",
    access: { action: "inspections.read_own" },
    summary: "Notices to units of my area, those not yet received first",
    query: contract.listQuery,
    response: contract.ownNoticePage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listOwnNotices(db, { scope: visit.scope() }, { page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/liaisons",
    access: { action: "inspections.read" },
    summary: "Who to speak to at each department, street and town; names masked, nobody ranked",
    response: contract.liaisonList,
    handler: async () => ({
      rows: (await listLiaisons(db, context)).map((row) => ({ ...row, names: [...row.names] })),
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/unit-notices",
    access: { action: "inspections.run" },
    summary: "Send a notice to units of my area",
    body: contract.noticeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const today = toDistrictDate(visit.now);
      for (const unitId of [visit.body.unitId, ...visit.body.toUnitIds])
        visit.authorise((await getUnit(trx, unitId, today)).path);
      return { id: await issueNotice(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/received-notices",
    access: { action: "inspections.respond" },
    summary: "A unit has received a notice",
    body: contract.receiveBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      await receiveNotice(trx, act(visit), visit.actor, visit.body);
      return { id: visit.body.noticeId };
    },
  });
};
