import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { emptyBody, idParams } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { ordersPaths, toRollPath } from "../paths.ts";
import { getOrder } from "../queries.ts";
import { correctBody, decideBody, groupBody, lineBody, namesBody } from "./contract.ts";
import { findRoll, findRollVisit } from "./queries.ts";
import {
  askCorrection,
  decideCorrection,
  enterGroup,
  enterNames,
  findRollSide,
  removeLine,
  signRoll,
} from "./rolls.ts";
import { RollPage } from "./views.tsx";

type RollVisit = Visit<{ id: string }>;

/** 到课名单 of one order: for who stood there, the team's leader, and who ordered (names masked). */
export const registerRollPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  const page = async (visit: RollVisit, form: FormState): Promise<PageView> => {
    const order = await getOrder(db, visit.params.id);
    const person = visit.person();
    const side = await findRollSide(db, order, person);
    const held = await findRollVisit(db, order.id);
    if (side === undefined || held === undefined)
      throw new AppError<OrdersError>("orders.not_found", { status: 404 });
    return {
      title: form === emptyForm ? "到课名单" : "出错：到课名单",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <RollPage
          orderId={order.id}
          title={order.title}
          side={side}
          roll={await findRoll(db, context, {
            visitId: held.id,
            names: side === "orderer" ? "masked" : "full",
          })}
          me={person.personId}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  const shared = { access: { action: "orders.own" }, params: idParams, onRefusal: page } as const;
  const at = (name: string): string => ordersPaths.rollAct.replace(":act", name);
  const back = (visit: RollVisit) => ({ redirect: toRollPath(visit.params.id) });

  routes.page({ ...shared, url: ordersPaths.roll, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    ...shared,
    url: at("names"),
    body: namesBody,
    handler: async (visit, trx) => {
      await enterNames(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: at("group"),
    body: groupBody,
    handler: async (visit, trx) => {
      const { groupAudience, group, people } = visit.body;
      const input = { orderId: visit.params.id, audience: groupAudience, group, people };
      await enterGroup(trx, act(visit), visit.person(), input);
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: at("remove"),
    body: lineBody,
    handler: async (visit, trx) => {
      await removeLine(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: at("sign"),
    body: emptyBody,
    handler: async (visit, trx) => {
      await signRoll(trx, act(visit), visit.person(), visit.params.id);
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: at("correct"),
    body: correctBody,
    handler: async (visit, trx) => {
      const { what, lineId, audience, names = "", group = "", people = 0, reason } = visit.body;
      const wanted = (field: string) =>
        new AppError<OrdersError>("orders.roll_choice", { fields: { [field]: "orders.roll_choice" } });
      const input = { orderId: visit.params.id, reason };
      if (what === "strike") {
        if (lineId === undefined) throw wanted("lineId");
        await askCorrection(trx, act(visit), visit.person(), { ...input, lineId });
      } else {
        if (audience === undefined) throw wanted("audience");
        const line = what === "person" ? { audience, name: names } : { audience, group, people };
        await askCorrection(trx, act(visit), visit.person(), { ...input, line });
      }
      return back(visit);
    },
  });
  routes.form({
    ...shared,
    url: at("decide"),
    body: decideBody,
    handler: async (visit, trx) => {
      await decideCorrection(trx, act(visit), visit.person(), { orderId: visit.params.id, ...visit.body });
      return back(visit);
    },
  });
};
