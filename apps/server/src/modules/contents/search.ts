import {
  createReranker,
  editDistance,
  foldPinyin,
  normalise,
  pinyin,
  TextError,
  toSimplified,
} from "@kepu/text";
import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db } from "#kernel/db.ts";
import { findCandidates } from "#kernel/text-search.ts";
import { type LiveCard, type LiveFilter, listLive } from "./live-queries.ts";
import { searchTable } from "./search-rows.ts";
import type { ContentKind } from "./vocabulary.ts";

const fields = { title: { weight: 4 }, topics: { weight: 2.5 }, answer: { weight: 2 }, body: {} } as const;
/** For the whole process: versions do not change once they are out. */
const reranker = createReranker({ fields, capacity: 6_000 });
/** Trigrams that a near spelling shares with a title (pg_trgm word similarity): enough to be looked at letter by letter. */
const leastLikeness = 0.35;
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
  /** How it was found: by the words as typed, with one character of them wrong, by their sound. */
  by: "words" | "slip" | "pinyin";
  /** What to mark in the texts shown. */
  marks: string;
};

const nothing: LiveSearch = {
  rows: [],
  total: 0,
  facets: { audiences: new Map(), topics: new Map(), kinds: new Map(), special: 0 },
  by: "words",
  marks: "",
};

/** Of a short query one pair of neighbours must be there, of a long one a fifth: a question in a sentence names more than its subject. */
const leastTelling = (asked: number): number => Math.min(asked, Math.max(1, Math.ceil(asked / 5)));

type SearchTexts = { content_id: string; title: string; topic_words: string; answer: string; body: string };
type Ranked = { ids: readonly string[]; marks: string };
const none: Ranked = { ids: [], marks: "" };

const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, "\\$&");

/** The query with one character open, for each of its characters: what a slip of the finger or a wrong character leaves. */
const withOneOpen = (query: string): RegExp | undefined => {
  const characters = Array.from(query);
  if (characters.length < 3 || characters.length > 12 || !/^\p{Script=Han}+$/u.test(query)) return undefined;
  const patterns = characters.map((_, open) =>
    characters.map((one, place) => (place === open ? "\\p{Script=Han}" : escapeRegExp(one))).join(""),
  );
  return new RegExp(patterns.join("|"), "u");
};

/** One wrong character: items that say the query but for one of its characters, those that say it in the title first. */
const rankBySlip = (query: string, texts: readonly SearchTexts[]): Ranked => {
  const pattern = withOneOpen(toSimplified(normalise(query).text));
  if (pattern === undefined) return none;
  const hits = texts.flatMap((row) => {
    const fields = [row.title, row.topic_words, row.answer, row.body];
    const place = fields.findIndex((field) => pattern.test(toSimplified(field)));
    return place === -1
      ? []
      : [{ id: row.content_id, place, said: pattern.exec(toSimplified(fields[place] ?? ""))?.[0] ?? "" }];
  });
  const sorted = hits.toSorted((left, right) => left.place - right.place || (left.id < right.id ? -1 : 1));
  return { ids: sorted.map((hit) => hit.id), marks: sorted[0]?.said ?? "" };
};

