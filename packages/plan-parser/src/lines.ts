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
