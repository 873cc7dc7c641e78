import type { DemandError, DemandErrorCode } from "./errors.ts";

const sentences: Readonly<Record<DemandErrorCode, string>> = {
  "demand.message_invalid": "第 {row} 条留言的“{field}”不对：应为{wanted}。请改正这一条后再试。",
  "demand.text_broken_unicode":
    "第 {row} 条留言的“{field}”里有损坏的字符。请从原文重新复制，或以 UTF-8 重新导出。",
  "demand.id_repeated": "编号“{id}”出现了两次。请给每条留言一个不同的编号。",
  "demand.date_invalid": "第 {row} 条的日期“{date}”不对。请写成 2026-11-24 这样的日期。",
  "demand.too_many_messages": "留言太多（{count} 条，最多 {limit} 条）。请按时间分批处理。",
  "demand.option_out_of_range": "参数 {name} 的值 {value} 不在范围内，应为{range}。请改正后再试。",
  "demand.clusters_incomplete": "编号“{id}”有标准答案，但结果里没有它。请检查结果文件是否完整。",
  "demand.gold_empty": "标准答案里没有一条属于议题的留言，无法评价。请检查答案文件。",
  "demand.topic_unknown": "找不到议题“{topic}”。请刷新议题列表后再试。",
  "demand.message_unknown": "找不到留言“{id}”。请刷新列表后再试。",
  "demand.split_invalid": "不能这样拆分议题“{topic}”：要选其中一部分留言，至少留下一条。请重新选择。",
  "demand.state_unreadable": "保存的议题数据读不出来。请换用上一次保存的数据，或用全部留言重新分组。",
  "demand.vocabulary_invalid":
    "词表第 {row} 条（编号“{id}”）不能用：编号不能重复，每个说法至少两个字。请改正后再试。",
  "demand.counts_invalid": "第 {row} 行的“{field}”不是非负整数。请改正后再试。",
  "demand.table_too_large": "表格太大（{cells} 格，最多 {limit} 格）。请减少地点、人群或议题的数目后再试。",
};

/**
 * The Chinese sentence of an error: what is wrong and what to do next.
 *
 * @example describeDemandError(new DemandError("demand.id_repeated", { id: "m1" })); // => "编号“m1”出现了两次。请给每条留言一个不同的编号。"
 */
export const describeDemandError = (error: DemandError): string =>
  sentences[error.code].replace(/\{(\w+)\}/g, (_whole, name: string) => String(error.values[name] ?? "？"));
