import Type from "typebox";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import { closed, importAnswer, importMode, nullableMoment, nullableText, oneOf, text } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { readCalendarFile } from "./calendar-file.ts";
import { readYear, replaceYear } from "./calendar.ts";

/** The year's holidays, and how the administrator brings a new notice in. */
export const registerCalendarRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.read({
    url: "/api/calendar-days",
    access: { action: "orders.read_menu" },
    summary:
      "Public holidays and weekend days on which people work, of one year; without a source only the statutory days are known",
    query: Type.Object({ year: Type.Optional(Type.Integer({ minimum: 2020, maximum: 2100 })) }),
    response: Type.Object({
      year: Type.Integer(),
      source: nullableText,
      importedAt: nullableMoment,
      rows: Type.Array(
        Type.Object({ day: text, name: text, kind: oneOf(["holiday", "workday"] as const, "放假还是上班") }),
      ),
    }),
    handler: async (visit) => {
      const { days, ...year } = await readYear(
        db,
        visit.query.year ?? Number(toDistrictDate(visit.now).slice(0, 4)),
      );
      return { ...year, rows: [...days] };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/calendar-days/import",
    access: { action: "orders.work_days" },
    summary:
      "A year's days from its notice (.csv or .xlsx, multipart field `file`); written only where every row is right",
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    body: Type.Object(
      {
        mode: importMode,
        source: Type.String({ minLength: 2, maxLength: 120, title: "依据的通知" }),
      },
      closed,
    ),
    response: Type.Object({ year: Type.Integer(), ...importAnswer }),
    handler: async (visit, trx) => {
      const root = await findRootUnit(trx);
      visit.authorise(root?.path ?? "");
      const file = visit.files.find((one) => one.field === "file");
      if (file === undefined)
        throw new AppError<OrdersError>("orders.calendar_file", { fields: { file: "orders.calendar_file" } });
      const { year, days, rows } = await readCalendarFile(file.bytes);
      const applied = visit.body.mode === "apply" && rows.every((row) => row.ok);
      if (applied) {
        await replaceYear(trx, clock, { year, source: visit.body.source, days });
        await recordAudit(trx, context, {
          actor: visit.actor,
          action: "orders.work_days",
          reason: `${year} 年 ${days.length} 天，依据：${visit.body.source}`,
          requestId: visit.requestId,
        });
      }
      return { year, applied, rows: [...rows] };
    },
  });
};
