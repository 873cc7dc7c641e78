import { restoreCell } from "#kernel/csv.ts";
import { parseSheetDay, plainHeader } from "#kernel/sheet-cells.ts";
import { readSheetFile, type SheetLimits, sheetLimits, type SheetRow } from "#kernel/sheet-reader.ts";
import { type StationLevel, stationLevelByName, unitKindByName, unitKinds } from "./unit-kinds.ts";
import type { UnitKind } from "#kernel/tables.ts";

/** Columns of an import, in the order of the template. */
export const importColumns = [
  "name",
  "kind",
  "parent",
  "regionCode",
  "stationLevel",
  "stationOf",
  "phone",
  "address",
  "openingHours",
  "description",
  "validFrom",
] as const;
export type ImportColumn = (typeof importColumns)[number];

/** Header of the template, and what else such a column is called in lists that people have. */
export const importHeaders: Readonly<Record<ImportColumn, { title: string; aliases: readonly string[] }>> = {
  name: { title: "单位名称", aliases: ["名称", "机构名称", "单位", "name"] },
  kind: { title: "类别", aliases: ["单位类别", "类型", "单位类型", "机构类型", "kind"] },
  parent: { title: "上级单位", aliases: ["上级", "所属单位", "主管单位", "所属街道", "parent"] },
  regionCode: { title: "区划代码", aliases: ["行政区划代码", "统计用区划代码", "代码", "regioncode"] },
  stationLevel: { title: "站点级别", aliases: ["级别", "stationlevel"] },
  stationOf: { title: "上级站点", aliases: ["所属站点", "stationof"] },
  phone: { title: "电话", aliases: ["联系电话", "办公电话", "单位电话", "phone"] },
  address: { title: "地址", aliases: ["单位地址", "详细地址", "address"] },
  openingHours: { title: "开放时间", aliases: ["服务时间", "办公时间", "openinghours"] },
  description: { title: "说明", aliases: ["备注", "简介", "description"] },
  validFrom: { title: "启用日期", aliases: ["成立日期", "开始日期", "validfrom"] },
};

/** Each row is an act of its own with audit and ledger entries: two thousand take some seconds. */
export const importLimits: SheetLimits = { ...sheetLimits, maxRows: 2_000 };

export type RowError = { column: string; sentence: string };
export type ImportRow = { line: number; values: Partial<Record<ImportColumn, string>>; errors: RowError[] };
export type ImportFile = {
  rows: ImportRow[];
  /** Errors of the file as a whole: a missing column. */ fileErrors: string[];
  ignoredColumns: string[];
};

const limits: Readonly<Partial<Record<ImportColumn, number>>> = {
  name: 80,
  parent: 400,
  stationOf: 400,
  phone: 40,
  address: 120,
  openingHours: 120,
  description: 500,
};

const lonelySurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const toColumn = (header: string): ImportColumn | undefined => {
  const plain = plainHeader(header);
  return importColumns.find(
    (column) => importHeaders[column].title === plain || importHeaders[column].aliases.includes(plain),
  );
};

