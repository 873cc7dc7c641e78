// Worker thread of sheet-reader.ts: parses one file and answers once. It has nothing but the bytes.
import { inflateRawSync } from "node:zlib";
import { parentPort, workerData } from "node:worker_threads";
import { parse } from "csv-parse/sync";
import { zipSync } from "fflate";
import { readSheet } from "read-excel-file/universal";
import { decodeCsv } from "./csv.ts";
import type { SheetError, SheetRow } from "./sheet-reader.ts";
import type { ZipEntry } from "./zip-guard.ts";

export type SheetTask = {
  kind: "csv" | "xlsx";
  bytes: Uint8Array;
  entries: readonly ZipEntry[];
  maxRows: number;
  maxColumns: number;
};
export type SheetOutcome = { ok: true; rows: SheetRow[] } | { ok: false; code: SheetError };

class Refusal extends Error {
  readonly code: SheetError;
  constructor(code: SheetError) {
    super(code);
    this.code = code;
  }
}

const toText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean"
    ? String(cell)
    : "";
};

/** Rows with something in them; counted and measured before anything else is done with them. */
const toRows = (
  lines: Iterable<{ line: number; cells: readonly unknown[] }>,
  task: SheetTask,
): SheetRow[] => {
  const rows: SheetRow[] = [];
  for (const { line, cells } of lines) {
    const texts = cells.map(toText);
    while (texts.length > 0 && texts.at(-1)?.trim() === "") texts.pop();
    if (texts.length === 0) continue;
    if (texts.length > task.maxColumns) throw new Refusal("sheet.too_many_columns");
    rows.push({ line, cells: texts });
    // One more than allowed for the header.
    if (rows.length > task.maxRows + 1) throw new Refusal("sheet.too_many_rows");
  }
  return rows;
};

const readCsv = (task: SheetTask): SheetRow[] => {
  const text = decodeCsv(task.bytes);
  if (text === undefined) throw new Refusal("sheet.encoding");
  const firstLine = text.slice(0, 4_096).split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [",", "\t", ";", "，"].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  // Line breaks become one character first: the parser's own line count takes CRLF inside quotes for two (7.0.3).
  const lines = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  // With `info` each record comes with where it was; the library's types say so only for its own option shapes.
  const records = parse(lines, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 64 * 1024,
    to: task.maxRows + 2,
  }) as unknown as { info: { lines: number }; record: string[] }[];
  let previous = 0;
  return toRows(
    records.map(({ info, record }) => {
      // `lines` is the record's last line; a quoted cell can hold line breaks.
      const line = previous + 1;
      previous = info.lines;
      return { line, cells: record };
    }),
    task,
  );
};

const unpack = (task: SheetTask): Record<string, Uint8Array> => {
  const files: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>; // no prototype: names come from the file
  for (const entry of task.entries) {
    if (!/\.(xml|rels)$/i.test(entry.name)) continue;
    const packed = task.bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
    // An entry that holds more than it declared stops here: zlib throws at the limit.
    const content =
      entry.method === 0
        ? Buffer.from(packed)
        : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    // No DTD in office files: entity bombs and outside entities need one (control 14).
    if (content.includes("<!DOCTYPE") || content.includes("<!ENTITY")) throw new Refusal("sheet.damaged");
    files[entry.name] = content;
  }
  return files;
};

/** Cells far to the right or below make the reader build the whole rectangle: found in the text before it does. */
const requireSmallSheet = (files: Record<string, Uint8Array>, task: SheetTask): void => {
  for (const [name, content] of Object.entries(files)) {
    if (!name.startsWith("xl/worksheets/")) continue;
    const text = Buffer.from(content).toString("latin1");
    for (const [, column = "", row = "0"] of text.matchAll(
      /<(?:\w+:)?c\s[^>]*?\br="([A-Za-z]{1,4})(\d{1,8})"/g,
    )) {
      const at = Array.from(column.toUpperCase()).reduce(
        (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
        0,
      );
      if (Number(row) > task.maxRows + 100) throw new Refusal("sheet.too_many_rows");
      if (at > task.maxColumns + 60) throw new Refusal("sheet.too_many_columns");
    }
  }
};

const readXlsx = async (task: SheetTask): Promise<SheetRow[]> => {
  const files = unpack(task);
  requireSmallSheet(files, task);
  // Packed anew without compression: the reader sees only what was checked here.
  const checked = zipSync({ ...files }, { level: 0 });
  // Numbers stay as written: twelve digits of a region code are a name and no quantity.
  const sheet = await readSheet(checked.slice().buffer, { trim: false, parseNumber: (text: string) => text });
  return toRows(
    sheet.map((cells, index) => ({ line: index + 1, cells })),
    task,
  );
};

const answer = async (task: SheetTask): Promise<SheetOutcome> => {
  try {
    return { ok: true, rows: task.kind === "csv" ? readCsv(task) : await readXlsx(task) };
  } catch (error) {
    // Whatever a strange file makes a parser throw: the file is at fault, and the sentence says so.
    return { ok: false, code: error instanceof Refusal ? error.code : "sheet.damaged" };
  }
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
parentPort?.postMessage(await answer(workerData as SheetTask)); // given by sheet-reader.ts
