import { searchTokens } from "@kepu/text";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { countTokens, toSoundText } from "#kernel/text-search.ts";
import { documentText } from "./document.ts";
import type { VersionRow } from "./version-rows.ts";

/** Where the search reads, for the statements of `@kepu/text`. */
export const searchTable = {
  table: "content_search",
  id: "content_id",
  tokens: "tokens",
  statistics: "content_search_tokens",
} as const;

/** The form that rows are written in; older ones are made anew when the program starts. */
const currentForm = 2;
const reindexBatch = 100;

type SearchTexts = { title: string; topic_words: string; answer: string; body: string };

const topicWords = async (trx: Trx, codes: readonly string[]): Promise<string> => {
  if (codes.length === 0) return "";
  const rows = await trx
    .selectFrom("topics")
    .select(["name", "synonyms"])
    .where("code", "in", [...codes])
    .execute();
  return rows.flatMap((row) => [row.name, ...row.synonyms]).join(" ");
};

const toTokens = (texts: SearchTexts): string[] =>
  searchTokens([texts.topic_words, texts.answer, texts.body], [texts.title]);

/** Puts a published version in the search, in place of the item's earlier one. */
export const indexVersion = async (trx: Trx, version: VersionRow): Promise<void> => {
  const { content } = version;
  const texts: SearchTexts = {
    title: content.title,
    topic_words: await topicWords(trx, content.topics),
    answer: content.answer,
    body: [content.summary, documentText(content.document), content.renditions.radio].join("\n"),
  };
  await unindexContent(trx, version.content_id);
  const tokens = toTokens(texts);
  await countTokens(trx, searchTable, { tokens, way: "in" });
  await trx
    .insertInto("content_search")
    .values({
      content_id: version.content_id,
      version_id: version.id,
      tokens,
      ...texts,
      pinyin: toSoundText([texts.title, texts.topic_words]),
      form: currentForm,
    })
    .execute();
};

/** Takes an item out of the search. */
export const unindexContent = async (trx: Trx, contentId: string): Promise<void> => {
  const row = await trx
    .deleteFrom("content_search")
    .where("content_id", "=", contentId)
    .returning(["tokens", "form"])
    .executeTakeFirst();
  if (row?.form === currentForm) await countTokens(trx, searchTable, { tokens: row.tokens, way: "out" });
};

/** Makes rows of an older form anew, a hundred in a transaction; several nodes may start at once. */
export const reindexSearch = async (db: Db): Promise<void> => {
  for (;;) {
    const done = await inTransaction(db, async (trx) => {
      const rows = await trx
        .selectFrom("content_search")
        .select(["content_id", "title", "topic_words", "answer", "body"])
        .where("form", "<", currentForm)
        .orderBy("content_id")
        .limit(reindexBatch)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) {
        const tokens = toTokens(row);
        await countTokens(trx, searchTable, { tokens, way: "in" });
        await trx
          .updateTable("content_search")
          .set({ tokens, form: currentForm })
          .where("content_id", "=", row.content_id)
          .execute();
      }
      return rows.length;
    });
    if (done === 0) return;
  }
};
