/** What a UTF-16 unit does in the text, for scanning. */
export const unitClass = {
  /** blanks, quotation marks, brackets, hyphens: parts Latin words, not Han characters */
  separator: 0,
  /** full stops, commas and the like: what stands on both sides is not adjacent */
  stop: 1,
  /** Han, kana, Hangul, Bopomofo: each character stands alone */
  ideograph: 2,
  /** letters and digits that form words in runs */
  letter: 3,
  /** first half of a surrogate pair: look at the code point */
  surrogate: 4,
} as const;

const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;
const letterOrDigit = /[\p{L}\p{N}\p{M}]/u;
const stops = new Set("。！？；：，、…,.!?;:\n\u2026|｜•●■◆★☆※".replace("、", ""));

const classOf = (code: number): number => {
  if (code >= 0xd800 && code <= 0xdbff) return unitClass.surrogate;
  const character = String.fromCharCode(code);
  if (ideograph.test(character) && /[\p{L}\p{N}]/u.test(character)) return unitClass.ideograph;
  if (letterOrDigit.test(character)) return unitClass.letter;
  return stops.has(character) ? unitClass.stop : unitClass.separator;
};

let classes: Uint8Array | undefined;

/**
 * The class of each of the 65,536 UTF-16 units; made once.
 *
 * @example unitClasses()["科".charCodeAt(0)]; // => 2
 */
export const unitClasses = (): Uint8Array => {
  if (classes !== undefined) return classes;
  classes = new Uint8Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) classes[code] = classOf(code);
  return classes;
};

/** Whether a code point above U+FFFF is an ideograph (extensions B and later). */
export const isAstralIdeograph = (codePoint: number): boolean => codePoint >= 0x20000 && codePoint <= 0x3ffff;
