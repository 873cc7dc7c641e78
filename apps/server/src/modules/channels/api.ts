import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getLiveVersion } from "#modules/contents/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { registerShowingRoutes } from "./api-showings.ts";
import * as contract from "./contract.ts";
import { confirmDelivery, getDelivery, listDeliveries, notePosters, retryDelivery } from "./deliveries.ts";
import type { ChannelsError } from "./errors.ts";
import { listSent } from "./outside/sent.ts";
import { findScreenByToken, getScreen, listScreens, registerScreen, retireScreen } from "./screens.ts";
import { listFilmsFor, notePlays } from "./showings.ts";
import { deliveryStatusNames } from "./state.ts";
import { confirmScreenRemoval, listOnScreen, listScreenWords, noteScreenVisit } from "./screen-posters.ts";
import {
  endUpstream,
  listUpstreamFeeds,
  listUpstreamItems,
  pitchUpstreamItem,
  subscribeUpstream,
} from "./upstream.ts";

const act = (context: Context, visit: { requestId: string }) => ({
  clock: context.clock,
  cipher: context.cipher,
  requestId: visit.requestId,
});

const deliveryRoutes = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.read({
    url: "/api/channels",
    access: { action: "channels.read" },
    summary: "Channels that items go to",
    response: contract.channelsAnswer,
    handler: async () => {
      const rows = await db
        .selectFrom("channels")
        .selectAll()
        .orderBy("created_at")
        .orderBy("code")
        .execute();
      return {
        rows: rows.map((row) => ({
          code: row.code,
          name: row.name,
          kind: row.kind,
          target: row.target,
          isOpen: row.is_open,
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/channels/:code/open",
    access: { action: "channels.manage" },
    summary: "Open a channel for new items, or close it; recalls still reach a closed one",
    params: contract.codeParams,
    body: contract.openBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const changed = await trx
        .updateTable("channels")
        .set({ is_open: visit.body.open === "yes" })
        .where("code", "=", visit.params.code)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n)
        throw new AppError<ChannelsError>("channels.not_found", { status: 404 });
      await recordAudit(trx, act(context, visit), {
        actor: visit.actor,
        action: "channels.manage",
        record: { table: "channels", id: visit.params.code },
        requestId: visit.requestId,
      });
      return { id: visit.params.code };
    },
  });
  routes.read({
    url: "/api/deliveries",
    access: { action: "channels.read_deliveries" },
    summary: "Where items went and what proves it, within my area",
    query: contract.deliveryQuery,
    response: contract.deliveryPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, act: wanted, contentId } = visit.query;
      const listed = await listDeliveries(
        db,
        { scope: visit.scope(), status, act: wanted, contentId },
        { page, size },
      );
      return {
        rows: listed.rows.map(({ unitPath: _path, ...row }) => ({
          ...row,
          statusName: deliveryStatusNames[row.status],
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/outside-posts",
    access: { action: "channels.read_deliveries" },
    summary:
      "What was sent to each platform outside, its address there, and the proof of a recall, within my area",
    query: contract.sentQuery,
    response: contract.sentPage,
    handler: async (visit) => {
      const { page = 1, size = 50, channel, standing, contentId } = visit.query;
      const { rows, total } = await listSent(
        db,
        { scope: visit.scope(), channel, standing, contentId },
        { page, size },
      );
      return { rows: [...rows], total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/deliveries/:id/retry",
    access: { action: "channels.act_on_delivery" },
    summary: "Try again what was given up",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const delivery = await getDelivery(trx, visit.params.id);
      visit.authorise(delivery.unitPath);
      await retryDelivery(trx, act(context, visit), visit.actor, delivery);
      return { id: delivery.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/deliveries/:id/confirm",
    access: { action: "channels.act_on_delivery" },
    summary: "Say that printed posters are up, or have been taken down",
    params: contract.idParams,
    body: contract.confirmBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const delivery = await getDelivery(trx, visit.params.id);
      visit.authorise(delivery.unitPath);
      await confirmDelivery(trx, act(context, visit), visit.actor, { delivery, note: visit.body.note });
      return { id: delivery.id };
    },
  });
};

const posterRoutes = (routes: Routes, context: Context): void => {
  routes.write({
    method: "POST",
    url: "/api/deliveries/posters",
    access: { action: "channels.act_on_delivery" },
    summary: "Say where printed posters of an item that is out were hung up",
    body: contract.postersBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { contentId, note } = visit.body;
      const version = await getLiveVersion(trx, context.clock.now(), contentId);
      visit.authorise(version.unitPath);
      return {
        id: await notePosters(trx, act(context, visit), visit.actor, {
          contentId,
          versionId: version.versionId,
          unitId: version.unitId,
          note,
        }),
      };
    },
  });
};

const screenRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.read({
    url: "/api/screens",
    access: { action: "channels.manage_screens" },
    summary: "Screens within my area, with when each last came by",
    query: contract.screenQuery,
    response: contract.screenPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listScreens(db, visit.scope(), { page, size });
      return { rows: listed.rows.map(({ unitPath: _path, ...row }) => row), total: listed.total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/screens",
    access: { action: "channels.manage_screens" },
    summary: "Register a screen; its token is shown this once",
    body: contract.screenBody,
    response: contract.screenAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return registerScreen(trx, act(context, visit), visit.actor, visit.body);
    },
  });
  routes.read({
    url: "/api/screens/:id",
    access: { action: "channels.manage_screens" },
    summary: "One screen: when it last came by, what it shows by its own word, what of it must go",
    params: contract.idParams,
    response: contract.screenDetail,
    handler: async (visit) => {
      const { unitPath, onCount: _count, ...screen } = await getScreen(db, visit.params.id);
      visit.authorise(unitPath);
      return {
        ...screen,
        on: [...(await listOnScreen(db, clock.now(), screen.id))],
        words: [...(await listScreenWords(db, screen.id))],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/screens/:id/removed",
    access: { action: "channels.manage_screens" },
    summary: "Say that a screen which cannot say so itself no longer shows something",
    params: contract.idParams,
    body: contract.screenRemovedBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getScreen(trx, visit.params.id)).unitPath);
      await confirmScreenRemoval(trx, act(context, visit), visit.person(), {
        screenId: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/screens/:id/retire",
    access: { action: "channels.manage_screens" },
    summary: "Take a screen out of use",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getScreen(trx, visit.params.id)).unitPath);
      await retireScreen(trx, act(context, visit), visit.actor, {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/screens/sync",
    access: { action: "channels.screen" },
    summary: "A screen comes by: says what it took down, gets the posters of now and what must go",
    body: contract.syncBody,
    response: contract.syncAnswer,
    handler: async (visit, trx) => {
      const screen = await findScreenByToken(trx, visit.body.token);
      const { posters, remove } = await noteScreenVisit(trx, clock.now(), {
        screenId: screen.id,
        removed: visit.body.removed,
      });
      await notePlays(trx, clock.now(), { screenId: screen.id, played: visit.body.played ?? [] });
      return {
        films: [...(await listFilmsFor(trx, clock.now(), screen.id))],
        posters: posters.map(({ poster, ...item }) => ({
          ...item,
          headline: poster.headline,
          points: [...poster.points],
          advice: poster.advice,
        })),
        remove: [...remove],
      };
    },
  });
};

const upstreamRoutes = (routes: Routes, context: Context): void => {
  const { db, config, clock } = context;
  routes.read({
    url: "/api/upstream-feeds",
    access: { action: "channels.manage_upstream" },
    summary: "Other publishers' feeds that we subscribe to",
    response: contract.upstreamAnswer,
    handler: async () => ({ rows: [...(await listUpstreamFeeds(db, clock.now()))] }),
  });
  routes.read({
    url: "/api/upstream-items",
    access: { action: "channels.read_upstream" },
    summary: "What other publishers offer now, with whom it is from",
    query: contract.upstreamItemsQuery,
    response: contract.upstreamItemsAnswer,
    handler: async (visit) => ({
      rows: [
        ...(await listUpstreamItems(db, clock.now(), {
          size: visit.query.size ?? 100,
          feedId: visit.query.feed,
        })),
      ],
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/upstream-items/pitch",
    access: { action: "contents.pitch" },
    summary: "Propose an item from an upstream one; its address goes along as the draft's first source",
    body: contract.upstreamPitchBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return { id: await pitchUpstreamItem(trx, act(context, visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/upstream-feeds",
    access: { action: "channels.manage_upstream" },
    summary: "Subscribe to a feed of a host on the white list",
    body: contract.upstreamBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => ({
      id: await subscribeUpstream(
        trx,
        { ...act(context, visit), hosts: config.upstreamHosts },
        visit.actor,
        visit.body,
      ),
    }),
  });
  routes.write({
    method: "POST",
    url: "/api/upstream-feeds/:id/end",
    access: { action: "channels.manage_upstream" },
    summary: "End a subscription; its items leave the pages",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await endUpstream(trx, act(context, visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
};

/** JSON routes of channels, deliveries, screens and upstream feeds. */
export const registerChannelRoutes = (routes: Routes, context: Context): void => {
  deliveryRoutes(routes, context);
  posterRoutes(routes, context);
  screenRoutes(routes, context);
  registerShowingRoutes(routes, context);
  upstreamRoutes(routes, context);
};
