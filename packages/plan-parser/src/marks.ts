import { formatChineseNumber, parseChineseNumber, toAsciiDigits } from "./numerals.ts";
import type { NumberingScheme } from "./types.ts";

/** A number of the structure as it stands in the text. */
export type Mark = {
  readonly scheme: NumberingScheme;
  readonly value: number;
  readonly rank: number;
  readonly printed: string;
  readonly normalised: string;
  /** Offset behind the mark and its blanks. */
  readonly end: number;
};

/** The higher the rank, the deeper the level. Steps of ten leave room for 1.1, 1.1.1 between 1. and （1）. */
const ranks: Readonly<Record<NumberingScheme, number>> = {
  part: 10,
  chapter: 20,
  section: 30,
  article: 40,
  ideographic: 50,
  ideographicParen: 60,
  decimal: 70,
  dotted: 70,
  decimalParen: 80,
  decimalHalfParen: 85,
  circled: 90,
  letter: 100,
};

const chinese = "[零〇一二三四五六七八九十百]";
const ordinalPattern = new RegExp(`第\\s?(${chinese}{1,6}|\\d{1,3})\\s?(编|部分|章|节|条)`, "y");
const ideographicPattern = new RegExp(`(${chinese}{1,5})\\s?[、．.]`, "y");
const ideographicParenPattern = new RegExp(`[（(]\\s?(${chinese}{1,5})\\s?[）)]\\s?[、．.]?`, "y");
const dottedPattern = /(\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?/y;
const decimalPattern = /([\d０-９]{1,3})\s?[.．、]/y;
const decimalParenPattern = /[（(]\s?([\d０-９]{1,3})\s?[）)]\s?[、．.]?/y;
const decimalHalfParenPattern = /([\d０-９]{1,3})\s?[）)]/y;
const circledPattern = /[①-⑳㉑-㉟㊱-㊿]/y;
const letterPattern = /([A-Za-z]|[甲乙丙丁戊己庚辛壬癸]|[Ⅰ-Ⅻ])\s?[.．、)）](?=\s?[\u4e00-\u9fff])/y;

const ordinalSchemes: Readonly<Record<string, NumberingScheme>> = {
  编: "part",
  部分: "part",
  章: "chapter",
  节: "section",
  条: "article",
};

const match = (pattern: RegExp, text: string, position: number): RegExpExecArray | null => {
  pattern.lastIndex = position;
  return pattern.exec(text);
};

const circledValue = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x32b1) return code - 0x32b1 + 36;
  if (code >= 0x3251) return code - 0x3251 + 21;
  return code - 0x2460 + 1;
};

const letterValue = (character: string): number => {
  const stem = "甲乙丙丁戊己庚辛壬癸".indexOf(character);
  if (stem >= 0) return stem + 1;
  const code = character.toLowerCase().codePointAt(0) ?? 0;
  return code >= 0x2160 ? code - (code >= 0x2170 ? 0x2170 : 0x2160) + 1 : code - 0x60;
};

const numberOf = (text: string): number => {
  const ascii = toAsciiDigits(text);
  return /^\d+$/.test(ascii) ? Number(ascii) : (parseChineseNumber(text) ?? 0);
};

/** One spelling for the schemes that are printed in several; the others stay as printed. */
const normalisedOf = (scheme: NumberingScheme, numeral: string, printed: string): string => {
  if (scheme === "ideographic") return `${numeral}、`;
  if (scheme === "decimal") return `${numeral}.`;
  if (scheme === "decimalHalfParen") return `${numeral}）`;
  return scheme === "ideographicParen" || scheme === "decimalParen" ? `（${numeral}）` : printed;
};

type Found = {
  readonly scheme: NumberingScheme;
  readonly numeral: string;
  readonly whole: string;
  readonly rank: number;
};

const ordinalAt = (text: string, position: number): Found | null => {
  const found = match(ordinalPattern, text, position);
  if (!found) return null;
  const next = text.charAt(position + found[0].length);
  // 第三条规定的…, 第二章所列… speak of an article; they do not open it.
  if (/[的规所中和、至或及之，。；第款项—～-]/.test(next)) return null;
  const scheme = ordinalSchemes[found[2] ?? ""];
  return scheme === undefined
    ? null
    : { scheme, numeral: found[1] ?? "", whole: found[0], rank: ranks[scheme] };
};

