import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { maxExportRows, requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { expertActKinds } from "#modules/people/index.ts";
import * as contract from "./contract.ts";
import {
  approveHonoraria,
  drawHonoraria,
  getHonorariumPlaces,
  payHonoraria,
  refuseHonorarium,
  reopenHonorarium,
  unpayHonorarium,
} from "./honoraria.ts";
import { type HonorariumView, listHonoraria } from "./queries.ts";
import { honorariumStatusNames } from "./state.ts";

type Step = { action: string; label: string; policy: keyof typeof notYours; twoPersons: boolean };
const notYours = {
  "honoraria.decide": "核准由单位管理员或督导员办。",
  "honoraria.pay": "发放由部门联络员或单位管理员登记。",
  "honoraria.draw": "汇总由编辑、部门联络员或单位管理员办。",
} as const;
const steps: Readonly<Record<HonorariumView["status"], readonly Step[]>> = {
  drawn: [
    { action: "approve", label: "核准", policy: "honoraria.decide", twoPersons: true },
    { action: "refuse", label: "不发", policy: "honoraria.decide", twoPersons: true },
  ],
  approved: [
    { action: "pay", label: "登记发放", policy: "honoraria.pay", twoPersons: false },
    { action: "refuse", label: "不发", policy: "honoraria.decide", twoPersons: true },
  ],
  paid: [{ action: "unpay", label: "登记错了", policy: "honoraria.pay", twoPersons: false }],
  refused: [{ action: "reopen", label: "重新列入", policy: "honoraria.draw", twoPersons: false }],
};

/** The register of what experts are paid for acts that the records hold. */
export const registerHonorariaApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  const nextOf = (actor: Actor, row: HonorariumView) => {
    const personId = actor.kind === "person" ? actor.personId : "";
    return steps[row.status].map(({ action, label, policy: name, twoPersons }) => {
      if (!policy.decide(actor, name, { unitPath: row.unitPath }).ok)
        return { action, label, allowed: false, reason: notYours[name] };
      if (twoPersons && (row.drawnBy === personId || row.expertPersonId === personId))
        return { action, label, allowed: false, reason: "您汇总的或您自己的，要另一位同事核准。" };
      return { action, label, allowed: true };
    });
  };

  routes.read({
    url: "/api/honoraria",
    access: { action: "honoraria.read" },
    summary: "What experts are paid for recorded acts, the newest act first",
    query: contract.honorariaQuery,
    response: contract.honorariaPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, month, expertId } = visit.query;
      const { rows, total, sumFen } = await listHonoraria(db, context, {
        scope: visit.scope(),
        status,
        month,
        expertId,
        page,
        size,
      });
      // Names and what they are paid: who looked is on record.
      if (rows.length > 0)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "honoraria.read",
          outcome: "read",
          requestId: visit.requestId,
        });
      return {
        rows: rows.map((row) => ({
          id: row.id,
          expertId: row.expertId,
          publicTitle: row.publicTitle,
          name: row.name,
          unitId: row.unitId,
          unitName: row.unitName,
          kind: row.kind,
          kindName: expertActKinds[row.kind],
          recordTitle: row.record.title,
          recordHref: row.record.href ?? null,
          happenedOn: row.happenedOn,
          yuan: row.amountFen / 100,
          schemeVersion: row.schemeVersion,
          status: row.status,
          statusName: honorariumStatusNames[row.status],
          decisionReason: row.decisionReason,
          paidOn: row.paidOn,
          voucher: row.voucher,
          nextActions: nextOf(visit.actor, row),
        })),
        total,
        page,
        size,
        sumYuan: sumFen / 100,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honoraria/draw",
    access: { action: "honoraria.draw" },
    summary: "Draw the register of a month from the recorded acts of a unit's experts",
    body: contract.drawBody,
    response: contract.drawAnswer,
    handler: async (visit, trx) => {
      const { unitId, month } = visit.body;
      const { path: unitPath } = await getUnit(trx, unitId, toDistrictDate(visit.now));
      visit.authorise(unitPath);
      return drawHonoraria(trx, act(visit), visit.actor, { unitId, unitPath, month });
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honoraria/approve",
    access: { action: "honoraria.decide" },
    summary: "A second person approves entries, all or none",
    body: contract.approveBody,
    response: contract.idsAnswer,
    handler: async (visit, trx) => {
      for (const place of await getHonorariumPlaces(trx, visit.body.ids)) visit.authorise(place.unitPath);
      await approveHonoraria(trx, act(visit), visit.actor, visit.body.ids);
      return { ids: visit.body.ids };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/honoraria/pay",
    access: { action: "honoraria.pay" },
    summary: "Approved entries were paid, with the day and the voucher's number",
    body: contract.payBody,
    response: contract.idsAnswer,
    handler: async (visit, trx) => {
      for (const place of await getHonorariumPlaces(trx, visit.body.ids)) visit.authorise(place.unitPath);
      await payHonoraria(trx, act(visit), visit.actor, visit.body);
      return { ids: visit.body.ids };
    },
  });
  const single = [
    ["refuse", "honoraria.decide", "An act is not paid, with the reason", refuseHonorarium],
    ["reopen", "honoraria.draw", "A refused entry waits for approval again", reopenHonorarium],
    ["unpay", "honoraria.pay", "A payment was entered by mistake", unpayHonorarium],
  ] as const;
  for (const [verb, action, summary, command] of single)
    routes.write({
      method: "POST",
      url: `/api/honoraria/:id/${verb}`,
      access: { action },
      summary,
      params: contract.idParams,
      body: contract.reasonBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const { id } = visit.params;
        for (const place of await getHonorariumPlaces(trx, [id])) visit.authorise(place.unitPath);
        await command(trx, act(visit), visit.actor, { id, reason: visit.body.reason });
        return { id };
      },
    });
  routes.file({
    url: "/api/honoraria/export.xlsx",
    access: { action: "honoraria.read" },
    query: contract.honorariaExportQuery,
    handler: async (visit) => {
      const { rows, total } = await listHonoraria(db, context, {
        scope: visit.scope(),
        ...visit.query,
        page: 1,
        size: maxExportRows,
      });
      requireExportable(total);
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "honoraria.export",
        outcome: "read",
        requestId: visit.requestId,
      });
      return {
        contentType: xlsxContentType,
        body: await toXlsx(rows, {
          sheet: "专家酬劳",
          columns: [
            { header: "单位", width: 28, value: (row) => row.unitName },
            { header: "姓名", width: 12, value: (row) => row.name },
            { header: "称谓", width: 28, value: (row) => row.publicTitle },
            { header: "哪天", width: 12, value: (row) => row.happenedOn },
            { header: "做了什么", width: 22, value: (row) => expertActKinds[row.kind] },
            { header: "记录", width: 40, value: (row) => row.record.title },
            { header: "金额（元）", value: (row) => row.amountFen / 100 },
            { header: "标准第几版", value: (row) => row.schemeVersion },
            { header: "状态", width: 16, value: (row) => honorariumStatusNames[row.status] },
            { header: "发放日期", width: 12, value: (row) => row.paidOn ?? "" },
            { header: "付款凭证号", width: 18, value: (row) => row.voucher ?? "" },
            { header: "不发的原因", width: 28, value: (row) => row.decisionReason ?? "" },
          ],
        }),
        downloadName: `专家酬劳-${toDistrictDate(visit.now)}.xlsx`,
      };
    },
  });
};
