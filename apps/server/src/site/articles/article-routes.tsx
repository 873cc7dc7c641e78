// Routes of articles, topics, their files and feeds: whatever is out now, and why something is not.
import Type from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listUpstreamItems } from "#modules/channels/index.ts";
import { listLiveCollections, toCollectionPath } from "#modules/commons/index.ts";
import {
  contentsPaths,
  findLiveFile,
  listLive,
  listTopics,
  type LiveArticle,
  reportMistake,
  toArticlePath,
  topicAndBelow,
  toTopicPath,
} from "#modules/contents/index.ts";
import { occasionsPaths } from "#modules/occasions/index.ts";
import { listInForce, policiesPaths, toPolicyPath } from "#modules/policies/index.ts";
import { listVerdicts, toClaimPath } from "#modules/rumours/index.ts";
import { home } from "#site/directory-pages.tsx";
import { paths } from "#site/paths.ts";
import { cardLinks, collectionData } from "#site/structured-data.ts";
import { findArticle, notFound, readArticle, toNo } from "./article-view.tsx";
import { drawChart } from "./chart-svg.ts";
import { EasyReadingPage } from "./easy-text.tsx";
import { feedFormats, renderFeed } from "./feeds.ts";
import { ReportedPage, ReportPage, TopicListPage, TopicPage } from "./other-pages.tsx";
import { registerSharingPages } from "./sharing-routes.tsx";
import { UpstreamPage, UpstreamSection } from "./upstream-page.tsx";

const readPublic = { action: "contents.read_public" } as const;
const articleParams = Type.Object({ no: Type.String({ maxLength: 12 }) });
const itemsPerTopic = 30;
const upstreamPerTopic = 5;
const upstreamOnPage = 100;
const easyOnPage = 100;

const articleRoutes = (routes: Routes, context: Context): void => {
  const find = (visit: Visit<{ no: string }>): Promise<LiveArticle> => findArticle(context, visit);
  routes.page({
    url: contentsPaths.article,
    access: readPublic,
    params: articleParams,
    query: Type.Object({ saved: Type.Optional(Type.Literal("yes")) }),
    cache: "anonymous",
    handler: (visit) => readArticle(context, visit),
  });
  routes.file({
    url: `${contentsPaths.article}/chart.svg`,
    access: readPublic,
    params: articleParams,
    cache: "anonymous",
    handler: async (visit) => {
      const { content } = await find(visit);
      if (content.chart === undefined) throw notFound();
      return { contentType: "image/svg+xml", body: drawChart(content.chart) };
    },
  });
  const reportPage = (article: LiveArticle, formKey: string, form: FormState): PageView => ({
    title: "哪里不对？",
    breadcrumbs: [...home, { label: article.title, href: toArticlePath(article.no) }],
    main: <ReportPage article={article} formKey={formKey} form={form} />,
  });
  routes.page({
    url: `${contentsPaths.article}/report`,
    access: { action: "contents.report" },
    params: articleParams,
    handler: async (visit) => reportPage(await find(visit), visit.formKey, emptyForm),
  });
  routes.form({
    url: `${contentsPaths.article}/report`,
    access: { action: "contents.report" },
    params: articleParams,
    body: Type.Object({
      remark: Type.String({ minLength: 4, maxLength: 500, pattern: "\\S", title: "哪一句不对" }),
    }),
    handler: async (visit, trx) => {
      const article = await find(visit);
      await reportMistake(
        trx,
        { clock: context.clock, cipher: context.cipher, requestId: visit.requestId },
        visit.actor,
        { contentId: article.contentId, versionId: article.versionId, remark: visit.body.remark },
      );
      return { redirect: `${toArticlePath(article.no)}/reported` };
    },
    onRefusal: async (visit, form) => reportPage(await find(visit), visit.formKey, form),
  });
  routes.page({
    url: `${contentsPaths.article}/reported`,
    access: readPublic,
    params: articleParams,
    handler: ({ params }) => ({
      title: "收到了",
      breadcrumbs: home,
      main: <ReportedPage no={toNo(params.no)} />,
    }),
  });
};

