import { pinyin as spell } from "pinyin-pro";

/** How a text is read aloud, in letters without tones. */
export type Pinyin = {
  /** One for each Han character (ü as v), Latin runs as they are. */
  readonly syllables: readonly string[];
  /** All syllables in one. */
  readonly full: string;
  /** First letters in one; Latin runs whole. */
  readonly initials: string;
};

const hasLetter = /[\p{L}\p{N}]/u;
const latinRun = /^[\p{Script=Latin}\p{N}]+$/u;

/**
 * The pinyin of a text without tones, with the readings that the words around suggest (重庆 chongqing, 重要 zhongyao).
 *
 * @example pinyin("重庆科普").full; // => "chongqingkepu"
 * @example pinyin("科学素质").initials; // => "kxsz"
 */
export const pinyin = (text: string): Pinyin => {
  const parts = spell(text, { toneType: "none", type: "array", nonZh: "consecutive", v: true });
  const syllables = parts
    .flatMap((part) => part.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => hasLetter.test(part));
  return {
    syllables,
    full: syllables.join(""),
    initials: syllables
      .map((part) => (latinRun.test(part) && !/\d/u.test(part) ? part.charAt(0) : part))
      .join(""),
  };
};

/** What ears and southern keyboards confuse: the distance between such spellings is half an error. */
const confusions: readonly (readonly [RegExp, string])[] = [
  [/zh/gu, "z"],
  [/ch/gu, "c"],
  [/sh/gu, "s"],
  [/ang/gu, "an"],
  [/eng/gu, "en"],
  [/ing/gu, "in"],
  [/l/gu, "n"],
  [/f/gu, "h"],
];

/**
 * The spelling with the confusions of southern Mandarin folded: zh/z, ch/c, sh/s, ang/an, eng/en, ing/in, l/n, f/h.
 *
 * @example foldPinyin("changshashi"); // => "cansasi"
 */
export const foldPinyin = (full: string): string => {
  let folded = full;
  for (const [sound, kept] of confusions) folded = folded.replace(sound, kept);
  return folded;
};

/**
 * Edit distance with exchange of neighbours (optimal string alignment), stopped as soon as it exceeds `most`.
 *
 * @returns the distance, or `most` + 1 where it is greater
 * @example editDistance("kepu", "kpeu", 2); // => 1
 */
export const editDistance = (left: string, right: string, most: number): number => {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  const width = right.length + 1;
  let beforeLast = new Uint16Array(width);
  let last = Uint16Array.from({ length: width }, (_, column) => column);
  let row = new Uint16Array(width);
  for (let i = 1; i <= left.length; i += 1) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      // all indices are below the width: the reads cannot be undefined
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return Math.min(last[right.length] ?? 0, most + 1);
};

/**
 * How far two full spellings are apart: edit distance of the folded spellings, plus a half where only the folding made
 * them alike; `most` + 1 where it is greater.
 *
 * @example pinyinDistance("changsha", "cansa", 2); // => 0.5
 */
export const pinyinDistance = (left: string, right: string, most: number): number => {
  if (left === right) return 0;
  const exact = editDistance(left, right, most);
  const folded = editDistance(foldPinyin(left), foldPinyin(right), most) + 0.5;
  return Math.min(exact, folded, most + 1);
};
