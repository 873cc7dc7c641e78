import type { Line } from "./lines.ts";
import { readMark } from "./marks.ts";
import type { NumberingScheme } from "./types.ts";

/** How this text shows where a paragraph begins. Everything that is ambiguous on one line is decided by it. */
export type Layout = {
  /** `indented`: by two columns of white space. `spaced`: by a blank line. `flush`: not at all. */
  readonly paragraphs: "indented" | "spaced" | "flush";
  /** Paragraphs run over several lines of about this many columns; null when a paragraph is one line. */
  readonly wrapColumns: number | null;
  /** Share of the numbered lines of a scheme whose heading runs into the text. */
  readonly runInShare: ReadonlyMap<NumberingScheme, number>;
};

const median = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

/**
 * Reads the layout off the numbered lines and the lines behind a full stop: these surely begin something (most of the
 * time a paragraph), wherever the line breaks fell.
 */
export const readLayout = (lines: readonly Line[]): Layout => {
  let starts = 0;
  let indented = 0;
  let spaced = 0;
  let continued = 0;
  const widths: number[] = [];
  const seen = new Map<NumberingScheme, { all: number; runIn: number }>();
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1];
    const mark = readMark(line.text, 0);
    if (mark) {
      const counts = seen.get(mark.scheme) ?? { all: 0, runIn: 0 };
      counts.all += 1;
      if (/[。！？]/.test(line.text.slice(0, 60))) counts.runIn += 1;
      seen.set(mark.scheme, counts);
    }
    if (mark) {
      starts += 1;
      if (line.indent >= 2) indented += 1;
      if (line.blankBefore) spaced += 1;
    } else if (previous && !previous.ended && !line.blankBefore && !line.isRow && previous.text.length > 16) {
      continued += 1;
    }
    if (line.text.length > 12) widths.push(line.width);
  }
  widths.sort((left, right) => left - right);
  const runInShare = new Map<NumberingScheme, number>();
  for (const [scheme, counts] of seen) if (counts.all >= 3) runInShare.set(scheme, counts.runIn / counts.all);
  return {
    paragraphs:
      starts > 0 && indented >= starts / 2
        ? "indented"
        : starts > 0 && spaced >= starts / 2
          ? "spaced"
          : "flush",
    wrapColumns: continued > 0 && continued >= lines.length / 5 ? median(widths, 0.9) : null,
    runInShare,
  };
};

/** Whether the layout says that a line begins a paragraph. */
export const paragraphStart = (line: Line, layout: Layout): "yes" | "no" | "maybe" => {
  if (layout.paragraphs === "indented") return line.indent >= 2 ? "yes" : "no";
  if (layout.paragraphs === "flush") return "maybe";
  return line.blankBefore || layout.wrapColumns === null ? "maybe" : "no";
};
