import type { StructuredData } from "#kernel/http-types.ts";
import type { Credit } from "#modules/commons/index.ts";
import { type LiveArticle, toArticlePath, toMediaPath, type TopicView } from "#modules/contents/index.ts";
import { publisherData, type SiteAddress } from "#site/structured-data.ts";

const typeOf = (article: LiveArticle): string =>
  article.kind === "lesson" ? "LearningResource" : article.kind === "comic" ? "ComicStory" : "Article";

/** schema.org data of an item. */
export const toStructuredData = (
  article: LiveArticle,
  context: { topics: readonly TopicView[]; credits: readonly Credit[]; config: SiteAddress },
): StructuredData => {
  const { content } = article;
  const { topics, credits, config } = context;
  const url = `${config.publicUrl}${toArticlePath(article.no)}`;
  return {
    "@type": typeOf(article),
    "@id": url,
    url,
    headline: article.title,
    name: article.title,
    abstract: content.answer,
    description: article.summary,
    inLanguage: "zh-CN",
    isAccessibleForFree: true,
    datePublished: article.firstPublishedAt.toISOString(),
    dateModified: article.publishedAt.toISOString(),
    author: { "@type": "Organization", name: content.byline === "" ? article.unitName : content.byline },
    ...(credits.length === 0
      ? {}
      : { contributor: credits.map(({ shownName }) => ({ "@type": "Person", name: shownName })) }),
    publisher: publisherData(config),
    about: article.topics.map((code) => ({
      "@type": "Thing",
      name: topics.find((topic) => topic.code === code)?.name ?? code,
    })),
    citation: content.sources.map((source) => ({
      "@type": "CreativeWork",
      name: source.title,
      publisher: { "@type": "Organization", name: source.publisher },
      ...(source.url === undefined ? {} : { url: source.url }),
      ...(source.date === undefined ? {} : { datePublished: source.date }),
    })),
    ...(content.lesson === undefined
      ? {}
      : {
          educationalLevel: content.lesson.grades,
          timeRequired: `PT${content.lesson.minutes}M`,
          teaches: content.lesson.aim,
        }),
    ...(content.media?.audioFileId === undefined
      ? {}
      : {
          audio: {
            "@type": "AudioObject",
            name: `听：${article.title}`,
            contentUrl: `${config.publicUrl}${toMediaPath(content.media.audioFileId)}`,
            encodingFormat: "audio/mpeg",
          },
        }),
  };
};
