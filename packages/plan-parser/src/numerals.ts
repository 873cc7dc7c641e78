import { PlanError } from "./errors.ts";

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  "○": 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/**
 * Reads a Chinese numeral below ten thousand (二十三, 一百零五) or a row of digits (二〇二六); `null` for anything else.
 *
 * @example parseChineseNumber("二十三"); // => 23
 */
export const parseChineseNumber = (text: string): number | null => {
  if (text === "" || text.length > 9) return null;
  const characters = Array.from(text);
  if (characters.every((character) => character in digits)) {
    return characters.reduce((value, character) => value * 10 + (digits[character] ?? 0), 0);
  }
  let value = 0;
  let digit: number | null = null;
  let lastUnit = 10_000;
  for (const character of characters) {
    const unit = units[character];
    if (unit === undefined) {
      const next = digits[character];
      if (next === undefined || (digit !== null && digit !== 0)) return null;
      digit = next;
      continue;
    }
    if (unit >= lastUnit) return null;
    if (digit === 0) return null;
    value += (digit ?? 1) * unit;
    digit = null;
    lastUnit = unit;
  }
  return value + (digit ?? 0);
};

/**
 * Writes 1 to 9,999 as the numeral of a heading: 10 → 十, 23 → 二十三, 105 → 一百零五.
 *
 * @throws PlanError `plan.number_out_of_range`
 * @example formatChineseNumber(23); // => "二十三"
 */
export const formatChineseNumber = (value: number): string => {
  if (!Number.isInteger(value) || value < 1 || value > 9999) {
    throw new PlanError("plan.number_out_of_range", { least: 1, most: 9999 });
  }
  const names = "零一二三四五六七八九";
  let text = "";
  let pendingZero = false;
  let rest = value;
  for (const [size, name] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(rest / size);
    rest %= size;
    if (digit === 0) {
      pendingZero = text !== "" && rest > 0;
      continue;
    }
    if (pendingZero) text += "零";
    pendingZero = false;
    text += `${names.charAt(digit)}${name}`;
  }
  return value >= 10 && value < 20 ? text.slice(1) : text;
};

/** Full-width digits, points and per-cent signs to ASCII, one character for one, so that offsets stay. */
export const toAsciiDigits = (text: string): string =>
  text.replace(/[０-９．％]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
