import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { listLivePublicService } from "#modules/contents/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import {
  createCollection,
  editCollection,
  getCollectionUnit,
  listCollections,
  publishCollection,
  retireCollection,
} from "./collections.ts";
import * as contract from "./contract.ts";
import { listLessonUses } from "./lessons.ts";
import {
  cancelPlacement,
  confirmPlacement,
  getPlacement,
  listPlacements,
  planPlacement,
} from "./placements.ts";
import type { commonsPolicy } from "./policy.ts";

const act = (context: Context, visit: { requestId: string }) => ({
  clock: context.clock,
  cipher: context.cipher,
  requestId: visit.requestId,
});
const onRecord = (url: string, action: keyof typeof commonsPolicy, summary: string) =>
  ({ method: "POST", url, access: { action }, summary, params: contract.idParams }) as const;

const collectionRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.read({
    url: "/api/collections",
    access: { action: "commons.manage_collections" },
    summary: "Story collections within my area, with what of each is out",
    query: contract.collectionQuery,
    response: contract.collectionPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listCollections(db, clock.now(), { scope: visit.scope(), page, size });
      return {
        rows: listed.rows.map(({ unitPath: _path, ...row }) => ({ ...row, items: [...row.items] })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/collections",
    access: { action: "commons.manage_collections" },
    summary: "Make a collection of items that are out, in their order",
    body: contract.collectionBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return { id: await createCollection(trx, act(context, visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    ...onRecord("/api/collections/:id/edit", "commons.manage_collections", "Change words and order"),
    body: contract.collectionEditBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getCollectionUnit(trx, visit.params.id)).unitPath);
      await editCollection(trx, act(context, visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  for (const [verb, command, summary] of [
    ["publish", publishCollection, "Bring a collection out, by another person than wrote it"],
    ["retire", retireCollection, "Put a collection away"],
  ] as const)
    routes.write({
      ...onRecord(`/api/collections/:id/${verb}`, "commons.publish_collection", summary),
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getCollectionUnit(trx, visit.params.id)).unitPath);
        await command(trx, act(context, visit), visit.person(), { id: visit.params.id });
        return { id: visit.params.id };
      },
    });
};

const placementRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.read({
    url: "/api/placements",
    access: { action: "commons.read_placements" },
    summary:
      "Placements within my area: plan against done, with the sums of each medium and how far the health subjects reach",
    query: contract.placementQuery,
    response: contract.placementPage,
    handler: async (visit) => {
      const { page = 1, size = 50, medium, contentId } = visit.query;
      const listed = await listPlacements(db, {
        filter: { scope: visit.scope(), medium, contentId },
        now: visit.now,
        page,
        size,
      });
      return {
        rows: listed.rows.map(({ unitPath: _path, ...row }) => ({ ...row, proofs: [...row.proofs] })),
        total: listed.total,
        page,
        size,
        sums: [...listed.sums],
        coverage: listed.coverage.map((row) => ({ ...row, cells: [...row.cells] })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/placements",
    access: { action: "commons.place" },
    summary: "Plan where an item that is out is to be placed",
    body: contract.placementBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      return { id: await planPlacement(trx, act(context, visit), visit.person(), visit.body) };
    },
  });
  routes.write({
    ...onRecord("/api/placements/:id/proofs", "commons.place", "Say with evidence what was done on a day"),
    body: contract.proofBody,
    response: contract.proofAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPlacement(trx, visit.params.id)).unitPath);
      const outcome = await confirmPlacement(trx, act(context, visit), visit.person(), {
        id: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id, outcome };
    },
  });
  routes.write({
    ...onRecord("/api/placements/:id/cancel", "commons.place", "Let a plan fall away"),
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getPlacement(trx, visit.params.id)).unitPath);
      await cancelPlacement(trx, act(context, visit), visit.person(), {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.read({
    url: "/api/public-service-items",
    access: { action: "commons.read_public" },
    summary: "Public-service items that are out, with the forms they can be placed in",
    response: contract.publicServiceAnswer,
    handler: async () => ({
      rows: (await listLivePublicService(db, clock.now())).map((item) => ({
        no: item.no,
        contentId: item.contentId,
        title: item.title,
        summary: item.summary,
        kind: item.kind,
        forms: item.forms,
        publishedAt: item.publishedAt,
      })),
    }),
  });
};

/** Collections, placements and lessons in use, for the desk. */
export const registerLibraryRoutes = (routes: Routes, context: Context): void => {
  collectionRoutes(routes, context);
  placementRoutes(routes, context);
  routes.read({
    url: "/api/lesson-uses",
    access: { action: "commons.read_lesson_uses" },
    summary: "Lessons that teachers used within my area",
    query: contract.lessonUseQuery,
    response: contract.lessonUsePage,
    handler: async (visit) => {
      const { page = 1, size = 50, contentId } = visit.query;
      const listed = await listLessonUses(context.db, { scope: visit.scope(), contentId, page, size });
      return {
        rows: listed.rows.map(({ unitPath: _path, ...row }) => row),
        total: listed.total,
        pupils: listed.pupils,
        page,
        size,
      };
    },
  });
};
