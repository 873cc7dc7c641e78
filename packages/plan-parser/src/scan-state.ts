import {
  type Block,
  type BlockKind,
  hasOpenBracket,
  isHeadingOnly,
  openBlock,
  tailOf,
  tailText,
} from "./blocks.ts";
import { columnsOf } from "./characters.ts";
import { PlanError } from "./errors.ts";
import { type Layout, paragraphStart } from "./layout.ts";
import type { Line } from "./lines.ts";
import type { MarkTracker } from "./mark-tracker.ts";
import type { TitleGroup } from "./title-groups.ts";

/** A number at the head of a line that was read as text, because the sentence before it goes on. */
export type KeptMark = { readonly line: number; readonly printed: string };

export type Scan = { readonly blocks: Block[]; readonly keptMarks: readonly KeptMark[] };

export type State = {
  readonly lines: readonly Line[];
  readonly layout: Layout;
  readonly titles: readonly TitleGroup[];
  /** The same by first line. */
  readonly titleAt: ReadonlyMap<number, TitleGroup>;
  readonly blocks: Block[];
  readonly keptMarks: KeptMark[];
  readonly tracker: MarkTracker;
  readonly maxNodes: number;
  /** Before the first number of the notice or of the plan. */
  front: boolean;
};

/** Opens a block, within the limit. */
export const open = (state: State, options: Parameters<typeof openBlock>[1]): Block => {
  if (state.blocks.length >= state.maxNodes)
    throw new PlanError("plan.too_many_nodes", { limit: state.maxNodes });
  return openBlock(state.blocks, options);
};

/** The last block if it is of this kind, else a new one. */
export const ensure = (state: State, kind: BlockKind, line: Line): Block => {
  const last = state.blocks.at(-1);
  return last?.kind === kind ? last : open(state, { kind, line: line.number });
};

export const isInAttachment = (state: State): boolean => state.tracker.scope === "attachment";

/** A heading that fills its line may go on; a short one stands alone, unless its sisters all run into their text. */
const isWrappedHeading = (block: Block, line: Line, state: State): boolean => {
  const sofar = tailText(block);
  const { layout } = state;
  const last = sofar.slice(sofar.lastIndexOf("\n") + 1);
  const printed = last === sofar ? `${block.mark?.printed ?? ""}${last}` : last;
  if (layout.wrapColumns !== null && columnsOf(printed) + line.indent >= layout.wrapColumns * 0.85)
    return true;
  if (block.mark === null || (layout.runInShare.get(block.mark.scheme) ?? 0) < 0.7) return false;
  const sentence = /^[^。！？，；：]{1,30}[。！？]/.exec(line.text.slice(0, 40));
  return sentence !== null && sofar.length + sentence[0].length <= 32;
};

/** Does this line go on with the paragraph of the last block (`soft`), or is the paragraph over (`hard`)? */
export const joinOf = (state: State, block: Block, line: Line): "soft" | "hard" => {
  const tail = tailOf(block);
  if (line.isRow) return "hard";
  if (tail === "ended" || tail === "comma") return "soft";
  if (tail === "empty") return "hard";
  if (hasOpenBracket(block)) return "soft";
  const start = paragraphStart(line, state.layout);
  if (start === "yes") return "hard";
  if (isHeadingOnly(block)) {
    if (start === "no" && state.layout.paragraphs === "indented") return "soft";
    return isWrappedHeading(block, line, state) ? "soft" : "hard";
  }
  const isList = isInAttachment(state) && state.layout.paragraphs !== "indented";
  if (isList && tailText(block).length <= 24 && line.text.length <= 24 && !line.ended) return "hard";
  return "soft";
};
