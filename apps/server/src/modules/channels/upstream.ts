import { parseFeed } from "feedsmith";
import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { type Clock, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { type ContentKind, listTopics, proposePitch } from "#modules/contents/index.ts";
import type { ChannelsError } from "./errors.ts";

const maxFeedBytes = 2 * 1024 * 1024;
const maxItems = 200;
const pollMinutes = 30;
const dayMs = 86_400_000;

/** Gets a feed's text; refuses redirects to elsewhere, slowness and size. */
export type FetchFeed = (url: string) => Promise<{ ok: true; text: string } | { ok: false; problem: string }>;

/** The network adapter: only hosts of the white list, nothing followed, ten seconds, two megabytes. */
export const createFeedFetcher =
  (hosts: readonly string[]): FetchFeed =>
  async (url) => {
    if (!isListed(url, hosts)) return { ok: false, problem: "网站已不在白名单里" };
    try {
      const answer = await fetch(url, {
        redirect: "error",
        signal: AbortSignal.timeout(10_000),
        headers: {
          accept: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9",
        },
      });
      if (!answer.ok || answer.body === null) return { ok: false, problem: `对方答复 ${answer.status}` };
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of answer.body) {
        size += part.byteLength;
        if (size > maxFeedBytes) return { ok: false, problem: "订阅源超过 2 MB" };
        parts.push(part);
      }
      return { ok: true, text: Buffer.concat(parts).toString("utf8") };
    } catch {
      // Whatever the network says (no route, a redirect, a time-out), the next poll tries again.
      return { ok: false, problem: "连不上对方网站" };
    }
  };

/** Loopback is for tests; everything else must be https. */
const isListed = (url: string, hosts: readonly string[]): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host, hostname, username } = new URL(url);
  if (username !== "" || !hosts.includes(host)) return false;
  return (
    protocol === "https:" || (protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1"))
  );
};

export type UpstreamFeedView = {
  id: string;
  name: string;
  url: string;
  keepDays: number;
  isOpen: boolean;
  topic: string | null;
  /** Items offered now: neither withdrawn nor expired. */
  itemCount: number;
  polledAt: Date | null;
  lastProblem: string | null;
};

/**
 * Subscribes to another publisher's feed.
 * @throws AppError `channels.upstream_url` | `channels.upstream_known` | `channels.upstream_topic`
 */
export const subscribeUpstream = async (
  trx: Trx,
  context: ActContext & { hosts: readonly string[] },
  actor: Actor,
  input: { name: string; url: string; keepDays: number; topic?: string | undefined },
): Promise<string> => {
  if (!isListed(input.url, context.hosts))
    throw new AppError<ChannelsError>("channels.upstream_url", { fields: { url: "channels.upstream_url" } });
  const { topic } = input;
  if (topic !== undefined && !(await listTopics(trx)).some((one) => one.code === topic))
    throw new AppError<ChannelsError>("channels.upstream_topic", {
      fields: { topic: "channels.upstream_topic" },
    });
  const id = createId(context.clock);
  const inserted = await trx
    .insertInto("upstream_feeds")
    .values({
      id,
      name: input.name.trim(),
      url: input.url,
      keep_days: input.keepDays,
      is_open: true,
      topic_code: topic ?? null,
      created_at: context.clock.now(),
      polled_at: null,
      last_problem: null,
    })
    .onConflict((conflict) => conflict.column("url").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined)
    throw new AppError<ChannelsError>("channels.upstream_known", {
      status: 409,
      fields: { url: "channels.upstream_known" },
    });
  await auditFeed(trx, context, actor, id);
  return id;
};

const auditFeed = async (trx: Trx, context: ActContext, actor: Actor, id: string): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: "channels.manage_upstream",
    record: { table: "upstream_feeds", id },
    requestId: context.requestId,
  });
};

