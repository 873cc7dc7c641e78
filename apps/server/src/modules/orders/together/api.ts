import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { closed, id, idAnswer, idParams, oneOf, reason, reasonBody, text } from "../contract.ts";
import { sendUp } from "../hub/exchange.ts";
import { lockOrder, requireReason } from "../order-writes.ts";
import { getOrder } from "../queries.ts";
import { mergeOrder, unmerge } from "./merge.ts";
import { listSimilar } from "./similar.ts";
import { splitOrder } from "./split.ts";

const similarAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      no: text,
      title: text,
      statusName: text,
      place: text,
      wantedOn: text,
      wantedHalf: text,
      peopleCount: Type.Integer(),
    }),
  ),
});

/** Equal requests in one visit, one request for two teams, and what goes up. */
export const registerTogetherRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getOrder(trx, visit.params.id)).owner_path);
    return { clock, cipher, requestId: visit.requestId };
  };
  const shared = {
    method: "POST",
    access: { action: "orders.dispatch" },
    params: idParams,
    response: idAnswer,
  } as const;
  routes.read({
    url: "/api/orders/:id/similar",
    access: { action: "orders.dispatch" },
    summary: "Open requests for the same service in the same street within two weeks; nobody's name",
    params: idParams,
    response: similarAnswer,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const rows = await listSimilar(db, {
        itemCode: order.item_code,
        placeUnitId: order.place_unit_id,
        wantedOn: order.wanted_on,
        exceptId: order.id,
      });
      return { rows: [...rows] };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/merge",
    summary: "Serve it by the visit of another, equal order; its number stays and the resident is told",
    body: Type.Object({ intoId: { ...id, title: "并到哪个单" } }, closed),
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      const { intoId } = visit.body;
      visit.authorise((await getOrder(trx, intoId)).owner_path);
      await mergeOrder(trx, act, visit.actor, { orderId: visit.params.id, intoId });
      return { id: intoId };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/unmerge",
    summary: "Take it out of the common visit again",
    body: reasonBody,
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      const why = requireReason(visit.body.reason);
      await unmerge(trx, act, visit.actor, { order: await lockOrder(trx, visit.params.id), reason: why });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/split",
    summary: "Two teams for one request: a second order for some of the people",
    body: Type.Object(
      { people: Type.Integer({ minimum: 1, maximum: 2000, title: "另一半的人数" }), reason },
      closed,
    ),
    handler: async (visit, trx) =>
      splitOrder(trx, await enter(visit, trx), visit.actor, { orderId: visit.params.id, ...visit.body }).then(
        (second) => ({ id: second.id }),
      ),
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/send-up",
    summary: "To the station above at once, or to the city's hub (B-08)",
    body: Type.Object({ to: oneOf(["parent", "hub"] as const, "送到哪里"), reason }, closed),
    handler: async (visit, trx) => {
      await sendUp(trx, await enter(visit, trx), visit.person(), {
        orderId: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id };
    },
  });
};
