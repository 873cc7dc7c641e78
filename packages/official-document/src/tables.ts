import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from "docx";
import { cleanText } from "./clean-text.ts";
import { OfficialDocumentError } from "./errors.ts";
import { sizes, textWidth } from "./measures.ts";
import type { DocumentFonts, DocumentTable, Run, TableCell as Cell, TableColumn } from "./model.ts";
import { line, printRuns } from "./paragraphs.ts";

/** Narrower columns break nearly every word. */
const mostColumns = 12;

const alignments = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

const rule = { style: BorderStyle.SINGLE, size: 4, color: "000000" } as const;

const cellLines = (cell: Cell): (string | readonly Run[])[] =>
  typeof cell === "string" ? cleanText(cell).split("\n") : [cell];

const printCell = (cell: Cell, width: number, align: TableColumn["align"], font: string): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    children: cellLines(cell).map(
      (runs) =>
        new Paragraph({
          alignment: alignments[align ?? "left"],
          spacing: { line: 400, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
          wordWrap: true,
          children: printRuns(runs, font, sizes.table),
        }),
    ),
  });

const columnWidths = (columns: readonly TableColumn[]): number[] => {
  const shares = columns.map(({ width }) => (width !== undefined && width > 0 ? width : 1));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.floor((share / sum) * textWidth));
};

/** A table as wide as the type area: heads repeat on each page, rows do not break over pages (part 8 leaves the rest free). */
export const printTable = (table: DocumentTable, fonts: DocumentFonts): (Paragraph | Table)[] => {
  const { columns, rows } = table;
  if (columns.length === 0) throw new OfficialDocumentError("official_document.table_empty");
  if (columns.length > mostColumns)
    throw new OfficialDocumentError("official_document.table_too_wide", {
      found: columns.length,
      limit: mostColumns,
    });
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0)
    throw new OfficialDocumentError("official_document.row_uneven", {
      row: uneven + 1,
      found: rows[uneven]?.length ?? 0,
      wanted: columns.length,
    });
  const widths = columnWidths(columns);
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }, index) => printCell(title, widths[index] ?? 0, "center", fonts.first)),
  });
  const body = rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: row.map((cell, index) =>
          printCell(cell, widths[index] ?? 0, columns[index]?.align, fonts.text),
        ),
      }),
  );
  const printed = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: rule,
      bottom: rule,
      left: rule,
      right: rule,
      insideHorizontal: rule,
      insideVertical: rule,
    },
    rows: [head, ...body],
  });
  const title =
    table.title === undefined
      ? []
      : [
          line({
            alignment: AlignmentType.CENTER,
            keepNext: true,
            children: printRuns(table.title, fonts.first, sizes.small),
          }),
        ];
  const note =
    table.note === undefined ? [] : [line({ children: printRuns(table.note, fonts.text, sizes.table) })];
  return [...title, printed, ...(note.length > 0 ? note : [line({})])];
};