/** Ends a subscription; its items leave the pages with it. @throws AppError `channels.upstream_not_found` */
export const endUpstream = async (trx: Trx, context: ActContext, actor: Actor, id: string): Promise<void> => {
  const ended = await trx
    .updateTable("upstream_feeds")
    .set({ is_open: false })
    .where("id", "=", id)
    .where("is_open", "=", true)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n)
    throw new AppError<ChannelsError>("channels.upstream_not_found", { status: 404 });
  await auditFeed(trx, context, actor, id);
  await invalidatePages(trx);
};

export const listUpstreamFeeds = async (db: Db | Trx, now: Date): Promise<readonly UpstreamFeedView[]> => {
  const rows = await db.selectFrom("upstream_feeds").selectAll().orderBy("name").execute();
  const items = await listUpstreamItems(db, now, { size: 10_000 });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    keepDays: row.keep_days,
    isOpen: row.is_open,
    topic: row.topic_code,
    itemCount: items.filter((item) => item.feedId === row.id).length,
    polledAt: row.polled_at,
    lastProblem: row.last_problem,
  }));
};

export type UpstreamItem = { guid: string; title: string; link: string; summary: string; publishedAt: Date };

/** Words without tags: markup of another site never reaches a page of ours. */
const toPlain = (text: string | undefined, max: number): string =>
  (text ?? "")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .slice(0, max);

