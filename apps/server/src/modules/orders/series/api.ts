import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { inTransaction, type Db, type Trx } from "#kernel/db.ts";
import {
  audience,
  closed,
  day,
  half,
  id,
  idAnswer,
  idParams,
  itemCode,
  nullableText,
  oneOf,
  reasonBody,
  text,
} from "../contract.ts";
import { placeOf } from "../ranking.ts";
import { stationInCharge } from "../submit.ts";
import { registerCalendarRoutes } from "./calendar-api.ts";
import { endSeries, generateOrders, startSeries } from "./commands.ts";
import { mostWeeks, previewSeries } from "./preview.ts";
import { getSeries, listCoverage, listOccurrences, listSeries, type SeriesRow } from "./queries.ts";

const access = { action: "orders.standing" } as const;
const placeFields = {
  placeUnitId: id,
  room: Type.Optional(Type.String({ maxLength: 40, title: "教室或位置" })),
  half,
  startsOn: day("第一次哪天"),
  teamId: Type.Optional(id),
};
const weeks = Type.Array(itemCode, { minItems: 1, maxItems: mostWeeks, title: "每周的服务" });
const previewQuery = Type.Object({
  ...placeFields,
  items: Type.String({ maxLength: 1_100, description: "Service codes, one a week, with commas." }),
});
const startBody = Type.Object(
  {
    ...placeFields,
    itemCodes: weeks,
    kind: oneOf(["weekly", "term"] as const, "哪一种"),
    title: Type.String({ minLength: 2, maxLength: 60, title: "名称" }),
    audience: Type.Optional(audience),
    peopleCount: Type.Integer({ minimum: 1, maximum: 2000, title: "每次多少人" }),
    contactName: Type.String({ minLength: 1, maxLength: 30, title: "联系人" }),
    contactPhone: Type.Optional(Type.String({ maxLength: 30, title: "电话" })),
    keep: Type.Array(Type.Integer({ minimum: 1, maximum: mostWeeks }), {
      maxItems: mostWeeks,
      title: "留下的周",
    }),
  },
  closed,
);
const occurrence = Type.Object({
  no: Type.Integer(),
  day: text,
  itemCode: text,
  itemTitle: text,
  clashes: Type.Array(Type.Object({ kind: text, text })),
  barred: Type.Boolean(),
  teams: Type.Integer(),
});
const seriesFields = {
  id,
  kind: text,
  title: text,
  status: text,
  half: text,
  room: text,
  ownerUnitId: id,
  place: text,
  teamName: nullableText,
  endReason: nullableText,
};
const counts = Type.Object({
  planned: Type.Integer(),
  ordered: Type.Integer(),
  accepted: Type.Integer(),
  done: Type.Integer(),
  skipped: Type.Integer(),
});
const toView = ({ ownerPath: _owner, placePath: _place, ...row }: SeriesRow) => row;

/** Services that come again and again, a term in one flow, which schools were visited, and the days nobody works. */
export const registerSeriesRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  /** Whose place it is (a teacher's school), else whose station serves the place. */
  const authoriseAt = (visit: Visit, at: { placePath: string; ownerPath: string }): void =>
    visit.authorise(
      policy.decide(visit.actor, "orders.standing", { unitPath: at.placePath }).ok
        ? at.placePath
        : at.ownerPath,
    );
  const pathsOf = async (source: Db | Trx, placeUnitId: string) => {
    const { placePath } = await placeOf(source, placeUnitId);
    const station = await inTransaction(db, (trx) => stationInCharge(trx, context, placeUnitId));
    const owner = station === undefined ? undefined : await placeOf(source, station.id);
    return { placePath, ownerPath: owner?.placePath ?? placePath };
  };
  const enter = async (visit: Visit<{ id: string }>) => {
    const series = await getSeries(db, visit.params.id);
    authoriseAt(visit, series);
    return series;
  };

  routes.read({
    url: "/api/standing-preview",
    access,
    summary: "Every week of a series with every clash; nothing is written",
    query: previewQuery,
    response: Type.Object({ rows: Type.Array(occurrence) }),
    handler: async (visit) => {
      const { items, room = "", teamId, ...rest } = visit.query;
      authoriseAt(visit, await pathsOf(db, rest.placeUnitId));
      const rows = await previewSeries(db, context, {
        ...rest,
        room,
        teamId,
        itemCodes: items.split(","),
        now: visit.now,
      });
      return { rows: rows.map((row) => ({ ...row, clashes: [...row.clashes] })) };
    },
  });
  routes.read({
    url: "/api/standing-orders",
    access,
    summary: "Series at my stations and schools, with how far each is",
    response: Type.Object({ rows: Type.Array(Type.Object({ ...seriesFields, counts })) }),
    handler: async (visit) => ({
      rows: (await listSeries(db, visit.scope())).map((row) => ({ ...toView(row), counts: row.counts })),
    }),
  });
  routes.read({
    url: "/api/standing-orders/:id",
    access,
    summary: "One series, week by week: its order, whether a team has taken it, why a week is left out",
    params: idParams,
    response: Type.Object({
      ...seriesFields,
      occurrences: Type.Array(
        Type.Object({
          no: Type.Integer(),
          day: text,
          itemTitle: text,
          status: text,
          skipReason: nullableText,
          orderId: nullableText,
          orderNo: nullableText,
          orderStatusName: nullableText,
          teamName: nullableText,
        }),
      ),
    }),
    handler: async (visit) => {
      const series = await enter(visit);
      const rows = await listOccurrences(db, series.id);
      return {
        ...toView(series),
        occurrences: rows.map(({ orderStatus: _status, ...row }) => row),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/standing-orders",
    access,
    summary: "Start a series as it was seen in the preview",
    body: startBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      const { room = "", ...body } = visit.body;
      authoriseAt(visit, await pathsOf(db, body.placeUnitId));
      const standingId = await startSeries(trx, act(visit), visit.person(), {
        ...body,
        room,
        teamId: body.teamId,
        audience: body.audience,
        contactPhone: body.contactPhone,
      });
      return { id: standingId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/standing-orders/:id/generate",
    access,
    summary: "Make orders of the weeks that come in the next 35 days",
    params: idParams,
    response: Type.Object({ made: Type.Integer() }),
    handler: async (visit, trx) => {
      const series = await enter(visit);
      return { made: await generateOrders(trx, act(visit), visit.actor, series.id) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/standing-orders/:id/end",
    access,
    summary: "End a series: what is an order goes on, the rest is left out",
    params: idParams,
    body: reasonBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      const series = await enter(visit);
      await endSeries(trx, act(visit), visit.actor, { standingId: series.id, reason: visit.body.reason });
      return { id: series.id };
    },
  });
  routes.read({
    url: "/api/school-coverage",
    access,
    summary: "Every school of my area with its last visit; those without one this year first (Y-02)",
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          unitId: id,
          parentId: nullableText,
          name: text,
          lastOn: nullableText,
          thisYear: Type.Integer(),
          coming: Type.Integer(),
        }),
      ),
    }),
    handler: async (visit) => ({
      rows: [...(await listCoverage(db, visit.scope(), toDistrictDate(visit.now)))],
    }),
  });
  registerCalendarRoutes(routes, context);
};
