import { AlignmentType, BorderStyle, LineRuleType, Paragraph, Tab, TabStopType, TextRun } from "docx";
import { cleanLine } from "./clean-text.ts";
import { face } from "./fonts.ts";
import { characters, linePitch, sizes, textWidth } from "./measures.ts";
import type { DocumentFonts, DocumentHead } from "./model.ts";
import { formatDocumentNumber } from "./numbers.ts";
import { emptyLines, line, printRuns } from "./paragraphs.ts";
import { widthInCharacters } from "./text-width.ts";

const red = "FF0000";

/** 发文机关标志上边缘至版心上边缘 35 mm (7.2.4): three lines stand above it, used or not. */
const aboveIssuer = Math.round((35 / 25.4) * 1440) - 3 * linePitch;

/** Half-points: as large as the line holds, at most 15 mm wide a character. */
const issuerSize = (issuer: string): number =>
  Math.max(
    sizes.title,
    Math.min(84, Math.floor((textWidth / 10 / Math.max(1, widthInCharacters(issuer))) * 0.98)),
  );

/** 版头: 份号、密级、紧急程度, 发文机关标志, 发文字号, 签发人, 分隔线 (7.2). */
export const printHead = (head: DocumentHead, fonts: DocumentFonts): Paragraph[] => {
  const copyNumber = head.copyNumber === undefined ? "" : String(head.copyNumber).padStart(6, "0");
  const top = [
    { text: copyNumber, font: fonts.text },
    { text: head.secrecy ?? "", font: fonts.first },
    { text: head.urgency ?? "", font: fonts.first },
  ].filter(({ text }) => cleanLine(text) !== "");
  const issuer = cleanLine(head.issuer);
  const number =
    head.number === undefined
      ? ""
      : typeof head.number === "string"
        ? cleanLine(head.number)
        : formatDocumentNumber(head.number);
  const signers = (head.signers ?? []).map(cleanLine).filter((name) => name !== "");
  return [
    ...top.map(({ text, font }) => line({ children: printRuns(text, font) })),
    ...emptyLines(3 - top.length),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: aboveIssuer, after: 0, line: 240, lineRule: LineRuleType.AUTO },
      children: [
        new TextRun({ text: issuer, font: face(fonts.title), size: issuerSize(issuer), color: red }),
      ],
    }),
    ...emptyLines(2),
    line({
      // 分隔线 4 mm below (7.2.7); with 签发人 the number stands one character from the left (7.2.5).
      border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: red, space: 11 } },
      ...(signers.length === 0
        ? { alignment: AlignmentType.CENTER, children: printRuns(number, fonts.text) }
        : {
            tabStops: [{ type: TabStopType.RIGHT, position: textWidth - characters(1) }],
            indent: { left: characters(1) },
            children: [
              ...printRuns(number, fonts.text),
              new TextRun({ children: [new Tab()] }),
              ...printRuns("签发人：", fonts.text),
              ...printRuns(signers.join(" "), fonts.second),
            ],
          }),
    }),
    ...emptyLines(2),
  ];
};
