import { MeasureError } from "../errors.ts";

/** A table of text cells, column by column, as it stands in a file. */
export type Table = {
  /** Name of the file, for refusals. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** Line in the file of each row, from 1, the header counted. */
  readonly lines: ArrayLike<number>;
};

/** What stands for a missing cell. */
export const isMissing = (cell: string): boolean => cell === "" || cell === "NA";

const shownNames = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join("、")}……共 ${names.length} 列` : names.join("、");

/** Builds a table from a header and rows; short rows, empty and repeated names are refused. */
export const createTable = (
  file: string,
  header: readonly string[],
  body: readonly { readonly line: number; readonly cells: readonly string[] }[],
): Table => {
  const names = header.map((name) => name.trim());
  for (const [place, name] of names.entries()) {
    if (name === "") throw new MeasureError("measure.header_empty", { file, column: place + 1 });
    if (names.indexOf(name) !== place) throw new MeasureError("measure.header_repeated", { file, name });
  }
  const cells = names.map((): string[] => []);
  for (const { line, cells: row } of body) {
    if (row.length > names.length)
      throw new MeasureError("measure.row_width", { file, row: line, got: row.length, wanted: names.length });
    // Spreadsheets leave trailing empty cells out.
    for (const [place, column] of cells.entries()) column.push((row[place] ?? "").trim());
  }
  if (body.length === 0) throw new MeasureError("measure.file_empty", { file });
  return {
    file,
    names,
    rows: body.length,
    columns: new Map(names.map((name, place) => [name, cells[place] ?? []])),
    lines: Uint32Array.from(body, ({ line }) => line),
  };
};

/** Line in the file of a row from 0. */
export const lineOf = (table: Table, row: number): number => table.lines[row] ?? row + 2;

/** @throws MeasureError `measure.column_missing` */
export const textColumn = (table: Table, name: string): readonly string[] => {
  const column = table.columns.get(name);
  if (column === undefined)
    throw new MeasureError("measure.column_missing", {
      file: table.file,
      name,
      known: shownNames(table.names),
    });
  return column;
};

/** A column in which no cell may be missing. @throws MeasureError `measure.column_missing` · `measure.cell_empty` */
export const fullColumn = (table: Table, name: string): readonly string[] => {
  const column = textColumn(table, name);
  const row = column.findIndex(isMissing);
  if (row >= 0)
    throw new MeasureError("measure.cell_empty", { file: table.file, row: lineOf(table, row), name });
  return column;
};

/**
 * Numbers of a column. A missing cell is refused, or NaN where `missing` allows it: the libraries then refuse it with its
 * row wherever it would count.
 *
 * @throws MeasureError `measure.column_missing` · `measure.cell_not_number` · `measure.cell_empty`
 */
export const numberColumn = (
  table: Table,
  name: string,
  options: { readonly missing: "refuse" | "keep" } = { missing: "refuse" },
): Float64Array => {
  const column = textColumn(table, name);
  const values = new Float64Array(column.length);
  for (const [row, cell] of column.entries()) {
    if (isMissing(cell)) {
      if (options.missing === "refuse")
        throw new MeasureError("measure.cell_empty", { file: table.file, row: lineOf(table, row), name });
      values[row] = Number.NaN;
      continue;
    }
    const value = Number(cell);
    if (!Number.isFinite(value))
      throw new MeasureError("measure.cell_not_number", {
        file: table.file,
        row: lineOf(table, row),
        name,
        value: cell.slice(0, 20),
      });
    values[row] = value;
  }
  return values;
};

/** Whether every cell that is there is a number. */
export const isNumeric = (column: readonly string[]): boolean =>
  column.every((cell) => isMissing(cell) || Number.isFinite(Number(cell)));

/**
 * The columns that a list of names and patterns means, in the table's order for a pattern: `pv*` is every column whose name begins with
 * `pv`.
 *
 * @throws MeasureError `measure.column_missing` · `measure.columns_none`
 */
export const matchColumns = (table: Table, wanted: readonly string[]): string[] => {
  const found = wanted.flatMap((name) => {
    if (!name.endsWith("*")) {
      textColumn(table, name);
      return [name];
    }
    const start = name.slice(0, -1);
    const own = table.names.filter((one) => one.startsWith(start));
    if (own.length === 0)
      throw new MeasureError("measure.columns_none", {
        file: table.file,
        name,
        known: shownNames(table.names),
      });
    return own;
  });
  return [...new Set(found)];
};

/** The rows for which `keep` is true, as a table of its own. */
export const filterRows = (table: Table, keep: (row: number) => boolean): Table => {
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter(keep);
  if (rows.length === 0) throw new MeasureError("measure.file_empty", { file: table.file });
  return {
    ...table,
    rows: rows.length,
    columns: new Map(
      [...table.columns].map(([name, column]) => [name, rows.map((row) => column[row] ?? "")]),
    ),
    lines: Uint32Array.from(rows, (row) => lineOf(table, row)),
  };
};

/** One label a row from several columns, joined by a blank: cells of a margin or of non-response. */
export const joinColumns = (table: Table, names: readonly string[]): string[] => {
  const columns = names.map((name) => fullColumn(table, name));
  return Array.from({ length: table.rows }, (_, row) => columns.map((column) => column[row]).join(" "));
};
