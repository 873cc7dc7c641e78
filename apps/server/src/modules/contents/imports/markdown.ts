import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { type BlockNode, type InlineNode, isSafeHref, type Mark, type TextDocument } from "../document.ts";

// The parser's own tree (mdast), named through what it returns.
type Root = ReturnType<typeof fromMarkdown>;
type RootContent = Root["children"][number];
type PhrasingContent = Extract<RootContent, { type: "paragraph" }>["children"][number];
type List = Extract<RootContent, { type: "list" }>;
type Table = Extract<RootContent, { type: "table" }>;

/** A picture that the text names and that must be stored before the text can be. */
export type WantedImage = { path: string; alt: string; caption: string };
export type ImportedBlock = BlockNode | { type: "wanted_image"; image: WantedImage };
export type ReadText = {
  /** A heading of the first level, where the file has one. */
  title: string | undefined;
  blocks: readonly ImportedBlock[];
  /** What could not be kept, a Chinese sentence each. */
  lost: readonly string[];
};

type Reading = { lost: Set<string>; title: string | undefined };

const withMark = (nodes: readonly InlineNode[], mark: Mark): readonly InlineNode[] =>
  nodes.map((node) => (node.type === "text" ? { ...node, marks: [...(node.marks ?? []), mark] } : node));

/** `[^2]` in the text is a reference to the second source of the front matter. */
const splitReferences = (text: string): readonly InlineNode[] =>
  text.split(/(\[\^\d{1,2}\])/u).flatMap((part): InlineNode[] => {
    const reference = /^\[\^(\d{1,2})\]$/u.exec(part)?.[1];
    if (reference !== undefined && Number(reference) > 0)
      return [{ type: "sourceRef", source: Number(reference) }];
    return part === "" ? [] : [{ type: "text", text: part }];
  });

const readInline = (node: PhrasingContent, reading: Reading): readonly InlineNode[] => {
  switch (node.type) {
    case "text":
      // A line break inside a paragraph is the writer's editor, not the writer.
      return splitReferences(node.value.replaceAll(/\s*\n\s*/gu, ""));
    case "strong":
      return withMark(readInlines(node.children, reading), { type: "bold" });
    case "emphasis":
      return withMark(readInlines(node.children, reading), { type: "italic" });
    case "inlineCode":
      return [{ type: "text", text: node.value }];
    case "break":
      return [{ type: "hardBreak" }];
    case "link": {
      const words = readInlines(node.children, reading);
      if (isSafeHref(node.url)) return withMark(words, { type: "link", href: node.url });
      reading.lost.add(`链接“${node.url.slice(0, 40)}”不是可用的网址，只保留了文字。`);
      return words;
    }
    case "footnoteReference":
      return splitReferences(`[^${node.identifier}]`);
    case "image":
      reading.lost.add(`夹在文字中间的图片“${node.url.slice(0, 60)}”没有保留，请让它单独占一段。`);
      return [];
    case "html":
      reading.lost.add("文件里的 HTML 代码没有保留。");
      return [];
    case "delete":
      reading.lost.add("删除线没有保留，文字还在。");
      return readInlines(node.children, reading);
    default:
      reading.lost.add("有一处不认识的格式没有保留。");
      return [];
  }
};

const readInlines = (nodes: readonly PhrasingContent[], reading: Reading): readonly InlineNode[] =>
  nodes.flatMap((node) => readInline(node, reading));

const plainText = (nodes: readonly InlineNode[]): string =>
  nodes.map((node) => (node.type === "text" ? node.text : "")).join("");

const readList = (list: List, reading: Reading): BlockNode => ({
  type: list.ordered === true ? "orderedList" : "bulletList",
  items: list.children.map((item) =>
    item.children
      .flatMap((child) => readBlock(child, reading))
      .flatMap((block) => {
        if (block.type !== "wanted_image") return [block];
        reading.lost.add(`列表里的图片“${block.image.path.slice(0, 60)}”没有保留，请放到列表外。`);
        return [];
      }),
  ),
});

const readTable = (table: Table, reading: Reading): BlockNode => ({
  type: "table",
  caption: "",
  header: true,
  rows: table.children.map((row) => row.children.map((cell) => readInlines(cell.children, reading))),
});

const readBlock = (node: RootContent, reading: Reading): readonly ImportedBlock[] => {
  switch (node.type) {
    case "heading": {
      const content = readInlines(node.children, reading);
      if (node.depth === 1 && reading.title === undefined) {
        reading.title = plainText(content);
        return [];
      }
      return [{ type: "heading", level: node.depth <= 2 ? 2 : 3, content }];
    }
    case "paragraph": {
      const [only] = node.children;
      if (node.children.length === 1 && only?.type === "image")
        return [
          { type: "wanted_image", image: { path: only.url, alt: only.alt ?? "", caption: only.title ?? "" } },
        ];
      const content = readInlines(node.children, reading);
      return content.length === 0 ? [] : [{ type: "paragraph", content }];
    }
    case "list":
      return [readList(node, reading)];
    case "blockquote":
      return [
        {
          type: "blockquote",
          content: node.children.flatMap((child) =>
            readBlock(child, reading).flatMap((block) => (block.type === "wanted_image" ? [] : [block])),
          ),
        },
      ];
    case "table":
      return [readTable(node, reading)];
    case "code":
      return [{ type: "paragraph", content: [{ type: "text", text: node.value }] }];
    case "html":
      reading.lost.add("文件里的 HTML 代码没有保留。");
      return [];
    case "thematicBreak":
    case "definition":
    case "yaml":
      return [];
    case "footnoteDefinition":
      reading.lost.add("脚注的内容没有保留：请写进文首的 sources，正文用 [^1] 引用。");
      return [];
    default:
      reading.lost.add("有一处不认识的段落没有保留。");
      return [];
  }
};

/** A table takes its caption from a short line right before it (表 1 …， or one that ends with a colon), else from its heading. */
export const captionTables = (blocks: readonly ImportedBlock[]): readonly ImportedBlock[] => {
  let heading = "";
  const kept: ImportedBlock[] = [];
  for (const block of blocks) {
    if (block.type === "heading") heading = plainText(block.content);
    if (block.type !== "table" || block.caption !== "") {
      kept.push(block);
      continue;
    }
    const before = kept.at(-1);
    const line = before?.type === "paragraph" ? plainText(before.content).trim() : "";
    if (line !== "" && line.length <= 60 && (line.startsWith("表") || /[：:]$/u.test(line))) {
      kept.pop();
      kept.push({ ...block, caption: line.replace(/[：:]$/u, "") });
    } else kept.push({ ...block, caption: heading });
  }
  return kept;
};

/** Reads Markdown (CommonMark with tables) into the closed text tree; HTML in it is dropped and told. Pure. */
export const readMarkdown = (text: string): ReadText => {
  const reading: Reading = { lost: new Set(), title: undefined };
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const blocks = tree.children.flatMap((node) => readBlock(node, reading));
  return { title: reading.title, blocks: captionTables(blocks), lost: [...reading.lost] };
};

/** Puts stored pictures in the places of the wanted ones; those that were not found are left out. */
export const placeImages = (
  blocks: readonly ImportedBlock[],
  fileIds: ReadonlyMap<string, string>,
): TextDocument =>
  blocks.flatMap((block): BlockNode[] => {
    if (block.type !== "wanted_image") return [block];
    const fileId = fileIds.get(block.image.path);
    return fileId === undefined
      ? []
      : [{ type: "image", fileId, alt: block.image.alt, caption: block.image.caption }];
  });
