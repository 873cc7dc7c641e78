import { type LiveCollection, toCollectionPath } from "#modules/commons/index.ts";
import { contentKinds, type LiveCard, toArticlePath, type TopicView } from "#modules/contents/index.ts";
import { Cover } from "#ui/cover/cover.tsx";
import { dateText } from "#ui/date-text.ts";
import type { ListingItem } from "#ui/listing/listing.tsx";
import { toMotif } from "./topic-words.ts";

/** `1分20秒` */
export const lengthText = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes === 0) return `${rest}秒`;
  return rest === 0 ? `${minutes}分钟` : `${minutes}分${rest}秒`;
};

/** An item as a row of a list: what it is, since when, whether it can be heard. */
export const toListingItem = (
  card: LiveCard,
  context: { topics: readonly TopicView[]; now: Date; drawn?: "drawn" },
): ListingItem => ({
  key: card.contentId,
  title: card.title,
  href: toArticlePath(card.no),
  text: card.summary,
  meta: [
    contentKinds[card.kind],
    context.topics.find((topic) => topic.code === card.topics[0])?.name,
    dateText(card.publishedAt, context.now),
    card.hasAudio
      ? `可以听${card.audioSeconds === undefined ? "" : ` ${lengthText(card.audioSeconds)}`}`
      : undefined,
    card.corrected ? "有更正" : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" · "),
  ...(context.drawn === "drawn"
    ? {
        media: <Cover topic={toMotif(context.topics, card.topics[0])} seed={card.contentId} shape="square" />,
      }
    : {}),
});

/** A collection as a row of a list. */
export const toCollectionItem = (collection: LiveCollection): ListingItem => ({
  key: `collection-${collection.no}`,
  title: collection.title,
  href: toCollectionPath(collection.no),
  text: collection.introduction,
  meta: `合集 · ${collection.cards.length} 篇`,
});
