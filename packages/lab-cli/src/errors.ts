/** Expected refusals of the command line; the sentences are below. */
export type LabErrorCode =
  | "lab.file_missing"
  | "lab.file_unreadable"
  | "lab.file_not_utf8"
  | "lab.line_too_long"
  | "lab.line_not_json"
  | "lab.not_json"
  | "lab.field_invalid"
  | "lab.id_repeated"
  | "lab.columns_missing"
  | "lab.number_invalid"
  | "lab.file_empty"
  | "lab.output_is_input"
  | "lab.output_unwritable";

const sentences: Readonly<Record<LabErrorCode, string>> = {
  "lab.file_missing": "找不到文件“{file}”。请检查路径和文件名。",
  "lab.file_unreadable": "读不了文件“{file}”。请检查它是不是文件夹、有没有读取权限。",
  "lab.file_not_utf8": "文件“{file}”不是 UTF-8 编码。请另存为 UTF-8 后再试。",
  "lab.line_too_long": "文件“{file}”第 {row} 行太长（最多 {limit} 字）。请检查换行，或拆成几条。",
  "lab.line_not_json": "文件“{file}”第 {row} 行不是 JSON 对象。请每行写一个 JSON 对象。",
  "lab.not_json": "文件“{file}”不是一个完整的 JSON。请检查括号和引号，或重新导出。",
  "lab.field_invalid": "文件“{file}”第 {row} 行的“{field}”应为{wanted}。请改正这一行。",
  "lab.id_repeated": "文件“{file}”第 {row} 行的编号“{id}”前面已有。请给每行一个不同的编号。",
  "lab.columns_missing": "文件“{file}”第 {row} 行只有 {found} 列，至少要 {wanted} 列，用制表符隔开。",
  "lab.number_invalid": "文件“{file}”第 {row} 行第 {column} 列不是数字。请改正这一行。",
  "lab.file_empty": "文件“{file}”里没有一行内容。请检查是否选错了文件。",
  "lab.output_is_input": "输出文件“{file}”就是输入文件。请用 --out 换一个文件名，以免覆盖。",
  "lab.output_unwritable": "写不了文件“{file}”。请检查文件夹是否存在、有没有写入权限、磁盘是否已满。",
};

/**
 * An expected refusal with a code of a closed union and the values its sentence names.
 *
 * @example new LabError("lab.file_missing", { file: "a" }).code; // => "lab.file_missing"
 */
export class LabError extends Error {
  override readonly name = "LabError";
  readonly code: LabErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: LabErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(code, options);
    this.code = code;
    this.values = values;
  }
}

/**
 * The Chinese sentence of a refusal: what is wrong and what to do next.
 *
 * @example describeLabError(new LabError("lab.file_missing", { file: "a" })); // => "找不到文件“a”。请检查路径和文件名。"
 */
export const describeLabError = (error: LabError): string =>
  sentences[error.code].replace(/\{(\w+)\}/g, (_whole, name: string) => String(error.values[name] ?? "？"));
