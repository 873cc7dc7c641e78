// Routes of articles, topics, their files and feeds: whatever is out now, and why something is not.
import Type from "typebox";
import { audiences } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import {
  contentsPaths,
  findGone,
  findLive,
  findLiveFile,
  listLive,
  listRelated,
  listTopics,
  type LiveArticle,
  reportMistake,
  toArticlePath,
  toMediaPath,
  topicAndBelow,
  toTopicPath,
  type TopicView,
} from "#modules/contents/index.ts";
import { occasionsPaths } from "#modules/occasions/index.ts";
import { listInForce, policiesPaths, toPolicyPath } from "#modules/policies/index.ts";
import { home } from "#site/directory-pages.tsx";
import { openDirectory } from "#site/directory.ts";
import { paths } from "#site/paths.ts";
import { cardLinks, collectionData } from "#site/structured-data.ts";
import { lengthText } from "./article-items.tsx";
import { ArticlePage, ArticleSide } from "./article-page.tsx";
import { drawChart } from "./chart-svg.ts";
import { feedFormats, renderFeed } from "./feeds.ts";
import { GonePage, PosterPage, ReportedPage, ReportPage, TopicListPage, TopicPage } from "./other-pages.tsx";
import { toStructuredData } from "./structured-data.ts";

const readPublic = { action: "contents.read_public" } as const;
const articleParams = Type.Object({ no: Type.String({ maxLength: 12 }) });
const notFound = (): AppError => new AppError("contents.not_found", { status: 404 });
const itemsPerTopic = 30;

const toNo = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw notFound();
  return Number(text);
};

const recordingOf = (article: LiveArticle): PageView["recording"] => {
  const { media } = article.content;
  if (media?.audioFileId === undefined) return undefined;
  return {
    src: toMediaPath(media.audioFileId),
    lengthText: media.audioSeconds === undefined ? "听全文" : lengthText(media.audioSeconds),
    voice: media.audioVoice ?? "synthetic",
  };
};

const trailOf = (article: LiveArticle, topics: readonly TopicView[]): PageView["breadcrumbs"] => {
  const topic = topics.find((one) => one.code === article.topics[0]);
  return topic === undefined ? home : [...home, { label: topic.name, href: toTopicPath(topic.code) }];
};

const articleRoutes = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  const find = async (visit: Visit<{ no: string }>): Promise<LiveArticle> => {
    const article = await findLive(db, visit.now, toNo(visit.params.no));
    if (article === undefined) throw notFound();
    return article;
  };
  routes.page({
    url: contentsPaths.article,
    access: readPublic,
    params: articleParams,
    cache: "anonymous",
    handler: async (visit): Promise<PageView> => {
      const no = toNo(visit.params.no);
      const article = await findLive(db, visit.now, no);
      if (article === undefined) {
        const gone = await findGone(db, no);
        if (gone === undefined) throw notFound();
        return {
          title: "这篇内容已经撤下",
          status: 410,
          breadcrumbs: home,
          main: <GonePage gone={gone} now={visit.now} />,
        };
      }
      const topics = await listTopics(db);
      const related = await listRelated(db, visit.now, article, 4);
      const recording = recordingOf(article);
      const [zone] = article.audiences;
      const address = `${config.publicUrl}${toArticlePath(no)}`;
      return {
        title: article.title,
        section: "find",
        description: article.summary,
        breadcrumbs: trailOf(article, topics) ?? home,
        ...(zone === undefined ? {} : { zone }),
        ...(recording === undefined ? {} : { recording }),
        head: (
          <>
            <link rel="canonical" href={address} />
            <meta property="og:type" content="article" />
            <meta property="og:title" content={article.title} />
            <meta property="og:description" content={article.summary} />
            <meta property="og:url" content={address} />
            <meta property="og:site_name" content={config.siteName} />
            <meta property="article:published_time" content={article.firstPublishedAt.toISOString()} />
          </>
        ),
        structuredData: [toStructuredData(article, topics, config)],
        main: <ArticlePage article={article} topics={topics} now={visit.now} elder={visit.mode.elder} />,
        side: <ArticleSide article={article} topics={topics} related={related} now={visit.now} />,
      };
    },
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
  routes.page({
    url: `${contentsPaths.article}/poster`,
    access: readPublic,
    params: articleParams,
    query: Type.Object({ street: Type.Optional(Type.String({ maxLength: 64 })) }),
    handler: async (visit) => {
      const article = await find(visit);
      const streets = await openDirectory(db, visit.now).streets();
      const street = streets.find((one) => one.id === visit.query.street);
      const address = `${config.publicUrl}${toArticlePath(article.no)}${street === undefined ? "" : `?from=${street.id}`}`;
      return {
        title: `海报：${article.title}`,
        breadcrumbs: [...home, { label: article.title, href: toArticlePath(article.no) }],
        main: <PosterPage article={article} address={address} street={street?.name} />,
      };
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
        main: <TopicPage topic={topic} topics={topics} cards={rows} total={total} now={now} />,
      };
    },
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
      const line = (path: string, changed?: Date): string =>
        `<url><loc>${config.publicUrl}${path}</loc>${changed === undefined ? "" : `<lastmod>${changed.toISOString()}</lastmod>`}</url>`;
      const urls = [
        line("/"),
        line(paths.topics),
        line(occasionsPaths.calendar),
        line(policiesPaths.list),
        ...(await listInForce(db, toDistrictDate(now), {})).map(({ no }) => line(toPolicyPath(no))),
        ...topics.map((topic) => line(toTopicPath(topic.code))),
        ...rows.map((card) => line(toArticlePath(card.no), card.publishedAt)),
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
      body: `User-agent: *\nDisallow: /workbench\nDisallow: /api/\nDisallow: /my/\nSitemap: ${config.publicUrl}/sitemap.xml\n`,
    }),
  });
};

/** Items, topics, files and feeds of the portal. */
export function registerArticlePages(routes: Routes, context: Context): void {
  articleRoutes(routes, context);
  topicRoutes(routes, context);
  fileRoutes(routes, context);
}
