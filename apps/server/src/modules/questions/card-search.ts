import { pinyin, rerank, searchTokens, TextError } from "@kepu/text";
import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { countTokens, findCandidates, toSoundText } from "#kernel/text-search.ts";

const table = {
  table: "card_search",
  id: "card_id",
  tokens: "tokens",
  statistics: "card_search_tokens",
} as const;
const fields = { title: { weight: 4 }, question: { weight: 2 }, answer: {} } as const;
const candidateLimit = 100;

/** Takes a card out of the search. */
export const forgetCard = async (trx: Trx, cardId: string): Promise<void> => {
  const before = await trx
    .deleteFrom("card_search")
    .where("card_id", "=", cardId)
    .returning("tokens")
    .executeTakeFirst();
  if (before !== undefined) await countTokens(trx, table, { tokens: before.tokens, way: "out" });
};

/** Puts a published card in the search, in place of the version before. */
export const indexCard = async (
  trx: Trx,
  card: { id: string; title: string; question: string; answer: string },
): Promise<void> => {
  await forgetCard(trx, card.id);
  const tokens = searchTokens([card.question, card.answer], [card.title]);
  await countTokens(trx, table, { tokens, way: "in" });
  await trx
    .insertInto("card_search")
    .values({
      card_id: card.id,
      tokens,
      title: card.title,
      question: card.question,
      answer: card.answer,
      pinyin: toSoundText([card.title]),
    })
    .execute();
};

const byWords = async (db: Db, query: string): Promise<readonly string[]> => {
  const { facts, ids } = await findCandidates(db, table, { query, limit: candidateLimit });
  if (ids.length === 0) return [];
  const texts = await db
    .selectFrom("card_search")
    .select(["card_id", "title", "question", "answer"])
    .where("card_id", "in", ids)
    .execute();
  return rerank(
    query,
    texts.map(({ card_id: id, ...words }) => ({ id, fields: words })),
    { fields, top: candidateLimit, facts },
  ).map((hit) => hit.id);
};

const bySound = async (db: Db, query: string): Promise<readonly string[]> => {
  const sounds = pinyin(query).full;
  if (sounds.length < 3 || sounds.length > 40) return [];
  const rows = await db
    .selectFrom("card_search")
    .select("card_id")
    .where("pinyin", "like", `%${sounds.replaceAll(/[\\%_]/gu, "\\$&")}%`)
    .orderBy(sql`word_similarity(${sounds}, pinyin)`, "desc")
    .orderBy("card_id")
    .limit(candidateLimit)
    .execute();
  return rows.map((row) => row.card_id);
};

/** Cards that have the words, best first; by sound where no words fit. An unusable query finds nothing. */
export const findCardIds = async (db: Db, query: string): Promise<readonly string[]> => {
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