const ideographicAt = (text: string, position: number): Found | null => {
  const found = match(ideographicPattern, text, position);
  if (!found) return null;
  // 一、二年级 and 三、四季度 enumerate; a heading does not go on with another numeral of that kind.
  if (
    /^\s?[一二三四五六七八九十][、年季期号批级类]/.test(
      text.slice(position + found[0].length, position + found[0].length + 4),
    )
  ) {
    return null;
  }
  return { scheme: "ideographic", numeral: found[1] ?? "", whole: found[0], rank: ranks.ideographic };
};

const dottedAt = (text: string, position: number): Found | null => {
  const found = match(dottedPattern, text, position);
  if (!found) return null;
  const after = text.slice(position + found[0].length, position + found[0].length + 2);
  // 1.1 at the head of a line is a number of the structure only before a blank and a Chinese character; 1.5万 is a figure.
  if (!/^\s[\u4e00-\u9fff《“]/.test(after)) return null;
  const components = (found[1] ?? "").split(/[.．]/);
  return {
    scheme: "dotted",
    numeral: components.at(-1) ?? "",
    whole: found[0],
    rank: ranks.dotted + 2 * (components.length - 1),
  };
};

const decimalAt = (text: string, position: number): Found | null => {
  const found = match(decimalPattern, text, position);
  if (!found) return null;
  const after = text.slice(position + found[0].length, position + found[0].length + 6);
  // 3.5%, 2.0 and 3、4号楼 are figures; 1.2026年 is the first item, beginning with a year.
  if (/^[\d０-９]/.test(after) && !/^\d{4}\s?年/.test(after)) return null;
  return { scheme: "decimal", numeral: toAsciiDigits(found[1] ?? ""), whole: found[0], rank: ranks.decimal };
};

const simpleAt = (
  pattern: RegExp,
  options: { readonly scheme: NumberingScheme; readonly text: string; readonly position: number },
): Found | null => {
  const found = match(pattern, options.text, options.position);
  if (!found) return null;
  return {
    scheme: options.scheme,
    numeral: toAsciiDigits(found[1] ?? found[0]),
    whole: found[0],
    rank: ranks[options.scheme],
  };
};

/** ⑴, ⒈ and ㈠ are one character each; they print a number of the ordinary schemes. */
const enclosed: readonly (readonly [RegExp, NumberingScheme, number])[] = [
  [/^[⑴-⒇]/, "decimalParen", 0x2474],
  [/^[⒈-⒛]/, "decimal", 0x2488],
  [/^[㈠-㈩]/, "ideographicParen", 0x3220],
];

const enclosedAt = (text: string, position: number): Found | null => {
  const sign = text.charAt(position);
  const found = enclosed.find(([pattern]) => pattern.test(sign));
  if (!found) return null;
  const [, scheme, first] = found;
  const value = sign.charCodeAt(0) - first + 1;
  const numeral = scheme === "ideographicParen" ? formatChineseNumber(value) : String(value);
  return { scheme, numeral, whole: sign, rank: ranks[scheme] };
};

const findAt = (text: string, position: number): Found | null => {
  const first = text.charAt(position);
  if (first === "第") return ordinalAt(text, position);
  if (first === "（" || first === "(") {
    return (
      simpleAt(ideographicParenPattern, { scheme: "ideographicParen", text, position }) ??
      simpleAt(decimalParenPattern, { scheme: "decimalParen", text, position })
    );
  }
  if (/[\d０-９]/.test(first)) {
    return (
      dottedAt(text, position) ??
      decimalAt(text, position) ??
      simpleAt(decimalHalfParenPattern, { scheme: "decimalHalfParen", text, position })
    );
  }
  return (
    ideographicAt(text, position) ??
    enclosedAt(text, position) ??
    simpleAt(circledPattern, { scheme: "circled", text, position }) ??
    simpleAt(letterPattern, { scheme: "letter", text, position })
  );
};

/** The number of the structure that stands at `position`, if one does. */
export const readMark = (text: string, position: number): Mark | null => {
  const found = findAt(text, position);
  if (!found) return null;
  const value =
    found.scheme === "circled"
      ? circledValue(found.whole)
      : found.scheme === "letter"
        ? letterValue(found.numeral)
        : numberOf(found.numeral);
  if (value < 1) return null;
  const printed = found.whole.trimEnd();
  let end = position + found.whole.length;
  while (/\s/.test(text.charAt(end))) end += 1;
  return {
    scheme: found.scheme,
    value,
    rank: found.rank,
    printed,
    normalised: normalisedOf(found.scheme, found.numeral, printed),
    end,
  };
};
