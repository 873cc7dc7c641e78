import type { JSONContent } from "@tiptap/core";
import type { BlockNode, InlineNode, Mark, TextDocument } from "./text-document.ts";

/** Our closed text tree ⇄ the editor's JSON. Both directions are total; what one side does not know is not made up. */

const toProseMark = (mark: Mark): NonNullable<JSONContent["marks"]>[number] =>
  mark.type === "link" ? { type: "link", attrs: { href: mark.href } } : { type: mark.type };

const toProseInline = (node: InlineNode): JSONContent => {
  if (node.type === "hardBreak") return { type: "hardBreak" };
  if (node.type === "sourceRef") return { type: "sourceRef", attrs: { source: node.source } };
  return {
    type: "text",
    text: node.text,
    ...(node.marks === undefined ? {} : { marks: node.marks.map(toProseMark) }),
  };
};

const paragraphOf = (content: readonly InlineNode[]): JSONContent => ({
  type: "paragraph",
  ...(content.length === 0 ? {} : { content: content.map(toProseInline) }),
});

const toProseBlock = (block: BlockNode): JSONContent => {
  switch (block.type) {
    case "paragraph":
      return paragraphOf(block.content);
    case "heading":
      return { type: "heading", attrs: { level: block.level }, content: block.content.map(toProseInline) };
    case "bulletList":
    case "orderedList":
      return {
        type: block.type,
        content: block.items.map((item) => ({
          type: "listItem",
          content: item.length === 0 ? [{ type: "paragraph" }] : item.map(toProseBlock),
        })),
      };
    case "blockquote":
      return { type: "blockquote", content: block.content.map(toProseBlock) };
    case "table":
      return {
        type: "table",
        attrs: { caption: block.caption },
        content: block.rows.map((row, rowNo) => ({
          type: "tableRow",
          content: row.map((cell) => ({
            type: block.header && rowNo === 0 ? "tableHeader" : "tableCell",
            content: [paragraphOf(cell)],
          })),
        })),
      };
    case "image":
      return {
        type: "figure",
        attrs: {
          fileId: block.fileId,
          alt: block.alt,
          caption: block.caption,
          decorative: block.decorative === true,
        },
      };
    default: {
      const never: never = block;
      return never;
    }
  }
};

/** An empty text is one empty paragraph: the editor needs a place for the cursor. */
export const toProse = (document: TextDocument): JSONContent => ({
  type: "doc",
  content: document.length === 0 ? [{ type: "paragraph" }] : document.map(toProseBlock),
});

const markOf = (mark: NonNullable<JSONContent["marks"]>[number]): Mark[] => {
  if (mark.type === "bold" || mark.type === "italic") return [{ type: mark.type }];
  const href: unknown = mark.attrs?.["href"];
  return mark.type === "link" && typeof href === "string" ? [{ type: "link", href }] : [];
};

const inlinesOf = (nodes: readonly JSONContent[] = []): InlineNode[] =>
  nodes.flatMap((node): InlineNode[] => {
    if (node.type === "hardBreak") return [{ type: "hardBreak" }];
    if (node.type === "sourceRef")
      return [{ type: "sourceRef", source: Number(node.attrs?.["source"] ?? 1) }];
    if (node.type !== "text" || node.text === undefined || node.text === "") return [];
    const marks = (node.marks ?? []).flatMap(markOf);
    return [{ type: "text", text: node.text, ...(marks.length === 0 ? {} : { marks }) }];
  });

const textAttr = (node: JSONContent, name: string): string => {
  const value: unknown = node.attrs?.[name];
  return typeof value === "string" ? value : "";
};

const blocksOf = (nodes: readonly JSONContent[] = []): BlockNode[] =>
  nodes.flatMap((node): BlockNode[] => {
    switch (node.type) {
      case "paragraph": {
        const content = inlinesOf(node.content);
        return content.length === 0 ? [] : [{ type: "paragraph", content }];
      }
      case "heading":
        return [
          { type: "heading", level: node.attrs?.["level"] === 3 ? 3 : 2, content: inlinesOf(node.content) },
        ];
      case "bulletList":
      case "orderedList":
        return [{ type: node.type, items: (node.content ?? []).map((item) => blocksOf(item.content)) }];
      case "blockquote":
        return [{ type: "blockquote", content: blocksOf(node.content) }];
      case "table": {
        const rows = node.content ?? [];
        return [
          {
            type: "table",
            caption: textAttr(node, "caption"),
            header: rows[0]?.content?.[0]?.type === "tableHeader",
            rows: rows.map((row) =>
              (row.content ?? []).map((cell) =>
                (cell.content ?? []).flatMap((inner, index) => [
                  ...(index === 0 ? [] : [{ type: "hardBreak" } as const]),
                  ...inlinesOf(inner.content),
                ]),
              ),
            ),
          },
        ];
      }
      case "figure":
        return [
          {
            type: "image",
            fileId: textAttr(node, "fileId"),
            alt: textAttr(node, "alt"),
            caption: textAttr(node, "caption"),
            ...(node.attrs?.["decorative"] === true ? { decorative: true } : {}),
          },
        ];
      default:
        return [];
    }
  });

export const fromProse = (document: JSONContent): TextDocument => blocksOf(document.content);
