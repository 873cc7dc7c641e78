import type { OfficialDocumentError, OfficialDocumentErrorCode } from "./errors.ts";

const sentences: Readonly<Record<OfficialDocumentErrorCode, string>> = {
  "official_document.title_missing": "公文没有标题。请填写标题后再导出。",
  "official_document.heading_missing": "{level}级标题是空的。请填写标题，或删去这一节。",
  "official_document.date_invalid": "“{found}”不是日期。请写成 2026-05-01 这样的年月日。",
  "official_document.number_invalid":
    "发文字号的{field}“{found}”不对。代字不能为空，年份为四位数，顺序号为 1 到 99999。",
  "official_document.too_deep": "层次超过四级（一、（一）1.（1））。请把更深的内容写成正文。",
  "official_document.too_large": "{field}太多（{found}，最多 {limit}）。请分成几份文件导出。",
  "official_document.table_empty": "表格没有列。请给表格至少一列。",
  "official_document.table_too_wide": "表格有 {found} 列，A4 纸最多放 {limit} 列。请减少列，或改用电子表格。",
  "official_document.row_uneven": "表格第 {row} 行有 {found} 格，表头有 {wanted} 列。请补齐或删去多的格。",
};

/**
 * The Chinese sentence of an error: what is wrong and what to do next.
 *
 * @example describeOfficialDocumentError(new OfficialDocumentError("official_document.title_missing")); // => "公文没有标题。请填写标题后再导出。"
 */
export const describeOfficialDocumentError = (error: OfficialDocumentError): string =>
  sentences[error.code].replace(/\{(\w+)\}/g, (_whole, name: string) => String(error.values[name] ?? "？"));