const topicRoutes = (routes: Routes, { db, config }: Context): void => {
  routes.page({
    url: paths.topics,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => {
      const topics = await listTopics(db);
      const counts = new Map<string, number>();
      for (const topic of topics) {
        const { total } = await listLive(db, now, {
          filter: { topics: topicAndBelow(topics, topic.code) },
          page: 1,
          size: 1,
        });
        counts.set(topic.code, total);
      }
      return {
        title: "主题",
        section: "find",
        breadcrumbs: home,
        structuredData: [
          collectionData(
            { path: paths.topics, name: "主题" },
            topics.map((topic) => ({ path: toTopicPath(topic.code), name: topic.name })),
            config,
          ),
        ],
        main: <TopicListPage topics={topics} counts={counts} />,
      };
    },
  });
  routes.page({
    url: contentsPaths.topic,
    access: readPublic,
    cache: "anonymous",
    params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
    handler: async ({ now, params }) => {
      const topics = await listTopics(db);
      const topic = topics.find((one) => one.code === params.code);
      if (topic === undefined) throw notFound();
      const { rows, total } = await listLive(db, now, {
        filter: { topics: topicAndBelow(topics, topic.code) },
        page: 1,
        size: itemsPerTopic,
      });
      return {
        title: topic.name,
        section: "find",
        description: topic.about,
        breadcrumbs: [...home, { label: "主题", href: paths.topics }],
        head: (
          <link
            rel="alternate"
            type="application/atom+xml"
            title={topic.name}
            href={`/feeds/topics/${topic.code}.atom`}
          />
        ),
        structuredData: [
          collectionData(
            { path: toTopicPath(topic.code), name: topic.name, about: topic.about },
            cardLinks(rows),
            config,
          ),
        ],
        main: (
          <>
            <TopicPage
              topic={topic}
              topics={topics}
              cards={rows}
              total={total}
              collections={await listLiveCollections(db, now, { topics: topicAndBelow(topics, topic.code) })}
              now={now}
            />
            <UpstreamSection
              now={now}
              items={await listUpstreamItems(db, now, {
                size: upstreamPerTopic,
                topics: topicAndBelow(topics, topic.code),
              })}
            />
          </>
        ),
      };
    },
  });
  routes.page({
    url: paths.easyReading,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now, mode }) => ({
      title: "易读版",
      section: "find",
      breadcrumbs: [...home, { label: "主题", href: paths.topics }],
      main: (
        <EasyReadingPage
          now={now}
          mode={mode}
          topics={await listTopics(db)}
          cards={(await listLive(db, now, { filter: { easy: "yes" }, page: 1, size: easyOnPage })).rows}
        />
      ),
    }),
  });
  routes.page({
    url: paths.upstream,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => ({
      title: "别处的消息",
      section: "find",
      breadcrumbs: [...home, { label: "主题", href: paths.topics }],
      main: (
        <UpstreamPage
          now={now}
          topics={await listTopics(db)}
          items={await listUpstreamItems(db, now, { size: upstreamOnPage })}
        />
      ),
    }),
  });
};

const fileRoutes = (routes: Routes, context: Context): void => {
  const { db, files, config } = context;
  routes.file({
    url: contentsPaths.media,
    access: readPublic,
    params: Type.Object({ fileId: Type.String({ maxLength: 64 }) }),
    handler: async ({ now, params }) => {
      const file = /^[0-9a-f-]{36}$/u.test(params.fileId)
        ? await findLiveFile(db, now, params.fileId)
        : undefined;
      if (file === undefined) throw notFound();
      // A recall must reach caches too: they ask each time, and the answer is short while the file is the same.
      return { contentType: file.mediaType, body: await files.get(file.id), cacheControl: "no-cache" };
    },
  });
  for (const format of feedFormats) {
    routes.file({
      url: `/feeds/all.${format}`,
      access: readPublic,
      cache: "anonymous",
      handler: async ({ now }) => renderFeed(context, { kind: "all" }, { format, now }),
    });
    for (const zone of audiences)
      routes.file({
        url: `/feeds/zones/${zone}.${format}`,
        access: readPublic,
        cache: "anonymous",
        handler: async ({ now }) => renderFeed(context, { kind: "zone", zone }, { format, now }),
      });
    routes.file({
      url: `/feeds/collections.${format}`,
      access: readPublic,
      cache: "anonymous",
      handler: async ({ now }) => renderFeed(context, { kind: "collections" }, { format, now }),
    });
    routes.file({
      url: `/feeds/topics/:code.${format}`,
      access: readPublic,
      cache: "anonymous",
      params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
      handler: async ({ now, params }) =>
        renderFeed(context, { kind: "topic", code: params.code }, { format, now }),
    });
  }
  routes.file({
    url: "/sitemap.xml",
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => {
      const topics = await listTopics(db);
      const { rows } = await listLive(db, now, { filter: {}, page: 1, size: 20_000 });
      const { rows: verdicts } = await listVerdicts(db, {}, { page: 1, size: 20_000 });
      const line = (path: string, changed?: Date): string =>
        `<url><loc>${config.publicUrl}${path}</loc>${changed === undefined ? "" : `<lastmod>${changed.toISOString()}</lastmod>`}</url>`;
      const urls = [
        line("/"),
        line(paths.topics),
        line(occasionsPaths.calendar),
        line(policiesPaths.list),
        ...(await listInForce(db, toDistrictDate(now), {})).map(({ no }) => line(toPolicyPath(no))),
        line(paths.rumours),
        ...topics.map((topic) => line(toTopicPath(topic.code))),
        ...rows.map((card) => line(toArticlePath(card.no), card.publishedAt)),
        ...(await listLiveCollections(db, now)).map((one) => line(toCollectionPath(one.no), one.publishedAt)),
        ...verdicts.map((card) => line(toClaimPath(card.claimNo), card.publishedAt)),
      ];
      return {
        contentType: "application/xml; charset=utf-8",
        body: `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>`,
      };
    },
  });
  routes.file({
    url: "/robots.txt",
    access: readPublic,
    cache: "anonymous",
    handler: () => ({
      contentType: "text/plain; charset=utf-8",
      body: `User-agent: *\nDisallow: /workbench\nDisallow: /api/\nDisallow: /my/\nDisallow: /rumours/asked/\nSitemap: ${config.publicUrl}/sitemap.xml\n`,
    }),
  });
};

/** Items, topics, files and feeds of the portal. */
export function registerArticlePages(routes: Routes, context: Context): void {
  articleRoutes(routes, context);
  registerSharingPages(routes, context);
  topicRoutes(routes, context);
  fileRoutes(routes, context);
}
