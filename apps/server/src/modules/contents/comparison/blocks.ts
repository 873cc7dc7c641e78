import { canonicalJson } from "#kernel/canonical-json.ts";
import { type BlockNode, type InlineNode, type TextDocument, walkDocument } from "../document.ts";

const inlineText = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) =>
      node.type === "text" ? node.text : node.type === "hardBreak" ? "\n" : `［来源 ${node.source}］`,
    )
    .join("");

/** What a reviewer reads of a block: its words with references, list marks, cells and picture words. */
export const readableText = (block: BlockNode): string => {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlineText(block.content);
    case "bulletList":
    case "orderedList":
      return block.items
        .map((item, index) => {
          const mark = block.type === "bulletList" ? "· " : `${index + 1}. `;
          return mark + item.map(readableText).join("\n");
        })
        .join("\n");
    case "blockquote":
      return block.content.map(readableText).join("\n");
    case "table":
      return [block.caption, ...block.rows.map((row) => row.map(inlineText).join(" ｜ "))].join("\n");
    case "image":
      return `图片说明：${block.alt}\n图注：${block.caption}`;
    default: {
      const never: never = block;
      return never;
    }
  }
};

export const blockKey = (block: BlockNode): string => canonicalJson(block);

const typeName = (block: BlockNode): string => {
  switch (block.type) {
    case "paragraph":
      return "段落";
    case "heading":
      return block.level === 2 ? "小标题" : "次级小标题";
    case "bulletList":
      return "列表";
    case "orderedList":
      return "编号列表";
    case "blockquote":
      return "引文";
    case "table":
      return "表格";
    case "image":
      return "图片";
    default: {
      const never: never = block;
      return never;
    }
  }
};

const linksOf = (document: TextDocument): readonly string[] => {
  const links: string[] = [];
  walkDocument(document, {
    inline: (node) => {
      if (node.type !== "text") return;
      for (const mark of node.marks ?? []) if (mark.type === "link") links.push(mark.href);
    },
  });
  return links;
};

const filesIn = (document: TextDocument): string => {
  const files: string[] = [];
  walkDocument(document, {
    block: (block) => {
      if (block.type === "image") files.push(`${block.fileId} ${block.decorative === true}`);
    },
  });
  return files.join(" ");
};

/** What changed in a block that its words do not show, as sentences. */
export const blockNotes = (before: BlockNode, after: BlockNode): readonly string[] => {
  if (blockKey(before) === blockKey(after)) return [];
  const notes: string[] = [];
  if (typeName(before) !== typeName(after)) notes.push(`由${typeName(before)}改成${typeName(after)}`);
  const [gone, come] = [linksOf([before]), linksOf([after])];
  if (gone.join(" ") !== come.join(" "))
    notes.push(`链接：${gone.join("、") || "没有"} → ${come.join("、") || "没有"}`);
  if (filesIn([before]) !== filesIn([after])) notes.push("换了图片，或改了“装饰图”标记");
  if (notes.length === 0 && readableText(before) === readableText(after))
    notes.push("只改了格式（粗体、斜体、表头）");
  return notes;
};

export const pictureOf = (block: BlockNode): string | undefined =>
  block.type === "image" ? block.fileId : undefined;
