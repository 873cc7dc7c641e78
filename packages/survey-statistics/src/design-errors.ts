/**
 * Refusals of sampling, weights, designs, estimates and replicates.
 *
 * | code | refused |
 * |---|---|
 * | `column-length` | a column with more or fewer rows than the design |
 * | `value-not-finite` | a cell that is missing or no finite number, inside the domain asked for |
 * | `weight-not-positive` | a weight that is zero, negative or no number |
 * | `fraction-out-of-range` | a sampling fraction outside of (0, 1] |
 * | `population-below-sample` | a population size below the number sampled from it |
 * | `population-differs` | two population sizes for one stratum |
 * | `cluster-in-two-strata` | a cluster that appears in more than one stratum of its stage |
 * | `lonely-stratum` | a stratum with one sampled cluster, without a rule for it |
 * | `design-empty` | a design without rows |
 * | `domain-empty` | a domain without respondents |
 * | `indicator-not-binary` | an indicator with a value other than 0 and 1 |
 * | `denominator-zero` | a ratio whose denominator is estimated as 0 |
 * | `degrees-of-freedom-missing` | a design without a degree of freedom |
 * | `joint-probabilities-bad` | joint inclusion probabilities that are no symmetric matrix of probabilities |
 * | `variance-negative` | a variance estimator that came out negative |
 * | `category-unknown` | a category of a row without a population total |
 * | `category-empty` | a population total for a category without rows |
 * | `totals-differ` | margins that add up to different populations |
 * | `calibration-singular` | a calibration whose totals contradict each other |
 * | `calibration-not-converged` | a calibration that misses its totals after the last iteration |
 * | `response-cell-empty` | a non-response cell without a respondent |
 * | `regression-singular` | a regression with a column that the others determine |
 * | `regression-separated` | a logistic regression whose outcome a column separates |
 * | `weights-sum` | weights that add up to 0 or less, after calibration |
 * | `share-outside` | a share below 0 or above 1, from negative calibrated weights |
 * | `test-without-variance` | a table whose cells do not vary between clusters |
 * | `replicates-impossible` | a replicate method that the design does not allow |
 * | `sample-impossible` | a sample that the population cannot give |
 */
export type DesignErrorCode =
  | "column-length"
  | "value-not-finite"
  | "weight-not-positive"
  | "fraction-out-of-range"
  | "population-below-sample"
  | "population-differs"
  | "cluster-in-two-strata"
  | "lonely-stratum"
  | "design-empty"
  | "domain-empty"
  | "indicator-not-binary"
  | "denominator-zero"
  | "degrees-of-freedom-missing"
  | "joint-probabilities-bad"
  | "variance-negative"
  | "category-unknown"
  | "category-empty"
  | "totals-differ"
  | "calibration-singular"
  | "calibration-not-converged"
  | "response-cell-empty"
  | "regression-singular"
  | "regression-separated"
  | "weights-sum"
  | "share-outside"
  | "test-without-variance"
  | "replicates-impossible"
  | "sample-impossible";

export const designErrorSentences: Readonly<Record<DesignErrorCode, string>> = {
  "column-length": "列“{column}”有 {got} 行，设计有 {rows} 行。请逐行对齐后再算。",
  "value-not-finite":
    "第 {row} 行“{column}”不是有限的数。请补录，或把这一行放到域之外（缺失编码不能当作数值）。",
  "weight-not-positive": "第 {row} 行的权数是 {value}，必须大于 0。请核对权数，未答者不要留在数据里。",
  "fraction-out-of-range": "第 {row} 行第 {stage} 阶段的抽样比是 {value}，应大于 0 且不超过 1。",
  "population-below-sample":
    "第 {row} 行所在层（第 {stage} 阶段）的总体只有 {population} 个单位，样本却有 {sample} 个。请核对总体数。",
  "population-differs": "第 {row} 行所在层（第 {stage} 阶段）的总体数与同层其他行不同。请统一。",
  "cluster-in-two-strata":
    "第 {row} 行的群“{cluster}”（第 {stage} 阶段）出现在两个层里。请核对层和群的编号。",
  "lonely-stratum":
    "第 {row} 行所在层（第 {stage} 阶段）只有一个抽中单位，不能估计方差。请并层，或用 lonelyStrata 选定处理规则。",
  "design-empty": "没有数据行。请核对文件。",
  "domain-empty": "域“{domain}”里没有样本，不能估计。请合并域。",
  "indicator-not-binary": "第 {row} 行的指示变量是 {value}，只能是 0 或 1。",
  "denominator-zero": "分母“{column}”的估计值是 0，不能求比。请核对数据。",
  "degrees-of-freedom-missing": "群数减层数为 {value}，没有自由度。请增加群，或合并层。",
  "joint-probabilities-bad":
    "联合入样概率矩阵第 {row} 行第 {column} 列不合要求。应为对称、大于 0 且不超过两个入样概率。",
  "variance-negative": "{method} 方差估计为负（{value}）。请改用 Sen–Yates–Grundy 或 Brewer 方差。",
  "category-unknown": "第 {row} 行的“{margin}”是“{category}”，总体合计里没有这一类。请核对类别名称。",
  "category-empty": "“{margin}”的类别“{category}”在样本里没有人。请合并类别。",
  "totals-differ": "“{margin}”的总体合计是 {total}，第一个变量是 {expected}，两者应相等。请统一口径。",
  "calibration-singular": "校准变量“{column}”与其他变量矛盾（可由其他变量算出，合计却对不上）。请核对合计。",
  "calibration-not-converged":
    "校准迭代 {iterations} 次仍差 {gap}（“{column}”）。请合并小类、放宽上下限，或核对合计。",
  "response-cell-empty": "无回答调整格“{cell}”里没有答卷者。请与相邻的格合并。",
  "regression-singular": "回归的第 {column} 列可由其他列算出。请去掉重复的变量。",
  "regression-separated": "逻辑回归不收敛：有变量把两类完全分开。请合并类别或去掉该变量。",
  "weights-sum":
    "权数之和是 {value}，必须大于 0：校准给出了负权数。请改用 logit 或带上下限的校准，或合并小类。",
  "share-outside":
    "加权比例是 {value}，不在 0 与 1 之间：校准给出了负权数。请改用 logit 或带上下限的校准，或合并小类。",
  "test-without-variance":
    "这张交叉表在各群之间没有差别，方差估计是 0，不能检验独立性。请增加群，或合并类别。",
  "replicates-impossible": "不能用 {method} 生成重复权数：{reason}。请换一种方法。",
  "sample-impossible": "不能抽出这个样本：{reason}。请修改样本量。",
};
