import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit, listAreaSetMembers } from "#modules/organisations/index.ts";
import { id, nullableMoment, nullableText, status, text } from "../contract.ts";
import { planBoard, type PlanView } from "./plan.ts";

const planQuery = Type.Object({
  /** An area set (区域划分) whose units the allocation rule puts forward, and the least share of them in percent. */
  weakSet: Type.Optional(id),
  weakShare: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
});

const planAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      no: text,
      title: text,
      status,
      statusName: text,
      ownerUnitId: id,
      dueAt: nullableMoment,
      place: text,
      wantedOn: text,
      wantedHalf: text,
      needsScreening: Type.Boolean(),
      outcome: Type.Unsafe<"team" | "outranked" | "gap">({
        type: "string",
        enum: ["team", "outranked", "gap"],
      }),
      teamId: nullableText,
      teamName: nullableText,
      reasons: Type.Array(text),
      candidates: Type.Integer(),
      refused: Type.Integer(),
    }),
  ),
  total: Type.Integer(),
  limit: Type.Integer(),
  assigned: Type.Integer(),
  gap: Type.Number(),
  weakAreaShare: Type.Number(),
  skillGaps: Type.Array(Type.Object({ text, orders: Type.Integer() })),
  seconds: Type.Number(),
});

/** The suggestion for a whole board. One is solved at a time in each process: who comes second waits, the site does not. */
export const registerPlanRoute = (routes: Routes, context: Context): void => {
  const { db } = context;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<PlanView>): Promise<PlanView> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  routes.read({
    url: "/api/order-plan",
    access: { action: "orders.dispatch" },
    summary:
      "A team for every order that waits in my area, at least cost, with reasons, gap and skill gaps; nothing is written",
    query: planQuery,
    response: planAnswer,
    handler: async (visit) => {
      const scope = visit.scope();
      const { weakSet, weakShare = 0 } = visit.query;
      const members = weakSet === undefined ? [] : await listAreaSetMembers(db, weakSet, scope);
      const today = toDistrictDate(visit.now);
      const weakPaths: string[] = [];
      for (const { unitId, validFrom, validTo } of members)
        if (validFrom <= today && (validTo === null || validTo > today))
          weakPaths.push((await getUnit(db, unitId, today)).path);
      const plan = await inTurn(() =>
        planBoard(db, context, { scope, now: visit.now, weakPaths, weakAreaShare: weakShare / 100 }),
      );
      return {
        ...plan,
        rows: plan.rows.map((row) => ({ ...row, reasons: [...row.reasons] })),
        skillGaps: [...plan.skillGaps],
      };
    },
  });
};
