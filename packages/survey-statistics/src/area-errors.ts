/**
 * Refusals of small areas, verdicts, imbalance, release control and planning.
 *
 * | code | refused |
 * |---|---|
 * | `rows-differ` | estimates, variances and covariates of unequal number |
 * | `covariates-differ` | a row of covariates longer or shorter than the first |
 * | `too-few-areas` | not more areas than covariates and one |
 * | `covariates-singular` | a covariate that the others determine |
 * | `not-finite` | a cell that is no finite number |
 * | `variance-not-positive` | a sampling variance that is zero, negative or missing |
 * | `proportion-out-of-range` | a share outside of [0, 1] |
 * | `no-variance` | no area from whose variance a smoothed one can be made |
 * | `not-converged` | an estimating equation without a solution in the range of doubles |
 * | `shares-not-one` | population shares that are negative or do not add up to 1 |
 * | `benchmark-impossible` | a total that no admissible change of the areas reaches |
 * | `proximity-bad` | a proximity matrix that is not square, has a diagonal, a negative cell or rows that do not sum to 1 |
 * | `area-unknown` | a unit of an area that is not listed |
 * | `area-doubled` | two areas with one id |
 * | `area-not-sampled` | an area without sample in a model that is for sampled areas |
 * | `model-variance-zero` | a model whose variance between areas is estimated as 0, so that its errors would be far too small |
 * | `setting-out-of-range` | a level, number of replicates or other setting outside of its range |
 * | `estimate-out-of-range` | an estimate or standard error from which no verdict can be made |
 * | `groups-too-few` | fewer than two groups to compare |
 * | `groups-differ` | two waves with different groups |
 * | `cell-unknown` | a relation that names a cell that is not in the table |
 * | `relation-broken` | a total that is not the sum of its parts |
 * | `suppression-impossible` | a table in which the demanded protection cannot be reached |
 * | `design-impossible` | a proposed design that the population cannot carry |
 */
export type AreaErrorCode =
  | "rows-differ"
  | "covariates-differ"
  | "too-few-areas"
  | "covariates-singular"
  | "not-finite"
  | "variance-not-positive"
  | "proportion-out-of-range"
  | "no-variance"
  | "not-converged"
  | "shares-not-one"
  | "benchmark-impossible"
  | "proximity-bad"
  | "area-unknown"
  | "area-doubled"
  | "area-not-sampled"
  | "model-variance-zero"
  | "setting-out-of-range"
  | "estimate-out-of-range"
  | "groups-too-few"
  | "groups-differ"
  | "cell-unknown"
  | "relation-broken"
  | "suppression-impossible"
  | "design-impossible";

export const areaErrorSentences: Readonly<Record<AreaErrorCode, string>> = {
  "rows-differ":
    "直接估计 {estimates} 个、方差 {variances} 个、协变量 {covariates} 行，个数不一致。请逐个区域对齐后再算。",
  "covariates-differ": "第 {row} 行有 {got} 个协变量，应为 {wanted} 个。请补齐或删去多余的列。",
  "too-few-areas":
    "有样本的区域只有 {areas} 个，不足以估计 {columns} 个系数和区域间方差。请减少协变量，或改报直接估计。",
  "covariates-singular": "第 {column} 列协变量可由其他列算出（或全为 0）。请去掉重复的列。",
  "not-finite": "第 {row} 行 {column} 不是有限的数。请改正这一格。",
  "variance-not-positive":
    "第 {row} 行的抽样方差是 {value}，必须大于 0。比例为 0 或 1 的区域请改用平滑方差。",
  "proportion-out-of-range": "第 {row} 行的比例是 {value}，应在 0 与 1 之间。百分数请先除以 100。",
  "no-variance": "没有足够的区域带有可用的方差（至少两个社区），不能平滑。请给出设计效应。",
  "not-converged": "{method} 的估计方程没有解。请检查方差和直接估计是否有极端值。",
  "shares-not-one": "各区域人口占比之和是 {sum}，应为 1 且没有负数。请核对人口数。",
  "benchmark-impossible": "各区域无法调整到全区合计 {total}。请核对全区估计，或换一种调整方法。",
  "proximity-bad":
    "邻接矩阵第 {row} 行不合要求（{reason}）。应为方阵，对角线为 0，没有负数，每行之和为 1 或 0。",
  "area-unknown": "第 {row} 行的区域“{id}”不在区域表中。请核对区域名单。",
  "area-doubled": "区域“{id}”出现了两次。每个区域只能有一行。",
  "area-not-sampled":
    "区域“{id}”没有样本，空间模型只用于都有样本的区域。请改用 Fay–Herriot 模型，它会单独标明这样的区域。",
  "model-variance-zero":
    "{method} 估计的区域间方差是 0，由此得到的误差会小得不可信。请改用 Fay–Herriot 的 adjusted-reml，它不会给出 0。",
  "setting-out-of-range": "设置 {name} 的值 {value} 不在允许的范围（{range}）内。请改为范围内的数。",
  "estimate-out-of-range": "{name} 的值 {value} 不能用来判断（{range}）。请先核对估计结果。",
  "groups-too-few": "只有 {groups} 个群体，至少要两个才能比较。",
  "groups-differ": "两次调查的群体不一致：“{id}”只在其中一次出现。请先统一分组。",
  "cell-unknown": "关系式提到的单元格“{id}”不在表中。请核对表格。",
  "relation-broken": "合计“{total}”是 {value}，各部分之和却是 {sum}。请先改正表格。",
  "suppression-impossible": "单元格“{id}”无论再隐去哪些格都能被推算出来。请合并类别后再发布。",
  "design-impossible": "区域“{id}”的方案不可行：{reason}。请修改抽样方案。",
};
