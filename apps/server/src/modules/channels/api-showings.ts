import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { getShowing, listShowings, planShowing, withdrawShowing } from "./showings.ts";
import { showingStates, showingStatusNames } from "./state.ts";

/** Films on the screens of an area: planned for a week, and what the screens said. */
export const registerShowingRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/film-showings",
    access: { action: "channels.manage_screens" },
    summary: "Films on the screens of my area by week, with which screens have not played them",
    query: contract.screenQuery,
    response: contract.showingPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const { rows, total } = await listShowings(db, visit.now, { scope: visit.scope(), page, size });
      return {
        rows: rows.map(({ unitPath: _path, silent, ...row }) => ({
          ...row,
          statusName: showingStatusNames[row.status],
          silent: [...silent],
          canWithdraw: showingStates.next(row.status, "withdraw") !== undefined,
        })),
        total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/film-showings",
    access: { action: "channels.manage_screens" },
    summary: "Plan a film for the screens of a unit for one week",
    body: contract.showingBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { unitId, no, day } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(visit.now))).path);
      const act = { clock, cipher, requestId: visit.requestId };
      return { id: await planShowing(trx, act, visit.actor, { unitId, no, day }) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/film-showings/:id/withdraw",
    access: { action: "channels.manage_screens" },
    summary: "Take a planned film off the screens",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const showing = await getShowing(trx, visit.now, visit.params.id);
      visit.authorise(showing.unitPath);
      const act = { clock, cipher, requestId: visit.requestId };
      const { reason } = visit.body;
      await withdrawShowing(trx, act, visit.actor, { id: showing.id, unitId: showing.unitId, reason });
      return { id: showing.id };
    },
  });
};
