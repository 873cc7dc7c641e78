import { TextError } from "./errors.ts";
import {
  clusterEnd,
  type NormalisationTables,
  normalisationTables,
  tableAction,
} from "./normalisation-tables.ts";
import { toSimplified } from "./script.ts";
import { findUrls } from "./urls.ts";

/** How `normalise` treats a text; what is left out has the first value named. */
export type NormaliseOptions = {
  /** Traditional characters become simplified (OpenCC), or stay. */
  readonly script?: "simplified" | "as-is";
  readonly letterCase?: "lower" | "as-is";
  /** 1,000 becomes 1000 and 二〇二六年 2026年, or digits stay (full-width and circled ones are always folded by NFKC). */
  readonly digits?: "arabic" | "as-is";
  /** A URL becomes its host, a blank, or stays. */
  readonly urls?: "host" | "remove" | "keep";
  readonly emoji?: "remove" | "keep";
  /** UTF-16 units; 5,000,000 if left out. */
  readonly maxLength?: number;
};

/** A normalised text and where each of its UTF-16 units came from. */
export type NormalisedText = {
  readonly text: string;
  /** `offsets[i]` is where unit i began in the original; one more than `text` has units, the last the original's length. */
  readonly offsets: Uint32Array;
};

const defaultMaxLength = 5_000_000;

type Output = { units: Uint16Array; offsets: Uint32Array; length: number };

const push = (output: Output, unit: number, offset: number): void => {
  if (output.length === output.units.length) {
    const units = new Uint16Array(output.length * 2 + 64);
    units.set(output.units);
    const offsets = new Uint32Array(output.length * 2 + 64);
    offsets.set(output.offsets);
    output.units = units;
    output.offsets = offsets;
  }
  output.units[output.length] = unit;
  output.offsets[output.length] = offset;
  output.length += 1;
};

const blank = 0x20;

/** One blank for any run of them, none at the beginning. */
const pushBlank = (output: Output, offset: number): void => {
  if (output.length > 0 && output.units[output.length - 1] !== blank) push(output, blank, offset);
};

const emojiPart = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}]/u;
const dropped = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u20e3\u200d]/gu;

