// Ways in which an item goes on to others: a page to share from, a poster, small cards, the picture of a shared link.
import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { contentsPaths, listTopics, toArticlePath } from "#modules/contents/index.ts";
import { toPosterLink } from "#modules/readers/index.ts";
import { home } from "#site/directory-pages.tsx";
import { openDirectory } from "#site/directory.ts";
import { findArticle } from "./article-view.tsx";
import { PosterPage } from "./other-pages.tsx";
import { drawShareCard } from "./share-card.ts";
import { CardsPage, SharePage } from "./sharing-pages.tsx";
import { toMotif } from "./topic-words.ts";

const readPublic = { action: "contents.read_public" } as const;
const params = Type.Object({ no: Type.String({ maxLength: 12 }) });
// Forms send what was left open as an empty text.
const query = Type.Object({ street: Type.Optional(Type.String({ maxLength: 64 })) });

export const registerSharingPages = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  /** The address that a printed code holds: the item, and where a street was chosen, by way of that street's number. */
  const printed = async (no: number, visit: { now: Date; query: { street?: string } }) => {
    const streets = await openDirectory(db, visit.now).streets();
    // A street that is none (an old link, a guess) is no street rather than an error.
    const street = streets.find((one) => one.id === visit.query.street);
    const path = street === undefined ? toArticlePath(no) : toPosterLink(no, street.id);
    return { streets, street, address: `${config.publicUrl}${path}` };
  };
  const crumbsOf = (article: { no: number; title: string }) => [
    ...home,
    { label: article.title, href: toArticlePath(article.no) },
  ];

  routes.page({
    url: `${contentsPaths.article}/share`,
    access: readPublic,
    params,
    query,
    handler: async (visit) => {
      const article = await findArticle(context, visit);
      return {
        title: `转给别人：${article.title}`,
        breadcrumbs: crumbsOf(article),
        main: (
          <SharePage
            article={article}
            address={`${config.publicUrl}${toArticlePath(article.no)}`}
            {...await printed(article.no, visit).then(({ streets, street }) => ({ streets, street }))}
          />
        ),
      };
    },
  });
  routes.page({
    url: `${contentsPaths.article}/poster`,
    access: readPublic,
    params,
    query,
    handler: async (visit) => {
      const article = await findArticle(context, visit);
      const { street, address } = await printed(article.no, visit);
      return {
        title: `海报：${article.title}`,
        breadcrumbs: crumbsOf(article),
        main: <PosterPage article={article} address={address} street={street?.name} />,
      };
    },
  });
  routes.page({
    url: `${contentsPaths.article}/cards`,
    access: readPublic,
    params,
    query,
    handler: async (visit) => {
      const article = await findArticle(context, visit);
      const { street, address } = await printed(article.no, visit);
      return {
        title: `小卡片：${article.title}`,
        breadcrumbs: crumbsOf(article),
        main: <CardsPage article={article} address={address} street={street?.name} />,
      };
    },
  });
  routes.file({
    url: `${contentsPaths.article}/card.png`,
    access: readPublic,
    params,
    handler: async (visit) => {
      const article = await findArticle(context, visit);
      const topics = await listTopics(db);
      return {
        contentType: "image/png",
        body: await drawShareCard({ topic: toMotif(topics, article.topics[0]), seed: article.contentId }),
        // A drawing without words: one that outlives its item for an hour says nothing that was recalled.
        cacheControl: "public, max-age=3600",
      };
    },
  });
};
