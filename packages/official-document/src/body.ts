import { type Paragraph, type ParagraphChild, type Table } from "docx";
import { cleanLine } from "./clean-text.ts";
import { OfficialDocumentError } from "./errors.ts";
import type { Block, DocumentFonts, Run, Section } from "./model.ts";
import { deepest, formatLevelNumber } from "./numbers.ts";
import { printRuns, splitParagraphs, textParagraph } from "./paragraphs.ts";
import { printTable } from "./tables.ts";

/** 第一层黑体、第二层楷体、第三层和第四层仿宋 (7.3.3). */
const levelFace = (fonts: DocumentFonts, level: number): string =>
  level === 1 ? fonts.first : level === 2 ? fonts.second : fonts.text;

const endsSentence = /[。！？：；…]$/;

const printSection = (
  section: Section,
  level: number,
  place: number,
  fonts: DocumentFonts,
): (Paragraph | Table)[] => {
  if (level > deepest) throw new OfficialDocumentError("official_document.too_deep");
  const heading = cleanLine(section.heading);
  if (heading === "") throw new OfficialDocumentError("official_document.heading_missing", { level });
  const number = formatLevelNumber(level, place);
  const paragraphs = section.text === undefined ? [] : splitParagraphs(section.text);
  const [runIn, ...more] = paragraphs;
  const title: ParagraphChild[] = printRuns(
    `${number}${heading}${runIn === undefined || endsSentence.test(heading) ? "" : "。"}`,
    levelFace(fonts, level),
  );
  const first =
    runIn === undefined
      ? textParagraph(title, { style: `OfficialLevel${level}`, keepNext: section.blocks !== undefined })
      : textParagraph([...title, ...printRuns(runIn, fonts.text)]);
  return [
    first,
    ...more.map((runs) => textParagraph(printRuns(runs, fonts.text))),
    ...printBlocks(section.blocks ?? [], level + 1, fonts),
  ];
};

const printText = (text: string | readonly Run[], fonts: DocumentFonts): Paragraph[] =>
  splitParagraphs(text).map((runs) => textParagraph(printRuns(runs, fonts.text)));

/** Paragraphs and tables of a body; sections are numbered by their place among the sections beside them. */
export const printBlocks = (
  blocks: readonly Block[],
  level: number,
  fonts: DocumentFonts,
): (Paragraph | Table)[] => {
  let place = 0;
  return blocks.flatMap((block): (Paragraph | Table)[] => {
    switch (block.kind) {
      case "paragraph":
        return printText(block.text, fonts);
      case "section":
        place += 1;
        return printSection(block, level, place, fonts);
      case "table":
        return printTable(block, fonts);
      default:
        return block satisfies never;
    }
  });
};
