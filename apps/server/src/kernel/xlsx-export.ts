import writeXlsxFile, { type Row } from "write-excel-file/node";
import { type CellValue, neutraliseCell } from "./csv.ts";
import { AppError } from "./errors.ts";

export type XlsxColumn<T> = { header: string; width?: number; value: (row: T) => CellValue };

export const xlsxContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** More than a person reads and less than Excel's limit; a longer list has to be filtered. */
export const maxExportRows = 20_000;

export type ExportError = "export.too_large";

/** @throws AppError `export.too_large` (422): a list is exported whole or not at all */
export const requireExportable = (total: number): void => {
  if (total > maxExportRows)
    throw new AppError<ExportError>("export.too_large", {
      status: 422,
      values: { total, limit: maxExportRows },
    });
};

const toCell = (value: CellValue) => {
  if (value === null) return null;
  if (typeof value === "number") return { value, type: Number };
  if (typeof value === "boolean") return { value: value ? "是" : "否", type: String };
  return { value: neutraliseCell(value), type: String };
};

/**
 * A list as an .xlsx file. Texts stay texts: nothing a person typed becomes a formula, in the sheet or after saving it
 * as CSV (control 15).
 */
export const toXlsx = async <T>(
  rows: readonly T[],
  options: { sheet: string; columns: readonly XlsxColumn<T>[] },
): Promise<Buffer> => {
  const { sheet, columns } = options;
  const header: Row = columns.map((column) => ({
    value: column.header,
    type: String,
    fontWeight: "bold" as const,
  }));
  const data: Row[] = [header, ...rows.map((row): Row => columns.map((column) => toCell(column.value(row))))];
  return writeXlsxFile(data, {
    sheet,
    columns: columns.map((column) => ({ width: column.width ?? 16 })),
    stickyRowsCount: 1,
  }).toBuffer();
};
