import {
  AlignmentType,
  Document,
  DocumentGridType,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  type Paragraph,
  type Table,
  TextRun,
} from "docx";
import { unzipSync, zipSync, strToU8, type Zippable } from "fflate";
import { printBlocks } from "./body.ts";
import { checkSize } from "./check-size.ts";
import { cleanLine } from "./clean-text.ts";
import { printAttachmentList, printAttendance, printNote, printSignature } from "./closing.ts";
import { OfficialDocumentError } from "./errors.ts";
import { defaultFonts, face, fontTable } from "./fonts.ts";
import { printHead } from "./head.ts";
import { characterSpace, footerDistance, linePitch, page, sizes } from "./measures.ts";
import type { DocumentFonts, OfficialDocument, WriteOptions } from "./model.ts";
import { emptyLines, line, printRuns } from "./paragraphs.ts";
import { printRecord } from "./record.ts";
import { breakTitle } from "./title-lines.ts";

const printTitle = (lines: readonly string[], fonts: DocumentFonts): Paragraph[] =>
  lines.map((text) =>
    line({
      style: "OfficialTitle",
      alignment: AlignmentType.CENTER,
      keepNext: true,
      children: printRuns(text, fonts.title, sizes.title),
    }),
  );

/** 附件 on a new page: 附件 and its number in black face, the title centred on the third line (7.3.7). */
const printAttachments = (document: OfficialDocument, fonts: DocumentFonts): (Paragraph | Table)[] =>
  (document.attachments ?? []).flatMap(({ title, body }, index, all) => [
    line({
      pageBreakBefore: true,
      children: printRuns(`附件${all.length === 1 ? "" : index + 1}`, fonts.first),
    }),
    ...emptyLines(1),
    ...printTitle(breakTitle(cleanLine(title)), fonts),
    ...emptyLines(1),
    ...printBlocks(body, 1, fonts),
  ]);

/** 页码: — 1 —, odd pages right, even pages left, one character from the edge (7.5). */
const pageNumber = (fonts: DocumentFonts, side: "left" | "right"): Footer =>
  new Footer({
    children: [
      line({
        spacing: { line: sizes.small * 10, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
        alignment: side === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: side === "right" ? { right: sizes.small * 10 } : { left: sizes.small * 10 },
        children: [
          new TextRun({
            children: ["— ", PageNumber.CURRENT, " —"],
            font: face(fonts.page),
            size: sizes.small,
          }),
        ],
      }),
    ],
  });

const style = (
  id: string,
  name: string,
  font: string,
  options: { size?: number; outlineLevel?: number } = {},
) => ({
  id,
  name,
  basedOn: "Normal",
  quickFormat: true,
  run: { font: face(font), size: options.size ?? sizes.text },
  paragraph: options.outlineLevel === undefined ? {} : { outlineLevel: options.outlineLevel },
});

const printBody = (document: OfficialDocument, fonts: DocumentFonts): (Paragraph | Table)[] => {
  const title = (
    typeof document.title === "string" ? breakTitle(cleanLine(document.title)) : document.title.map(cleanLine)
  ).filter((text) => text !== "");
  if (title.length === 0) throw new OfficialDocumentError("official_document.title_missing");
  const recipients = (document.recipients ?? []).map(cleanLine).filter((name) => name !== "");
  return [
    ...(document.head === undefined ? [] : printHead(document.head, fonts)),
    ...printTitle(title, fonts),
    ...emptyLines(1),
    ...(recipients.length === 0
      ? []
      : [line({ children: printRuns(`${recipients.join("，")}：`, fonts.text) })]),
    ...printBlocks(document.body, 1, fonts),
    ...printAttachmentList(document.attachments ?? [], fonts),
    ...printAttendance(document.attendance ?? [], fonts),
    ...(document.signature === undefined ? [] : printSignature(document.signature, fonts)),
    ...(document.note === undefined ? [] : [printNote(document.note, fonts)]),
    ...printAttachments(document, fonts),
    ...(document.record === undefined ? [] : [printRecord(document.record, fonts), line({})]),
  ];
};

const escapeXml = (text: string): string => text.replace(/[<>&]/g, (mark) => `&#${mark.codePointAt(0)};`);

const coreProperties = (title: string, creator: string, madeAt: Date): string => {
  const time = `${madeAt.toISOString().slice(0, 19)}Z`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(creator)}</dc:creator><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified></cp:coreProperties>`;
};

/** The earliest date a zip entry can carry: no clock of the machine gets into the file. */
const zipDate = new Date(1980, 0, 1);

/** Ids that the writer draws at random are counted instead, the parts it dates are replaced, entries are in order of name. */
const settle = (packed: Uint8Array, replaced: Readonly<Record<string, string>>): Uint8Array => {
  const parts = unzipSync(packed);
  for (const [name, text] of Object.entries(replaced)) parts[name] = strToU8(text);
  const random = new Map<string, string>();
  const rename = (text: string): string =>
    text.replace(/(\b(?:r:id|Id)=")(rId[A-Za-z0-9_-]{12,})"/g, (_whole, lead: string, id: string) => {
      const known = random.get(id) ?? `rIdLink${random.size + 1}`;
      random.set(id, known);
      return `${lead}${known}"`;
    });
  for (const name of ["word/document.xml", "word/_rels/document.xml.rels"]) {
    const part = parts[name];
    if (part !== undefined) parts[name] = strToU8(rename(new TextDecoder().decode(part)));
  }
  // [Content_Types].xml comes first, as ISO/IEC 29500-2 advises.
  const names = Object.keys(parts).sort((one, other) => (one < other ? -1 : 1));
  const settled: Zippable = {};
  for (const name of names) settled[name] = [parts[name] ?? new Uint8Array(), { mtime: zipDate }];
  return zipSync(settled, { level: 6 });
};

