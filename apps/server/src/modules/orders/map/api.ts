import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { listTopics } from "#modules/contents/index.ts";
import { findRootUnit, getUnit } from "#modules/organisations/index.ts";
import { audiences, type Audience } from "#kernel/audiences.ts";
import {
  closed,
  day,
  id,
  importAnswer,
  importMode,
  nullableMoment,
  nullableText,
  oneOf,
  text,
  unitQuery,
} from "../contract.ts";
import { listCoverageCells, listStreetFigures, listTrend, readFirstResponse } from "../coverage/figures.ts";
import { orderEntries, orderEntryCodes } from "../coverage/streets.ts";
import type { OrdersError } from "../errors.ts";
import { mapLimits, type Polygons } from "./geojson.ts";
import { importStreetMap, listShapes } from "./street-shapes.ts";

const span = { from: Type.Optional(day("从哪天")), to: Type.Optional(day("到哪天")) };
const polygons = Type.Unsafe<Polygons>({
  type: "array",
  items: {
    type: "array",
    items: { type: "array", items: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 } },
  },
});
const count = Type.Integer();

/** Where orders are and what was served, for a unit: the map with its table, and the charts with their cells. */
export const registerMapRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/street-map",
    access: { action: "orders.read" },
    summary: "Streets with their shapes, open orders and what was served since `from`; counts only",
    query: Type.Object({ ...unitQuery, ...span }),
    response: Type.Object({
      from: text,
      to: text,
      source: nullableText,
      importedAt: nullableMoment,
      shapes: Type.Array(Type.Object({ unitId: id, polygons })),
      rows: Type.Array(
        Type.Object({
          unitId: nullableText,
          name: text,
          open: count,
          waiting: count,
          late: count,
          unmet: count,
          served: count,
          people: count,
          lastOn: nullableText,
        }),
      ),
    }),
    handler: async (visit) => {
      const today = toDistrictDate(visit.now);
      const unit = await getUnit(db, visit.query.unit, today);
      visit.authorise(unit.path);
      const { from = `${today.slice(0, 4)}-01-01`, to = today } = visit.query;
      const rows = await listStreetFigures(db, { unitPath: unit.path, from, to, now: visit.now, today });
      const drawn = rows.flatMap((row) => row.unitId ?? []);
      const { shapes, ...about } = await listShapes(db, drawn);
      return { from, to, ...about, shapes: [...shapes], rows: [...rows] };
    },
  });
  routes.read({
    url: "/api/order-coverage",
    access: { action: "orders.read" },
    summary:
      "What was served, by audience × entry × theme, from facts; and weeks of orders, served and rated",
    query: Type.Object({
      ...unitQuery,
      ...span,
      weeks: Type.Optional(Type.Integer({ minimum: 4, maximum: 53, default: 12 })),
    }),
    response: Type.Object({
      from: text,
      to: text,
      topics: Type.Array(Type.Object({ code: text, name: text })),
      entries: Type.Array(Type.Object({ code: text, name: text })),
      cells: Type.Array(
        Type.Object({
          audience: Type.Unsafe<Audience | null>({
            anyOf: [{ type: "string", enum: [...audiences] }, { type: "null" }],
          }),
          entry: oneOf(orderEntryCodes, "去向"),
          topic: nullableText,
          served: count,
          people: count,
        }),
      ),
      firstResponse: Type.Object({
        medianMinutes: Type.Union([count, Type.Null()]),
        answered: count,
        waiting: count,
      }),
      weeks: Type.Array(Type.Object({ from: text, to: text, ordered: count, served: count, rated: count })),
    }),
    handler: async (visit) => {
      const today = toDistrictDate(visit.now);
      const unit = await getUnit(db, visit.query.unit, today);
      visit.authorise(unit.path);
      const { from = `${today.slice(0, 4)}-01-01`, to = today, weeks = 12 } = visit.query;
      return {
        from,
        to,
        topics: (await listTopics(db)).map(({ code, name }) => ({ code, name })),
        entries: orderEntryCodes.map((code) => ({ code, name: orderEntries[code] })),
        cells: [...(await listCoverageCells(db, { unitPath: unit.path, from, to }))],
        firstResponse: await readFirstResponse(db, { unitPath: unit.path, from, to }),
        weeks: [...(await listTrend(db, { unitPath: unit.path, weeks, today }))],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/street-map/import",
    access: { action: "orders.map" },
    summary:
      "The district's own map (GeoJSON, multipart field `file`), looked at first; written where every shape is right",
    files: { fields: ["file"], maxBytes: mapLimits.maxBytes },
    body: Type.Object(
      { mode: importMode, source: Type.String({ minLength: 1, maxLength: 100, title: "地图来源" }) },
      closed,
    ),
    response: Type.Object({ ...importAnswer, missing: Type.Array(text) }),
    handler: async (visit, trx) => {
      const root = await findRootUnit(trx);
      visit.authorise(root?.path ?? "");
      const file = visit.files.find((one) => one.field === "file");
      if (file === undefined)
        throw new AppError<OrdersError>("orders.map_file", { fields: { file: "orders.map_file" } });
      const { rows, missing, applied } = await importStreetMap(
        trx,
        { clock, cipher, requestId: visit.requestId },
        visit.actor,
        { bytes: file.bytes, ...visit.body, today: toDistrictDate(visit.now) },
      );
      return { applied, rows: [...rows], missing: [...missing] };
    },
  });
};
