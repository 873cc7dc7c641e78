import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { ContentsError } from "./errors.ts";
import type { CheckedWord } from "./precheck.ts";

const separator = /[,，\t]/u;

/** Reads a list, one `word,advice` a line; empty lines and lines that begin with # are passed over. @throws AppError `contents.words_file` with the line */
export const parseWords = (list: CheckedWord["list"], lines: string): readonly CheckedWord[] => {
  const words = new Map<string, CheckedWord>();
  for (const [index, line] of lines.split(/\r?\n/u).entries()) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    const at = text.search(separator);
    const word = at < 0 ? "" : text.slice(0, at).trim();
    const advice = at < 0 ? "" : text.slice(at + 1).trim();
    if (word === "" || word.length > 40 || advice === "" || advice.length > 80)
      throw new AppError<ContentsError>("contents.words_file", {
        values: { line: index + 1 },
        fields: { lines: "contents.words_file" },
      });
    words.set(word, { list, word, advice });
  }
  return [...words.values()];
};

/** Replaces one list as a whole. @throws AppError `contents.words_file` */
export const replaceWords = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { list: CheckedWord["list"]; lines: string },
): Promise<void> => {
  const words = parseWords(input.list, input.lines);
  await trx.deleteFrom("checked_words").where("list", "=", input.list).execute();
  for (let start = 0; start < words.length; start += 500)
    await trx
      .insertInto("checked_words")
      .values(words.slice(start, start + 500).map((word) => ({ ...word })))
      .execute();
  await recordAudit(trx, context, {
    actor,
    action: "contents.manage_words",
    record: { table: "checked_words", id: input.list },
    requestId: context.requestId,
  });
};
