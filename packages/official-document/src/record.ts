import {
  BorderStyle,
  type IParagraphOptions,
  type ParagraphChild,
  RelativeVerticalPosition,
  Tab,
  TabStopType,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { cleanLine } from "./clean-text.ts";
import { formatIssueDate } from "./dates.ts";
import { sizes, textWidth } from "./measures.ts";
import type { DocumentFonts, DocumentRecord } from "./model.ts";
import { line, printRuns } from "./paragraphs.ts";

/** Eighths of a point: 0.35 mm at the ends, 0.25 mm between (7.4.1). */
const thick = { style: BorderStyle.SINGLE, size: 8, color: "000000" } as const;
const thin = { style: BorderStyle.SINGLE, size: 6, color: "000000" } as const;
const none = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;

const inside = sizes.small * 10;

const row = (children: ParagraphChild[], options: IParagraphOptions): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [
      new TableCell({
        width: { size: textWidth, type: WidthType.DXA },
        margins: { left: 0, right: 0 },
        children: [line({ ...options, children })],
      }),
    ],
  });

/** 版记 (7.4): a frame that hangs at the lower edge of the type area of the last page. */
export const printRecord = (record: DocumentRecord, fonts: DocumentFonts): Table => {
  const copies = (record.copies ?? []).map(cleanLine).filter((name) => name !== "");
  const lead = "抄送：";
  const rows: TableRow[] = [];
  if (copies.length > 0)
    rows.push(
      row(printRuns(`${lead}${copies.join("，")}。`, fonts.text, sizes.small), {
        indent: { left: inside * 4, hanging: inside * 3, right: inside },
      }),
    );
  rows.push(
    row(
      [
        ...printRuns(cleanLine(record.printedBy), fonts.text, sizes.small),
        new TextRun({ children: [new Tab()] }),
        ...printRuns(`${formatIssueDate(record.printedOn)}印发`, fonts.text, sizes.small),
      ],
      {
        indent: { left: inside },
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth - inside }],
      },
    ),
  );
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [textWidth],
    float: {
      horizontalAnchor: TableAnchorType.MARGIN,
      absoluteHorizontalPosition: 0,
      verticalAnchor: TableAnchorType.MARGIN,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    borders: {
      top: thick,
      bottom: thick,
      left: none,
      right: none,
      insideHorizontal: thin,
      insideVertical: none,
    },
    rows,
  });
};
