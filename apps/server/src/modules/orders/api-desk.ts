import { audienceNames } from "#kernel/audiences.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { listTopics } from "#modules/contents/index.ts";
import { badgeKinds, demands, skills } from "#modules/teams/index.ts";
import * as contract from "./contract.ts";
import { giveUpOrder, recategoriseOrder, screenOrder, sendElsewhere } from "./desk.ts";
import { dispatchOrder, recallDispatch } from "./dispatching.ts";
import type { OrdersError } from "./errors.ts";
import { addItem, listItems, setItemOpen } from "./menu.ts";
import { lockOrder, requireReason } from "./order-writes.ts";
import { setOrderPests } from "./pests/recorded.ts";
import { getOrder } from "./queries.ts";
import { missVisit, substituteTeam } from "./visits.ts";
import { itemKinds } from "./vocabulary.ts";

/** What the station does with an order; each asks at the unit that owns it now. */
export const registerDeskRoutes = (routes: Routes, context: Context): void => {
  const { clock, cipher } = context;
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getOrder(trx, visit.params.id)).owner_path);
    return { clock, cipher, requestId: visit.requestId };
  };
  const shared = {
    method: "POST",
    access: { action: "orders.dispatch" },
    params: contract.idParams,
    response: contract.idAnswer,
  } as const;

  routes.write({
    ...shared,
    url: "/api/orders/:id/screen",
    summary: "It is a science service and will be dispatched",
    handler: async (visit, trx) => {
      await screenOrder(trx, await enter(visit, trx), visit.actor, { orderId: visit.params.id });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/dispatch",
    summary: "Offer it to one team, or to all that can, of which the first has it",
    body: contract.dispatchBody,
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      const { mode, teamId } = visit.body;
      const orderId = visit.params.id;
      if (mode === "direct" && teamId === undefined)
        throw new AppError<OrdersError>("orders.team_refused", {
          values: { reason: "请先选一支队" },
          fields: { teamId: "orders.team_refused" },
        });
      await dispatchOrder(
        trx,
        act,
        visit.actor,
        mode === "direct" && teamId !== undefined ? { orderId, mode, teamId } : { orderId, mode: "open" },
      );
      return { id: orderId };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/recall",
    summary: "Take an offer back before anybody answered",
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await recallDispatch(trx, await enter(visit, trx), visit.actor, {
        orderId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/recategorise",
    summary: "Another service than was ordered: the number stays, everybody hears",
    body: contract.recategoriseBody,
    handler: async (visit, trx) => {
      await recategoriseOrder(trx, await enter(visit, trx), visit.actor, {
        orderId: visit.params.id,
        itemCode: visit.body.itemCode,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/pests",
    summary: "What the order is about, where its words were misread or say nothing",
    body: contract.orderPestsBody,
    handler: async (visit, trx) => {
      await setOrderPests(trx, await enter(visit, trx), visit.person(), {
        orderId: visit.params.id,
        pestIds: visit.body.pestIds,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/not-ours",
    summary: "No science service: end with a better door",
    body: contract.elsewhereBody,
    handler: async (visit, trx) => {
      await sendElsewhere(trx, await enter(visit, trx), visit.actor, {
        orderId: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/cannot",
    summary: "It cannot be done this time, with the reason",
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await giveUpOrder(trx, await enter(visit, trx), visit.actor, {
        orderId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/no-show",
    summary: "Nobody came: a substitute is to be found",
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      const reason = requireReason(visit.body.reason);
      await missVisit(trx, act, visit.actor, { order: await lockOrder(trx, visit.params.id), reason });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...shared,
    url: "/api/orders/:id/substitute",
    summary: "A team reached by phone takes the visit at once",
    body: contract.substituteBody,
    handler: async (visit, trx) => {
      const act = await enter(visit, trx);
      const { teamId, minutes, reason } = visit.body;
      const startsAt = new Date(visit.body.startsAt);
      await substituteTeam(trx, act, visit.person(), {
        orderId: visit.params.id,
        teamId,
        reason,
        startsAt,
        endsAt: new Date(startsAt.getTime() + minutes * 60_000),
      });
      return { id: visit.params.id };
    },
  });
};

export const registerMenuRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/service-items",
    access: { action: "orders.read_menu" },
    summary: "The service menu, with what is closed",
    response: contract.itemsAnswer,
    handler: async () => {
      const topics = await listTopics(db);
      const items = await listItems(db, { closed: "shown" });
      return {
        topics: topics.map(({ code, name }) => ({ code, name })),
        rows: items.map((item) => ({
          code: item.code,
          title: item.title,
          about: item.about,
          kind: item.kind,
          kindName: itemKinds[item.kind],
          topic: item.topic,
          topicName: topics.find((topic) => topic.code === item.topic)?.name ?? item.topic,
          audiences: [...item.audiences],
          audienceNames: item.audiences.map((one) => audienceNames[one]),
          skill: item.skill,
          skillName: skills[item.skill],
          badges: [...item.badges],
          badgeNames: item.badges.map((badge) => badgeKinds[badge]),
          effort: item.effort,
          demands: [...item.demands],
          demandNames: item.demands.map((demand) => demands[demand]),
          minutes: item.minutes,
          volunteers: item.volunteers,
          ...(item.little === undefined ? {} : { little: item.little }),
          isOpen: item.isOpen,
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/service-items",
    access: { action: "orders.menu" },
    summary: "Add a service to the menu",
    body: contract.itemBody,
    response: contract.codeAnswer,
    handler: async (visit, trx) => {
      await addItem(trx, act(visit), visit.actor, visit.body);
      return { code: visit.body.code };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/service-items/:code/open",
    access: { action: "orders.menu" },
    summary: "Open a service for orders, or close it",
    params: contract.codeParams,
    body: contract.openBody,
    response: contract.codeAnswer,
    handler: async (visit, trx) => {
      await setItemOpen(trx, act(visit), visit.actor, { code: visit.params.code, open: visit.body.open });
      return { code: visit.params.code };
    },
  });
};
