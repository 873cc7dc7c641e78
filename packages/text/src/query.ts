import { TextError } from "./errors.ts";
import { normalise } from "./normalise.ts";
import { units } from "./units.ts";

/** What a query asks for. All texts are normalised. */
export type ParsedQuery = {
  /** The whole query, normalised. */
  readonly text: string;
  /** Words and sentences that should occur. */
  readonly wanted: readonly string[];
  /** What must occur exactly so ("…", “…”, 「…」, 『…』). */
  readonly phrases: readonly string[];
  /** What must not occur (-词, -"短语", NOT 词). */
  readonly excluded: readonly string[];
};

const clause =
  /(?:^|(?<=\s))(-)?(?:"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』)|(?:^|(?<=\s))(-)([^\s"“「『]+)|"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』|[^"“「『\s]+|["“「『]/gu;

/** In capitals alone: "not" is a word of English questions. */
const capitalNot = /(?<=^|\s)NOT\s+(?=\S)/gu;

const hasUnit = (text: string): boolean => units(text).length > 0;

/**
 * Reads a query: words, "phrases" and -exclusions. A hyphen inside a word (COVID-19) excludes nothing; a quotation mark
 * without its partner is ignored.
 *
 * @throws TextError `text.query_empty`, `text.query_only_negation`, `text.query_too_long`
 * @example parseQuery("疫苗 “流感” -儿童").excluded; // => ["儿童"]
 */
export const parseQuery = (query: string, maxLength = 2000): ParsedQuery => {
  if (query.length > maxLength)
    throw new TextError("text.query_too_long", { length: query.length, limit: maxLength });
  const { text } = normalise(query.replace(capitalNot, "-"));
  const wanted: string[] = [];
  const phrases: string[] = [];
  const excluded: string[] = [];
  for (const found of text.matchAll(clause)) {
    const negation = found[1] ?? found[6];
    const quoted =
      found.slice(2, 6).find((part) => part !== undefined) ??
      found.slice(8, 12).find((part) => part !== undefined);
    const content = quoted ?? found[7] ?? found[0];
    if (!hasUnit(content)) continue;
    if (negation !== undefined) excluded.push(content);
    else if (quoted !== undefined) phrases.push(content);
    else wanted.push(content);
  }
  if (wanted.length === 0 && phrases.length === 0)
    throw new TextError(excluded.length > 0 ? "text.query_only_negation" : "text.query_empty");
  return { text, wanted, phrases, excluded };
};
