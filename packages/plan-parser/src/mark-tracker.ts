import { joinBlanks } from "./characters.ts";
import type { Mark } from "./marks.ts";
import { formatChineseNumber } from "./numerals.ts";
import type { NumberingScheme } from "./types.ts";

export type Scope = "main" | "notice" | "list" | "attachment";

/** Remembers which numbers are open, to tell a number of the structure from one that a line break put first. */
export type MarkTracker = {
  readonly scope: Scope;
  enter: (scope: Scope) => void;
  accept: (mark: Mark) => void;
  /** The number is the next of an open level, or the first of a deeper one. */
  fits: (mark: Mark) => boolean;
  /** The sentence before already counts in this form: （1）…；（2）… inside a sentence. */
  isEnumerating: (mark: Mark, before: string) => boolean;
};

type Level = { readonly scheme: NumberingScheme; readonly rank: number; readonly value: number };

/** How the number before this one may be printed; empty for schemes that do not occur inside sentences. */
const previousSpellings = (mark: Mark): readonly string[] => {
  const value = mark.value - 1;
  const inBrackets = (numeral: string): string[] => [
    `（${numeral}）`,
    `(${numeral})`,
    `（${numeral})`,
    `(${numeral}）`,
  ];
  if (mark.scheme === "decimalParen") return inBrackets(String(value));
  if (mark.scheme === "decimalHalfParen") return [`${value}）`, `${value})`];
  if (mark.scheme === "circled") return [String.fromCodePoint((mark.normalised.codePointAt(0) ?? 1) - 1)];
  if (mark.scheme === "ideographicParen") return inBrackets(formatChineseNumber(value));
  return mark.scheme === "decimal" ? [`${value}.`, `${value}．`, `${value}、`] : [];
};

export const createMarkTracker = (): MarkTracker => {
  let scope: Scope = "main";
  let levels: Level[] = [];
  const last = new Map<NumberingScheme, number>();
  return {
    get scope() {
      return scope;
    },
    enter: (next) => {
      scope = next;
      levels = [];
      last.clear();
    },
    accept: (mark) => {
      levels = levels.filter((level) => level.rank < mark.rank);
      levels.push({ scheme: mark.scheme, rank: mark.rank, value: mark.value });
      last.set(mark.scheme, mark.value);
    },
    fits: (mark) => {
      const open = levels.find((level) => level.rank === mark.rank);
      if (open && open.value + 1 === mark.value) return true;
      if (!open && mark.value === 1) return true;
      // 第X条 and, in many plans, （X） count on across chapters.
      return last.get(mark.scheme) === mark.value - 1 && mark.value > 1;
    },
    isEnumerating: (mark, before) => {
      if (mark.value < 2) return false;
      const sentence = joinBlanks(before.slice(-400));
      return previousSpellings(mark).some((spelling) => {
        const at = sentence.lastIndexOf(spelling);
        // 1. in 达到1.2万 is a figure: the spelling stands behind punctuation, and words follow it.
        const isBehindStop = at === 0 || /[：:；;，,。]/.test(sentence.charAt(at - 1));
        return at >= 0 && isBehindStop && !/[\d０-９%％]/.test(sentence.charAt(at + spelling.length));
      });
    },
  };
};
