import { createNumberer, type Numberer, readNumbering } from "./docx-numbering.ts";
import { inherited, readStyles, type Styles } from "./docx-styles.ts";
import type { FileLimits } from "./limits.ts";
import { integer, isOn, readXml, type XmlElement } from "./xml-events.ts";

/** A printed paragraph, or a table row with its cells parted by tabs. */
export type DocxLine = {
  readonly text: string;
  readonly isRow: boolean;
  /** Printed with a first-line indent, an automatic number, or not from the left: surely begins a paragraph. */
  readonly isIndented: boolean;
  readonly pageBreakBefore: boolean;
};

export type DocxParts = {
  readonly document: Uint8Array;
  readonly styles: Uint8Array | null;
  readonly numbering: Uint8Array | null;
  readonly footnotes: Uint8Array | null;
  readonly endnotes: Uint8Array | null;
};

type Paragraph = {
  text: string;
  styleId: string | null;
  numberingId: string | null;
  numberingLevel: number | null;
  isIndented: boolean | null;
  alignment: string | null;
  pageBreakBefore: boolean;
};

type Table = { cells: string[]; cell: DocxLine[] };

/** Elements whose content is not printed: deleted and moved-away text, field codes, the second copy of a drawing. */
const unprinted = new Set(["del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText"]);

const newParagraph = (): Paragraph => ({
  text: "",
  styleId: null,
  numberingId: null,
  numberingLevel: null,
  isIndented: null,
  alignment: null,
  pageBreakBefore: false,
});

const symbolOf = (element: XmlElement): string => {
  const code = Number.parseInt(element.attribute("char") ?? "", 16);
  // Signs of symbol fonts lie in the private-use area; which sign is printed, only the font knows.
  return code >= 0x20 && code < 0xd800 ? String.fromCodePoint(code) : "□";
};

/** What the body, the footnotes and the endnotes share: automatic numbers go on, notes are counted as they are called. */
type Context = {
  readonly styles: Styles;
  readonly numberer: Numberer;
  readonly limits: FileLimits;
  readonly notes: { readonly kind: "footnote" | "endnote"; readonly id: string }[];
};

const numberOf = (paragraph: Paragraph, context: Context): string => {
  const { styles, numberer } = context;
  const numberingId = paragraph.numberingId ?? inherited(styles, paragraph.styleId, "numberingId");
  if (numberingId === null || numberingId === "0") return "";
  const level =
    paragraph.numberingLevel ??
    (paragraph.numberingId === null && paragraph.styleId !== null
      ? numberer.levelOfStyle(numberingId, paragraph.styleId)
      : null) ??
    inherited(styles, paragraph.styleId, "numberingLevel") ??
    0;
  return numberer.next(numberingId, level);
};

const lineOf = (paragraph: Paragraph, context: Context): DocxLine | null => {
  const hasText = paragraph.text.trim() !== "";
  // Word prints the number of an empty paragraph too, but it numbers nothing.
  const number = hasText ? numberOf(paragraph, context) : "";
  if (!hasText && !paragraph.pageBreakBefore && !paragraph.text.includes("\f")) return null;
  const alignment = paragraph.alignment ?? inherited(context.styles, paragraph.styleId, "alignment");
  return {
    text: `${number}${paragraph.text}`,
    isRow: false,
    isIndented:
      number !== "" ||
      alignment === "center" ||
      alignment === "right" ||
      alignment === "end" ||
      (paragraph.isIndented ?? inherited(context.styles, paragraph.styleId, "isIndented") ?? false),
    pageBreakBefore: paragraph.pageBreakBefore,
  };
};

const cellText = (lines: readonly DocxLine[]): string =>
  lines
    .map((line) => line.text.replace(/[\t\n\f]+/g, " ").trim())
    .filter((text) => text !== "")
    .join(" ");

