import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import {
  day,
  half,
  id,
  idParams,
  moment,
  nullableMoment,
  nullableText,
  oneOf,
  status,
  text,
} from "../contract.ts";
import { getOrder } from "../queries.ts";
import { callSubstitute, listArrivals } from "./arrivals.ts";
import { countWatched, readAgenda } from "./agenda.ts";

const arrivalState = oneOf(["expected", "late", "here", "left", "missed"] as const, "到岗");
const agendaQuery = Type.Object({
  from: Type.Optional(day("从哪天")),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 7, default: 7 })),
  each: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 200,
      description: "Most orders shown of a half day; 12 unless told.",
    }),
  ),
});
const agendaAnswer = Type.Object({
  counts: Type.Object({
    due: Type.Integer(),
    late: Type.Integer(),
    risk: Type.Integer(),
    noTeam: Type.Integer(),
  }),
  days: Type.Array(
    Type.Object({
      day: text,
      kind: oneOf(["holiday", "workday", "weekend", "weekday"] as const, "哪种日子"),
      name: nullableText,
      from: oneOf(["notice", "statutory"] as const, "依据"),
      halves: Type.Array(
        Type.Object({
          half,
          total: Type.Integer(),
          rows: Type.Array(
            Type.Object({
              id,
              no: text,
              title: text,
              status,
              statusName: text,
              place: text,
              ownerUnitId: id,
              startsAt: nullableMoment,
              teamName: nullableText,
              late: Type.Boolean(),
              atRisk: Type.Boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
});
const arrivalsAnswer = Type.Object({
  day: text,
  rows: Type.Array(
    Type.Object({
      orderId: id,
      visitId: id,
      no: text,
      title: text,
      place: text,
      ownerUnitId: id,
      teamId: id,
      teamName: text,
      startsAt: moment,
      endsAt: moment,
      state: arrivalState,
      orderStatus: status,
      orderStatusName: text,
      lateMinutes: Type.Integer(),
      canCall: Type.Boolean(),
      members: Type.Array(Type.Object({ name: text, state: arrivalState, signedInAt: nullableMoment })),
    }),
  ),
});

/** What a dispatcher keeps open all day: the day and the week, what is nearly due, who has arrived. */
export const registerWatchRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/order-agenda",
    access: { action: "orders.read" },
    summary: "A day or a week of my area by half days, with what is due, late or at risk by number",
    query: agendaQuery,
    response: agendaAnswer,
    handler: async (visit) => {
      const { from = toDistrictDate(visit.now), days = 7, each = 12 } = visit.query;
      const scope = visit.scope();
      const agenda = await readAgenda(db, { scope, from, days, each, now: visit.now });
      return {
        counts: await countWatched(db, scope, visit.now),
        days: agenda.map((one) => ({
          ...one,
          halves: one.halves.map((half) => ({ ...half, rows: [...half.rows] })),
        })),
      };
    },
  });
  routes.read({
    url: "/api/order-arrivals",
    access: { action: "orders.read" },
    summary: "Who is expected where on a day, who has signed in, who is late; volunteers by masked names",
    query: Type.Object({ day: Type.Optional(day("哪天")) }),
    response: arrivalsAnswer,
    handler: async (visit) => {
      const on = visit.query.day ?? toDistrictDate(visit.now);
      const rows = await listArrivals(db, context, { scope: visit.scope(), day: on, now: visit.now });
      return { day: on, rows: rows.map((row) => ({ ...row, members: [...row.members] })) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/orders/:id/call-substitute",
    access: { action: "orders.dispatch" },
    summary: "Nobody came: mark it, and ask every team that can come now; the first has it",
    params: idParams,
    response: Type.Object({ told: Type.Integer() }),
    handler: async (visit, trx) => {
      visit.authorise((await getOrder(trx, visit.params.id)).owner_path);
      return callSubstitute(
        trx,
        { clock, cipher, requestId: visit.requestId },
        visit.person(),
        visit.params.id,
      );
    },
  });
};
