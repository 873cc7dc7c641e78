import {
  type LiveCard,
  listLive,
  listTopics,
  type TopicView,
  topicAndBelow,
} from "#modules/contents/index.ts";
import { listOnNow, occasionsPaths, type OccasionView } from "#modules/occasions/index.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db } from "#kernel/db.ts";
import { Icon } from "#ui/icon/icon.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { toListingItem } from "#site/articles/article-items.tsx";

/** As many as a reader takes in before his own page begins. */
const shownOccasions = 2;
const shownItems = 3;

export type NowOccasion = { code: string; name: string; advice: string; cards: readonly LiveCard[] };

/** The newest items of an occasion: of its topics and, where it names words, saying one of them. */
export const cardsOf = async (
  db: Db,
  occasion: Pick<OccasionView, "topics" | "words">,
  asked: { now: Date; topics: readonly TopicView[]; size: number; audience?: Audience | undefined },
): Promise<readonly LiveCard[]> => {
  if (occasion.topics.length === 0) return [];
  const { rows } = await listLive(db, asked.now, {
    filter: {
      audience: asked.audience,
      topics: occasion.topics.flatMap((code) => topicAndBelow(asked.topics, code)),
      words: occasion.words,
    },
    page: 1,
    size: asked.size,
  });
  return rows;
};

/** What is on now for everybody or for one audience, reminders first, each with its items. */
export const findNow = async (
  db: Db,
  now: Date,
  audience?: Audience,
): Promise<{ occasions: readonly NowOccasion[]; topics: readonly TopicView[] }> => {
  const topics = await listTopics(db);
  const on = (await listOnNow(db, toDistrictDate(now), audience)).slice(0, shownOccasions);
  const occasions: NowOccasion[] = [];
  for (const { code, name, advice, ...occasion } of on)
    occasions.push({
      code,
      name,
      advice,
      cards: await cardsOf(db, occasion, { now, topics, audience, size: shownItems }),
    });
  return { occasions, topics };
};

/** 现在：高温天气 — a calm band; without anything on it is not there. */
export function NowBand({
  occasions,
  topics,
  now,
}: {
  occasions: readonly NowOccasion[];
  topics: readonly TopicView[];
  now: Date;
}) {
  if (occasions.length === 0) return null;
  return (
    <section class="now-band" aria-label="现在要留意">
      {occasions.map((occasion) => (
        <div class="now-band__one" key={occasion.code}>
          <h2 class="now-band__title">
            <Icon name="sun" />
            <span>现在：{occasion.name}</span>
          </h2>
          <p class="now-band__advice">{occasion.advice}</p>
          {occasion.cards.length > 0 && (
            <Listing
              items={occasion.cards.map((card) => ({
                ...toListingItem(card, { topics, now }),
                text: undefined,
              }))}
            />
          )}
        </div>
      ))}
      <p class="now-band__more">
        <a class="now-band__link" href={occasionsPaths.calendar}>
          看时节日历
        </a>
      </p>
    </section>
  );
}
