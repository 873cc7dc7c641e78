import type { BlockNode, ContentBody, InlineNode } from "#modules/contents/index.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string): string => text.replaceAll(/[&<>"]/gu, (mark) => entities[mark] ?? mark);

/** Platforms take links to themselves alone: an address stands as words. */
const inlines = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) => {
      if (node.type === "hardBreak") return "<br>";
      if (node.type === "sourceRef") return `<sup>[${node.source}]</sup>`;
      const isBold = node.marks?.some(({ type }) => type === "bold") === true;
      return isBold ? `<strong>${escape(node.text)}</strong>` : escape(node.text);
    })
    .join("");

const blockHtml = (block: BlockNode): string => {
  switch (block.type) {
    case "paragraph":
      return `<p>${inlines(block.content)}</p>`;
    case "heading":
      return `<h${block.level}>${inlines(block.content)}</h${block.level}>`;
    case "bulletList":
    case "orderedList": {
      const name = block.type === "bulletList" ? "ul" : "ol";
      return `<${name}>${block.items.map((item) => `<li>${item.map(blockHtml).join("")}</li>`).join("")}</${name}>`;
    }
    case "blockquote":
      return `<blockquote>${block.content.map(blockHtml).join("")}</blockquote>`;
    case "table":
      return `<p>${escape(block.caption)}</p><table>${block.rows
        .map((row) => `<tr>${row.map((cell) => `<td>${inlines(cell)}</td>`).join("")}</tr>`)
        .join("")}</table>`;
    case "image":
      // Its bytes stay with us; what it shows is said.
      return block.decorative === true ? "" : `<p>【图】${escape(block.alt)}</p>`;
    default: {
      const never: never = block;
      return never;
    }
  }
};

/**
 * The words of an approved version as a platform outside takes them: the answer, the text, the sources, and where the item
 * stands with us. Nothing is added to what was signed but that address.
 */
export const itemHtml = (
  content: Pick<ContentBody, "answer" | "document" | "sources" | "rights">,
  address: string,
): string =>
  [
    content.answer === "" ? "" : `<p><strong>${escape(content.answer)}</strong></p>`,
    ...content.document.map(blockHtml),
    content.sources.length === 0 ? "" : "<h2>来源</h2>",
    content.sources.length === 0
      ? ""
      : `<ol>${content.sources
          .map(
            (source) =>
              `<li>${escape(source.publisher)}：${escape(source.title)}${source.date === undefined ? "" : `（${escape(source.date)}）`}</li>`,
          )
          .join("")}</ol>`,
    content.rights === "" ? "" : `<p>${escape(content.rights)}</p>`,
    `<p>原文和更正：${escape(address)}</p>`,
  ].join("");
