import { pinyin, rerank, searchTokens, TextError } from "@kepu/text";
import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { countTokens, findCandidates, toSoundText } from "#kernel/text-search.ts";
import type { VerdictBody } from "./verdict-rows.ts";

const table = {
  table: "verdict_search",
  id: "claim_id",
  tokens: "tokens",
  statistics: "verdict_search_tokens",
} as const;
const fields = { title: { weight: 4 }, answer: { weight: 2 }, body: {} } as const;
const candidateLimit = 100;

/** Puts a claim's published verdict in the search, in place of the version before. */
export const indexVerdict = async (
  trx: Trx,
  verdict: { claimId: string; body: VerdictBody },
): Promise<void> => {
  const { body } = verdict;
  const text = [body.explanation, body.conditions, body.advice].join("\n");
  const tokens = searchTokens([body.answer, text], [body.title]);
  const before = await trx
    .deleteFrom("verdict_search")
    .where("claim_id", "=", verdict.claimId)
    .returning("tokens")
    .executeTakeFirst();
  if (before !== undefined) await countTokens(trx, table, { tokens: before.tokens, way: "out" });
  await countTokens(trx, table, { tokens, way: "in" });
  await trx
    .insertInto("verdict_search")
    .values({
      claim_id: verdict.claimId,
      tokens,
      title: body.title,
      answer: body.answer,
      body: text,
      pinyin: toSoundText([body.title]),
    })
    .execute();
};

const byWords = async (db: Db, query: string): Promise<readonly string[]> => {
  const { facts, ids } = await findCandidates(db, table, { query, limit: candidateLimit });
  if (ids.length === 0) return [];
  const texts = await db
    .selectFrom("verdict_search")
    .select(["claim_id", "title", "answer", "body"])
    .where("claim_id", "in", ids)
    .execute();
  return rerank(
    query,
    texts.map((row) => ({
      id: row.claim_id,
      fields: { title: row.title, answer: row.answer, body: row.body },
    })),
    {
      fields,
      top: candidateLimit,
      facts,
    },
  ).map((hit) => hit.id);
};

const bySound = async (db: Db, query: string): Promise<readonly string[]> => {
  const sounds = pinyin(query).full;
  if (sounds.length < 3 || sounds.length > 40) return [];
  const rows = await db
    .selectFrom("verdict_search")
    .select("claim_id")
    .where("pinyin", "like", `%${sounds.replaceAll(/[\\%_]/gu, "\\$&")}%`)
    .orderBy(sql`word_similarity(${sounds}, pinyin)`, "desc")
    .orderBy("claim_id")
    .limit(candidateLimit)
    .execute();
  return rows.map((row) => row.claim_id);
};

/** Claims whose published verdict has the words, best first; by sound where no words fit. An unusable query finds nothing. */
export const findVerdictIds = async (db: Db, query: string): Promise<readonly string[]> => {
  const words = query.trim();
  if (words === "") return [];
  try {
    const found = await byWords(db, words);
    return found.length > 0 ? found : await bySound(db, words);
  } catch (error) {
    if (error instanceof TextError) return [];
    throw error;
  }
};
