// Reading without a network: the service worker, the island that asks it, the copy of an item for the device, and the
// question whether items are still out.
import { readFileSync } from "node:fs";
import Type from "typebox";
import { anonymous } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { contentsPaths, listLive } from "#modules/contents/index.ts";
import { notFound, readArticle, toNo } from "#site/articles/article-view.tsx";
import { renderDocument } from "#site/document.tsx";
import { paths } from "#site/paths.ts";
import { OfflineItemsPage } from "./offline-items-page.tsx";

const anyone = { allow: "public" } as const;
const readPublic = { action: "contents.read_public" } as const;
export const offlineScript = "/assets/islands/offline.js";
/** As many as one question may ask about; the address stays below 1 KB. */
const askedLimit = 100;

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

const scriptRoutes = (routes: Routes): void => {
  const [worker, island] = [read("sw.js"), read("offline.js")];
  const contentType = "text/javascript; charset=utf-8";
  routes.file({
    url: "/sw.js",
    access: anyone,
    // Browsers ask for it at each start: a new one takes over at once.
    handler: () => ({ contentType, body: worker, cacheControl: "no-cache" }),
  });
  routes.file({
    url: offlineScript,
    access: anyone,
    handler: () => ({ contentType, body: island, cacheControl: "no-cache" }),
  });
};

export const registerOfflinePages = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  scriptRoutes(routes);
  routes.page({
    url: paths.offlineItems,
    access: anyone,
    query: Type.Object({ save: Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999_999 })) }),
    handler: async ({ now, query }) => {
      const nos = query.save === undefined ? [] : [query.save];
      const { rows } = await listLive(db, now, { filter: { nos }, page: 1, size: 1 });
      const [card] = rows;
      if (query.save !== undefined && card === undefined) throw notFound();
      return {
        title: card === undefined ? "离线看的文章" : "离线保存",
        section: "me",
        breadcrumbs: [{ label: "我的", href: paths.me }],
        scripts: [offlineScript],
        main: <OfflineItemsPage item={card} />,
      };
    },
  });
  routes.file({
    url: `${contentsPaths.article}/copy`,
    access: readPublic,
    params: Type.Object({ no: Type.String({ maxLength: 12 }) }),
    handler: async (visit) => {
      const no = toNo(visit.params.no);
      const { rows } = await listLive(db, visit.now, { filter: { nos: [no] }, page: 1, size: 1 });
      const [card] = rows;
      if (card === undefined) throw notFound();
      // As nobody in particular: what lies on a device may be opened by whoever holds it.
      const view = await readArticle(context, { ...visit, formKey: "", actor: anonymous, query: {} }, "copy");
      visit.reply.header("x-changed-at", card.publishedAt.toISOString());
      visit.reply.header("x-title", encodeURIComponent(card.title));
      return {
        contentType: "text/html; charset=utf-8",
        body: renderDocument(view, { ...visit, formKey: "", actor: anonymous }, config),
        cacheControl: "no-store",
      };
    },
  });
  routes.read({
    url: "/api/live-items",
    access: readPublic,
    summary:
      "Which of these items are out now and since when as they are: asked by devices that keep some offline",
    query: Type.Object(
      {
        nos: Type.Optional(
          Type.String({
            pattern: `^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,${askedLimit - 1}}$`,
            title: "内容编号",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(Type.Object({ no: Type.Integer(), changedAt: Type.String() })),
    }),
    handler: async ({ now, query }) => {
      const nos = query.nos?.split(",").map(Number) ?? [];
      const { rows } = await listLive(db, now, { filter: { nos }, page: 1, size: askedLimit });
      return { rows: rows.map((card) => ({ no: card.no, changedAt: card.publishedAt.toISOString() })) };
    },
  });
};