/** A number as spreadsheets write long ones (`9.90101E+11`), back to its digits where none was lost. */
const toDigits = (text: string): string => {
  if (!/^\d(\.\d+)?E\+?\d{1,2}$/i.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
};

const checkCell = (column: ImportColumn, text: string): { value: string; sentence?: string } => {
  const max = limits[column];
  if (max !== undefined && text.length > max)
    return { value: text, sentence: `最多 ${max} 个字，现在有 ${text.length} 个。` };
  switch (column) {
    case "name":
      return text.length < 2 ? { value: text, sentence: "至少要 2 个字。" } : { value: text };
    case "kind":
      return unitKindByName(text) === undefined
        ? {
            value: text,
            sentence: `没有“${text}”这一类。可以填：${Object.values(unitKinds)
              .map((kind) => kind.name)
              .join("、")}。`,
          }
        : { value: text };
    case "regionCode": {
      const digits = toDigits(text);
      return /^\d{12}$/.test(digits)
        ? { value: digits }
        : { value: text, sentence: "区划代码是 12 位数字。请把这一列设为文本格式再填。" };
    }
    case "stationLevel":
      return stationLevelByName(text) === undefined
        ? { value: text, sentence: "站点级别只能填：中心、所、站。" }
        : { value: text };
    case "phone":
      return /^[0-9+()（）\- 转、]+$/.test(text)
        ? { value: text }
        : { value: text, sentence: "电话只能有数字、加号、括号、横线和“转”。" };
    case "validFrom": {
      const date = parseSheetDay(text);
      return date === undefined ? { value: text, sentence: "日期请写成 2026-01-31 这样。" } : { value: date };
    }
    case "parent":
    case "stationOf":
    case "address":
    case "openingHours":
    case "description":
      return { value: text };
    default:
      return column satisfies never;
  }
};

const toImportRow = (row: SheetRow, columns: readonly (ImportColumn | undefined)[]): ImportRow => {
  const values: ImportRow["values"] = {};
  const errors: RowError[] = [];
  for (const [index, column] of columns.entries()) {
    if (column === undefined) continue;
    const raw = row.cells[index] ?? "";
    const title = importHeaders[column].title;
    if (raw.includes("\0") || lonelySurrogate.test(raw)) {
      errors.push({ column: title, sentence: "有无法保存的特殊字符，请删掉重新输入。" });
      // Kept readable for the preview; the row cannot be applied.
      values[column] = raw.replaceAll("\0", "�").toWellFormed();
      continue;
    }
    const text = restoreCell(raw).trim();
    if (text === "") continue;
    const { value, sentence } = checkCell(column, text);
    values[column] = value;
    if (sentence !== undefined) errors.push({ column: title, sentence });
  }
  for (const column of ["name", "kind", "parent"] as const)
    if (values[column] === undefined)
      errors.push({ column: importHeaders[column].title, sentence: "不能空着。" });
  return { line: row.line, values, errors };
};

/**
 * Reads a file of units (.xlsx or CSV in UTF-8 or GB18030) and checks every cell; nothing is looked up or written.
 * Line numbers are those that the spreadsheet program shows.
 * @throws AppError SheetError | ZipError where the file cannot be read at all
 */
export const parseUnitImport = async (
  file: Buffer,
  options: SheetLimits = importLimits,
): Promise<ImportFile> => {
  const [header, ...rest] = await readSheetFile(file, options);
  if (header === undefined)
    return { rows: [], fileErrors: ["文件里没有内容。请下载模板，填好后再上传。"], ignoredColumns: [] };
  const columns = header.cells.map(toColumn);
  const fileErrors: string[] = [];
  for (const column of ["name", "kind", "parent"] as const)
    if (!columns.includes(column))
      fileErrors.push(`缺少“${importHeaders[column].title}”这一列。请对照模板补上列名。`);
  for (const column of importColumns)
    if (columns.filter((one) => one === column).length > 1)
      fileErrors.push(`“${importHeaders[column].title}”有不止一列，请只留一列。`);
  if (fileErrors.length === 0 && rest.length === 0) fileErrors.push("只有表头，没有单位。请填好后再上传。");
  const ignoredColumns = header.cells
    .filter((cell, index) => columns[index] === undefined && cell.trim() !== "")
    .map((cell) => cell.replaceAll("\0", "").toWellFormed().slice(0, 40));
  return {
    rows: fileErrors.length > 0 ? [] : rest.map((row) => toImportRow(row, columns)),
    fileErrors,
    ignoredColumns,
  };
};

export const importKindOf = (row: ImportRow): UnitKind | undefined =>
  row.values.kind === undefined ? undefined : unitKindByName(row.values.kind);
export const importLevelOf = (row: ImportRow): StationLevel | undefined =>
  row.values.stationLevel === undefined ? undefined : stationLevelByName(row.values.stationLevel);
