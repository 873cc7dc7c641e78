import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { type Audience, audienceNames } from "#kernel/audiences.ts";
import type { Config } from "#kernel/config.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { FileResult } from "#kernel/http-types.ts";
import { listLiveCollections, type LiveCollection, toCollectionPath } from "#modules/commons/index.ts";
import {
  listLive,
  listTopics,
  type LiveCard,
  type LiveFilter,
  toArticlePath,
  topicAndBelow,
} from "#modules/contents/index.ts";
import { listVerdicts, rumoursPaths, toClaimPath } from "#modules/rumours/index.ts";
import { zonePath } from "#site/paths.ts";

/** Items in a feed: what a reader or a media desk has not seen yet, not the archive. */
const feedSize = 50;

export const feedFormats = ["atom", "rss", "json"] as const;
export type FeedFormat = (typeof feedFormats)[number];

const mediaTypes: Readonly<Record<FeedFormat, string>> = {
  atom: "application/atom+xml; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

/** What a feed names: an item, or a collection of items. */
type FeedItem = {
  path: string;
  title: string;
  summary: string;
  publishedAt: Date;
  tags: readonly string[];
};

const toItem = (card: LiveCard): FeedItem => ({
  path: toArticlePath(card.no),
  title: card.title,
  summary: card.summary,
  publishedAt: card.publishedAt,
  tags: card.topics,
});
const toCollectionItem = (collection: LiveCollection): FeedItem => ({
  path: toCollectionPath(collection.no),
  title: `合集：${collection.title}`,
  summary: collection.introduction,
  publishedAt: collection.publishedAt,
  tags: [...new Set(collection.cards.flatMap((card) => card.topics))],
});

type Feed = {
  title: string;
  about: string;
  self: string;
  page: string;
  items: readonly FeedItem[];
  updated: Date;
};

/** XML 1.0 knows no control characters but these three; one in a title would break every reader. */
const xmlText = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");

/** Readers of RSS take a description for HTML: words must be escaped once more to stay words (RSS 2.0, `description`). */
const htmlText = (text: string): string =>
  xmlText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** A title is plain to some readers and HTML to others: angle brackets that both show. */
const rssTitle = (text: string): string => xmlText(text).replaceAll("<", "＜").replaceAll(">", "＞");

const toAtom = (feed: Feed, { publicUrl, siteName }: Config): string =>
  generateAtomFeed({
    id: `${publicUrl}${feed.self}`,
    title: { value: xmlText(feed.title), type: "text" },
    subtitle: { value: xmlText(feed.about), type: "text" },
    updated: feed.updated,
    links: [
      { href: `${publicUrl}${feed.self}`, rel: "self", type: "application/atom+xml" },
      { href: `${publicUrl}${feed.page}`, rel: "alternate", type: "text/html" },
    ],
    authors: [{ name: siteName }],
    entries: feed.items.map((item) => ({
      id: `${publicUrl}${item.path}`,
      title: { value: xmlText(item.title), type: "text" },
      updated: item.publishedAt,
      published: item.publishedAt,
      links: [{ href: `${publicUrl}${item.path}`, rel: "alternate", type: "text/html" }],
      summary: { value: xmlText(item.summary), type: "text" },
      categories: item.tags.map((topic) => ({ term: topic })),
    })),
  });

const toRss = (feed: Feed, { publicUrl }: Config): string =>
  generateRssFeed({
    title: xmlText(feed.title),
    link: `${publicUrl}${feed.page}`,
    description: xmlText(feed.about),
    language: "zh-cn",
    lastBuildDate: feed.updated,
    atom: { links: [{ href: `${publicUrl}${feed.self}`, rel: "self", type: "application/rss+xml" }] },
    items: feed.items.map((item) => ({
      title: rssTitle(item.title),
      link: `${publicUrl}${item.path}`,
      guid: { value: `${publicUrl}${item.path}`, isPermaLink: true },
      pubDate: item.publishedAt,
      description: htmlText(item.summary),
      categories: item.tags.map((topic) => ({ name: topic })),
    })),
  });

const toJson = (feed: Feed, { publicUrl, siteName }: Config): string =>
  JSON.stringify(
    generateJsonFeed({
      title: feed.title,
      home_page_url: `${publicUrl}${feed.page}`,
      feed_url: `${publicUrl}${feed.self}`,
      description: feed.about,
      language: "zh-CN",
      authors: [{ name: siteName }],
      items: feed.items.map((item) => ({
        id: `${publicUrl}${item.path}`,
        url: `${publicUrl}${item.path}`,
        title: item.title,
        summary: item.summary,
        content_text: item.summary,
        date_published: item.publishedAt,
        tags: [...item.tags],
      })),
    }),
  );

const build = (format: FeedFormat, feed: Feed, config: Config): string => {
  switch (format) {
    case "atom":
      return toAtom(feed, config);
    case "rss":
      return toRss(feed, config);
    case "json":
      return toJson(feed, config);
    default: {
      const never: never = format;
      return never;
    }
  }
};

export type FeedScope =
  | { kind: "all" }
  | { kind: "zone"; zone: Audience }
  | { kind: "topic"; code: string }
  | { kind: "rumours" }
  | { kind: "collections" };

type FeedSource = { name: string; about: string; page: string; path: string; items: readonly FeedItem[] };

/** Newest first; collections stand among the items of all and of their topics. */
const readItems = async (context: Context, now: Date, filter: LiveFilter): Promise<readonly FeedItem[]> => {
  const { rows } = await listLive(context.db, now, { filter, page: 1, size: feedSize });
  const collections =
    filter.audience === undefined
      ? await listLiveCollections(context.db, now, { topics: filter.topics })
      : [];
  return [...rows.map(toItem), ...collections.map(toCollectionItem)]
    .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
    .slice(0, feedSize);
};

const sourceOf = async (context: Context, scope: FeedScope, now: Date): Promise<FeedSource> => {
  if (scope.kind === "rumours") {
    const { rows } = await listVerdicts(context.db, {}, { page: 1, size: feedSize });
    return {
      name: "这是真的吗",
      about: "最近查清的消息：真的、假的、误导的、证据不足的",
      page: rumoursPaths.list,
      path: "/feeds/rumours",
      items: rows.map((card) => ({
        path: toClaimPath(card.claimNo),
        title: `${card.title}：${card.rating.name}`,
        summary: card.answer,
        publishedAt: card.publishedAt,
        tags: [card.rating.name],
      })),
    };
  }
  if (scope.kind === "collections")
    return {
      name: "故事合集",
      about: "按顺序看的科学故事",
      page: "/collections",
      path: "/feeds/collections",
      items: (await listLiveCollections(context.db, now)).slice(0, feedSize).map(toCollectionItem),
    };
  const about = (name: string): string => `${context.config.siteName}最新发布的科普内容：${name}`;
  if (scope.kind === "all")
    return {
      name: "全部内容",
      about: about("全部内容"),
      page: "/",
      path: "/feeds/all",
      items: await readItems(context, now, {}),
    };
  if (scope.kind === "zone")
    return {
      name: audienceNames[scope.zone],
      about: about(audienceNames[scope.zone]),
      page: zonePath(scope.zone),
      path: `/feeds/zones/${scope.zone}`,
      items: await readItems(context, now, { audience: scope.zone }),
    };
  const topics = await listTopics(context.db);
  const topic = topics.find((one) => one.code === scope.code);
  if (topic === undefined) throw new AppError("http.not_found", { status: 404 });
  return {
    name: topic.name,
    about: about(topic.name),
    page: `/topics/${scope.code}`,
    path: `/feeds/topics/${scope.code}`,
    items: await readItems(context, now, { topics: topicAndBelow(topics, scope.code) }),
  };
};

/** One feed of what is out now: Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1. */
export const renderFeed = async (
  context: Context,
  scope: FeedScope,
  options: { format: FeedFormat; now: Date },
): Promise<FileResult> => {
  const { format, now } = options;
  const { name, about, page, path, items } = await sourceOf(context, scope, now);
  const feed: Feed = {
    title: `${context.config.siteName} · ${name}`,
    about,
    self: `${path}.${format}`,
    page,
    items,
    // An empty feed has been so since the site stands: a fixed moment keeps its bytes the same.
    updated: items[0]?.publishedAt ?? new Date("2026-01-01T00:00:00Z"),
  };
  return { contentType: mediaTypes[format], body: build(format, feed, context.config) };
};
