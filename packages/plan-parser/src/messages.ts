import type { PlanError, PlanErrorCode } from "./errors.ts";
import type { Diagnostic, DiagnosticCode } from "./types.ts";

const errorSentences: Readonly<Record<PlanErrorCode, string>> = {
  "plan.text_empty": "文件里没有文字。请确认选对了文件；扫描件请先做文字识别，再导入。",
  "plan.text_too_long": "文字太长（{length} 字，最多 {limit} 字）。请只保留方案正文，或分成几个文件导入。",
  "plan.text_has_nul":
    "文件里有空字符（第 {line} 行），不像文字文件。请在 Word 或记事本中打开，另存为 .docx 或 UTF-8 的 .txt。",
  "plan.text_broken_unicode":
    "文件里有损坏的字符（第 {line} 行）。请从原稿重新复制文字，另存为 UTF-8 的 .txt。",
  "plan.too_many_nodes": "编号条目太多（超过 {limit} 条）。请检查是否选错文件，或把附表另存为单独的文件。",
  "plan.number_out_of_range": "编号只能是 {least} 到 {most} 的整数。请改用范围内的编号。",
  "plan.file_missing": "找不到文件“{file}”。请检查路径和文件名。",
  "plan.file_unreadable":
    "读不了文件“{file}”。请检查它是不是文件夹、有没有读取权限，关闭正在占用它的程序后再试。",
  "plan.file_kind_unknown": "不认识“{file}”的类型。请另存为 .docx、.txt 或 .md 后再试。",
  "plan.file_too_large": "文件太大（{size} 字节，最多 {limit} 字节）。请去掉图片或只保留正文后再试。",
  "plan.file_encoding_unknown": "认不出文字编码。请用记事本打开，另存为 UTF-8 编码后再试。",
  "plan.output_is_input": "输出文件“{file}”就是原文。请用 --out 换一个文件名，以免覆盖原文。",
  "plan.output_unwritable": "写不了文件“{file}”。请检查文件夹是否存在、有没有写入权限、磁盘是否已满。",
  "plan.docx_not_zip": "这不是有效的 .docx 文件。请用 Word 或 WPS 打开原稿，另存为 .docx 后再试。",
  "plan.docx_old_or_encrypted": "这是旧版 .doc 或加了密码的文件。请去掉密码，另存为 .docx 后再试。",
  "plan.docx_too_many_entries":
    "文件里的部件太多（{entries} 个，最多 {limit} 个），已停止打开。请只复制正文到新文档后再试。",
  "plan.docx_unpacks_too_large":
    "文件解开后太大（最多 {limit} 字节），已停止打开。请去掉图片或只复制正文到新文档后再试。",
  "plan.docx_broken": "文件已损坏（{part}）。请用 Word 或 WPS 打开并重新保存后再试。",
  "plan.docx_doctype": "文件里有不允许的声明（DOCTYPE），已停止打开。请把正文复制到新文档后再试。",
  "plan.docx_no_text": "文档里没有文字。如果内容是图片，请先做文字识别，再导入。",
  "plan.docx_too_slow": "文档在 {seconds} 秒内没有读完，已停止。请只复制正文到新文档后再试。",
  "plan.docx_out_of_memory": "读这份文档需要的内存超过限制，已停止。请只复制正文到新文档后再试。",
};

const diagnosticSentences: Readonly<Record<DiagnosticCode, string>> = {
  numbering_skipped: "编号跳号：“{printed}”之前应为第 {expected} 项，请核对是否漏项。",
  numbering_repeated: "编号重复：“{printed}”已出现过，应为第 {expected} 项，请核对。",
  numbering_out_of_order: "编号倒序：“{printed}”应为第 {expected} 项，请核对次序。",
  numbering_restarted: "编号重新从“{printed}”开始，应为第 {expected} 项，请核对是否缺上一级标题。",
  level_unknown: "“{printed}”不是公文结构层次序数，已按最低一级处理，请改用 一、（一）1.（1）①。",
  level_orphan: "“{printed}”之前没有上一级标题，请核对是否漏了标题。",
  level_jump: "“{printed}”越过了本文使用的中间一级，请核对层次。",
  mark_kept_as_text: "行首的“{printed}”在句子中间，已作为正文处理；如果是编号，请在前面补句号或另起一段。",
  bracket_mixed: "“{printed}”用了半角或不成对的括号，请改为全角括号。",
  sentence_unterminated: "这一句没有句末标点，请补上。",
  title_missing: "没有找到标题，请在正文前补上文件标题。",
  numbering_missing: "全文没有编号，只能作为一段处理。请按 一、（一）1. 加上层次序数。",
  validity_missing: "没有找到施行日期或有效期，请在文末写明。",
};

const fill = (sentence: string, values: Readonly<Record<string, string | number | null>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? "？"));

/**
 * The sentence for people that belongs to an error of this package: what is wrong and what to do next.
 *
 * @example describePlanError(new PlanError("plan.file_missing", { file: "a.txt" })); // => "找不到文件“a.txt”。请检查路径和文件名。"
 */
export const describePlanError = (error: PlanError): string => fill(errorSentences[error.code], error.values);

/**
 * The sentence for people that belongs to a diagnostic, with its line.
 *
 * @example describeDiagnostic(parsePlan("一、甲类\n好。\n三、乙类\n好。").diagnostics[1]); // => "第 3 行：编号跳号：“三、”之前应为第 2 项，请核对是否漏项。"
 */
export const describeDiagnostic = (diagnostic: Diagnostic): string =>
  `第 ${diagnostic.line} 行：${fill(diagnosticSentences[diagnostic.code], {
    printed: diagnostic.printed,
    expected: diagnostic.expected,
    found: diagnostic.found,
  })}`;
