import type { ParsedQuery } from "./query.ts";
import type { Alternative } from "./synonyms.ts";

const digits = "零一二三四五六七八九";
const numeralCharacters = "零〇一二两三四五六七八九十百千万亿";

/**
 * The number that a Chinese numeral says: 三百二十 and 两万零五 place by place, 二〇二六 digit by digit.
 *
 * @param text characters of 零〇一二两三四五六七八九十百千万亿 alone; others count nothing
 * @example ["三十", "十二", "两万零五", "一亿三千万", "二〇二六"].map(readChineseNumeral); // => [30, 12, 20005, 130000000, 2026]
 */
export const readChineseNumeral = (text: string): number => {
  const plain = text.replace(/两/gu, "二").replace(/〇/gu, "零");
  if (plain.length > 1 && !/[十百千万亿]/u.test(plain))
    return Number(Array.from(plain, (character) => Math.max(0, digits.indexOf(character))).join(""));
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of plain) {
    const value = digits.indexOf(character);
    if (value >= 0) digit = value;
    else if (character === "万" || character === "亿") {
      // 亿 counts all that stands before it (一万亿), 万 only what comes after an 亿 (一亿三千万)
      total = character === "万" ? total + (section + digit) * 1e4 : (total + section + digit) * 1e8;
      section = 0;
      digit = 0;
    } else {
      section += (digit === 0 ? 1 : digit) * (character === "十" ? 10 : character === "百" ? 100 : 1000);
      digit = 0;
    }
  }
  return total + section + digit;
};

const writeSection = (value: number): string => {
  let text = "";
  let isGap = false;
  for (const [unit, name] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) isGap = text !== "";
    else {
      text += `${isGap ? "零" : ""}${digits[digit] ?? ""}${name}`;
      isGap = false;
    }
  }
  return text;
};

/**
 * A whole number as it is written in Chinese; 十二 and not 一十二.
 *
 * @param value 1 … 99,999,999
 * @example [30, 12, 110, 20005].map(writeChineseNumeral); // => ["三十", "十二", "一百一十", "二万零五"]
 */
export const writeChineseNumeral = (value: number): string => {
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  const gap = high > 0 && low > 0 && low < 1000 ? "零" : "";
  return `${high > 0 ? `${writeSection(high)}万` : ""}${gap}${writeSection(low)}`.replace(/^一十/u, "十");
};

const measure =
  "个|天|岁|年|月|日|号|次|度|级|元|块|人|名|位|米|公里|小时|分钟|点|周|种|条|只|杯|斤|克|倍|例|层|楼|楼层|届|步|类";
/** Numbers in digits that are no part of a word, a date or a decimal, and no years: these `normalise` writes in digits everywhere. */
const arabic = /(?<![\d.,:/a-z-])(?!\d{4}年)[1-9]\d{0,7}(?![\d.,:/a-z-])/gu;
/** Numerals that count something, and those of tens and hundreds; 千万, 万一, 十分 and 百度 are words. */
const chinese = new RegExp(
  [
    `(?:[${numeralCharacters}]+[十百千万亿]|十)[${numeralCharacters}]*(?=${measure})`,
    `[一二两三四五六七八九][${numeralCharacters}]*[十百][${numeralCharacters}]*`,
    "十[一二三四五六七八九]",
    `[二两三四五六七八九](?=${measure})`,
  ].join("|"),
  "gu",
);
const most = 99_999_999;
const mostAlternatives = 2;

const spellings = (value: number): string[] => {
  const written = writeChineseNumeral(value);
  // two is 两 before what is counted and before 百, 千, 万
  const spoken = written.replace(/^二(?=[百千万]|$)/u, "两");
  return spoken === written ? [written] : [spoken, written];
};

/**
 * The query with its numbers written the other way: 30岁 as 三十岁, 三十岁 as 30岁; at most two. Texts stay as they are, so that
 * every character of them is found as it stands.
 *
 * @example numberAlternatives({ text: "30岁", wanted: ["30岁"], phrases: [], excluded: [] })[0]?.to; // => "三十"
 */
export const numberAlternatives = (query: ParsedQuery): Alternative[] => {
  const found: Alternative[] = [];
  const add = (from: string, to: string, pattern: RegExp): void => {
    // every number that is written like the first one changes, wherever it stands alone
    const wanted = query.wanted.map((text) =>
      text.replace(pattern, (number) => (number === from ? to : number)),
    );
    if (found.length < mostAlternatives) found.push({ query: { ...query, wanted }, from, to });
  };
  for (const text of query.wanted) {
    for (const [number] of text.matchAll(arabic))
      for (const spelling of spellings(Number(number))) add(number, spelling, arabic);
    for (const [numeral] of text.matchAll(chinese)) {
      const value = readChineseNumeral(numeral);
      if (value >= 1 && value <= most) add(numeral, String(value), chinese);
    }
  }
  return found;
};
