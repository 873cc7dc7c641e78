import type { TextError, TextErrorCode } from "./errors.ts";

const sentences: Readonly<Record<TextErrorCode, string>> = {
  "text.too_long": "文字太长（{length} 字，最多 {limit} 字）。请分成几段，或只保留正文。",
  "text.query_too_long": "搜索的文字太长（{length} 字，最多 {limit} 字）。请只留下关键的词或一两句话。",
  "text.query_empty": "没有可以搜索的文字。请输入至少一个汉字、字母或数字；标点和表情不能搜索。",
  "text.query_only_negation": "只写了要排除的词，没有要找的词。请再输入想找的内容。",
  "text.invalid_utf8": "文字不是 UTF-8 编码（第 {line} 行）。请用记事本打开，另存为 UTF-8 编码后再试。",
  "text.option_out_of_range":
    "参数 {option} 是 {value}，应在 {least} 到 {most} 之间（个数须为整数）。请改正后再试。",
  "text.field_unknown": "文档“{id}”有索引没有的字段“{field}”。请在建立索引时列出它，或去掉这个字段。",
  "text.fields_missing": "索引有 {count} 个字段，应为 1 到 {limit} 个。请检查 fields。",
  "text.document_id_invalid": "文档编号“{id}”为空或太长（最多 {limit} 字）。请换一个编号。",
  "text.document_exists": "编号为“{id}”的文档已在索引中。请先移除旧的，或改用 replace。",
  "text.audience_unknown": "没有“{audience}”这类人群。请在建立索引时列出它，或检查写法。",
  "text.index_full": "索引已满（{what}，上限 {limit}）。请把文档分到几个索引。",
  "text.snapshot_broken": "索引快照已损坏（{part}）。请重新建立索引。",
  "text.snapshot_version": "索引快照的格式是第 {found} 版，本程序读第 {expected} 版。请重新建立索引。",
  "text.signature_mismatch": "两个签名长度不同（{left} 和 {right}）。请用同样的参数重新计算。",
  "text.synonyms_invalid": "第 {row} 组同义词不完整。每组至少要有两个不空的词，请补上或删去这一组。",
  "text.embedding_unavailable": "向量服务没有答复（{reason}）。请检查地址、密钥和网络，或关闭向量服务。",
  "text.embedding_invalid":
    "向量服务的答复不能用（有效的向量 {found} 个，个数或维数不符）。请检查模型名称，或关闭向量服务。",
  "text.identifier_invalid": "“{name}”不能用作表名或列名。请只用小写字母、数字和下划线，以字母开头。",
};

/**
 * What was refused and what to do, in Chinese.
 *
 * @example describeTextError(new TextError("text.query_only_negation")); // => "只写了要排除的词，没有要找的词。请再输入想找的内容。"
 */
export const describeTextError = (error: TextError): string =>
  sentences[error.code].replace(/\{(\w+)\}/gu, (_, name: string) => String(error.values[name] ?? ""));
