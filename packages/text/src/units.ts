import { isAstralIdeograph, unitClass, unitClasses } from "./character-classes.ts";

/** One Han character or one run of letters and digits of a normalised text. */
export type Unit = {
  readonly text: string;
  /** UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether no full stop, comma or the like stands between this unit and the one before. */
  readonly joined: boolean;
};

/** Called for each unit: where it is and whether it is joined to the one before. */
export type UnitVisitor = (start: number, end: number, joined: 0 | 1) => void;

const dot = 0x2e;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** A run of letters and digits; a full stop between digits belongs to it (3.5). */
const runEnd = (text: string, start: number, classes: Uint8Array): number => {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (classes[code] === unitClass.letter) end += 1;
    else if (
      code === dot &&
      end + 1 < text.length &&
      isDigit(text.charCodeAt(end - 1)) &&
      isDigit(text.charCodeAt(end + 1))
    )
      end += 2;
    else break;
  }
  return end;
};

/**
 * Walks over the units of a normalised text without making objects (`units` lists them).
 */
export const scanUnits = (text: string, visit: UnitVisitor): void => {
  const classes = unitClasses();
  let joined: 0 | 1 = 0;
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    const kind = classes[code];
    let end = position + 1;
    if (kind === unitClass.ideograph) {
      visit(position, end, joined);
      joined = 1;
    } else if (kind === unitClass.letter) {
      end = runEnd(text, position, classes);
      visit(position, end, joined);
      joined = 1;
    } else if (kind === unitClass.stop) {
      joined = 0;
    } else if (kind === unitClass.surrogate) {
      const codePoint = text.codePointAt(position) ?? 0;
      if (codePoint > 0xffff) end += 1;
      if (isAstralIdeograph(codePoint)) {
        visit(position, end, joined);
        joined = 1;
      }
    }
    position = end;
  }
};

/**
 * The units of a normalised text.
 *
 * @example units("用5g，看病").map((unit) => `${unit.text}${unit.joined ? "" : "|"}`); // => ["用|", "5g", "看|", "病"]
 */
export const units = (text: string): Unit[] => {
  const found: Unit[] = [];
  scanUnits(text, (start, end, joined) => {
    found.push({ text: text.slice(start, end), start, end, joined: joined === 1 });
  });
  return found;
};
