import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { toRectificationRow } from "./api.ts";
import * as contract from "./contract.ts";
import { keepEvidence, maxEvidenceBytes } from "./evidence-file.ts";
import {
  getRectification,
  getStep,
  listRectifications,
  listSteps,
  type RectificationView,
} from "./queries.ts";
import { reportRectification, settleRectification } from "./rectifications.ts";
import { stepNames } from "./state.ts";

type Step = { action: string; label: string; by: "unit" | "inspector" };
const steps: Readonly<Record<RectificationView["status"], readonly Step[]>> = {
  ordered: [{ action: "report", label: "报告整改", by: "unit" }],
  reported: [
    { action: "verify", label: "复核通过", by: "inspector" },
    { action: "return", label: "退回", by: "inspector" },
  ],
  verified: [{ action: "close", label: "销号", by: "inspector" }],
  closed: [],
};

export const registerRectificationApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/rectifications",
    access: { action: "inspections.read_own" },
    summary: "Rectification orders at units of my area, those due first at the top",
    query: contract.rectificationQuery,
    response: contract.rectificationPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const today = toDistrictDate(visit.now);
      const listed = await listRectifications(db, { scope: visit.scope(), status }, { page, size });
      return {
        rows: listed.rows.map((row) => toRectificationRow(row, today)),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/rectifications/:id",
    access: { action: "inspections.read_own" },
    summary: "A rectification order with its whole history",
    params: contract.idParams,
    response: contract.rectificationAnswer,
    handler: async (visit) => {
      const row = await getRectification(db, visit.params.id);
      visit.authorise(row.unitPath);
      const may = {
        unit: policy.decide(visit.actor, "inspections.respond", { unitPath: row.unitPath }).ok,
        inspector: policy.decide(visit.actor, "inspections.run", { unitPath: row.inspectionPath }).ok,
      };
      return {
        ...toRectificationRow(row, toDistrictDate(visit.now)),
        steps: (await listSteps(db, row.id)).map((step) => ({
          id: step.id,
          event: step.event,
          eventName: stepNames[step.event],
          note: step.note,
          evidenceLink: step.evidenceLink,
          hasFile: step.evidenceFileId !== null,
          at: step.at,
        })),
        nextActions: steps[row.status].map(({ action, label, by }) => ({
          action,
          label,
          allowed: may[by],
          ...(may[by] ? {} : { reason: `由${by === "unit" ? row.unitName : "检查单位"}来办。` }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/rectifications/:id/reports",
    access: { action: "inspections.respond" },
    summary: "The unit reports what it put right, with evidence",
    params: contract.idParams,
    body: contract.reportBody,
    files: { fields: ["evidence"], maxBytes: maxEvidenceBytes },
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const row = await getRectification(trx, visit.params.id);
      visit.authorise(row.unitPath);
      await reportRectification(trx, act(visit), visit.actor, {
        rectificationId: row.id,
        ...visit.body,
        evidenceFileId: await keepEvidence(trx, context, visit, row.unitId),
      });
      return { id: row.id };
    },
  });
  routes.file({
    url: "/api/rectification-steps/:id/evidence",
    access: { action: "inspections.read_own" },
    params: contract.idParams,
    handler: async (visit) => {
      const step = await getStep(db, visit.params.id);
      visit.authorise((await getRectification(db, step.rectificationId)).unitPath);
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "inspections.read_evidence",
        outcome: "read",
        record: { table: "rectifications", id: step.rectificationId },
        requestId: visit.requestId,
      });
      return toDownload(context, step.evidenceFileId);
    },
  });
  for (const event of ["verify", "return", "close"] as const)
    routes.write({
      method: "POST",
      url: `/api/rectifications/:id/${event}`,
      access: { action: "inspections.run" },
      summary: `The inspector's word on a rectification: ${event}`,
      params: contract.idParams,
      body: contract.settleBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const row = await getRectification(trx, visit.params.id);
        visit.authorise(row.inspectionPath);
        await settleRectification(trx, act(visit), visit.actor, {
          rectificationId: row.id,
          event,
          note: visit.body.note,
        });
        return { id: row.id };
      },
    });
};
