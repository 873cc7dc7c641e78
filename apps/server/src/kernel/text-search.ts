// Candidates of a Chinese search from PostgreSQL, for the statements of `@kepu/text`; the caller fetches their texts and ranks.
import {
  candidateSql,
  collectionSql,
  type CollectionFacts,
  countTokensSql,
  pinyin,
  readFacts,
  type SearchTable,
  type SqlFragment,
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
