import {
  type Keyword,
  keywords as keywordsOf,
  normalise,
  readChineseNumeral,
  scanUnits,
  words as wordsOf,
} from "@kepu/text";
import { stemWord } from "./english.ts";
import { ClaimError } from "./errors.ts";
import { stripEmptyClauses, stripWindow } from "./frames.ts";
import { boilerplate, denials, measureUnits, places, sameMeaning, verdictCue } from "./lexicon.ts";

/** A text as it is compared: Han characters and stems of words of letters in order, and what is read out of them. */
export type PreparedText = {
  readonly units: readonly string[];
  /** Distinct single units, pairs of neighbours (joined by a blank between words of letters) and links. */
  readonly grams: ReadonlySet<string>;
  /** Distinct words of two and more characters. */
  readonly words: ReadonlySet<string>;
  /** The words that say most of the subject, by frequencies in general Chinese, with their weights. */
  readonly keywords: readonly Keyword[];
  /** The compared text without blanks and marks, in which keywords are looked for wherever words were cut. */
  readonly joined: string;
  /** Pages linked to: host and path. */
  readonly links: readonly string[];
  /** Numbers with their unit, Chinese numerals in digits: 3点, 7级, 40度. */
  readonly measures: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** Words of denial (不、没、无、非、未、别). */
  readonly denials: number;
  /** Whether the text itself speaks of a rumour or a correction. */
  readonly hasVerdict: boolean;
};

/** Whether there is nothing to compare. */
export const isEmpty = ({ units, links }: PreparedText): boolean => units.length === 0 && links.length === 0;

const mostUnits = 5_000;
/** UTF-16 units of an original text that are looked at: four a compared unit is ample for blanks, emoji and frames. */
export const comparedLength = mostUnits * 4;
const longest = 1_500_000;
/** jieba is linear, but what is beyond the first thousand characters says no more about the claim. */
const mostWordText = 1_000;
const mostKeywords = 8;

const link =
  /(?:https?:\/\/|www\.)([\w.-]+)(\/[\w./%~+=-]*)?(?:[?#][^\s\u3000-\u9fff"'<>，。、（）【】]*)?/giu;
/** Faces in brackets of microblogs and messengers, and the names of people addressed in Chinese. */
const decoration =
  /\[[^\][\n]{1,6}\]|\([a-z]{2,16}\)|@(?![A-Za-z0-9_]+(?![\p{L}\p{N}_-]))[\p{L}\p{N}_-]{1,24}/giu;
/** Names and tags in Latin letters are words run together: @NatGeoWild, #ClimateChange. */
const runTogether = /[@#]([A-Za-z0-9_]{2,40})/gu;
const partWords = (name: string): string =>
  ` ${name.replace(/([a-z])(?=[A-Z])/gu, "$1 ").replace(/_/gu, " ")} `;

const standard = new Map(
  sameMeaning.flatMap(([first = "", ...others]) => [first, ...others].map((word) => [word, first])),
);
const anySynonym = new RegExp(
  [...standard.keys()]
    .sort((left, right) => right.length - left.length)
    // hiv is no part of archive
    .map((word) => (/^[a-z]/u.test(word) ? `(?<![a-z0-9])${word}(?![a-z0-9])` : word))
    .join("|"),
  "gu",
);

const measure = new RegExp(
  `(\\d+(?:\\.\\d+)?|[〇零一二两三四五六七八九十百千万亿]{1,9})\\s?(${measureUnits.join("|")})`,
  "gu",
);

/** 四十度 and 40度 are one: numerals of two and more characters before a unit become digits, single ones (一个, 三点) stay. */
const longNumeral = new RegExp(
  `百分之([〇零一二两三四五六七八九十百]{1,5})|([〇零一二两三四五六七八九十百千]{2,9})(?=万?(?:${measureUnits.join("|")}))`,
  "gu",
);
const inDigits = (plain: string): string =>
  plain.replace(longNumeral, (whole, share: string | undefined, number: string | undefined) => {
    if (share !== undefined) return `${readChineseNumeral(share)}%`;
    // 七八点 is no number
    return /[十百千]/u.test(number ?? "") ? String(readChineseNumeral(number ?? "")) : whole;
  });

const readMeasures = (plain: string): Set<string> => {
  const found = new Set<string>();
  for (const [, number = "", unit = ""] of plain.matchAll(measure)) {
    const value = /^\d/u.test(number) ? Number(number) : readChineseNumeral(number);
    found.add(`${value}${unit === "号" ? "日" : unit}`);
  }
  return found;
};

const readLinks = (text: string): string[] => {
  const found = new Set<string>();
  for (const [, host = "", path = ""] of text.matchAll(link)) {
    const page = path.replace(/\/+$/u, "");
    // a host alone says where something stands, not what
    if (page.length > 1) found.add(`${host.toLowerCase().replace(/^(?:www|m)\./u, "")}${page}`);
    if (found.size === 20) break;
  }
  return [...found];
};

const han = /^\p{Script=Han}/u;

/**
 * Normalises a message or claim (width, traditional characters, case, digits, emoji; links read out and taken off), takes
 * off the frame of a chat window and what only asks to pass on, puts one word for words of one meaning and lists its grams.
 * Only the first 5,000 units are compared, so that time is bounded.
 *
 * @throws ClaimError `claims.message_too_long`
 */
export const prepareText = (text: string): PreparedText => {
  if (text.length > longest) throw new ClaimError("claims.message_too_long", String(text.length));
  const cut = text.slice(0, comparedLength);
  const links = readLinks(cut);
  const bare = stripWindow(cut.replace(link, " "))
    .replace(decoration, " ")
    .replace(runTogether, (_whole, name: string) => partWords(name));
  const whole = normalise(bare, { urls: "remove", emoji: "remove" }).text;
  const said = stripEmptyClauses(whole).replace(boilerplate, " ");
  // a text that is nothing but such words is compared as it is
  const plain = inDigits(
    (/[\p{L}\p{N}]/u.test(said) ? said : whole).replace(anySynonym, (word) => standard.get(word) ?? word),
  );
  const units: string[] = [];
  const grams = new Set<string>(links.map((page) => `link ${page}`));
  let denied = 0;
  scanUnits(plain, (start, end) => {
    if (units.length >= mostUnits) return;
    const raw = plain.slice(start, end);
    const unit = han.test(raw) ? raw : stemWord(raw);
    const before = units.at(-1);
    units.push(unit);
    grams.add(unit);
    if (before !== undefined) grams.add(`${before} ${unit}`);
    if (denials.has(raw)) denied += 1;
  });
  const words = new Set<string>();
  for (const { word } of wordsOf(plain.slice(0, mostWordText)))
    if (word.length > 1) words.add(han.test(word) ? word : stemWord(word));
  return {
    units,
    grams,
    words,
    keywords: keywordsOf(plain.slice(0, mostWordText), mostKeywords),
    joined: units.join(""),
    links,
    measures: readMeasures(plain.slice(0, mostUnits)),
    places: new Set([...words].filter((word) => places.has(word))),
    denials: denied,
    hasVerdict: verdictCue.test(plain),
  };
};

/**
 * Whether there is a letter, a Han character or a linked page in a text: what has none can neither be a claim nor be matched.
 *
 * @throws ClaimError `claims.message_too_long`
 * @example [isComparable("😀。"), isComparable("味精致癌")]; // => [false, true]
 */
export const isComparable = (text: string): boolean => !isEmpty(prepareText(text));
