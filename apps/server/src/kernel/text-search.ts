// Candidates of a Chinese search from PostgreSQL, for the statements of `@kepu/text`; the caller fetches their texts and ranks.
import {
  candidateSql,
  collectionSql,
  type CollectionFacts,
  countTokensSql,
  pinyin,
  readFacts,
  rerank,
  type SearchTable,
  searchTokens,
  type SqlFragment,
  TextError,
} from "@kepu/text";
import { CompiledQuery, sql } from "kysely";
import type { Db, Trx } from "./db.ts";

const run = async <Row>(trx: Trx, { sql: text, values }: SqlFragment): Promise<readonly Row[]> =>
  (await trx.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;

/**
 * Ids of the documents that share most with the query, and what the ranking needs to know of the whole collection.
 * @throws TextError for a query of signs or exclusions alone
 */
export const findCandidates = (
  db: Db,
  table: SearchTable,
  search: { query: string; limit: number },
): Promise<{ ids: readonly string[]; facts: CollectionFacts }> =>
  db.transaction().execute(async (trx) => {
    // The planner takes the tokens of a row for cheap, though they are kept compressed beside it: for a common character it
    // reads the table instead of the index (2,000 of 20,000 rows: 189 ms against 2).
    await sql`set local enable_seqscan = off`.execute(trx);
    const facts = readFacts(
      await run<{ token: string; documents: number }>(trx, collectionSql(table, search.query)),
    );
    const candidates = candidateSql(table, search.query, { facts, limit: search.limit });
    const found = candidates === undefined ? [] : await run<{ id: string }>(trx, candidates);
    return { ids: found.map((row) => row.id), facts };
  });

/** Keeps the number of documents of each token when one comes in or is taken away. */
export const countTokens = async (
  trx: Trx,
  table: SearchTable,
  change: { tokens: readonly string[]; way: "in" | "out" },
): Promise<void> => {
  for (const statement of countTokensSql(table, change.tokens, change.way)) await run(trx, statement);
};

/** `gaoxueya gxy` for 高血压: the sounds of each part whole and as initials, so that a search finds both. */
export const toSoundText = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => text.split(/[\s，。？！、：；“”（）]+/u))
    .filter((part) => part !== "")
    .flatMap((part) => {
      const sounds = pinyin(part);
      return [sounds.full, sounds.initials];
    })
    .join(" ");

/** A search table of titled texts: a text column for each field, `title` among them, and `pinyin` with the title's sounds. */
export type TextIndex = SearchTable & {
  readonly fields: { readonly title: { weight: number } } & Readonly<Record<string, { weight?: number }>>;
};
const textLimit = 100;

/** Takes a document out of the search. */
export const forgetTexts = async (trx: Trx, index: TextIndex, id: string): Promise<void> => {
  const { rows } = await sql<{ tokens: string[] }>`delete from ${sql.table(index.table)}
    where ${sql.ref(index.id)} = ${id} returning ${sql.ref(index.tokens)} as tokens`.execute(trx);
  for (const { tokens } of rows) await countTokens(trx, index, { tokens, way: "out" });
};

/** Puts a document in the search, in place of what it said before. */
export const indexTexts = async (
  trx: Trx,
  index: TextIndex,
  document: { id: string; texts: { title: string } & Readonly<Record<string, string>> },
): Promise<void> => {
  await forgetTexts(trx, index, document.id);
  const { title, ...others } = document.texts;
  const tokens = searchTokens(Object.values(others), [title]);
  await countTokens(trx, index, { tokens, way: "in" });
  const names = [index.id, index.tokens, "title", ...Object.keys(others), "pinyin"];
  const values = [document.id, tokens, title, ...Object.values(others), toSoundText([title])];
  await sql`insert into ${sql.table(index.table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(values)})`.execute(trx);
};

const findByWords = async (db: Db, index: TextIndex, query: string): Promise<readonly string[]> => {
  const { facts, ids } = await findCandidates(db, index, { query, limit: textLimit });
  if (ids.length === 0) return [];
  const names = Object.keys(index.fields).map((name) => sql.ref(name));
  const { rows } = await sql<{ id: string } & Record<string, string>>`
    select ${sql.ref(index.id)} as id, ${sql.join(names)} from ${sql.table(index.table)}
    where ${sql.ref(index.id)} in (${sql.join(ids)})`.execute(db);
  return rerank(
    query,
    rows.map(({ id, ...texts }) => ({ id, fields: texts })),
    { fields: index.fields, top: textLimit, facts },
  ).map((hit) => hit.id);
};

const findBySound = async (db: Db, index: TextIndex, query: string): Promise<readonly string[]> => {
  const sounds = pinyin(query).full;
  if (sounds.length < 3 || sounds.length > 40) return [];
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(index.id)} as id from ${sql.table(index.table)}
    where pinyin like ${`%${sounds.replaceAll(/[\\%_]/gu, "\\$&")}%`}
    order by word_similarity(${sounds}, pinyin) desc, ${sql.ref(index.id)} limit ${textLimit}`.execute(db);
  return rows.map(({ id }) => id);
};

/** Documents that have the words, best first; by the sound of the title where no words fit. An unusable query finds nothing. */
export const findTextIds = async (db: Db, index: TextIndex, query: string): Promise<readonly string[]> => {
  const words = query.trim();
  if (words === "") return [];
  try {
    const found = await findByWords(db, index, words);
    return found.length > 0 ? found : await findBySound(db, index, words);
  } catch (error) {
    if (error instanceof TextError) return [];
    throw error;
  }
};
