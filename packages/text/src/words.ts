import { Jieba, TfIdf } from "@node-rs/jieba";
import { dict, idf } from "@node-rs/jieba/dict.js";
import { requireNumber } from "./errors.ts";

/** A word and where it stands: UTF-16 units, end exclusive. */
export type Word = { readonly word: string; readonly start: number; readonly end: number };

/** A word with its tf-idf weight by the frequencies jieba ships. */
export type Keyword = { readonly word: string; readonly weight: number };

/** Words of a dictionary of its own. */
export type Segmenter = {
  readonly words: (text: string, mode?: "exact" | "search") => Word[];
  readonly keywords: (text: string, top?: number) => Keyword[];
};

const hasLetter = /[\p{L}\p{N}]/u;

/** Search mode lists a long word and the shorter ones inside it: their places are found from where the last one began. */
const place = (text: string, pieces: readonly string[], mode: "exact" | "search"): Word[] => {
  const found: Word[] = [];
  let from = 0;
  for (const piece of pieces) {
    const start = mode === "exact" ? from : text.indexOf(piece, from);
    if (start < 0) continue;
    const end = start + piece.length;
    if (hasLetter.test(piece)) found.push({ word: text.slice(start, end), start, end });
    if (mode === "exact") from = end;
    else if (hasLetter.test(piece)) from = start;
  }
  return found;
};

/**
 * A segmenter with jieba's dictionary and words of one's own (place names, terms of the field), which are then kept whole.
 *
 * @example createSegmenter({ words: ["湘江新区科协"] }).words("湘江新区科协举办讲座").map(({ word }) => word); // => ["湘江新区科协", "举办", "讲座"]
 */
export const createSegmenter = (options: { readonly words?: readonly string[] } = {}): Segmenter => {
  const jieba = Jieba.withDict(dict);
  const weights = TfIdf.withDict(idf);
  const own = (options.words ?? []).filter((word) => word !== "" && !/\s/u.test(word));
  // jieba cuts where the product of frequencies is greatest: this frequency outweighs any split into shorter words
  if (own.length > 0) jieba.loadDict(Buffer.from(own.map((word) => `${word} 1000000 n\n`).join("")));
  return {
    words: (text, mode = "exact") =>
      place(text, mode === "exact" ? jieba.cut(text, true) : jieba.cutForSearch(text, true), mode),
    keywords: (text, top = 10) =>
      weights
        .extractKeywords(jieba, text, requireNumber("top", top, { least: 1, most: 10_000, integer: true }))
        .map(({ keyword, weight }) => ({ word: keyword, weight })),
  };
};

let usual: Segmenter | undefined;

/** The dictionary (5 MB) is read at the first use. */
const usualSegmenter = (): Segmenter => (usual ??= createSegmenter());

/**
 * The words of a text by jieba (dictionary and hidden Markov model for unknown words), without punctuation. Give a text
 * that `normalise` made for words that are comparable; positions are in the text given.
 *
 * @example words("流感疫苗安全吗？").map(({ word }) => word); // => ["流感疫苗", "安全", "吗"]
 */
export const words = (text: string, mode: "exact" | "search" = "exact"): Word[] =>
  usualSegmenter().words(text, mode);

/**
 * The words of a text with the greatest tf-idf (frequencies in general Chinese, shipped with jieba), greatest first.
 *
 * @throws TextError `text.option_out_of_range`
 * @example keywords("流感疫苗安全吗？流感疫苗每年都要打", 1)[0]?.word; // => "流感疫苗"
 */
export const keywords = (text: string, top = 10): Keyword[] => usualSegmenter().keywords(text, top);

/** Counts already looked up; emptied when it grows, so that hostile text cannot fill the memory. */
const counts = new Map<string, number>();
const mostCounts = 20_000;

/**
 * How often the corpus behind jieba's dictionary has a word: a measure of how usual it is in print, 0 for a word that it
 * does not know. The bytes of the dictionary are searched (some milliseconds a new word), no copy of it is made.
 *
 * @example wordCount("溶栓") < wordCount("冰箱"); // => true
 */
export const wordCount = (word: string): number => {
  const known = counts.get(word);
  if (known !== undefined) return known;
  const lines = Buffer.from(dict.buffer, dict.byteOffset, dict.byteLength);
  // A line is: word, count, part of speech. The first line has none before it.
  const at = lines.indexOf(`\n${word} `);
  const line = at < 0 ? "" : lines.toString("utf8", at + 1, at + 400);
  const count = /\s/u.test(word) ? 0 : Number(line.split(/[ \n]/u)[1] ?? 0);
  if (counts.size >= mostCounts) counts.clear();
  counts.set(word, count);
  return count;
};
