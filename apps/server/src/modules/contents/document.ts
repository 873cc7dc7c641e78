import { AppError } from "#kernel/errors.ts";
import { isId } from "#kernel/ids.ts";
import type { ContentsError } from "./errors.ts";

/**
 * The text of an item as a closed tree (the JSON of the editor, ProseMirror): what is not named here cannot be stored,
 * so no rendering can run a script that an author, an import or a machine brought.
 */
export type InlineNode =
  | { type: "text"; text: string; marks?: readonly Mark[] }
  | { type: "hardBreak" }
  | { type: "sourceRef"; source: number };
export type Mark = { type: "bold" } | { type: "italic" } | { type: "link"; href: string };
export type BlockNode =
  | { type: "paragraph"; content: readonly InlineNode[] }
  | { type: "heading"; level: 2 | 3; content: readonly InlineNode[] }
  | { type: "bulletList" | "orderedList"; items: readonly (readonly BlockNode[])[] }
  | { type: "blockquote"; content: readonly BlockNode[] }
  | { type: "table"; caption: string; header: boolean; rows: readonly (readonly (readonly InlineNode[])[])[] }
  | { type: "image"; fileId: string; alt: string; caption: string; decorative?: boolean };
export type TextDocument = readonly BlockNode[];

const maxBlocks = 2_000;
const maxText = 60_000;
const maxDepth = 6;

type Seen = { blocks: number; characters: number };

const refuse = (place: string): AppError =>
  new AppError<ContentsError>("contents.document_shape", { values: { place } });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown, place: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw refuse(place);
  return value;
};

