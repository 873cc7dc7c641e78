// Items near an item: what a reader may want next.
import { sql } from "kysely";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { preparedJson } from "#kernel/prepared.ts";
import { cardColumns, type LiveCard, liveVersionsAlone, toLiveCard, withDate } from "./live-queries.ts";

export type RelatedCard = LiveCard & { sharedTopics: readonly string[] };

type Near = LiveCard & { expiresAt: Date | undefined };

/** How many of the newest items are looked through before the whole archive is asked. */
const newestSize = 500;
/** Newest items that share a topic, among which the near ones are chosen: an old archive does not make a page slow. */
const poolSize = 200;
/** Fewer than these among the newest: the archive is asked too. */
const fewest = 20;
/** Sets of topics whose pool is kept: a district's vocabulary has some dozens. */
const maxPools = 64;

/**
 * The newest items that share one of `topics`. A topic that many write about is found among the newest, read from the end of
 * their index; the archive is asked only where these hold too few.
 */
const selectPool = (db: Db | Trx, { now, topics }: { now: Date; topics: readonly string[] }) => {
  const live = () =>
    liveVersionsAlone(db, now)
      .select(["version.id", "version.topics", "version.published_at"])
      .orderBy("version.published_at", "desc");
  return db
    .with("newest", () => live().limit(newestSize))
    .with("fresh", (cte) =>
      cte
        .selectFrom("newest")
        .select("newest.id")
        .where(sql<boolean>`newest.topics && ${topics}::text[]`)
        .orderBy("newest.published_at", "desc")
        .limit(poolSize),
    )
    .with("old", () =>
      liveVersionsAlone(db, now)
        .select("version.id")
        .orderBy("version.published_at", "desc")
        .where(sql<boolean>`version.topics && ${topics}::text[]`)
        .where(sql<boolean>`(select count(*) from fresh) < ${sql.lit(fewest)}`)
        .where(sql<boolean>`(select count(*) from newest) = ${sql.lit(newestSize)}`)
        .limit(poolSize),
    )
    .with("near", (cte) => cte.selectFrom("fresh").select("id").union(cte.selectFrom("old").select("id")))
    .selectFrom("near")
    .innerJoin("content_versions as version", "version.id", "near.id")
    .innerJoin("contents as content", "content.id", "version.content_id")
    .select([...cardColumns, "version.expires_at"])
    .orderBy("version.published_at", "desc")
    .orderBy("content.content_no", "desc");
};

const readPool = preparedJson(selectPool);

/** Pools of one state of the portal, by their topics. */
type Kept = { version: number; pools: Map<string, Promise<readonly Near[]>> };

/**
 * The reader of the `size` items near one: shared topics count most, then shared audiences, then freshness. The items that
 * share a set of topics are read once for each state of the portal, as kept pages are: what is published, corrected or recalled
 * makes another state, and what expires is left out at the moment.
 */
export const createNearReader = (size: number) => {
  const byDatabase = new WeakMap<Db, Kept>();

  const poolOf = async (
    { db, pages }: Pick<Context, "db" | "pages">,
    now: Date,
    topics: readonly string[],
  ): Promise<readonly Near[]> => {
    const read = async (): Promise<readonly Near[]> =>
      (await readPool(db, { now, topics })).map((row) => ({
        ...toLiveCard(withDate(row)),
        expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
      }));
    const version = await pages.currentVersion();
    let kept = byDatabase.get(db);
    if (kept !== undefined && version < kept.version) return read();
    if (kept?.version !== version) {
      kept = { version, pools: new Map() };
      byDatabase.set(db, kept);
    }
    const { pools } = kept;
    const key = topics.join(" ");
    const known = pools.get(key);
    if (known !== undefined) return known;
    const pool = read();
    const [oldest] = pools.keys();
    if (pools.size >= maxPools && oldest !== undefined) pools.delete(oldest);
    pools.set(key, pool);
    // What failed is not kept: the next reader tries again.
    pool.catch(() => pools.delete(key));
    return pool;
  };

  return async (
    context: Pick<Context, "db" | "pages">,
    now: Date,
    article: LiveCard,
  ): Promise<readonly RelatedCard[]> => {
    if (article.topics.length === 0) return [];
    const shared = (card: LiveCard) => card.topics.filter((topic) => article.topics.includes(topic));
    const scoreOf = (card: LiveCard): number =>
      2 * shared(card).length + (card.audiences.some((one) => article.audiences.includes(one)) ? 1 : 0);
    const most = 2 * article.topics.length + 1;
    const best: { card: Near; score: number }[] = [];
    for (const card of await poolOf(context, now, article.topics)) {
      if (card.contentId === article.contentId) continue;
      if (card.expiresAt !== undefined && card.expiresAt <= now) continue;
      const score = scoreOf(card);
      // The pool begins with the newest: of equals the first stays before.
      best.splice(best.findLastIndex((one) => one.score >= score) + 1, 0, { card, score });
      if (best.length > size) best.pop();
      if (best.length === size && best.at(-1)?.score === most) break;
    }
    return best.map(({ card: { expiresAt: _left, ...card } }) => ({ ...card, sharedTopics: shared(card) }));
  };
};
