import { formatChineseNumber } from "../numerals.ts";

/** Number formats of automatic numbering (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat) as they print. */

const letters = (value: number, first: string): string =>
  String.fromCharCode(first.charCodeAt(0) + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1);

const roman = (value: number): string => {
  let rest = value;
  let text = "";
  for (const [size, numeral] of [
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ] as const) {
    while (rest >= size) {
      text += numeral;
      rest -= size;
    }
  }
  return text;
};

const circled = (value: number): string => {
  if (value <= 20) return String.fromCodePoint(0x2460 + value - 1);
  if (value <= 35) return String.fromCodePoint(0x3251 + value - 21);
  return value <= 50 ? String.fromCodePoint(0x32b1 + value - 36) : String(value);
};

const digitsOf = (value: number, digits: string): string =>
  Array.from(String(value), (digit) => digits.charAt(Number(digit))).join("");

const cycle = (value: number, signs: string): string => signs.charAt((value - 1) % signs.length);

const formats: Readonly<Record<string, (value: number) => string>> = {
  decimalZero: (value) => String(value).padStart(2, "0"),
  decimalFullWidth: (value) => digitsOf(value, "０１２３４５６７８９"),
  decimalFullWidth2: (value) => digitsOf(value, "０１２３４５６７８９"),
  decimalEnclosedCircle: circled,
  decimalEnclosedCircleChinese: circled,
  decimalEnclosedParen: (value) => `（${value}）`,
  decimalEnclosedFullstop: (value) => `${value}.`,
  chineseCounting: formatChineseNumber,
  chineseCountingThousand: formatChineseNumber,
  japaneseCounting: formatChineseNumber,
  taiwaneseCounting: formatChineseNumber,
  taiwaneseCountingThousand: formatChineseNumber,
  ideographEnclosedCircle: (value) => `（${formatChineseNumber(value)}）`,
  ideographDigital: (value) => digitsOf(value, "〇一二三四五六七八九"),
  japaneseDigitalTenThousand: (value) => digitsOf(value, "〇一二三四五六七八九"),
  taiwaneseDigital: (value) => digitsOf(value, "〇一二三四五六七八九"),
  ideographTraditional: (value) => cycle(value, "甲乙丙丁戊己庚辛壬癸"),
  ideographZodiac: (value) => cycle(value, "子丑寅卯辰巳午未申酉戌亥"),
  upperLetter: (value) => letters(value, "A"),
  lowerLetter: (value) => letters(value, "a"),
  upperRoman: roman,
  lowerRoman: (value) => roman(value).toLowerCase(),
  bullet: () => "",
  none: () => "",
};

/** Prints a counter in a format; an unknown format prints decimal figures, as Word does. */
export const formatNumber = (value: number, format: string): string => {
  if (value < 1 || value > 9999) return String(value);
  return Object.hasOwn(formats, format) ? (formats[format]?.(value) ?? String(value)) : String(value);
};
