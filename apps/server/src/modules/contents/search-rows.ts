import { pinyin, searchTokens } from "@kepu/text";
import type { Trx } from "#kernel/db.ts";
import { documentText } from "./document.ts";
import type { VersionRow } from "./version-rows.ts";

const topicWords = async (trx: Trx, codes: readonly string[]): Promise<string> => {
  if (codes.length === 0) return "";
  const rows = await trx
    .selectFrom("topics")
    .select(["name", "synonyms"])
    .where("code", "in", [...codes])
    .execute();
  return rows.flatMap((row) => [row.name, ...row.synonyms]).join(" ");
};

/** Puts a published version in the search, in place of the item's earlier one. */
export const indexVersion = async (trx: Trx, version: VersionRow): Promise<void> => {
  const { content } = version;
  const body = [content.summary, documentText(content.document), content.renditions.radio].join("\n");
  const words = await topicWords(trx, content.topics);
  const row = {
    version_id: version.id,
    tokens: searchTokens([content.title, words, content.answer, body]),
    title: content.title,
    topic_words: words,
    answer: content.answer,
    body,
    pinyin: toPinyinText([content.title, words]),
  };
  await trx
    .insertInto("content_search")
    .values({ content_id: version.content_id, ...row })
    .onConflict((conflict) => conflict.column("content_id").doUpdateSet(row))
    .execute();
};

/** `gaoxueya gxy` for 高血压: whole and initials, so that both are found. */
const toPinyinText = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => text.split(/[\s，。？！、：；“”（）]+/u))
    .filter((part) => part !== "")
    .flatMap((part) => {
      const sounds = pinyin(part);
      return [sounds.full, sounds.initials];
    })
    .join(" ");

/** Takes an item out of the search. */
export const unindexContent = async (trx: Trx, contentId: string): Promise<void> => {
  await trx.deleteFrom("content_search").where("content_id", "=", contentId).execute();
};
