import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import * as contract from "./contract.ts";
import { decideCorrection, getCorrection, listCorrections } from "./corrections.ts";
import { correctionStatusNames } from "./state.ts";

/** Requests of volunteers to correct their hours, and the second person's word. */
export const registerCorrectionApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/hours-corrections",
    access: { action: "teams.read" },
    summary: "Corrections of hours that volunteers asked for, newest first",
    query: contract.correctionQuery,
    response: contract.correctionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listCorrections(db, { scope: visit.scope(), status }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          teamId: row.teamId,
          teamName: row.teamName,
          kind: row.kind,
          minutes: row.minutes,
          wantedMinutes: row.wantedMinutes,
          day: row.day,
          reason: row.reason,
          status: row.status,
          statusName: correctionStatusNames[row.status],
          decisionReason: row.decisionReason,
          unitId: row.unitId,
          createdAt: row.createdAt,
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  for (const decision of ["accept", "refuse"] as const)
    routes.write({
      method: "POST",
      url: `/api/hours-corrections/:id/${decision}`,
      access: { action: "teams.add_hours" },
      summary: `The second person's word on a correction: ${decision}`,
      params: contract.idParams,
      body: contract.decideBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getCorrection(trx, visit.params.id)).unitPath);
        await decideCorrection(trx, { clock, cipher, requestId: visit.requestId }, visit.actor, {
          correctionId: visit.params.id,
          decision,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });
};
