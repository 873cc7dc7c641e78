import { restoreCell } from "#kernel/csv.ts";
import { readSheetFile, type SheetRow } from "#kernel/sheet-reader.ts";
import type { CodeRow } from "./code-tables.ts";

const columns = ["code", "name", "parent", "previous", "note"] as const;
type Column = (typeof columns)[number];

/** Header of the template, and what else such a column is called in tables that people have. */
export const codeTableHeaders: Readonly<Record<Column, { title: string; aliases: readonly string[] }>> = {
  code: { title: "代码", aliases: ["编码", "类目代码", "分类代码", "code"] },
  name: { title: "名称", aliases: ["类目名称", "类名", "分类名称", "name"] },
  parent: { title: "上级代码", aliases: ["上位代码", "上级", "父级代码", "parent"] },
  previous: { title: "旧代码", aliases: ["原代码", "上一版代码", "对应旧代码", "previous"] },
  note: { title: "说明", aliases: ["备注", "注释", "note"] },
};

/** A row of the file as it will be written, with what is wrong in it. */
export type CodeTableRow = {
  line: number;
  code: string;
  name: string;
  parentCode: string;
  previousCodes: string[];
  note: string;
  errors: string[];
};
export type CodeTableFile = { rows: CodeTableRow[]; fileErrors: string[]; ignoredColumns: string[] };

const toPlain = (text: string): string =>
  restoreCell(text)
    .normalize("NFKC")
    .replaceAll(/[\s*:]|\(.*\)/gu, "")
    .toLowerCase();

const toColumn = (header: string): Column | undefined => {
  const plain = toPlain(header);
  return columns.find(
    (column) => codeTableHeaders[column].title === plain || codeTableHeaders[column].aliases.includes(plain),
  );
};

const codePattern = /^[0-9A-Za-z][0-9A-Za-z./_-]{0,39}$/u;

const readRow = (row: SheetRow, places: ReadonlyMap<Column, number>): CodeTableRow => {
  const cell = (column: Column): string =>
    restoreCell(row.cells[places.get(column) ?? -1] ?? "")
      .normalize("NFKC")
      .trim();
  const made: CodeTableRow = {
    line: row.line,
    code: cell("code"),
    name: cell("name"),
    parentCode: cell("parent"),
    previousCodes: [...new Set(cell("previous").split(/[、,;\s]+/u))].filter((code) => code !== ""),
    note: cell("note"),
    errors: [],
  };
  if (made.code === "") made.errors.push("缺代码");
  else if (!codePattern.test(made.code)) made.errors.push("代码只能用字母、数字和 . / _ -，最多 40 个字符");
  if (made.name === "") made.errors.push("缺名称");
  if (made.name.length > 120) made.errors.push("名称最多 120 字");
  if (made.note.length > 300) made.errors.push("说明最多 300 字");
  return made;
};

/** Each row's errors against the others: a code twice, a parent that is not there, parents in a circle. */
const checkTree = (rows: readonly CodeTableRow[]): void => {
  const byCode = new Map<string, CodeTableRow>();
  for (const row of rows) {
    const first = byCode.get(row.code);
    if (row.code === "") continue;
    if (first === undefined) byCode.set(row.code, row);
    else row.errors.push(`代码与第 ${first.line} 行重复`);
  }
  for (const row of rows) {
    if (row.parentCode === "") continue;
    if (!byCode.has(row.parentCode)) {
      row.errors.push(`上级代码“${row.parentCode}”不在文件里`);
      continue;
    }
    const seen = new Set<string>([row.code]);
    for (let at = row.parentCode; at !== ""; at = byCode.get(at)?.parentCode ?? "") {
      if (seen.has(at)) {
        row.errors.push("上级代码绕成了圈");
        break;
      }
      seen.add(at);
    }
  }
};

/**
 * Reads a code table (.xlsx or .csv); the rows are the owner's. Nothing is written.
 * @param previous codes of the edition that the column 旧代码 leads to; undefined where none was chosen
 * @throws AppError as readSheetFile
 */
export const parseCodeTable = async (
  bytes: Buffer,
  previous: ReadonlySet<string> | undefined,
): Promise<CodeTableFile> => {
  const [header, ...body] = await readSheetFile(bytes);
  const places = new Map<Column, number>();
  const ignoredColumns: string[] = [];
  for (const [index, text] of (header?.cells ?? []).entries()) {
    const column = toColumn(text);
    if (column !== undefined && !places.has(column)) places.set(column, index);
    else if (text.trim() !== "") ignoredColumns.push(text.trim().slice(0, 40));
  }
  const missing = (["code", "name"] as const).filter((column) => !places.has(column));
  if (missing.length > 0)
    return {
      rows: [],
      fileErrors: [
        `第一行要有“${missing.map((column) => codeTableHeaders[column].title).join("”和“")}”这样的列名。`,
      ],
      ignoredColumns,
    };
  const rows = body
    .filter((row) => row.cells.some((cell) => cell.trim() !== ""))
    .map((row) => readRow(row, places));
  checkTree(rows);
  for (const row of rows)
    for (const code of row.previousCodes)
      if (previous === undefined) row.errors.push("有旧代码，要先选它属于哪一版");
      else if (!previous.has(code)) row.errors.push(`旧代码“${code}”不在上一版里`);
  for (const row of rows) row.errors = [...new Set(row.errors)];
  return {
    rows,
    fileErrors: rows.length === 0 ? ["文件里没有代码。第一行写列名，下面每行一个代码。"] : [],
    ignoredColumns,
  };
};

export const toCodeRows = (file: CodeTableFile): readonly CodeRow[] =>
  file.rows.map((row) => ({
    code: row.code,
    name: row.name,
    note: row.note,
    previousCodes: row.previousCodes,
    ...(row.parentCode === "" ? {} : { parentCode: row.parentCode }),
  }));
