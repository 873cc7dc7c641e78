import { columnsOf, indentOf, trimBlanks } from "./characters.ts";

/** What stands between two breaks of the source: a line, or a part of one that a form feed cuts. */
export type Piece = {
  /** Source line, from 1. */
  readonly number: number;
  readonly raw: string;
  readonly text: string;
  /** A form feed stands directly before this piece. */
  readonly afterFormFeed: boolean;
};

/** A printed line of text: neither blank nor page furniture. */
export type Line = {
  readonly number: number;
  readonly raw: string;
  readonly text: string;
  readonly indent: number;
  readonly width: number;
  /** A blank line, a form feed or furniture stands between this line and the one before. */
  readonly blankBefore: boolean;
  /** Cells are parted by tabs or by `|`. */
  readonly isRow: boolean;
  /** Ends with a full stop, also inside closing quotes or brackets. */
  readonly ended: boolean;
};

const endsSentence = /[。！？!?][”’」』）)》】\]\s]*$/;

/** Whether a stretch of text ends with a full stop, question or exclamation mark. */
export const isEnded = (text: string): boolean => endsSentence.test(text.slice(-40));

/** Cuts the text at line breaks and form feeds; the concatenation of all pieces is the text without them. */
export const splitPieces = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  for (const [index, whole] of text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).entries()) {
    for (const [part, raw] of whole.split("\f").entries()) {
      pieces.push({ number: index + 1, raw, text: trimBlanks(raw), afterFormFeed: part > 0 });
    }
  }
  return pieces;
};

const isRowText = (text: string): boolean => {
  const cells = text.split(/\t|\|/).filter((cell) => cell.trim() !== "");
  return cells.length >= 2 && /[\t|]/.test(text);
};

export const toLines = (pieces: readonly Piece[], furniture: ReadonlySet<number>): Line[] => {
  const lines: Line[] = [];
  let blankBefore = false;
  for (const [index, piece] of pieces.entries()) {
    if (piece.afterFormFeed) blankBefore = true;
    if (piece.text === "" || furniture.has(index)) {
      blankBefore = true;
      continue;
    }
    lines.push({
      number: piece.number,
      raw: piece.raw,
      text: piece.text,
      indent: indentOf(piece.raw),
      width: columnsOf(piece.raw),
      blankBefore,
      isRow: isRowText(piece.text),
      ended: isEnded(piece.text),
    });
    blankBefore = false;
  }
  return lines;
};

/** The end of a line that may be the first half of a number: 「…。3」 before 「. 完善…」. */
const halfMark =
  /(?:^|[。！？!?][”’」』）)》】\s]*)((?:[（(]\s?)?(?:[\d０-９]{1,3}|第?[零〇一二三四五六七八九十百]{1,5})?\s?)$/;

/**
 * Gives the first half of a number that a line break cut in two to the line with its second half, so that it can be
 * read there. Only behind a full stop, and only if both halves together are a number and the second alone is none.
 */
export const rejoinCutMarks = (lines: readonly Line[], isMark: (text: string) => boolean): Line[] => {
  const result: Line[] = [...lines];
  for (let index = 0; index + 1 < result.length; index += 1) {
    const line = result[index];
    const next = result[index + 1];
    if (!line || !next || line.isRow || next.isRow) continue;
    const half = halfMark.exec(line.text.slice(-24))?.[1]?.trim() ?? "";
    if (half === "" || half.length > 7) continue;
    if (half.length === line.text.length && index > 0 && result[index - 1]?.ended !== true) continue;
    if (isMark(next.text) || !isMark(`${half}${next.text.slice(0, 12)}`)) continue;
    const text = trimBlanks(line.text.slice(0, line.text.length - half.length));
    result[index + 1] = { ...next, text: `${half}${next.text}` };
    result[index] = { ...line, text, ended: isEnded(text) };
  }
  return result.filter((line) => line.text !== "");
};