const readTexts = async (db: Db, ids: readonly string[]): Promise<readonly SearchTexts[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom("content_search")
        .select(["content_id", "title", "topic_words", "answer", "body"])
        .where("content_id", "in", [...ids])
        .execute();

const rankByWords = async (db: Db, query: string): Promise<{ words: Ranked; slip: Ranked }> => {
  const { facts, ids } = await findCandidates(db, searchTable, { query, limit: candidateLimit });
  if (ids.length === 0) return { words: none, slip: none };
  const versions = await db
    .selectFrom("content_search")
    .select(["content_id as id", "version_id as version"])
    .where("content_id", "in", ids)
    .execute();
  const { missing, rank } = reranker.begin(versions);
  const texts = await readTexts(
    db,
    missing.map((one) => one.id),
  );
  // Without the pairs a query nobody wrote about would find whatever shares a character with it, and the reader would
  // never be told that there is nothing.
  const answers = rank(
    query,
    new Map(
      texts.map((row) => [
        row.content_id,
        { title: row.title, topics: row.topic_words, answer: row.answer, body: row.body },
      ]),
    ),
    { top: resultLimit, facts },
  ).filter(({ telling }) => telling.found >= leastTelling(telling.asked));
  if (answers.length === 0) return { words: none, slip: rankBySlip(query, await readTexts(db, ids)) };
  return { words: { ids: answers.map((hit) => hit.id), marks: query }, slip: none };
};

/** Slips that a spelling of this length may have. */
const allowedSlips = (length: number): number => (length < 4 ? 0 : length < 10 ? 1 : 2);

/** Whether a part of the spelled titles is the spelling but for its slips, southern sounds folded. */
const soundsLike = (spelled: string, sounds: string): boolean => {
  const most = allowedSlips(sounds.length);
  if (most === 0) return false;
  const wanted = foldPinyin(sounds);
  return spelled.split(" ").some((word) => {
    const folded = foldPinyin(word);
    for (let start = 0; start + wanted.length - most <= folded.length; start += 1)
      for (let length = wanted.length - most; length <= wanted.length + most; length += 1)
        if (editDistance(folded.slice(start, start + length), wanted, most) <= most) return true;
    return false;
  });
};

/** Letters only: `gaoxueya`, `gxy`, `gaoxeuya`; Han characters that sound alike; near spellings. */
const rankByPinyin = async (db: Db, query: string): Promise<Ranked> => {
  const sounds = pinyin(query).full;
  if (sounds.length < 2 || sounds.length > 40) return none;
  const isSaid = sql<boolean>`pinyin like ${`%${sounds.replaceAll(/[\\%_]/gu, "\\$&")}%`}`;
  const rows = await db.transaction().execute(async (trx) => {
    // For this transaction alone: the operator then uses the trigram index down to this likeness.
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(leastLikeness)}, true)`.execute(
      trx,
    );
    return trx
      .selectFrom("content_search")
      .select([
        "content_id",
        "title",
        "pinyin",
        sql<number>`word_similarity(${sounds}, pinyin)`.as("likeness"),
        isSaid.as("is_said"),
      ])
      .where((eb) => eb.or([isSaid, sql<boolean>`${sounds} <% pinyin`]))
      .orderBy("is_said", "desc")
      .orderBy("likeness", "desc")
      .orderBy("content_id")
      .limit(resultLimit)
      .execute();
  });
  const heard = rows.filter((row) => row.is_said || soundsLike(row.pinyin, sounds));
  const spoken = heard.flatMap((row) => findSpoken(row.title, sounds) ?? []);
  return { ids: heard.map((row) => row.content_id), marks: spoken[0] ?? "" };
};

/** The characters of a title that sound like this, whole or by their initials. */
const findSpoken = (title: string, sounds: string): string | undefined => {
  const characters = Array.from(title);
  for (let start = 0; start < characters.length; start += 1)
    for (let end = start + 1; end <= Math.min(characters.length, start + 12); end += 1) {
      const part = characters.slice(start, end).join("");
      if (!/^\p{Script=Han}+$/u.test(part)) break;
      const { full, initials } = pinyin(part);
      if (full === sounds || (initials === sounds && sounds.length > 1)) return part;
      if (initials.length > sounds.length) break;
    }
  return undefined;
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
 * exactly with titles weighted; where nothing holds enough of the words, by sound, which also bears a slip of the finger,
 * and with one character wrong. What nobody wrote about finds nothing.
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
    const { words, slip } = await rankByWords(db, query);
    const sound = words.ids.length === 0 ? await rankByPinyin(db, query) : none;
    // The same sound is a likelier slip in Chinese typing than another character (pinyin input); both are shown.
    const [by, { ids, marks }]: [LiveSearch["by"], Ranked] =
      words.ids.length > 0
        ? ["words", words]
        : sound.ids.length > 0
          ? ["pinyin", { ids: [...new Set([...sound.ids, ...slip.ids])], marks: sound.marks }]
          : ["slip", slip];
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
      by,
      marks,
    };
  } catch (error) {
    // A query of signs or exclusions alone is nobody's mistake worth an error page.
    if (error instanceof TextError) return nothing;
    throw error;
  }
};