/**
 * A .docx in the form of GB/T 9704—2012. The same document with the same `madeAt` gives the same bytes.
 *
 * Characters that cannot stand in XML and marks of direction are taken out; every other text is printed as it is.
 *
 * @throws OfficialDocumentError with a code of its closed union, before anything is written
 * @example (await writeOfficialDocument({ title: "通知", body: [] }, { madeAt: new Date(0) })).subarray(0, 2).join(); // => "80,75"
 */
export const writeOfficialDocument = async (
  document: OfficialDocument,
  options: WriteOptions,
): Promise<Uint8Array> => {
  checkSize(document);
  const fonts: DocumentFonts = { ...defaultFonts, ...options.fonts };
  const children = printBody(document, fonts);
  const file = new Document({
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: face(fonts.text), size: sizes.text, language: { value: "en-US", eastAsia: "zh-CN" } },
        },
      },
      paragraphStyles: [
        {
          id: "Normal",
          name: "Normal",
          quickFormat: true,
          run: { font: face(fonts.text), size: sizes.text },
        },
        style("OfficialTitle", "公文标题", fonts.title, { size: sizes.title, outlineLevel: 0 }),
        style("OfficialText", "公文正文", fonts.text),
        style("OfficialLevel1", "公文一级标题", fonts.first, { outlineLevel: 1 }),
        style("OfficialLevel2", "公文二级标题", fonts.second, { outlineLevel: 2 }),
        style("OfficialLevel3", "公文三级标题", fonts.text, { outlineLevel: 3 }),
        style("OfficialLevel4", "公文四级标题", fonts.text, { outlineLevel: 4 }),
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: {
              top: page.top,
              bottom: page.bottom,
              left: page.left,
              right: page.right,
              header: Math.round(page.top / 2),
              footer: footerDistance,
              gutter: 0,
            },
          },
          grid: { type: DocumentGridType.LINES_AND_CHARS, linePitch, charSpace: characterSpace },
        },
        footers: { default: pageNumber(fonts, "right"), even: pageNumber(fonts, "left") },
        children,
      },
    ],
  });
  const packed = await Packer.toBuffer(file);
  const title = typeof document.title === "string" ? document.title : document.title.join("");
  const creator = cleanLine(document.signature?.units[0] ?? document.head?.issuer ?? "");
  return settle(packed, {
    "word/fontTable.xml": fontTable(fonts),
    "docProps/core.xml": coreProperties(cleanLine(title), creator, options.madeAt),
  });
};
