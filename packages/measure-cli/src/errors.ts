/** Expected refusals of the command line; the sentences are below. */
export type MeasureErrorCode =
  | "measure.file_missing"
  | "measure.file_unreadable"
  | "measure.file_type"
  | "measure.file_too_large"
  | "measure.file_encoding"
  | "measure.file_empty"
  | "measure.too_many_rows"
  | "measure.too_many_columns"
  | "measure.csv_broken"
  | "measure.xlsx_broken"
  | "measure.json_broken"
  | "measure.header_empty"
  | "measure.header_repeated"
  | "measure.row_width"
  | "measure.column_missing"
  | "measure.columns_none"
  | "measure.cell_not_number"
  | "measure.cell_empty"
  | "measure.row_unknown"
  | "measure.row_repeated"
  | "measure.item_row_missing"
  | "measure.neighbour_self"
  | "measure.design_section_missing"
  | "measure.design_invalid"
  | "measure.items_invalid"
  | "measure.figure_unknown"
  | "measure.output_is_input"
  | "measure.output_type"
  | "measure.output_unwritable"
  | "measure.step_failed"
  | "measure.refused"
  | "measure.worker_failed";

const sentences: Readonly<Record<MeasureErrorCode, string>> = {
  "measure.file_missing": "找不到文件“{file}”。请检查路径和文件名。",
  "measure.file_unreadable": "读不了文件“{file}”。请检查它是不是文件夹、有没有读取权限。",
  "measure.file_type": "文件“{file}”的类型不认识。请用 .csv、.xlsx 或 .json。",
  "measure.file_too_large": "文件“{file}”有 {size} MB，最多读 {limit} MB。请拆分或只保留用到的列。",
  "measure.file_encoding": "文件“{file}”既不是 UTF-8 也不是 GB18030 编码。请另存为 UTF-8 后再试。",
  "measure.file_empty": "文件“{file}”里没有数据行。请检查是否选错了文件或工作表。",
  "measure.too_many_rows": "文件“{file}”超过 {limit} 行。请拆分后再试。",
  "measure.too_many_columns": "文件“{file}”有 {columns} 列，最多 {limit} 列。请只保留用到的列。",
  "measure.csv_broken": "文件“{file}”第 {row} 行附近不是完整的 CSV（引号没有成对）。请改正这一行。",
  "measure.xlsx_broken": "文件“{file}”不是完整的 XLSX 工作簿。请用表格软件重新另存。",
  "measure.json_broken": "文件“{file}”不是合用的 JSON：{reason}。请改正后再试。",
  "measure.header_empty": "文件“{file}”表头第 {column} 列没有名称。请补上列名。",
  "measure.header_repeated": "文件“{file}”有两列都叫“{name}”。请改成不同的列名。",
  "measure.row_width": "文件“{file}”第 {row} 行有 {got} 格，表头有 {wanted} 列。请补齐或删去多余的格子。",
  "measure.column_missing": "文件“{file}”没有“{name}”这一列（现有：{known}）。请核对列名。",
  "measure.columns_none": "文件“{file}”没有与“{name}”相符的列（现有：{known}）。请核对列名。",
  "measure.cell_not_number":
    "文件“{file}”第 {row} 行“{name}”是“{value}”，不是数。请改正这一格，缺失请留空或写 NA。",
  "measure.cell_empty": "文件“{file}”第 {row} 行“{name}”是空的。请补录，或不要用这一列。",
  "measure.row_unknown": "文件“{file}”第 {row} 行的“{value}”不在“{other}”里。请核对编号。",
  "measure.row_repeated": "文件“{file}”第 {row} 行的“{value}”前面已有。请让每行编号不同。",
  "measure.item_row_missing": "文件“{file}”里没有题目“{item}”这一行。请补上这道题，或从题目文件里去掉它。",
  "measure.neighbour_self":
    "文件“{file}”第 {row} 行说“{value}”与自己相邻。请删去这一行，或改正为另一个街道。",
  "measure.design_section_missing":
    "设计文件“{file}”里没有“{section}”一节，这个命令要用它。请按 design.schema.json 补上。",
  "measure.design_invalid": "设计文件“{file}”的“{field}”不对：{reason}。请改正后再试。",
  "measure.items_invalid": "题目参数文件“{file}”不对：{reason}。请用 kepu-measure irt 的输出，或按说明改正。",
  "measure.figure_unknown": "没有叫“{figure}”的数字。可以解释的有：{known}。",
  "measure.output_is_input": "输出文件“{file}”就是输入文件。请换一个文件名，以免覆盖。",
  "measure.output_type": "输出文件“{file}”的类型不认识。请用 .json、.csv 或 .html 结尾。",
  "measure.output_unwritable": "写不了“{file}”。请检查文件夹是否存在、有没有写入权限、磁盘是否已满。",
  "measure.step_failed": "示例在“{command}”这一步停下了，原因见上面一行。请先解决它，再重新运行。",
  // Of any library, told by a thread: the sentence is whole.
  "measure.refused": "{sentence}",
  "measure.worker_failed": "并行计算中断：{reason}。请减少 --threads 后再试。",
};

/**
 * An expected refusal with a code of a closed union; `message` is the Chinese sentence with its values.
 *
 * @example new MeasureError("measure.file_missing", { file: "a.csv" }).message; // => "找不到文件“a.csv”。请检查路径和文件名。"
 */
export class MeasureError extends Error {
  override readonly name = "MeasureError";
  readonly code: MeasureErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(
    code: MeasureErrorCode,
    values: Readonly<Record<string, string | number>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(
      sentences[code].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? "？")),
      options,
    );
    this.code = code;
    this.values = values;
  }
}