/** An address a reader may be led to: the web, the post, the telephone, or a page of this portal. */
export const isSafeHref = (href: string): boolean => {
  if (href.length > 2_000 || /[\s\p{Cc}\\]/u.test(href)) return false;
  if (/^\/(?!\/)/.test(href) || href.startsWith("#")) return true;
  if (/^(mailto|tel):[\w.+@-]+$/.test(href)) return true;
  if (!/^https?:\/\//i.test(href)) return false;
  return URL.canParse(href);
};

const parseMark = (value: unknown, place: string): Mark => {
  if (!isRecord(value)) throw refuse(place);
  if (value["type"] === "bold") return { type: "bold" };
  if (value["type"] === "italic") return { type: "italic" };
  if (value["type"] === "link" && typeof value["href"] === "string" && isSafeHref(value["href"]))
    return { type: "link", href: value["href"] };
  throw refuse(`${place}的链接或样式`);
};

const parseInline = (value: unknown, place: string, seen: Seen): InlineNode => {
  if (!isRecord(value)) throw refuse(place);
  if (value["type"] === "hardBreak") return { type: "hardBreak" };
  if (value["type"] === "sourceRef") {
    const source = value["source"];
    if (!Number.isInteger(source) || Number(source) < 1 || Number(source) > 99)
      throw refuse(`${place}的来源编号`);
    return { type: "sourceRef", source: Number(source) };
  }
  if (value["type"] !== "text" || typeof value["text"] !== "string" || value["text"] === "")
    throw refuse(place);
  seen.characters += value["text"].length;
  if (seen.characters > maxText)
    throw new AppError<ContentsError>("contents.document_too_long", { values: { max: maxText } });
  const marks =
    value["marks"] === undefined ? [] : listOf(value["marks"], place).map((mark) => parseMark(mark, place));
  return { type: "text", text: value["text"], ...(marks.length === 0 ? {} : { marks }) };
};

const parseInlines = (value: unknown, place: string, seen: Seen): readonly InlineNode[] =>
  listOf(value ?? [], place).map((node) => parseInline(node, place, seen));

const shortText = (value: unknown, place: string, max: number): string => {
  if (value === undefined) return "";
  if (typeof value !== "string" || value.length > max) throw refuse(place);
  return value;
};

const parseBlock = (value: unknown, place: string, at: { depth: number; seen: Seen }): BlockNode => {
  const { depth, seen } = at;
  seen.blocks += 1;
  if (seen.blocks > maxBlocks)
    throw new AppError<ContentsError>("contents.document_too_long", { values: { max: maxText } });
  if (!isRecord(value) || depth > maxDepth) throw refuse(place);
  const below = { depth: depth + 1, seen };
  switch (value["type"]) {
    case "paragraph":
      return { type: "paragraph", content: parseInlines(value["content"], place, seen) };
    case "heading":
      if (value["level"] !== 2 && value["level"] !== 3) throw refuse(`${place}的标题层级`);
      return { type: "heading", level: value["level"], content: parseInlines(value["content"], place, seen) };
    case "bulletList":
    case "orderedList":
      return {
        type: value["type"],
        items: listOf(value["items"], place).map((item) =>
          listOf(item, place).map((block) => parseBlock(block, place, below)),
        ),
      };
    case "blockquote":
      return {
        type: "blockquote",
        content: listOf(value["content"], place).map((block) => parseBlock(block, place, below)),
      };
    case "table":
      return {
        type: "table",
        caption: shortText(value["caption"], `${place}的表题`, 120),
        header: value["header"] !== false,
        rows: listOf(value["rows"], place).map((row) =>
          listOf(row, place).map((cell) => parseInlines(cell, place, seen)),
        ),
      };
    case "image":
      if (!isId(value["fileId"])) throw refuse(`${place}的图片`);
      return {
        type: "image",
        fileId: value["fileId"],
        alt: shortText(value["alt"], `${place}的图片说明`, 300),
        caption: shortText(value["caption"], `${place}的图注`, 200),
        ...(value["decorative"] === true ? { decorative: true } : {}),
      };
    default:
      throw refuse(place);
  }
};

/** Reads a tree from outside. @throws AppError `contents.document_shape` (names the block) | `contents.document_too_long` */
export const parseDocument = (value: unknown): TextDocument => {
  const seen: Seen = { blocks: 0, characters: 0 };
  return listOf(value, "正文").map((block, index) =>
    parseBlock(block, `第 ${index + 1} 段`, { depth: 1, seen }),
  );
};

const inlineText = (nodes: readonly InlineNode[]): string =>
  nodes.map((node) => (node.type === "text" ? node.text : node.type === "hardBreak" ? "\n" : "")).join("");

/** The words of one block, without pictures and references. */
export const blockText = (block: BlockNode): string => {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlineText(block.content);
    case "bulletList":
    case "orderedList":
      return block.items.map((item) => item.map(blockText).join("\n")).join("\n");
    case "blockquote":
      return block.content.map(blockText).join("\n");
    case "table":
      return [block.caption, ...block.rows.map((row) => row.map(inlineText).join("　"))].join("\n");
    case "image":
      return block.caption;
    default: {
      const never: never = block;
      return never;
    }
  }
};

export const documentText = (document: TextDocument): string => document.map(blockText).join("\n");

/** Every inline and block node, in reading order. */
export const walkDocument = (
  document: TextDocument,
  visit: {
    block?: (block: BlockNode, blockNo: number) => void;
    inline?: (node: InlineNode, blockNo: number) => void;
  },
): void => {
  const walkBlock = (block: BlockNode, blockNo: number): void => {
    visit.block?.(block, blockNo);
    if (block.type === "paragraph" || block.type === "heading")
      for (const node of block.content) visit.inline?.(node, blockNo);
    if (block.type === "bulletList" || block.type === "orderedList")
      for (const item of block.items) for (const inner of item) walkBlock(inner, blockNo);
    if (block.type === "blockquote") for (const inner of block.content) walkBlock(inner, blockNo);
    if (block.type === "table")
      for (const row of block.rows)
        for (const cell of row) for (const node of cell) visit.inline?.(node, blockNo);
  };
  for (const [blockNo, block] of document.entries()) walkBlock(block, blockNo);
};
