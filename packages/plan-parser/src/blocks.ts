import { isEnded, type Line } from "./lines.ts";
import type { Mark } from "./marks.ts";
import type { SentenceRole } from "./types.ts";

/**
 * Text of one paragraph with the source line of each of its characters. Kept in parts: a string that grows line by line
 * and is looked at after each line would be copied each time.
 */
export type Segment = {
  readonly parts: string[];
  length: number;
  /** The last characters of the text; the whole of a short one. */
  tail: string;
  /** Where in the text a source line begins; ascending. */
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

export const tailText = (block: Block | undefined): string => lastSegment(block)?.tail ?? "";

export const textOf = (segment: Segment | undefined): string => segment?.parts.join("") ?? "";

const append = (segment: Segment, options: { line: number; text: string }): void => {
  // The line feed keeps the place of the break for the joining of blanks.
  if (segment.length > 0) {
    segment.parts.push("\n");
    segment.length += 1;
  }
  segment.starts.push({ offset: segment.length, line: options.line });
  segment.parts.push(options.text);
  segment.length += options.text.length;
  segment.tail = `${segment.tail}${segment.tail === "" ? "" : "\n"}${options.text.slice(-lookBack)}`.slice(
    -lookBack,
  );
};

/** How the text so far stands: closed by a full stop, or waiting for more. */
export const tailOf = (block: Block | undefined): Tail => {
  const segment = lastSegment(block);
  if (!segment || segment.length === 0) return "empty";
  if (segment.role !== null || isEnded(segment.tail)) return "ended";
  const last = segment.tail.at(-1) ?? "";
  if ("，、,—（(《“".includes(last)) return "comma";
  if ("；：;:".includes(last)) return "colon";
  return "open";
};

/** A numbered block that so far is one short line without a full stop: a heading, or the beginning of one. */
export const isHeadingOnly = (block: Block | undefined): boolean => {
  if (!block || block.segments.length !== 1) return false;
  if (block.kind !== "numbered" && block.kind !== "unnumbered") return false;
  const [only] = block.segments;
  if (!only || only.length === 0 || only.length > 60) return false;
  const text = only.tail;
  return !/[。！？；：]/.test(text) && !text.endsWith("，");
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
  const segment: Segment = { parts: [], length: 0, tail: "", starts: [], role: options.role };
  append(segment, options);
  block.segments.push(segment);
};

/** Goes on with the paragraph on another line. */
export const continueSegment = (block: Block, options: { line: number; text: string }): void => {
  const segment = lastSegment(block);
  if (!segment || segment.role !== null) addSegment(block, { ...options, role: null });
  else if (options.text !== "") append(segment, options);
};

/** Goes on with a line of known role (a title, an address) on another line. */
export const extendLine = (block: Block, line: Line): void => {
  const segment = lastSegment(block);
  if (segment) append(segment, { line: line.number, text: line.text });
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
