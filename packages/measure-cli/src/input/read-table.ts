import { parse } from "csv-parse/sync";
import { unzipSync, zipSync } from "fflate";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { readSheet } from "read-excel-file/universal";
import { MeasureError } from "../errors.ts";
import { createTable, type Table } from "./table.ts";

/** What a file may hold at most; beyond it a sentence says so before memory runs out. */
export const inputLimits = {
  csvBytes: 400 * 1024 * 1024,
  xlsxBytes: 50 * 1024 * 1024,
  /** Unpacked sheets and texts of a workbook. */
  unpackedBytes: 400 * 1024 * 1024,
  jsonBytes: 200 * 1024 * 1024,
  rows: 1_000_000,
  columns: 5_000,
} as const;

/** A file as it was read, so that a result can say from which bytes it came. */
export type InputFile = { readonly name: string; readonly sha256: string };

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

/** Reads a file up to a size. @throws MeasureError `file_missing` · `file_unreadable` · `file_too_large` */
export const readBytes = async (
  path: string,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly input: InputFile }> => {
  const file = basename(path);
  try {
    const { size } = await stat(path);
    if (size > limit)
      throw new MeasureError("measure.file_too_large", {
        file,
        size: Math.ceil(size / 1_048_576),
        limit: Math.round(limit / 1_048_576),
      });
    const bytes = await readFile(path);
    return { bytes, input: { name: file, sha256: createHash("sha256").update(bytes).digest("hex") } };
  } catch (cause) {
    if (cause instanceof MeasureError) throw cause;
    throw new MeasureError(
      codeOf(cause) === "ENOENT" ? "measure.file_missing" : "measure.file_unreadable",
      { file },
      { cause },
    );
  }
};

/** Text as spreadsheet programs write it: UTF-8 with or without mark, UTF-16 with mark, GB18030 (GBK). */
const decode = (bytes: Uint8Array, file: string): string => {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? ["utf-16le"] : [];
  for (const label of [...wide, "utf-8", "gb18030"]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Not of this encoding: the next one is tried, and the last says so.
    }
  }
  throw new MeasureError("measure.file_encoding", { file });
};

const readCsv = (bytes: Uint8Array, file: string): Table => {
  const text = decode(bytes, file)
    .replace(/^\uFEFF/u, "")
    .replaceAll(/\r\n?/gu, "\n");
  const first = text.slice(0, 65_536).split("\n", 1)[0] ?? "";
  const delimiter = [",", "\t", ";"].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  );
  let records: { info: { lines: number }; record: string[] }[];
  try {
    // With `info` each record comes with where it was; the library's types say so only for its own option shapes.
    records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: inputLimits.rows + 2,
    }) as unknown as typeof records;
  } catch (cause) {
    const row = typeof cause === "object" && cause !== null && "lines" in cause ? Number(cause.lines) : 1;
    throw new MeasureError("measure.csv_broken", { file, row }, { cause });
  }
  const [header, ...body] = records;
  if (header === undefined) throw new MeasureError("measure.file_empty", { file });
  checkSize(file, header.record.length, body.length);
  return createTable(
    file,
    header.record,
    body.map(({ info, record }) => ({ line: info.lines, cells: record })),
  );
};

const checkSize = (file: string, columns: number, rows: number): void => {
  if (columns > inputLimits.columns)
    throw new MeasureError("measure.too_many_columns", { file, columns, limit: inputLimits.columns });
  if (rows > inputLimits.rows)
    throw new MeasureError("measure.too_many_rows", { file, limit: inputLimits.rows });
};

const toText = (cell: unknown): string => {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean"
    ? String(cell)
    : "";
};

const readXlsx = async (bytes: Uint8Array, file: string): Promise<Table> => {
  let rows: readonly (readonly unknown[])[];
  try {
    let unpacked = 0;
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/iu.test(name)) return false;
        unpacked += originalSize;
        if (unpacked > inputLimits.unpackedBytes)
          throw new MeasureError("measure.file_too_large", {
            file,
            size: Math.ceil(unpacked / 1_048_576),
            limit: Math.round(inputLimits.unpackedBytes / 1_048_576),
          });
        return true;
      },
    });
    // Packed anew: the reader sees only the parts that were counted. Numbers stay as written.
    const checked = zipSync(files, { level: 0 });
    rows = await readSheet(checked.slice().buffer, { trim: false, parseNumber: (text: string) => text });
  } catch (cause) {
    if (cause instanceof MeasureError) throw cause;
    throw new MeasureError("measure.xlsx_broken", { file }, { cause });
  }
  const [header, ...body] = rows;
  if (header === undefined) throw new MeasureError("measure.file_empty", { file });
  const names = header.map(toText);
  while (names.at(-1) === "") names.pop();
  checkSize(file, names.length, body.length);
  return createTable(
    file,
    names,
    body
      .map((cells, place) => ({ line: place + 2, cells: cells.map(toText).slice(0, names.length) }))
      .filter(({ cells }) => cells.some((cell) => cell !== "")),
  );
};

/** Any JSON value of a file. @throws MeasureError `json_broken` and those of reading */
export const readJson = async (
  path: string,
): Promise<{ readonly value: unknown; readonly input: InputFile }> => {
  const { bytes, input } = await readBytes(path, inputLimits.jsonBytes);
  try {
    return { value: JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/u, "")) as unknown, input };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "";
    throw new MeasureError("measure.json_broken", { file: input.name, reason }, { cause });
  }
};

const readJsonRows = async (path: string): Promise<{ table: Table; input: InputFile }> => {
  const { value, input } = await readJson(path);
  const file = input.name;
  const broken = (reason: string): never => {
    throw new MeasureError("measure.json_broken", { file, reason });
  };
  if (!Array.isArray(value) || value.length === 0) return broken("应为对象的数组，每个对象一行");
  const names = new Set<string>();
  const rows = value.map((row: unknown, place) => {
    if (typeof row !== "object" || row === null || Array.isArray(row))
      return broken(`第 ${place + 1} 个元素不是对象`);
    const cells = new Map(Object.entries(row));
    for (const name of cells.keys()) names.add(name);
    return cells;
  });
  const header = [...names];
  checkSize(file, header.length, rows.length);
  const body = rows.map((cells, place) => ({
    line: place + 1,
    cells: header.map((name) => toText(cells.get(name))),
  }));
  return { table: createTable(file, header, body), input };
};

/**
 * A table from .csv (UTF-8 or GB18030; comma, tab or semicolon), .xlsx (first sheet) or .json (array of objects).
 *
 * @throws MeasureError the `measure.file_*`, `csv_broken`, `xlsx_broken`, `json_broken`, `too_many_*`, `header_*`, `row_width`
 */
export const readTable = async (
  path: string,
): Promise<{ readonly table: Table; readonly input: InputFile }> => {
  const file = basename(path);
  switch (extname(path).toLowerCase()) {
    case ".json":
      return readJsonRows(path);
    case ".csv":
    case ".tsv":
    case ".txt": {
      const { bytes, input } = await readBytes(path, inputLimits.csvBytes);
      return { table: readCsv(bytes, file), input };
    }
    case ".xlsx": {
      const { bytes, input } = await readBytes(path, inputLimits.xlsxBytes);
      return { table: await readXlsx(bytes, file), input };
    }
    default:
      throw new MeasureError("measure.file_type", { file });
  }
};
