import { strToU8, zipSync } from "fflate";
import type { PlanDocument, PlanNode } from "../types.ts";

/** Test support: makes .docx files, sound ones and bad ones. */

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const run = (text: string): string =>
  `<w:r><w:rPr><w:rFonts w:eastAsia="仿宋"/></w:rPr><w:t xml:space="preserve">${escape(text)}</w:t></w:r>`;

export const paragraph = (text: string, properties = ""): string =>
  `<w:p><w:pPr>${properties}</w:pPr>${run(text)}</w:p>`;

export const numbered = (text: string, level: number, numberingId = 1): string =>
  paragraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numberingId}"/></w:numPr>`);

export const table = (rows: readonly (readonly string[])[]): string => {
  const cell = (text: string): string => `<w:tc><w:tcPr/>${paragraph(text)}</w:tc>`;
  return `<w:tbl><w:tblPr/>${rows.map((row) => `<w:tr>${row.map(cell).join("")}</w:tr>`).join("")}</w:tbl>`;
};

const level = (index: number, format: string, text: string): string =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;

/** 一、（一）1.（1）① as one list; list 2 begins anew on its third level. */
export const officialNumbering = `<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>${[
  level(0, "chineseCountingThousand", "%1、"),
  level(1, "chineseCounting", "（%2）"),
  level(2, "decimal", "%3."),
  level(3, "decimal", "（%4）"),
  level(4, "decimalEnclosedCircleChinese", "%5"),
].join(
  "",
)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`;

export type DocxContent = {
  readonly body: string;
  readonly numbering?: string;
  readonly styles?: string;
  readonly footnotes?: string;
  /** Replaces or adds parts; the last word. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
};

export const buildDocx = (content: DocxContent): Uint8Array => {
  const part = (name: string, inside: string): string =>
    `${head}<w:${name} ${namespaces}>${inside}</w:${name}>`;
  const relation = (id: string, type: string): string =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${type === "officeDocument" ? "word/document" : type}.xml"/>`;
  const relations = (inside: string): string =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  const files: Record<string, string | Uint8Array> = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": relations(relation("r1", "officeDocument")),
    "word/_rels/document.xml.rels": relations(
      relation("r1", "styles") + relation("r2", "numbering") + relation("r3", "footnotes"),
    ),
    "word/document.xml": part("document", `<w:body>${content.body}<w:sectPr/></w:body>`),
    "word/numbering.xml": part("numbering", content.numbering ?? ""),
    "word/styles.xml": part("styles", content.styles ?? ""),
    "word/footnotes.xml": part("footnotes", content.footnotes ?? ""),
    ...content.parts,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, typeof text === "string" ? strToU8(text) : text]),
    ),
  );
};

const text = (node: PlanNode): string => node.sentences.map((sentence) => sentence.text).join("");
const levels: Readonly<Record<string, number>> = { ideographic: 0, ideographicParen: 1, decimal: 2 };

/**
 * Children that stand on their parent's line. One that follows such a child does too, though a line break in its number
 * has put it at the head of a line in the text.
 */
const inlineChildren = (node: PlanNode): readonly PlanNode[] => {
  const first = node.children.findIndex((child) => child.numbering?.position === "inline");
  if (first < 0) return [];
  return node.numbering === null ? node.children.slice(first, first + 1) : node.children.slice(first);
};

const inlineText = (node: PlanNode): string =>
  inlineChildren(node)
    .map((child) => `${child.numbering?.printed} ${text(child)}`)
    .join("");

const nodeXml = (node: PlanNode, numberingId: number): string => {
  const own = node.sentences.map((sentence) => sentence.text);
  const children = node.children
    .slice(0, node.children.length - inlineChildren(node).length)
    .map((child) => nodeXml(child, node.kind === "attachment" ? 2 : numberingId))
    .join("");
  if (node.numbering !== null) {
    const at = levels[node.numbering.scheme] ?? 0;
    const first = node.headingForm === "line" ? (own[0] ?? "") : own.join("");
    const rest = node.headingForm === "line" ? own.slice(1).join("") : "";
    const body = rest === "" ? "" : paragraph(rest);
    return numbered(`${first}${inlineText(node)}`, at, numberingId) + body + children;
  }
  if (node.kind === "attachmentList") {
    const more = node.children
      .slice(1)
      .map((child) => paragraph(`${child.numbering?.printed} ${text(child)}`));
    return paragraph(`${own.join("")}${inlineText(node)}`) + more.join("");
  }
  const rows = node.sentences.filter((sentence) => sentence.role === "row");
  const lines = node.sentences.filter((sentence) => sentence.role !== "row");
  const isProse = lines.every((sentence) => sentence.role === "body");
  const printed = isProse
    ? paragraph(lines.map((sentence) => sentence.text).join(""))
    : lines
        .map((sentence) =>
          paragraph(sentence.text, sentence.role === "title" ? '<w:jc w:val="center"/>' : ""),
        )
        .join("");
  return (
    (lines.length > 0 ? printed : "") +
    (rows.length > 0 ? table(rows.map((row) => row.text.split("\t"))) : "") +
    children
  );
};

/** A document as a .docx with automatic numbering, tables, and the inline numbers typed. */
export const docxOfPlan = (document: PlanDocument): Uint8Array =>
  buildDocx({
    body: document.root.children.map((node) => nodeXml(node, 1)).join(""),
    numbering: officialNumbering,
  });
