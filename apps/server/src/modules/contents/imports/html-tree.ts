import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { type BlockNode, type InlineNode, isSafeHref, type Mark } from "../document.ts";
import type { ImportedBlock, ReadText } from "./markdown.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

type Reading = { lost: Set<string>; title: string | undefined };

const isElement = (node: Node): node is Element => "tagName" in node;
const attribute = (element: Element, name: string): string =>
  element.attrs.find((attr) => attr.name === name)?.value ?? "";

const marksOf = (element: Element, reading: Reading): readonly Mark[] => {
  if (element.tagName === "strong" || element.tagName === "b") return [{ type: "bold" }];
  if (element.tagName === "em" || element.tagName === "i") return [{ type: "italic" }];
  if (element.tagName !== "a") return [];
  const href = attribute(element, "href");
  if (isSafeHref(href) && !href.startsWith("#")) return [{ type: "link", href }];
  if (href !== "" && !href.startsWith("#"))
    reading.lost.add(`链接“${href.slice(0, 40)}”不是可用的网址，只保留了文字。`);
  return [];
};

const silent = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "iframe",
  "object",
  "svg",
  "math",
  "title",
  "head",
]);

const readInlines = (
  nodes: readonly Node[],
  marks: readonly Mark[],
  reading: Reading,
): readonly InlineNode[] =>
  nodes.flatMap((node): readonly InlineNode[] => {
    if (node.nodeName === "#text" && "value" in node) {
      const text = node.value.replaceAll(/\s*\n\s*/gu, "");
      return text === "" ? [] : [{ type: "text", text, ...(marks.length === 0 ? {} : { marks }) }];
    }
    if (!isElement(node)) return [];
    if (silent.has(node.tagName)) {
      reading.lost.add("文件里的代码或嵌入内容没有保留。");
      return [];
    }
    if (node.tagName === "br") return [{ type: "hardBreak" }];
    if (node.tagName === "img") {
      reading.lost.add("夹在文字中间的图片没有保留，请让它单独占一段。");
      return [];
    }
    return readInlines(node.childNodes, [...marks, ...marksOf(node, reading)], reading);
  });

const onlyImage = (element: Element): Element | undefined => {
  const kept = element.childNodes.filter((node) => !("value" in node && node.value.trim() === ""));
  const [only] = kept;
  if (kept.length !== 1 || only === undefined || !isElement(only)) return undefined;
  return only.tagName === "img"
    ? only
    : ["a", "strong", "em", "span"].includes(only.tagName)
      ? onlyImage(only)
      : undefined;
};

const rowsOf = (element: Element): readonly Element[] =>
  element.childNodes.filter(isElement).flatMap((child) => (child.tagName === "tr" ? [child] : rowsOf(child)));

const plainBlocks = (blocks: readonly ImportedBlock[], reading: Reading): readonly BlockNode[] =>
  blocks.flatMap((block) => {
    if (block.type !== "wanted_image") return [block];
    reading.lost.add("列表或引文里的图片没有保留，请放到外面。");
    return [];
  });

const readElement = (element: Element, reading: Reading): readonly ImportedBlock[] => {
  const { tagName } = element;
  if (silent.has(tagName)) {
    reading.lost.add("文件里的代码或嵌入内容没有保留。");
    return [];
  }
  if (/^h[1-6]$/u.test(tagName)) {
    const content = readInlines(element.childNodes, [], reading).filter((node) => node.type === "text");
    const words = content.map((node) => node.text).join("");
    if (words.trim() === "") return [];
    if (tagName === "h1" && reading.title === undefined) {
      reading.title = words;
      return [];
    }
    return [
      {
        type: "heading",
        level: tagName === "h1" || tagName === "h2" ? 2 : 3,
        content: [{ type: "text", text: words }],
      },
    ];
  }
  if (tagName === "p" || tagName === "img") {
    const image = tagName === "img" ? element : onlyImage(element);
    if (image !== undefined) {
      const path = attribute(image, "src");
      return path === ""
        ? []
        : [{ type: "wanted_image", image: { path, alt: attribute(image, "alt"), caption: "" } }];
    }
    const content = readInlines(element.childNodes, [], reading);
    return content.length === 0 ? [] : [{ type: "paragraph", content }];
  }
  if (tagName === "ul" || tagName === "ol")
    return [
      {
        type: tagName === "ul" ? "bulletList" : "orderedList",
        items: element.childNodes
          .filter(isElement)
          .filter((child) => child.tagName === "li")
          .map((item) => plainBlocks(readNodes(item.childNodes, reading), reading)),
      },
    ];
  if (tagName === "blockquote")
    return [{ type: "blockquote", content: plainBlocks(readNodes(element.childNodes, reading), reading) }];
  if (tagName === "table") {
    const rows = rowsOf(element).map((row) =>
      row.childNodes
        .filter(isElement)
        .filter((cell) => cell.tagName === "td" || cell.tagName === "th")
        .map((cell) => readInlines(cell.childNodes, [], reading)),
    );
    return rows.length === 0 ? [] : [{ type: "table", caption: "", header: true, rows }];
  }
  return readNodes(element.childNodes, reading);
};

const inlineTags = new Set(["strong", "b", "em", "i", "a", "span", "sup", "sub", "br", "u"]);

/** Blocks among words: words that stand between blocks become a paragraph of their own. */
const readNodes = (nodes: readonly Node[], reading: Reading): readonly ImportedBlock[] => {
  const blocks: ImportedBlock[] = [];
  let words: Node[] = [];
  const closeWords = (): void => {
    const content = readInlines(words, [], reading);
    if (content.some((node) => node.type === "text" && node.text.trim() !== ""))
      blocks.push({ type: "paragraph", content });
    words = [];
  };
  for (const node of nodes) {
    if (!isElement(node) || inlineTags.has(node.tagName)) {
      words.push(node);
      continue;
    }
    closeWords();
    blocks.push(...readElement(node, reading));
  }
  closeWords();
  return blocks;
};

/** Reads HTML (from Word, or from the clipboard of an old system) into the closed text tree. Nothing of it can run: only what the tree names is kept. Pure. */
export const readHtml = (html: string): ReadText => {
  const reading: Reading = { lost: new Set(), title: undefined };
  const blocks = readNodes(parseFragment(html).childNodes, reading);
  return { title: reading.title, blocks, lost: [...reading.lost] };
};