/** Reads one part with block content; `onNote` is told where each note of a notes part begins. */
const readPart = (
  part: { readonly name: string; readonly bytes: Uint8Array },
  context: Context,
  onNote: (id: string | null, lines: DocxLine[]) => void,
): DocxLine[] => {
  let lines: DocxLine[] = [];
  const body = lines;
  const paragraphs: Paragraph[] = [];
  /** Paragraphs of text boxes wait for the paragraph they hang on. */
  let held: DocxLine[] = [];
  const tables: Table[] = [];
  let skipped = 0;
  let hidden = false;
  let inProperties = 0;
  let inRunProperties = 0;
  let inText = false;
  let noteId: string | null = null;

  const add = (text: string): void => {
    const paragraph = paragraphs.at(-1);
    if (paragraph && skipped === 0 && !hidden) paragraph.text += text;
  };
  const emit = (line: DocxLine): void => {
    (tables.at(-1)?.cell ?? lines).push(line);
  };
  const closeRow = (): void => {
    const table = tables.at(-1);
    if (!table) return;
    const cells = table.cells.filter((cell) => cell !== "");
    const outer = tables.at(-2)?.cell ?? lines;
    const isRow = cells.length > 1;
    for (const text of isRow ? [cells.join("\t")] : cells) {
      outer.push({ text, isRow, isIndented: true, pageBreakBefore: false });
    }
    table.cells = [];
  };
  const openProperty = (element: XmlElement, paragraph: Paragraph): void => {
    if (element.name === "pStyle") paragraph.styleId = element.attribute("val");
    else if (element.name === "numId") paragraph.numberingId = element.attribute("val");
    else if (element.name === "ilvl") paragraph.numberingLevel = integer(element, "val");
    else if (element.name === "jc") paragraph.alignment = element.attribute("val");
    else if (element.name === "pageBreakBefore") paragraph.pageBreakBefore = isOn(element);
    else if (element.name === "ind") {
      const first = integer(element, "firstLineChars") ?? integer(element, "firstLine");
      if (first !== null) paragraph.isIndented = first > 0;
    }
  };
  const openRunContent = (element: XmlElement): void => {
    if (element.name === "t") inText = true;
    else if (element.name === "tab" || element.name === "ptab") add("  ");
    else if (element.name === "cr") add("\n");
    else if (element.name === "br") {
      const type = element.attribute("type");
      add(type === "page" ? "\f" : "\n");
    } else if (element.name === "noBreakHyphen") add("-");
    else if (element.name === "sym") add(symbolOf(element));
    else if (element.name === "footnoteReference" || element.name === "endnoteReference") {
      const id = element.attribute("id");
      if (id === null || skipped > 0) return;
      context.notes.push({ kind: element.name === "footnoteReference" ? "footnote" : "endnote", id });
      add(`［注${context.notes.length}］`);
    }
  };

  readXml(part, context.limits, {
    open: (element) => {
      const { name } = element;
      if (unprinted.has(name)) skipped += 1;
      else if (name === "p") paragraphs.push(newParagraph());
      else if (name === "tbl") tables.push({ cells: [], cell: [] });
      else if (name === "pPr") inProperties += 1;
      else if (name === "rPr") inRunProperties += 1;
      else if (name === "r") hidden = false;
      else if (name === "footnote" || name === "endnote") {
        // Separators have a type; they are lines, not text.
        noteId = element.attribute("type") === null ? element.attribute("id") : null;
        lines = [];
      }
      const paragraph = paragraphs.at(-1);
      if (inRunProperties > 0) {
        if (name === "vanish" && inProperties === 0) hidden = isOn(element);
      } else if (inProperties > 0) {
        if (paragraph) openProperty(element, paragraph);
      } else openRunContent(element);
    },
    close: (name) => {
      if (unprinted.has(name)) skipped -= 1;
      else if (name === "t") inText = false;
      else if (name === "pPr") inProperties -= 1;
      else if (name === "rPr") inRunProperties -= 1;
      else if (name === "r") hidden = false;
      else if (name === "p") {
        const paragraph = paragraphs.pop();
        const line = paragraph && skipped === 0 ? lineOf(paragraph, context) : null;
        if (paragraphs.length > 0) {
          if (line) held.push(line);
          return;
        }
        if (line) emit(line);
        for (const inner of held) emit(inner);
        held = [];
      } else if (name === "tc") {
        const table = tables.at(-1);
        if (!table) return;
        table.cells.push(cellText(table.cell));
        table.cell = [];
      } else if (name === "tr") closeRow();
      else if (name === "tbl") tables.pop();
      else if (name === "footnote" || name === "endnote") {
        onNote(noteId, lines);
        lines = body;
      }
    },
    text: (text) => {
      if (inText) add(text.replace(/[\t\r\n\f]/g, " "));
    },
  });
  return body;
};

const readNotes = (
  bytes: Uint8Array | null,
  context: Context,
  kind: "footnote" | "endnote",
): ReadonlyMap<string, DocxLine[]> => {
  const notes = new Map<string, DocxLine[]>();
  if (bytes === null) return notes;
  readPart({ name: `${kind}s.xml`, bytes }, { ...context, notes: [] }, (id, lines) => {
    if (id !== null) notes.set(id, lines);
  });
  return notes;
};

/**
 * All printed paragraphs in reading order: automatic numbers written out, table rows as lines, text boxes behind the
 * paragraph they hang on, footnotes and endnotes at the end under 脚注, called as ［注1］ where they stand.
 */
export const readParagraphs = (parts: DocxParts, limits: FileLimits): DocxLine[] => {
  const styles = readStyles(parts.styles, limits);
  const numberer = createNumberer(readNumbering(parts.numbering, limits), (id) =>
    inherited(styles, id, "numberingId"),
  );
  const context: Context = { styles, numberer, limits, notes: [] };
  const lines = readPart({ name: "document.xml", bytes: parts.document }, context, () => {});
  if (context.notes.length === 0) return lines;
  const texts = {
    footnote: readNotes(parts.footnotes, context, "footnote"),
    endnote: readNotes(parts.endnotes, context, "endnote"),
  };
  const plain = { isRow: false, isIndented: true, pageBreakBefore: false };
  const notes = context.notes.map(({ kind, id }, index): DocxLine => {
    const text = cellText(texts[kind].get(id) ?? []);
    return { ...plain, text: `注${index + 1}：${text}` };
  });
  return [...lines, { ...plain, text: "脚注" }, ...notes];
};
