import {
  candidateSql,
  collectionSql,
  pinyin,
  readFacts,
  rerank,
  type SqlFragment,
  TextError,
} from "@kepu/text";
import { CompiledQuery, sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { type LiveCard, type LiveFilter, listLive } from "./live-queries.ts";
import { searchTable } from "./search-rows.ts";
import type { ContentKind } from "./vocabulary.ts";

const fields = { title: { weight: 4 }, topics: { weight: 2.5 }, answer: { weight: 2 }, body: {} } as const;
/** Candidates that are ranked exactly. */
const candidateLimit = 120;
const resultLimit = 120;

export type SearchFilter = {
  audience?: Audience | undefined;
  topic?: string | undefined;
  kind?: ContentKind | undefined;
  special?: "yes" | undefined;
};
export type SearchFacets = {
  audiences: ReadonlyMap<Audience, number>;
  topics: ReadonlyMap<string, number>;
  kinds: ReadonlyMap<ContentKind, number>;
  special: number;
};
export type LiveSearch = {
  rows: readonly LiveCard[];
  total: number;
  facets: SearchFacets;
  /** How it was found, where not by the words as typed. */
  by: "words" | "pinyin";
};

const nothing: LiveSearch = {
  rows: [],
  total: 0,
  facets: { audiences: new Map(), topics: new Map(), kinds: new Map(), special: 0 },
  by: "words",
};

const run = async <Row>(db: Db | Trx, { sql: text, values }: SqlFragment): Promise<readonly Row[]> =>
  (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;

const rankByWords = async (db: Db, query: string): Promise<readonly string[]> => {
  const { facts, found } = await db.transaction().execute(async (trx) => {
    // The planner takes the tokens of a row for cheap, though they are kept compressed beside it: for a common character it
    // reads the table instead of the index (2,000 of 20,000 rows: 189 ms against 2).
    await sql`set local enable_seqscan = off`.execute(trx);
    const facts = readFacts(
      await run<{ token: string; documents: number }>(trx, collectionSql(searchTable, query)),
    );
    const candidates = candidateSql(searchTable, query, { facts, limit: candidateLimit });
    return { facts, found: candidates === undefined ? [] : await run<{ id: string }>(trx, candidates) };
  });
  if (found.length === 0) return [];
  const texts = await db
    .selectFrom("content_search")
    .select(["content_id", "title", "topic_words", "answer", "body"])
    .where(
      "content_id",
      "in",
      found.map((row) => row.id),
    )
    .execute();
  return rerank(
    query,
    texts.map((row) => ({
      id: row.content_id,
      fields: { title: row.title, topics: row.topic_words, answer: row.answer, body: row.body },
    })),
    {
      fields,
      top: resultLimit,
      facts,
    },
  ).map((hit) => hit.id);
};

/** Letters only: `gaoxueya`, `gxy`, `gaoxeuya`; near sounds by trigrams. */
const rankByPinyin = async (db: Db, query: string): Promise<readonly string[]> => {
  const sounds = pinyin(query).full;
  if (sounds.length < 2 || sounds.length > 40) return [];
  const rows = await db
    .selectFrom("content_search")
    .select(["content_id", sql<number>`word_similarity(${sounds}, pinyin)`.as("likeness")])
    .where((eb) =>
      eb.or([
        eb("pinyin", "like", `%${sounds.replaceAll(/[\\%_]/g, "\\$&")}%`),
        sql<boolean>`${sounds} <% pinyin`,
      ]),
    )
    .orderBy("likeness", "desc")
    .orderBy("content_id")
    .limit(resultLimit)
    .execute();
  return rows.filter((row) => row.likeness >= 0.45).map((row) => row.content_id);
};

const countBy = <T>(
  rows: readonly LiveCard[],
  valuesOf: (row: LiveCard) => readonly T[],
): ReadonlyMap<T, number> => {
  const counts = new Map<T, number>();
  for (const row of rows) for (const value of valuesOf(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const matches = (row: LiveCard, filter: SearchFilter): boolean =>
  (filter.audience === undefined || row.audiences.includes(filter.audience)) &&
  (filter.topic === undefined || row.topics.includes(filter.topic)) &&
  (filter.kind === undefined || row.kind === filter.kind) &&
  (filter.special === undefined || row.special);

/** No words, only a facet: the newest of it. */
const listBy = async (
  db: Db,
  now: Date,
  options: { filter: SearchFilter; page: number; size: number; within?: LiveFilter },
): Promise<LiveSearch> => {
  const { audience, topic, kind, special } = options.filter;
  const listed = await listLive(db, now, {
    filter: {
      ...options.within,
      audience,
      kind,
      special,
      ...(topic === undefined ? {} : { topics: [topic] }),
    },
    page: options.page,
    size: options.size,
  });
  return { ...nothing, rows: listed.rows, total: listed.total };
};

/**
 * Finds what is out: by characters and pairs of them (any part of a word is found, simplified finds traditional), ranked
 * exactly with titles weighted; where the words find nothing, by sound, which also bears a slip of the finger.
 * Without words it lists the newest of the facets; an unusable query finds nothing.
 */
export const searchLive = async (
  db: Db,
  now: Date,
  options: { query: string; filter: SearchFilter; page: number; size: number; within?: LiveFilter },
): Promise<LiveSearch> => {
  const query = options.query.trim();
  if (query === "") return listBy(db, now, options);
  try {
    const byWords = await rankByWords(db, query);
    const ids = byWords.length > 0 ? byWords : await rankByPinyin(db, query);
    if (ids.length === 0) return nothing;
    const live = await listLive(db, now, {
      filter: { ...options.within, contentIds: ids },
      page: 1,
      size: resultLimit,
    });
    const order = new Map(ids.map((id, index) => [id, index]));
    const ranked = [...live.rows].sort(
      (a, b) => (order.get(a.contentId) ?? 0) - (order.get(b.contentId) ?? 0),
    );
    const rows = ranked.filter((row) => matches(row, options.filter));
    return {
      rows: rows.slice((options.page - 1) * options.size, options.page * options.size),
      total: rows.length,
      // Counted over all that was found, so that a chosen filter does not hide the others.
      facets: {
        audiences: countBy(ranked, (row) => row.audiences),
        topics: countBy(ranked, (row) => row.topics),
        kinds: countBy(ranked, (row) => [row.kind]),
        special: ranked.filter((row) => row.special).length,
      },
      by: byWords.length > 0 ? "words" : "pinyin",
    };
  } catch (error) {
    // A query of signs or exclusions alone is nobody's mistake worth an error page.
    if (error instanceof TextError) return nothing;
    throw error;
  }
};
