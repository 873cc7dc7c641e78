import { isEnded, type Line } from "./lines.ts";
import type { Mark } from "./marks.ts";
import type { SentenceRole } from "./types.ts";

/** Text of one paragraph with the source line of each of its characters. */
export type Segment = {
  text: string;
  /** Where in `text` a source line begins; ascending. */
  readonly starts: { readonly offset: number; readonly line: number }[];
  /** Given for lines whose role their form decides; null for prose, which is cut into sentences. */
  readonly role: SentenceRole | null;
};

export type BlockKind =
  | "head"
  | "notice"
  | "title"
  | "preamble"
  | "numbered"
  | "unnumbered"
  | "closing"
  | "attachmentList"
  | "signature"
  | "record"
  | "attachment"
  | "notes";

/** What will be one node: a number of the structure, or a part with a known form, and the text up to the next one. */
export type Block = {
  readonly kind: BlockKind;
  readonly mark: Mark | null;
  readonly position: "line" | "inline";
  readonly line: number;
  readonly segments: Segment[];
};

export type Tail = "empty" | "ended" | "comma" | "colon" | "open";

/** How far back the decision whether a line goes on looks; keeps every decision constant in time. */
const lookBack = 400;

export const lastSegment = (block: Block | undefined): Segment | undefined => block?.segments.at(-1);

export const tailText = (block: Block | undefined): string => lastSegment(block)?.text.slice(-lookBack) ?? "";

/** How the text so far stands: closed by a full stop, or waiting for more. */
export const tailOf = (block: Block | undefined): Tail => {
  const segment = lastSegment(block);
  if (!segment || segment.text === "") return "empty";
  if (segment.role !== null) return "ended";
  if (isEnded(segment.text)) return "ended";
  const last = segment.text.at(-1) ?? "";
  if ("，、,—（(《“".includes(last)) return "comma";
  if ("；：;:".includes(last)) return "colon";
  return "open";
};

/** A numbered block that so far is one short line without a full stop: a heading, or the beginning of one. */
export const isHeadingOnly = (block: Block | undefined): boolean => {
  if (!block || block.segments.length !== 1) return false;
  if (block.kind !== "numbered" && block.kind !== "unnumbered") return false;
  const text = block.segments[0]?.text ?? "";
  return text !== "" && text.length <= 60 && !/[。！？；：]/.test(text) && !text.endsWith("，");
};

/** An opening bracket or quotation mark near the end still waits for its partner. */
export const hasOpenBracket = (block: Block | undefined): boolean => {
  let depth = 0;
  for (const character of tailText(block).slice(-80)) {
    if ("《〈（(“「『【".includes(character)) depth += 1;
    else if ("》〉）)”」』】".includes(character)) depth = Math.max(0, depth - 1);
  }
  return depth > 0;
};

export const addSegment = (
  block: Block,
  options: { line: number; text: string; role: SentenceRole | null },
): void => {
  if (options.text === "") return;
  block.segments.push({
    text: options.text,
    starts: [{ offset: 0, line: options.line }],
    role: options.role,
  });
};

/** Goes on with the paragraph on another line. The line feed keeps the place of the break for the joining of blanks. */
export const continueSegment = (block: Block, options: { line: number; text: string }): void => {
  const segment = lastSegment(block);
  if (!segment || segment.role !== null) {
    addSegment(block, { ...options, role: null });
    return;
  }
  if (options.text === "") return;
  segment.text += "\n";
  segment.starts.push({ offset: segment.text.length, line: options.line });
  segment.text += options.text;
};

/** Goes on with a line of known role (a title, an address) on another line. */
export const extendLine = (block: Block, line: Line): void => {
  const segment = lastSegment(block);
  if (!segment) return;
  segment.text += "\n";
  segment.starts.push({ offset: segment.text.length, line: line.number });
  segment.text += line.text;
};

export const openBlock = (
  blocks: Block[],
  options: { kind: BlockKind; line: number; mark?: Mark; position?: "line" | "inline" },
): Block => {
  const block: Block = {
    kind: options.kind,
    mark: options.mark ?? null,
    position: options.position ?? "line",
    line: options.line,
    segments: [],
  };
  blocks.push(block);
  return block;
};

export const addLine = (block: Block, line: Line, role: SentenceRole): void =>
  addSegment(block, { line: line.number, text: line.text, role });
