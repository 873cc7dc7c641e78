// One article as a page: what is out, or why it is not; with what belongs to the reader who is signed in.
import type { FastifyRequest } from "fastify";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { PageView, Visit } from "#kernel/http-types.ts";
import {
  createArticleReader,
  findGone,
  findLive,
  type LiveArticle,
  type LiveCard,
  toArticlePath,
  toMediaPath,
  toTopicPath,
  type TopicView,
} from "#modules/contents/index.ts";
import { itemSides, toItemSides } from "#modules/commons/index.ts";
import { isSaved, noteReading } from "#modules/readers/index.ts";
import { home } from "#site/directory-pages.tsx";
import { childOf, fitsAge } from "#site/family/child-admission.ts";
import { lengthText } from "./article-items.tsx";
import { ArticlePage, ArticleSide } from "./article-page.tsx";
import { GonePage } from "./other-pages.tsx";
import { shareCardSize } from "./share-card.ts";
import { toStructuredData } from "./structured-data.ts";

export const notFound = (): AppError => new AppError("contents.not_found", { status: 404 });

export const toNo = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw notFound();
  return Number(text);
};

export type ArticleVisit = Visit<{ no: string }, { saved?: "yes" }>;

/** The item of an address, if it is out. @throws AppError `contents.not_found` (404) */
export const findArticle = async (
  { db }: Pick<Context, "db">,
  visit: Pick<Visit<{ no: string }>, "now" | "params">,
): Promise<LiveArticle> => {
  const article = await findLive(db, visit.now, toNo(visit.params.no));
  if (article === undefined) throw notFound();
  return article;
};

export const recordingOf = (article: LiveArticle): PageView["recording"] => {
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

/** What a shared link shows: Open Graph, with a picture of the item's own. */
const ShareHead = ({
  article,
  topics,
  config,
}: {
  article: LiveArticle;
  topics: readonly TopicView[];
  config: Context["config"];
}) => {
  const address = `${config.publicUrl}${toArticlePath(article.no)}`;
  const card = `${address}/card.png`;
  const names = article.topics.map((code) => topics.find((topic) => topic.code === code)?.name ?? code);
  return (
    <>
      <link rel="canonical" href={address} />
      <meta property="og:type" content="article" />
      <meta property="og:locale" content="zh_CN" />
      <meta property="og:title" content={article.title} />
      <meta property="og:description" content={article.summary} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={config.siteName} />
      <meta property="og:image" content={card} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content={String(shareCardSize.width)} />
      <meta property="og:image:height" content={String(shareCardSize.height)} />
      <meta property="og:image:alt" content={`《${article.title}》的题图：${names[0] ?? "科普"}主题的线描`} />
      <meta property="article:published_time" content={article.firstPublishedAt.toISOString()} />
      <meta property="article:modified_time" content={article.publishedAt.toISOString()} />
      {names[0] !== undefined && <meta property="article:section" content={names[0]} />}
      {names.map((name) => (
        <meta key={name} property="article:tag" content={name} />
      ))}
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
};

/** What the signed-in reader has to do with it: his list, and, where he asked for it, his history. */
const readerPart = async (
  { db, clock }: Context,
  visit: ArticleVisit,
  article: LiveArticle,
): Promise<"yes" | "no"> => {
  const { actor, request } = visit;
  if (actor.kind !== "person" || actor.onBehalfOf !== undefined) return "no";
  // Fetched ahead by the browser is not read.
  if (request.headers["sec-purpose"] === undefined)
    await inTransaction(db, (trx) =>
      noteReading(trx, { clock }, { personId: actor.personId, contentId: article.contentId }),
    );
  return (await isSaved(db, actor.personId, article.contentId)) ? "yes" : "no";
};

/** A child is shown the way to nothing that it may not open. */
const forReader = <Card extends LiveCard>(
  request: FastifyRequest,
  cards: readonly Card[],
): readonly Card[] => {
  const child = childOf(request);
  return child === undefined ? cards : cards.filter((card) => fitsAge(card, child.age));
};

const readWithSides = createArticleReader({ relatedSize: 4, beside: itemSides });

/** The page of an item; of one that was withdrawn or has expired, why (410). `copy`: kept on a device for reading offline. */
export const readArticle = async (
  context: Context,
  visit: ArticleVisit,
  purpose: "page" | "copy" = "page",
): Promise<PageView> => {
  const { db, config } = context;
  const no = toNo(visit.params.no);
  const found = await readWithSides(context, visit.now, no);
  if (found === undefined) {
    const gone = await findGone(db, no);
    if (gone === undefined) throw notFound();
    return {
      title: "这篇内容已经撤下",
      status: 410,
      breadcrumbs: home,
      main: <GonePage gone={gone} now={visit.now} />,
    };
  }
  const { article } = found;
  const topics = article.topicViews;
  const { credits, brief } = await toItemSides(db, visit.now, found.beside);
  const recording = recordingOf(article);
  const [zone] = article.audiences;
  const saved = purpose === "copy" ? "no" : await readerPart(context, visit, article);
  return {
    title: article.title,
    section: "find",
    description: article.summary,
    breadcrumbs: trailOf(article, topics) ?? home,
    ...(zone === undefined ? {} : { zone }),
    ...(recording === undefined ? {} : { recording }),
    head: <ShareHead article={article} topics={topics} config={config} />,
    structuredData: [toStructuredData(article, { topics, credits, config })],
    main: (
      <ArticlePage
        article={article}
        credits={credits}
        topics={topics}
        now={visit.now}
        elder={visit.mode.elder}
        easy={visit.mode.easy}
        teaches={context.policy.decide(visit.actor, "commons.use_lesson").ok}
        reader={{ saved, justSaved: visit.query.saved, purpose }}
      />
    ),
    side: (
      <ArticleSide
        article={article}
        topics={topics}
        related={purpose === "copy" ? [] : forReader(visit.request, found.related)}
        brief={purpose === "copy" ? undefined : brief}
        now={visit.now}
      />
    ),
  };
};
