import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { type PillarFilter, pillarFilterCodes, pillars } from "#kernel/pillars.ts";
import { listActivities } from "#modules/activities/index.ts";
import { listStudio } from "#modules/contents/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { readTaskRows } from "./api-documents.ts";
import * as contract from "./contract.ts";
import { findPlanInForce } from "./documents.ts";

const none = { page: 1, size: 1 } as const;

/**
 * Progress cut by pillar (G-02): tasks of the plan in force, activities reported, content that is out. Each total is asked
 * of the very list that it opens, with the same filter, so that they cannot differ.
 */
export const registerPillarRoutes = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.read({
    url: "/api/pillars",
    access: { action: "plans.read_pillars" },
    summary: "Tasks, reported activities and published content of my area by pillar, and those without one",
    query: contract.pillarQuery,
    response: contract.pillarAnswer,
    handler: async (visit) => {
      const { unit: unitId } = visit.query;
      const unit = unitId === undefined ? undefined : await getUnit(db, unitId, toDistrictDate(visit.now));
      if (unit !== undefined) visit.authorise(unit.path);
      const scope = unit === undefined ? visit.scope() : [unit.path];
      const documentId = (await findPlanInForce(db))?.id;
      const tasks =
        documentId === undefined ? [] : await readTaskRows(context, documentId, toDistrictDate(visit.now));
      const totalsOf = async (pillar: PillarFilter | undefined) => ({
        tasks: tasks.filter((task) => meets(task.pillars, pillar)).length,
        activities: (await listActivities(db, { scope, status: "reported", pillar, sort: "-nextAt" }, none))
          .total,
        contents: (await listStudio(db, { scope, status: ["published"], pillar }, none)).total,
      });
      const rows = [];
      for (const pillar of pillarFilterCodes)
        rows.push({
          pillar,
          name: pillar === "none" ? "没有标签" : pillars[pillar],
          ...(await totalsOf(pillar)),
        });
      return { rows, records: await totalsOf(undefined) };
    },
  });
};

const meets = (carried: readonly string[], pillar: PillarFilter | undefined): boolean => {
  if (pillar === undefined) return true;
  return pillar === "none" ? carried.length === 0 : carried.includes(pillar);
};
