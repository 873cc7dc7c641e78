import { isHeadingOnly, addLine, tailOf, tailText } from "./blocks.ts";
import { addText } from "./inline-marks.ts";
import { type Layout, paragraphStart } from "./layout.ts";
import { isEnded, type Line } from "./lines.ts";
import { createMarkTracker } from "./mark-tracker.ts";
import { type Mark, readMark } from "./marks.ts";
import { takeFrontLine, takeSpecialLine } from "./parts.ts";
import { ensure, isInAttachment, joinOf, open, type Scan, type State } from "./scan-state.ts";
import { findTitleGroups } from "./title-groups.ts";

/** Whether a number at the head of a line opens a node, or is text that a line break happened to put there. */
const acceptsLineMark = (state: State, mark: Mark, line: Line): boolean => {
  const block = state.blocks.at(-1);
  const tail = tailOf(block);
  const start = paragraphStart(line, state.layout);
  const fits = state.tracker.fits(mark);
  if (tail === "empty" || (tail === "ended" && start === "yes")) return true;
  if (state.tracker.isEnumerating(mark, tailText(block))) return false;
  if (tail === "ended") return true;
  if (isHeadingOnly(block) && tail !== "comma") {
    return start !== "no" || (fits && !tailText(block).includes("，"));
  }
  if (tail === "comma") return start === "yes" && fits;
  if (start === "yes") return true;
  if (tail === "open") return fits && (start === "maybe" || state.layout.paragraphs !== "indented");
  return start === "maybe"
    ? fits
    : block?.mark?.scheme === mark.scheme && block.mark.value + 1 === mark.value;
};

const takeText = (state: State, line: Line): void => {
  const last = state.blocks.at(-1);
  if (state.front && (last === undefined || last.kind === "head" || last.kind === "title")) {
    const isBeforeTitle = (state.lines[state.titles.at(-1)?.from ?? -1]?.number ?? 0) > line.number;
    const block = open(state, { kind: isBeforeTitle ? "notice" : "preamble", line: line.number });
    if (isBeforeTitle) state.tracker.enter("notice");
    addText(state, block, { line, from: 0, join: "hard" });
    return;
  }
  if (last === undefined || last.kind === "signature" || last.kind === "record") {
    addLine(ensure(state, "record", line), line, isEnded(line.text) ? "body" : "line");
    return;
  }
  addText(state, last, { line, from: 0, join: joinOf(state, last, line) });
};

const takeLine = (state: State, index: number): number => {
  const line = state.lines[index];
  if (!line) return index + 1;
  const last = state.blocks.at(-1);
  const tail = tailOf(last);
  const start = paragraphStart(line, state.layout);
  const isBoundary =
    tail === "ended" ||
    tail === "empty" ||
    (tail !== "comma" && start === "yes") ||
    (isInAttachment(state) && line.blankBefore) ||
    isHeadingOnly(last);
  if (isBoundary && !line.isRow) {
    if (state.front || state.titles.at(-1)?.from === index) {
      const next = takeFrontLine(state, index);
      if (next > index) {
        if (state.blocks.at(-1)?.kind === "title") {
          state.front = true;
          state.tracker.enter("main");
        }
        return next;
      }
    }
    const next = takeSpecialLine(state, index);
    if (next > index) return next;
  }
  const mark = line.isRow ? null : readMark(line.text, 0);
  if (mark && acceptsLineMark(state, mark, line)) {
    state.front = false;
    state.tracker.accept(mark);
    const block = open(state, { kind: "numbered", line: line.number, mark });
    addText(state, block, { line, from: mark.end, join: "hard" });
    return index + 1;
  }
  if (mark && state.tracker.fits(mark)) state.keptMarks.push({ line: line.number, printed: mark.printed });
  takeText(state, line);
  return index + 1;
};

/** Cuts the lines into blocks: one for each number of the structure and for each part of known form. */
export const scanLines = (
  lines: readonly Line[],
  layout: Layout,
  options: { readonly maxNodes: number },
): Scan => {
  const titles = findTitleGroups(lines, layout);
  const state: State = {
    lines,
    layout,
    titles,
    titleAt: new Map(titles.map((title) => [title.from, title])),
    blocks: [],
    keptMarks: [],
    tracker: createMarkTracker(),
    maxNodes: options.maxNodes,
    front: true,
  };
  for (let index = 0; index < lines.length;) index = takeLine(state, index);
  return { blocks: state.blocks, keptMarks: state.keptMarks };
};
