import { AlignmentType, type Paragraph } from "docx";
import { cleanLine } from "./clean-text.ts";
import { formatIssueDate } from "./dates.ts";
import { characters } from "./measures.ts";
import type { Attachment, Attendance, DocumentFonts, Signature } from "./model.ts";
import { emptyLines, line, printRuns } from "./paragraphs.ts";
import { widthInCharacters } from "./text-width.ts";

/** 附件说明: one line below the text, two characters in, names aligned with the first one's first character (7.3.4). */
export const printAttachmentList = (
  attachments: readonly Attachment[],
  fonts: DocumentFonts,
): Paragraph[] => {
  if (attachments.length === 0) return [];
  const single = attachments.length === 1;
  return [
    ...emptyLines(1),
    ...attachments.map(({ title }, index) => {
      const number = single ? "" : `${index + 1}. `;
      const lead = index === 0 ? `附件：${number}` : number;
      const names = 5 + (single ? 0 : 1.5);
      return line({
        indent: { left: characters(names), hanging: characters(widthInCharacters(lead)) },
        children: printRuns(`${lead}${cleanLine(title)}`, fonts.text),
      });
    }),
  ];
};

/** 出席、请假、列席: black face, names aligned behind the colon (10.3). */
export const printAttendance = (attendance: readonly Attendance[], fonts: DocumentFonts): Paragraph[] =>
  attendance.flatMap(({ label, people }) => {
    const lead = `${cleanLine(label)}：`;
    return [
      ...emptyLines(1),
      line({
        indent: {
          left: characters(2 + widthInCharacters(lead)),
          hanging: characters(widthInCharacters(lead)),
        },
        children: [...printRuns(lead, fonts.first), ...printRuns(cleanLine(people), fonts.text)],
      }),
    ];
  });

/** Free characters right of 署名 and 成文日期, so that they stand to each other as 7.3.5.1 or 7.3.5.2 asks. */
export const placeSignature = (
  unit: string,
  date: string,
  sealed: boolean,
): { unit: number; date: number } => {
  const unitWidth = widthInCharacters(unit);
  const dateWidth = widthInCharacters(date);
  if (sealed) return { unit: Math.max(0, 4 + (dateWidth - unitWidth) / 2), date: 4 };
  // The date begins two characters right of the first character of the unit.
  return unitWidth >= dateWidth + 2
    ? { unit: 2, date: unitWidth - dateWidth }
    : { unit: dateWidth + 4 - unitWidth, date: 2 };
};

/** 发文机关署名、成文日期. */
export const printSignature = (signature: Signature, fonts: DocumentFonts): Paragraph[] => {
  const date = formatIssueDate(signature.date);
  const units = signature.units.map(cleanLine).filter((unit) => unit !== "");
  const places = units.map((unit) => placeSignature(unit, date, signature.sealed === true));
  return [
    ...emptyLines(signature.sealed === true ? 2 : 1),
    ...units.map((unit, index) =>
      line({
        keepNext: true,
        alignment: AlignmentType.RIGHT,
        indent: { right: characters(places[index]?.unit ?? 2) },
        children: printRuns(unit, fonts.text),
      }),
    ),
    line({
      alignment: AlignmentType.RIGHT,
      indent: { right: characters(places.at(-1)?.date ?? 4) },
      children: printRuns(date, fonts.text),
    }),
  ];
};

/** 附注: below the date, two characters in, in brackets (7.3.6). */
export const printNote = (note: string, fonts: DocumentFonts): Paragraph =>
  line({ indent: { left: characters(2) }, children: printRuns(`（${cleanLine(note)}）`, fonts.text) });
