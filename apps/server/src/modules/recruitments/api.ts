import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import * as contract from "./contract.ts";
import { listDrives } from "./queries.ts";
import { driveStandingNames } from "./state.ts";
import { recruitedGroups } from "./vocabulary.ts";

/** What stations see of the drives of their teams. */
export const registerRecruitmentApi = (routes: Routes, { db }: Context): void => {
  routes.read({
    url: "/api/recruitments",
    access: { action: "recruitments.read" },
    summary: "Drives (招募) by which teams of my area look for people, by group",
    query: contract.listQuery,
    response: contract.drivePage,
    handler: async (visit) => {
      const { page = 1, size = 50, audience } = visit.query;
      const { rows, total } = await listDrives(db, { scope: visit.scope(), audience, page, size }, visit.now);
      return {
        rows: rows.map((row) => ({
          id: row.id,
          code: row.code,
          teamId: row.teamId,
          teamName: row.teamName,
          unitId: row.unitId,
          unitName: row.unitName,
          audienceName: recruitedGroups[row.audience],
          about: row.about,
          wanted: row.wanted,
          admitted: row.admitted,
          waiting: row.waiting,
          applyUntilOn: row.applyUntilOn,
          servesFromOn: row.servesFromOn,
          servesUntilOn: row.servesUntilOn,
          standing: row.standing,
          standingName: driveStandingNames[row.standing],
          createdAt: row.createdAt,
        })),
        total,
        page,
        size,
      };
    },
  });
};
