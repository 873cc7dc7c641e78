import type { PsychometricsError, PsychometricsErrorCode } from "./errors.ts";

const sentences: Readonly<Record<PsychometricsErrorCode, string>> = {
  "psychometrics.responses_empty": "没有作答数据。请至少提供一名受测者和一道题。",
  "psychometrics.responses_shape":
    "作答数据第 {row} 行有 {given} 格，应有 {expected} 格（每题一格）。请补齐或删去多余的格子。",
  "psychometrics.response_not_numeric":
    "作答数据第 {row} 行第 {column} 列（题“{item}”）是“{value}”，不是得分。请改为整数得分，或把它登记为未施测或拒答代码。",
  "psychometrics.response_out_of_range":
    "作答数据第 {row} 行第 {column} 列（题“{item}”）的得分 {value} 不在 0 到 {most} 的整数内。请核对计分表。",
  "psychometrics.items_empty": "没有题目。请至少提供一道题。",
  "psychometrics.items_mismatch":
    "题目数与作答列数不一致：题目 {expected} 道，作答 {given} 列。请让两者一一对应。",
  "psychometrics.item_unknown": "没有题目“{item}”。请核对题目编号。",
  "psychometrics.item_repeated": "题目“{item}”重复出现。请让每道题的编号唯一。",
  "psychometrics.item_parameter_invalid":
    "题目“{item}”的参数 {parameter} 为 {value}，不可用（{rule}）。请核对题目参数表。",
  "psychometrics.item_constant":
    "题目“{item}”所有作答的得分都是 {score}，无法估计参数。请去掉这道题，或合并更多作答。",
  "psychometrics.item_category_empty":
    "题目“{item}”没有人得 {score} 分，这一等级无法估计。请合并相邻等级后重新计分。",
  "psychometrics.item_never_answered": "题目“{item}”没有人作答。请去掉这道题，或核对缺失代码。",
  "psychometrics.item_slope_vanished":
    "题目“{item}”的区分度接近 0（{slope}），难度没有意义。请检查答案键，或去掉这道题。",
  "psychometrics.number_invalid": "选项 {name} 为 {value}，应在 {least} 到 {most} 之间。请更正后再试。",
  "psychometrics.too_few_persons": "受测者太少：{persons} 人，至少需要 {least} 人。请合并更多作答。",
  "psychometrics.groups_mismatch":
    "第 {row} 行的组号 {value} 不在 0 到 {most} 之间，或组号个数与人数不同。请核对分组列。",
  "psychometrics.group_empty": "第 {group} 组没有可用的作答。请去掉这一组，或核对分组列。",
  "psychometrics.weights_invalid":
    "第 {row} 行的权重为 {value}，应是正的有限数，且个数等于人数。请核对权重列。",
  "psychometrics.model_unidentified":
    "量尺没有定位：{reason}。请固定一组题目参数，或固定基准组的均值和方差。",
  "psychometrics.likelihood_vanished":
    "第 {row} 行的作答在现有参数下概率为 0。请检查题目参数（如渐近线）和这一行的得分。",
  "psychometrics.not_converged":
    "迭代 {iterations} 次后仍未收敛（参数最大变化 {change}）。请增加迭代次数、加先验分布，或检查作答过少的题目。",
  "psychometrics.information_singular":
    "信息矩阵不可逆，标准误无法计算（参数 {parameter}）。请加先验分布、简化模型，或去掉信息不足的题目。",
  "psychometrics.degrees_of_freedom":
    "自由度不足（{degrees}），{statistic} 无法计算。请增加题目，或使用参数更少的模型。",
  "psychometrics.responses_incomplete":
    "{statistic} 需要完整作答，第 {row} 行题“{item}”缺失。请只用完整作答，或换用其他指标。",
  "psychometrics.refusals_unscored":
    "{statistic} 不能有拒答：第 {row} 行题“{item}”没有作答，又不是按设计未施测。请让拒答记 0 分、只用没有拒答的人，或换用其他指标。",
  "psychometrics.booklet_small":
    "与第 {row} 行同一题册（题目组合）、同一组的只有 {persons} 人，{statistic} 至少需要 {least} 人。请只用人数够的题册，或核对未施测代码（零散的缺失不是按设计未施测）。",
  "psychometrics.predictors_collinear":
    "背景变量第 {column} 列与其他列线性相关或为常数。请去掉这一列，或合并类别。",
  "psychometrics.score_unbounded":
    "第 {row} 行的作答（如全对或全错）没有有限的最大似然估计，在 {least} 到 {most} 内达不到最大。请改用 WLE 或 EAP，或明确允许取边界值。",
  "psychometrics.no_answers": "第 {row} 行没有可用的作答，无法估计能力。请去掉这一行，或改用 EAP、MAP。",
  "psychometrics.random_missing": "从几道最佳题目中随机选题时需要随机数。请传入带种子的随机数发生器。",
  "psychometrics.cut_out_of_reach":
    "这份试卷的期望得分率在能力 −10 到 10 之间不经过 {cut}（例如低于猜测概率）。请核对合格线和题目参数。",
  "psychometrics.common_items_few":
    "两次标定只有 {given} 道共同题，链接至少需要 {least} 道。请核对题目编号，或加入共同题。",
  "psychometrics.common_item_differs":
    "共同题“{item}”在两次标定中的模型或满分不同，不能用来链接。请从共同题中去掉它，或用同一模型重新标定。",
  "psychometrics.linking_failed":
    "共同题定不出链接常数（方法 {method}）：难度全都相同，或区分度正负混杂。请检查共同题，或换用其他方法。",
  "psychometrics.covariance_missing":
    "标定结果没有参数协方差，链接误差无法计算。请在标定时要求标准误（standardErrors）。",
  "psychometrics.matching_invalid":
    "匹配变量第 {row} 行为 {value}，应是整数，且个数等于人数。请核对匹配变量，或改用总分匹配。",
  "psychometrics.dif_not_comparable":
    "题目“{item}”没有可比的人：在每个匹配分数上两组不同时有人，或答案全都相同。请合并更多作答，或核对分组。",
  "psychometrics.dif_odds_unbounded":
    "题目“{item}”有一组的人在可比分数上全对或全错，比值比不是有限数。请合并更多作答，或改看标准化差异。",
  "psychometrics.regression_separated":
    "题目“{item}”的对错被分数或组别完全分开，逻辑回归没有有限的解。请合并更多作答，或改用 Mantel–Haenszel。",
  "psychometrics.attribute_unknown": "题库中没有一道题标有“{attribute}”。请核对组卷要求，或补充题目属性。",
  "psychometrics.plan_unreachable":
    "剩余题目已凑不成满足要求的测验（{attribute}）。请放宽组卷要求、减少互斥题，或补充题目。",
  "psychometrics.exposure_not_settled":
    "模拟 {rounds} 轮后，最高曝光率仍为 {rate}，高于 {most}。请提高允许的曝光率、缩短测验，或补充题目。",
  "psychometrics.share_from_scores":
    "{method} 得分带有测量误差，按合格线数出的比例偏{direction}。请改用合理值：先做潜回归，再抽取合理值，最后用 shareOfPlausibleValues 合并。",
  "psychometrics.aborted": "计算已按要求停止，没有结果。",
};

/**
 * The Chinese sentence of a refusal: what is wrong, where (rows and columns count from 1), and what to do.
 *
 * @example describePsychometricsError(new PsychometricsError("psychometrics.items_empty")); // => "没有题目。请至少提供一道题。"
 */
export const describePsychometricsError = (error: PsychometricsError): string =>
  sentences[error.code].replace(/\{(\w+)\}/g, (_, name: string) => String(error.values[name] ?? "?"));