const pushCluster = (
  output: Output,
  cluster: string,
  { offset, options }: { readonly offset: number; readonly options: NormaliseOptions },
): void => {
  const isEmoji = emojiPart.test(cluster) && !/^[0-9#*]/u.test(cluster);
  if (isEmoji && options.emoji !== "keep") return pushBlank(output, offset);
  const kept = isEmoji ? cluster : cluster.replace(dropped, "");
  const composed = kept.normalize("NFKC");
  const folded = options.letterCase === "as-is" ? composed : composed.toLowerCase().normalize("NFC");
  for (const character of folded) {
    if (!isEmoji && unseen.test(character)) {
      pushBlank(output, offset);
      continue;
    }
    for (let unit = 0; unit < character.length; unit += 1) push(output, character.charCodeAt(unit), offset);
  }
};

/** Indices of the typed arrays stay below their lengths by construction: the reads cannot be undefined. */
const normaliseRange = (
  text: string,
  output: Output,
  {
    from,
    to,
    tables,
    options,
  }: {
    readonly from: number;
    readonly to: number;
    readonly tables: NormalisationTables;
    readonly options: NormaliseOptions;
  },
): void => {
  const unitOf = options.letterCase === "as-is" ? tables.composed : tables.lowered;
  let position = from;
  while (position < to) {
    const code = text.charCodeAt(position);
    const action = tables.actions[code];
    const next = position + 1 < to ? tables.actions[text.charCodeAt(position + 1)] : tableAction.plain;
    if (action === tableAction.drop) {
      position += 1;
    } else if (action === tableAction.blank) {
      pushBlank(output, position);
      position += 1;
    } else if (action === tableAction.plain && next !== tableAction.extend) {
      push(output, unitOf[code] ?? code, position);
      position += 1;
    } else {
      const end = Math.min(clusterEnd(text, position), to);
      pushCluster(output, text.slice(position, end), { offset: position, options });
      position = end;
    }
  }
};

const chineseDigits = "〇一二三四五六七八九";
const isDigit = (unit: number | undefined): boolean => unit !== undefined && unit >= 0x30 && unit <= 0x39;
const yearNumerals =
  /[〇零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九][〇一二三四五六七八九]*〇[〇一二三四五六七八九]*/gu;

const foldNumerals = (text: string): string =>
  text.includes("年") || text.includes("〇")
    ? text.replace(yearNumerals, (numeral) =>
        Array.from(numeral, (digit) => (digit === "零" ? "0" : String(chineseDigits.indexOf(digit)))).join(
          "",
        ),
      )
    : text;

/** 1,000,000 without its commas, with the offsets of what stays. */
const dropThousandCommas = ({ text, offsets }: NormalisedText): NormalisedText => {
  if (!/\d,\d{3}/u.test(text)) return { text, offsets };
  const isComma = (position: number): boolean => {
    if (text[position] !== "," || !isDigit(text.charCodeAt(position - 1))) return false;
    let end = position + 1;
    while (end <= position + 4 && isDigit(text.charCodeAt(end))) end += 1;
    return end === position + 4;
  };
  const kept = new Uint32Array(offsets.length);
  const parts: string[] = [];
  let length = 0;
  let partStart = 0;
  for (let position = 0; position < text.length; position += 1) {
    if (isComma(position)) {
      parts.push(text.slice(partStart, position));
      partStart = position + 1;
      continue;
    }
    kept[length] = offsets[position] ?? 0;
    length += 1;
  }
  parts.push(text.slice(partStart));
  kept[length] = offsets[text.length] ?? 0;
  return { text: parts.join(""), offsets: kept.slice(0, length + 1) };
};

/**
 * One form for texts that people hold to be the same: NFKC (full and half width, compatibility forms), lower case,
 * traditional → simplified, digits, no invisible characters, blanks collapsed, emoji and URLs as the options say.
 * Lone surrogates and control characters become blanks. Normalising twice changes nothing more. Linear in the length.
 *
 * @throws TextError `text.too_long`
 * @example normalise("ＡＢＣ  科學１,０００次😀").text; // => "abc 科学1000次"
 */
export const normalise = (text: string, options: NormaliseOptions = {}): NormalisedText => {
  const limit = options.maxLength ?? defaultMaxLength;
  if (text.length > limit) throw new TextError("text.too_long", { length: text.length, limit });
  const tables = normalisationTables();
  const output: Output = {
    units: new Uint16Array(text.length + 16),
    offsets: new Uint32Array(text.length + 16),
    length: 0,
  };
  let position = 0;
  if (options.urls !== "keep")
    for (const url of findUrls(text)) {
      normaliseRange(text, output, { from: position, to: url.start, tables, options });
      pushBlank(output, url.start);
      if (options.urls !== "remove")
        normaliseRange(text, output, { from: url.hostStart, to: url.hostEnd, tables, options });
      pushBlank(output, url.hostEnd);
      position = url.end;
    }
  normaliseRange(text, output, { from: position, to: text.length, tables, options });
  if (output.length > 0 && output.units[output.length - 1] === blank) output.length -= 1;
  const offsets = output.offsets.slice(0, output.length + 1);
  offsets[output.length] = text.length;
  const plain = Buffer.from(output.units.buffer, 0, output.length * 2).toString("utf16le");
  const simplified = options.script === "as-is" ? plain : toSimplified(plain);
  if (options.digits === "as-is") return { text: simplified, offsets };
  return dropThousandCommas({ text: foldNumerals(simplified), offsets });
};

/**
 * The range of the original that the range `start`..`end` of the normalised text came from: whole characters, never half
 * a surrogate pair and never a letter without its accents.
 *
 * @throws TextError `text.option_out_of_range` where the range is not inside the normalised text
 * @example originalRange("ＡＢ 科學", normalise("ＡＢ 科學"), { start: 3, end: 5 }); // => { start: 3, end: 5 }
 */
export const originalRange = (
  original: string,
  { text, offsets }: NormalisedText,
  range: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } => {
  const isInside = range.start >= 0 && range.start <= range.end && range.end <= text.length;
  if (!isInside)
    throw new TextError("text.option_out_of_range", {
      option: "range",
      value: `${range.start}–${range.end}`,
      least: 0,
      most: text.length,
    });
  const start = offsets[range.start] ?? original.length;
  if (range.start === range.end) return { start, end: start };
  return { start, end: clusterEnd(original, offsets[range.end - 1] ?? start) };
};

/**
 * Text from bytes that should be UTF-8 (with or without a byte order mark).
 *
 * @throws TextError `text.invalid_utf8` with the line of the first broken byte
 * @example decodeUtf8(new Uint8Array([0xe7, 0xa7, 0x91])); // => "科"
 */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    // U+FFFD stands where decoding first failed, unless the text has one itself before it.
    const before = new TextDecoder("utf-8").decode(bytes).split("\ufffd", 1)[0] ?? "";
    throw new TextError("text.invalid_utf8", { line: before.split("\n").length }, { cause });
  }
};
