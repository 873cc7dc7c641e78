import type { Config } from "#kernel/config.ts";
import { type LiveArticle, toArticlePath, toMediaPath, type TopicView } from "#modules/contents/index.ts";

const typeOf = (article: LiveArticle): string =>
  article.kind === "lesson" ? "LearningResource" : article.kind === "comic" ? "ComicStory" : "Article";

/** schema.org data of an item: a data block, not a script; nothing runs it. */
export const toStructuredData = (
  article: LiveArticle,
  topics: readonly TopicView[],
  config: Config,
): Readonly<Record<string, unknown>> => {
  const { content } = article;
  const url = `${config.publicUrl}${toArticlePath(article.no)}`;
  const publisher = { "@type": "Organization", name: config.siteName, url: config.publicUrl };
  return {
    "@context": "https://schema.org",
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
    publisher,
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

/** JSON for a data block in HTML: a closing tag inside a text cannot end the block. */
export const toDataBlock = (data: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
