import type { RecommenderError, RecommenderErrorCode } from "./errors.ts";

const sentences: Readonly<Record<RecommenderErrorCode, string>> = {
  "recommender.no_interactions": "没有可用的行为记录。请检查文件是否为空，或先用热门推荐。",
  "recommender.too_many_interactions":
    "行为记录太多（{count} 条，最多 {limit} 条）。请只保留最近一段时间的记录。",
  "recommender.bad_id":
    "第 {row} 条记录的 {column} 不能用：应是 1 到 {limit} 个字的文字。请改正这一条后再试。",
  "recommender.bad_time": "第 {row} 条记录的时间不是有效的毫秒数。请改成自 1970 年起的毫秒数。",
  "recommender.bad_weight": "第 {row} 条记录的权重不能用：应在 0 到 {most} 之间且大于 0。请改正后再试。",
  "recommender.unknown_item": "找不到内容“{item}”。请检查编号，或先把它加入内容清单。",
  "recommender.duplicate_item": "内容“{item}”出现了两次（第 {row} 条）。请去掉重复的一条。",
  "recommender.parameter_out_of_range":
    "参数 {name} 是 {value}，应在 {least} 到 {most} 之间。请改用范围内的数。",
  "recommender.too_many_items_for_dense":
    "内容太多（{items} 个，稠密模型最多 {limit} 个）。请改用 GF-CF 图滤波或物品近邻模型。",
  "recommender.matrix_not_positive_definite":
    "矩阵不是正定的（第 {row} 行），无法求逆。请加大正则参数 {parameter}。",
  "recommender.out_of_memory": "内存不够：需要 {megabytes} MB。请减少内容数，或改用稀疏模型。",
  "recommender.component_unknown": "没有名为“{name}”的模型。可用的模型有：{known}。",
  "recommender.length_mismatch":
    "{name} 有 {length} 个数，应有 {expected} 个。请检查两边是否来自同一份数据。",
  "recommender.no_impressions":
    "没有可以学习的展示记录：至少要有一条既有点击又有未点击的展示。请先积累展示记录。",
  "recommender.rule_invalid": "编辑规则“{rule}”不能用：{reason}。请改正后再保存。",
  "recommender.rules_conflict": "编辑规则互相冲突：{reason}。请调整其中一条。",
  "recommender.snapshot_unreadable": "模型快照读不出来（{reason}）。请重新训练并保存模型。",
  "recommender.worker_failed": "训练线程中断（{reason}）。请减少线程数后重试。",
  "recommender.model_without_state": "模型“{name}”不能存成快照。请只保存本库训练的模型。",
};

/**
 * The sentence for people of a refusal: what is wrong, where, and what to do.
 *
 * @example describeRecommenderError(new RecommenderError("recommender.no_interactions")).slice(0, 10); // => "没有可用的行为记录。"
 */
export const describeRecommenderError = (error: RecommenderError): string =>
  sentences[error.code].replace(/\{(\w+)\}/g, (_, key: string) => String(error.values[key] ?? "？"));
