import {
  AlignmentType,
  ExternalHyperlink,
  type IParagraphOptions,
  LineRuleType,
  Paragraph,
  TextRun,
  type ParagraphChild,
} from "docx";
import { cleanLine, cleanText } from "./clean-text.ts";
import { face } from "./fonts.ts";
import { characters, linePitch, sizes } from "./measures.ts";
import type { Run } from "./model.ts";

/** Every line is one line of the grid, whatever face stands in for a missing one (22 lines to a page, 5.2.3). */
export const oneLine = { line: linePitch, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const;

/** Web addresses only: a file that is passed on starts nothing on its reader's machine. */
const safeLink = (link: string): string | undefined => {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
};

/** Runs of one paragraph in one face; a marked run keeps its mark. */
export const printRuns = (
  runs: string | readonly Run[],
  font: string,
  size: number = sizes.text,
): ParagraphChild[] =>
  (typeof runs === "string" ? [runs] : runs).map((run) => {
    const { text, bold, link } = typeof run === "string" ? { text: run } : run;
    const printed = new TextRun({
      text: cleanLine(text) === "" ? "" : cleanText(text).replace(/\n/g, " "),
      font: face(font),
      size,
      ...(bold === true ? { bold } : {}),
    });
    const address = link === undefined ? undefined : safeLink(link);
    return address === undefined ? printed : new ExternalHyperlink({ link: address, children: [printed] });
  });

/** The paragraphs of a text: line ends begin a new one. */
export const splitParagraphs = (text: string | readonly Run[]): (readonly Run[])[] => {
  const paragraphs: Run[][] = [[]];
  for (const run of typeof text === "string" ? [text] : text) {
    const { text: words, ...marks } = typeof run === "string" ? { text: run } : run;
    cleanText(words)
      .split("\n")
      .forEach((line, index) => {
        if (index > 0) paragraphs.push([]);
        if (line.trim() !== "")
          paragraphs.at(-1)?.push({ ...marks, text: line.trim() === line ? line : line.trimEnd() });
      });
  }
  return paragraphs.filter((runs) => runs.length > 0);
};

/** One line of the grid; Latin words may break anywhere, so that an address or a digest stays inside the type area. */
export const line = (options: IParagraphOptions): Paragraph =>
  new Paragraph({ spacing: oneLine, wordWrap: true, ...options });

export const emptyLines = (count: number): Paragraph[] => Array.from({ length: count }, () => line({}));

/** 正文自然段: two characters in, going on at the left edge (7.3.3). */
export const textParagraph = (children: ParagraphChild[], options: IParagraphOptions = {}): Paragraph =>
  line({
    style: "OfficialText",
    alignment: AlignmentType.BOTH,
    indent: { firstLine: characters(2) },
    children,
    ...options,
  });