const toDate = (text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

type RawItem = {
  guid: string | undefined;
  title: string | undefined;
  link: string | undefined;
  summary: string | undefined;
  date: string | undefined;
};

const readRaw = (text: string): readonly RawItem[] | undefined => {
  try {
    const { format, feed } = parseFeed(text);
    if (format === "rss" || format === "rdf")
      return (feed.items ?? []).map((item) => ({
        guid: ("guid" in item ? item.guid?.value : undefined) ?? item.link,
        title: item.title,
        link: item.link,
        summary: item.description,
        date: "pubDate" in item ? item.pubDate : undefined,
      }));
    if (format === "atom")
      return (feed.entries ?? []).map((entry) => ({
        guid: entry.id,
        title: entry.title?.value,
        link: entry.links?.find((link) => link.rel === undefined || link.rel === "alternate")?.href,
        summary: entry.summary?.value,
        date: entry.published ?? entry.updated,
      }));
    return (feed.items ?? []).map((item) => ({
      guid: item.id,
      title: item.title,
      link: item.url,
      summary: item.summary ?? item.content_text,
      date: item.date_published,
    }));
  } catch {
    // The library throws for whatever is no feed.
    return undefined;
  }
};

/** Items of a feed with a title, an address and a date; undefined where the text is no feed. */
export const readFeed = (text: string): readonly UpstreamItem[] | undefined =>
  readRaw(text)
    ?.slice(0, maxItems)
    .flatMap((raw) => {
      const title = toPlain(raw.title, 120);
      const link = raw.link ?? "";
      const publishedAt = toDate(raw.date);
      if (title === "" || publishedAt === undefined || !/^https?:\/\/\S+$/u.test(link)) return [];
      return [
        {
          guid: (raw.guid ?? link).slice(0, 500),
          title,
          link,
          summary: toPlain(raw.summary, 300),
          publishedAt,
        },
      ];
    });

/** Writes what a feed says now: new items come in, changed ones change, and those it no longer names are withdrawn here too. */
export const writeUpstreamItems = async (
  trx: Trx,
  now: Date,
  input: { feedId: string; keepDays: number; items: readonly UpstreamItem[] },
): Promise<void> => {
  const oldest = new Date(now.getTime() - input.keepDays * dayMs);
  const kept = input.items.filter((item) => item.publishedAt > oldest && item.publishedAt <= now);
  for (const item of kept) {
    const row = {
      title: item.title,
      link: item.link,
      summary: item.summary,
      published_at: item.publishedAt,
      seen_at: now,
      withdrawn_at: null,
    };
    await trx
      .insertInto("upstream_items")
      .values({ feed_id: input.feedId, guid: item.guid, ...row })
      .onConflict((conflict) => conflict.columns(["feed_id", "guid"]).doUpdateSet(row))
      .execute();
  }
  await trx
    .updateTable("upstream_items")
    .set({ withdrawn_at: now })
    .where("feed_id", "=", input.feedId)
    .where("withdrawn_at", "is", null)
    .where((eb) =>
      kept.length === 0
        ? eb.lit(true)
        : eb(
            "guid",
            "not in",
            kept.map((item) => item.guid),
          ),
    )
    .execute();
  await invalidatePages(trx);
};

/** Polls every open feed that is due. A feed that cannot be reached keeps its items: silence is no withdrawal. */
export const pollUpstream = async (parts: {
  db: Db;
  clock: Clock;
  fetchFeed: FetchFeed;
}): Promise<number> => {
  const { db, clock, fetchFeed } = parts;
  const now = clock.now();
  const due = await db
    .selectFrom("upstream_feeds")
    .select(["id", "url", "keep_days"])
    .where("is_open", "=", true)
    .where((eb) =>
      eb.or([
        eb("polled_at", "is", null),
        eb("polled_at", "<=", new Date(now.getTime() - pollMinutes * 60_000)),
      ]),
    )
    .execute();
  for (const feed of due) {
    const answer = await fetchFeed(feed.url);
    const items = answer.ok ? readFeed(answer.text) : undefined;
    const problem = !answer.ok
      ? answer.problem
      : items === undefined
        ? "对方给的不是 RSS、Atom 或 JSON Feed"
        : null;
    await inTransaction(db, async (trx) => {
      await trx
        .updateTable("upstream_feeds")
        .set({ polled_at: now, last_problem: problem })
        .where("id", "=", feed.id)
        .execute();
      if (items !== undefined)
        await writeUpstreamItems(trx, now, { feedId: feed.id, keepDays: feed.keep_days, items });
    });
  }
  return due.length;
};

export type OfferedItem = UpstreamItem & { feedId: string; publisher: string; topic: string | null };

/** What other publishers offer now, with whom it is from; expired and withdrawn items are not there. */
export const listUpstreamItems = async (
  db: Db | Trx,
  now: Date,
  wanted: { size: number; topics?: readonly string[] | undefined; feedId?: string | undefined },
): Promise<readonly OfferedItem[]> => {
  if (wanted.topics?.length === 0) return [];
  let query = db
    .selectFrom("upstream_items as item")
    .innerJoin("upstream_feeds as feed", "feed.id", "item.feed_id")
    .select([
      "item.feed_id as feedId",
      "item.guid",
      "item.title",
      "item.link",
      "item.summary",
      "item.published_at as publishedAt",
      "feed.name as publisher",
      "feed.topic_code as topic",
    ])
    .where("feed.is_open", "=", true)
    .where("item.withdrawn_at", "is", null)
    .where(sql<boolean>`item.published_at > ${now}::timestamptz - make_interval(days => feed.keep_days)`);
  if (wanted.topics !== undefined) query = query.where("feed.topic_code", "in", [...wanted.topics]);
  if (wanted.feedId !== undefined) query = query.where("feed.id", "=", wanted.feedId);
  return query.orderBy("item.published_at", "desc").orderBy("item.guid").limit(wanted.size).execute();
};

/**
 * One click from an upstream item to a pitch: title, address, publisher and date go along, and the draft begins with them
 * as its first source (J-03).
 * @throws AppError `channels.upstream_item_not_found` | `contents.topic_unknown`
 */
export const pitchUpstreamItem = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: {
    feedId: string;
    guid: string;
    unitId: string;
    audience: Audience;
    topic: string;
    kind: ContentKind;
    reason: string;
  },
): Promise<string> => {
  const { feedId, guid, ...pitch } = input;
  const item = (await listUpstreamItems(trx, context.clock.now(), { size: 10_000, feedId })).find(
    (one) => one.guid === guid,
  );
  if (item === undefined)
    throw new AppError<ChannelsError>("channels.upstream_item_not_found", { status: 404 });
  return proposePitch(trx, context, actor, {
    ...pitch,
    title: Array.from(item.title).slice(0, 60).join(""),
    sourceUrl: item.link,
    sourceTitle: item.title,
    sourcePublisher: item.publisher,
    sourceDate: toDistrictDate(item.publishedAt),
  });
};
