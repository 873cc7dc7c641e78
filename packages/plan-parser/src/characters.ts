/** Blanks, widths and the joining of text across line breaks. */

/** Everything that carries no ink: white space, C0 controls, soft hyphen, zero-width and direction marks. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is meant
const blanks = /[\s\u0000-\u001f\u007f\u0085\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+/g;
// oxlint-disable-next-line no-control-regex -- as above
const blankAtStart = /^[\s\u0000-\u001f\u007f\u0085\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+/;
// oxlint-disable-next-line no-control-regex -- as above
const blankCharacter = /[\s\u0000-\u001f\u007f\u0085\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/;

export const isBlank = (character: string): boolean => blankCharacter.test(character);

/** The text without any blank: the measure in which coverage is counted. */
export const stripBlanks = (text: string): string => text.replace(blanks, "");

export const trimBlanks = (text: string): string => {
  const start = blankAtStart.exec(text)?.[0].length ?? 0;
  // From the end by hand: a regular expression anchored at the end rescans every run of blanks.
  let end = text.length;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
};

const isLatinLetter = (character: string): boolean => /[A-Za-z\u00c0-\u024f]/.test(character);
const isAscii = (character: string): boolean => character > " " && character < "\u007f";

/**
 * Text on one line: a run of blanks disappears, except between ASCII characters of which one is a letter, where one
 * space stays (`GB/T 9704`). Hence a line break inside a Chinese sentence or inside a number leaves no trace.
 */
export const joinBlanks = (text: string): string => {
  const trimmed = trimBlanks(text);
  return trimmed.replace(blanks, (run, offset: number) => {
    const left = trimmed.charAt(offset - 1);
    const right = trimmed.charAt(offset + run.length);
    return isAscii(left) && isAscii(right) && (isLatinLetter(left) || isLatinLetter(right)) ? " " : "";
  });
};

/** Printed width in columns: a Chinese character or full-width sign takes two. */
export const columnsOf = (text: string): number => {
  let columns = 0;
  for (const character of text) columns += character < "\u2e80" && !"“”‘’—…".includes(character) ? 1 : 2;
  return columns;
};

/** Columns of white space before the first character; a tab counts two, as an ideographic space does. */
export const indentOf = (raw: string): number => {
  let columns = 0;
  for (const character of raw) {
    if (character === "\u3000" || character === "\t") columns += 2;
    else if (character === " " || character === "\u00a0") columns += 1;
    else if (!isBlank(character)) break;
  }
  return columns;
};
