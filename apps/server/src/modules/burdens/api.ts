import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { requireExportable, toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit, type Scope } from "#modules/organisations/index.ts";
import { setBurdenLimit } from "./commands.ts";
import * as contract from "./contract.ts";
import { listBurdenLimits, listBurdens, listBurdensByForm, toWeeks, usualLimitMinutes } from "./queries.ts";

/** JSON routes of the burden meter. */
export const registerBurdenRoutes = (routes: Routes, { db, clock, cipher }: Context): void => {
  /** Where the address names a unit, that one and below, if the actor may see it; else all of his area. */
  const scopeOf = async (
    visit: Pick<Visit, "authorise" | "scope">,
    unitId: string | undefined,
  ): Promise<Scope> => {
    if (unitId === undefined) return visit.scope();
    const unit = await getUnit(db, unitId, toDistrictDate(clock.now()));
    visit.authorise(unit.path);
    return [unit.path];
  };

  routes.read({
    url: "/api/burdens",
    access: { action: "burdens.read" },
    summary: "Minutes of typing that forms asked, by unit and week within my area",
    query: contract.burdenQuery,
    response: contract.burdenPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const weeks = toWeeks(clock, visit.query);
      const rows = await listBurdens(db, { ...weeks, scope: await scopeOf(visit, visit.query.unit) });
      return { rows: rows.slice((page - 1) * size, page * size), total: rows.length, page, size, ...weeks };
    },
  });
  routes.file({
    url: "/api/burdens/export.xlsx",
    access: { action: "burdens.read" },
    query: contract.weeksQuery,
    handler: async (visit) => {
      const scope = await scopeOf(visit, visit.query.unit);
      const rows = await listBurdens(db, { ...toWeeks(clock, visit.query), scope });
      requireExportable(rows.length);
      return {
        contentType: xlsxContentType,
        downloadName: "填报负担.xlsx",
        body: await toXlsx(rows, {
          sheet: "填报负担",
          columns: [
            { header: "单位", width: 28, value: (row) => row.unitName },
            { header: "周（周一）", value: (row) => row.week },
            { header: "分钟", value: (row) => row.minutes },
            { header: "上限（分钟）", value: (row) => row.limitMinutes },
            { header: "表单数", value: (row) => row.forms },
            { header: "填写项数", value: (row) => row.fields },
          ],
        }),
      };
    },
  });
  routes.read({
    url: "/api/burden-forms",
    access: { action: "burdens.read" },
    summary: "Which forms ask most, over a unit and those below it together",
    query: contract.formsQuery,
    response: contract.formBurdens,
    handler: async (visit) => {
      const scope = await scopeOf(visit, visit.query.unit);
      const rows = await listBurdensByForm(db, { ...toWeeks(clock, visit.query), scope });
      return { rows: [...rows] };
    },
  });
  routes.read({
    url: "/api/burden-limits",
    access: { action: "burdens.read" },
    summary: "Limits set within my area, newest first",
    response: contract.limits,
    handler: async (visit) => ({
      rows: [...(await listBurdenLimits(db, visit.scope()))],
      usualMinutes: usualLimitMinutes,
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/burden-limits",
    access: { action: "burdens.set_limit" },
    summary: "Set how many minutes of typing a week may ask of each unit at and below one",
    body: contract.limitBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      const act = { clock, cipher, requestId: visit.requestId };
      return { id: await setBurdenLimit(trx, act, visit.person(), visit.body) };
    },
  });
};
