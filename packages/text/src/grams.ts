import { requireNumber } from "./errors.ts";
import { units } from "./units.ts";

/** n adjacent units of a text. */
export type Gram = {
  readonly gram: string;
  /** UTF-16 units of the text given, end exclusive. */
  readonly start: number;
  readonly end: number;
};

/**
 * Character n-grams with positions. A Han, kana or Hangul character is one unit, a run of letters and digits another;
 * blanks, brackets and quotation marks do not part units, full stops and commas do. Give a text that `normalise` made;
 * the positions are in that text.
 *
 * @param n units in a gram, 1 … 16
 * @throws TextError `text.option_out_of_range`
 * @example characterGrams("用5g看病", 2).map(({ gram }) => gram); // => ["用5g", "5g看", "看病"]
 */
export const characterGrams = (text: string, n: number): Gram[] => {
  requireNumber("n", n, { least: 1, most: 16, integer: true });
  const all = units(text);
  const grams: Gram[] = [];
  let run = 0;
  for (let last = 0; last < all.length; last += 1) {
    const unit = all[last];
    const first = all[last - n + 1];
    run = unit?.joined === true ? run + 1 : 1;
    if (unit === undefined || first === undefined || run < n) continue;
    const gram = all
      .slice(last - n + 1, last + 1)
      .map((part) => part.text)
      .join("");
    grams.push({ gram, start: first.start, end: unit.end });
  }
  return grams;
};
