import { addSegment, type Block, continueSegment } from "./blocks.ts";
import type { Line } from "./lines.ts";
import { type Mark, readMark } from "./marks.ts";
import { open, type State } from "./scan-state.ts";
import type { NumberingScheme } from "./types.ts";

const firstInline = /[。！？!?][”’」』）)》】\s]*/g;

/** Schemes whose number may stand behind a full stop in the middle of a line; 一、 only as the next in order. */
const inlineSchemes: ReadonlySet<NumberingScheme> = new Set([
  "decimal",
  "decimalParen",
  "circled",
  "ideographicParen",
]);

/** A number behind a full stop in the middle of a line opens a node, unless it goes on an enumeration in the sentence. */
const isInlineMark = (state: State, mark: Mark, before: string): boolean =>
  inlineSchemes.has(mark.scheme)
    ? !state.tracker.isEnumerating(mark, before)
    : mark.scheme === "ideographic" && state.tracker.fits(mark);

type Cut = { readonly at: number; readonly mark: Mark };

const nextInlineMark = (state: State, text: string, from: number): Cut | null => {
  firstInline.lastIndex = from;
  for (let found = firstInline.exec(text); found; found = firstInline.exec(text)) {
    const at = found.index + found[0].length;
    const mark = at < text.length ? readMark(text, at) : null;
    if (mark && isInlineMark(state, mark, text.slice(Math.max(from, at - 400), at))) return { at, mark };
    firstInline.lastIndex = Math.max(at, found.index + 1);
  }
  return null;
};

/** `（二）机制保障 1. 完善…`: the first child on the line of its parent's heading, parted by a blank only. */
const markAfterHeading = (state: State, block: Block, text: string, from: number): Cut | null => {
  if (block.mark === null || block.segments.length > 0) return null;
  const found = /^[^。！？，；：\s]{2,20}[\s\u3000]+(?=[1１（(①])/.exec(text.slice(from, from + 40));
  if (!found) return null;
  const at = from + found[0].length;
  const mark = readMark(text, at);
  return mark && mark.value === 1 && mark.rank > block.mark.rank && state.tracker.fits(mark)
    ? { at, mark }
    : null;
};

/** Adds the rest of a line to a block, opening further blocks where numbers stand inside the line. */
export const addText = (
  state: State,
  block: Block,
  options: { line: Line; from: number; join: "soft" | "hard" },
): void => {
  const { line } = options;
  let current = block;
  let from = options.from;
  let join = options.join;
  for (;;) {
    // A number directly behind a number: 一、（一）…
    const direct = current.mark !== null && current.segments.length === 0 ? readMark(line.text, from) : null;
    const cut: Cut | null =
      direct !== null && direct.value === 1 && direct.rank > (current.mark?.rank ?? 0)
        ? { at: from, mark: direct }
        : (markAfterHeading(state, current, line.text, from) ?? nextInlineMark(state, line.text, from));
    const text = line.text.slice(from, cut?.at ?? line.text.length).trim();
    if (join === "hard" || current.segments.length === 0) {
      addSegment(current, { line: line.number, text, role: line.isRow ? "row" : null });
    } else continueSegment(current, { line: line.number, text });
    if (!cut) return;
    state.tracker.accept(cut.mark);
    current = open(state, { kind: "numbered", line: line.number, mark: cut.mark, position: "inline" });
    from = cut.mark.end;
    join = "hard";
  }
};
