import { Worker } from "node:worker_threads";
import { AppError } from "./errors.ts";
import type { SheetTask, SheetOutcome } from "./sheet-worker.ts";
import { readZipDirectory, type ZipEntry } from "./zip-guard.ts";

export type SheetError =
  | "sheet.empty"
  | "sheet.type"
  | "sheet.old_excel"
  | "sheet.too_large"
  | "sheet.encoding"
  | "sheet.damaged"
  | "sheet.too_many_rows"
  | "sheet.too_many_columns"
  | "sheet.too_heavy";

/** A row with its number in the file, counted from 1, and its cells as texts as they stand there. */
export type SheetRow = { line: number; cells: string[] };

export type SheetLimits = {
  maxBytes: number;
  maxRows: number;
  maxColumns: number;
  maxMs: number;
  maxHeapMb: number;
  maxUnpackedBytes: number;
};

export const sheetLimits: SheetLimits = {
  maxBytes: 5 * 1024 * 1024,
  maxRows: 5_000,
  maxColumns: 40,
  maxMs: 10_000,
  maxHeapMb: 160,
  maxUnpackedBytes: 40 * 1024 * 1024,
};

const refuse = (code: SheetError, values: Record<string, string | number> = {}): never => {
  throw new AppError<SheetError>(code, { values });
};

/** What the bytes are, whatever the name says. */
const detectKind = (bytes: Buffer): "xlsx" | "csv" => {
  if (bytes.length === 0) refuse("sheet.empty");
  const head = bytes.subarray(0, 8);
  if (head.subarray(0, 4).equals(Buffer.of(0x50, 0x4b, 0x03, 0x04))) return "xlsx";
  if (head.equals(Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1))) refuse("sheet.old_excel");
  const hasWideMark = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  // Pictures, PDF, programs: none of them is text without NUL.
  if (!hasWideMark && bytes.includes(0)) refuse("sheet.type");
  if (/^(%PDF|\x89PNG|\xff\xd8\xff|GIF8|MZ|\x7fELF|Rar!|7z\xbc)/.test(head.toString("latin1")))
    refuse("sheet.type");
  return "csv";
};

const run = (task: SheetTask, limits: SheetLimits): Promise<SheetOutcome> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./sheet-worker.ts", import.meta.url), {
      workerData: task,
      execArgv: [],
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: limits.maxHeapMb,
        maxYoungGenerationSizeMb: 32,
        stackSizeMb: 4,
      },
    });
    const finish = (outcome: SheetOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ ok: false, code: "sheet.too_heavy" }), limits.maxMs);
    worker.once("message", (outcome: SheetOutcome) => finish(outcome));
    // Out of memory, or a file that the parser cannot survive: either way this file and not the process.
    worker.once("error", (error: Error & { code?: string }) =>
      finish({
        ok: false,
        code: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "sheet.too_heavy" : "sheet.damaged",
      }),
    );
    worker.once("exit", () => finish({ ok: false, code: "sheet.damaged" }));
  });

/**
 * Rows of the first sheet of an .xlsx, or of a CSV file, read in a worker thread with limits of memory and time; an
 * .xlsx is looked at from outside first (finding 8: a file of 900 KB held a parser for 16 s and 700 MB).
 * @throws AppError SheetError | ZipError (422)
 */
export const readSheetFile = async (
  bytes: Buffer,
  limits: SheetLimits = sheetLimits,
): Promise<SheetRow[]> => {
  if (bytes.length > limits.maxBytes)
    refuse("sheet.too_large", { megabytes: Math.round(limits.maxBytes / 1024 / 1024) });
  const kind = detectKind(bytes);
  let entries: ZipEntry[] = [];
  if (kind === "xlsx") {
    entries = readZipDirectory(bytes, {
      maxEntries: 200,
      maxUnpackedBytes: limits.maxUnpackedBytes,
      maxRatio: 200,
    });
    if (!entries.some((entry) => entry.name === "xl/workbook.xml")) refuse("sheet.type");
  }
  const outcome = await run(
    { kind, bytes, entries, maxRows: limits.maxRows, maxColumns: limits.maxColumns },
    limits,
  );
  if (outcome.ok) return outcome.rows;
  throw new AppError<SheetError>(outcome.code, {
    values: { rows: limits.maxRows, columns: limits.maxColumns },
  });
};
