import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { LabError } from "./errors.ts";

const longestLine = 4_000_000;

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

/** Lines of a UTF-8 file that are not blank, with their numbers from 1. */
export async function* readLines(
  path: string,
  limit: number = longestLine,
): AsyncGenerator<{ readonly row: number; readonly line: string }> {
  const file = basename(path);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let row = 0;
  const cut = function* (text: string, isLast: boolean) {
    const lines = (rest + text).split("\n");
    rest = isLast ? "" : (lines.pop() ?? "");
    if (rest.length > limit) throw new LabError("lab.line_too_long", { file, row: row + 1, limit });
    for (const raw of lines) {
      row += 1;
      const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
      if (line.length > limit) throw new LabError("lab.line_too_long", { file, row, limit });
      if (line.trim() !== "") yield { row, line };
    }
  };
  try {
    for await (const chunk of createReadStream(path))
      yield* cut(decoder.decode(chunk as Buffer, { stream: true }), false); // without an encoding, chunks are buffers
    yield* cut(decoder.decode(), true);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    if (codeOf(cause) === "ENOENT") throw new LabError("lab.file_missing", { file }, { cause });
    if (codeOf(cause) === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new LabError("lab.file_not_utf8", { file }, { cause });
    if (codeOf(cause) === "EISDIR" || codeOf(cause) === "EACCES")
      throw new LabError("lab.file_unreadable", { file }, { cause });
    throw cause;
  }
}

export type JsonRow = {
  readonly id: string;
  /** Text of a field, undefined where it is left out. */
  readonly text: (field: string) => string | undefined;
  readonly need: (field: string) => string;
  /** A list of texts; empty where it is left out. */
  readonly texts: (field: string) => readonly string[];
};

const toRow = (line: string, { file, row }: { readonly file: string; readonly row: number }): JsonRow => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new LabError("lab.line_not_json", { file, row }, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new LabError("lab.line_not_json", { file, row });
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (field: string): string | undefined => {
    const found = fields.get(field);
    if (found === undefined || found === null) return undefined;
    // Ids are numbers in many public sets.
    if (field === "id" && typeof found === "number") return String(found);
    if (typeof found !== "string")
      throw new LabError("lab.field_invalid", { file, row, field, wanted: "文字" });
    return found;
  };
  const need = (field: string): string => {
    const found = text(field);
    if (found === undefined)
      throw new LabError("lab.field_invalid", { file, row, field, wanted: "文字，不能缺" });
    return found;
  };
  const texts = (field: string): readonly string[] => {
    const found = fields.get(field) ?? [];
    if (!Array.isArray(found) || !found.every((one) => typeof one === "string"))
      throw new LabError("lab.field_invalid", { file, row, field, wanted: "由文字组成的列表" });
    return found;
  };
  const id = need("id");
  if (id === "" || /[\t\n\r]/u.test(id))
    throw new LabError("lab.field_invalid", { file, row, field: "id", wanted: "不含制表符和换行的文字" });
  return { id, text, need, texts };
};

/** Objects of a JSON Lines file, each with an `id` of its own. */
export const readJsonLines = async (path: string): Promise<JsonRow[]> => {
  const file = basename(path);
  const rows: JsonRow[] = [];
  const seen = new Set<string>();
  for await (const { row, line } of readLines(path)) {
    const found = toRow(line, { file, row });
    if (seen.has(found.id)) throw new LabError("lab.id_repeated", { file, row, id: found.id });
    seen.add(found.id);
    rows.push(found);
  }
  if (rows.length === 0) throw new LabError("lab.file_empty", { file });
  return rows;
};

/** Rows of a file with columns parted by tabs; a first line that names the columns is left out. */
export const readColumns = async (
  path: string,
  options: { readonly least: number; readonly header: string },
): Promise<{ readonly row: number; readonly columns: readonly string[] }[]> => {
  const file = basename(path);
  const rows: { row: number; columns: readonly string[] }[] = [];
  for await (const { row, line } of readLines(path)) {
    const columns = line.split("\t");
    if (row === 1 && columns[0] === options.header) continue;
    if (columns.length < options.least)
      throw new LabError("lab.columns_missing", { file, row, found: columns.length, wanted: options.least });
    rows.push({ row, columns });
  }
  if (rows.length === 0) throw new LabError("lab.file_empty", { file });
  return rows;
};

/** Writes the answer, never over what was read. */
export const writeAnswer = async (path: string, text: string, inputs: readonly string[]): Promise<void> => {
  const file = basename(path);
  if (inputs.some((input) => resolve(input) === resolve(path)))
    throw new LabError("lab.output_is_input", { file });
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new LabError("lab.output_unwritable", { file }, { cause });
  }
};

/** A whole file of one JSON value, which may stand on one line of 32,000,000 characters. */
export const readJson = async (path: string): Promise<unknown> => {
  const lines: string[] = [];
  for await (const { line } of readLines(path, 32_000_000)) lines.push(line);
  const file = basename(path);
  if (lines.length === 0) throw new LabError("lab.file_empty", { file });
  try {
    return JSON.parse(lines.join("\n"));
  } catch (cause) {
    throw new LabError("lab.not_json", { file }, { cause });
  }
};
