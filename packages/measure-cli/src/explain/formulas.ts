/** A formula as people check it: how the figure is made, how its error is, and where that stands. */
export type Formula = {
  readonly title: string;
  readonly value: string;
  readonly error?: string;
  readonly interval?: string;
  readonly source: string;
};

const taylor =
  "泰勒线性化：V = Σ阶段 Σ层 (前面各阶段抽样比之积)·(1 − f)·n/(n − 1)·Σ群(t_i − t̄)²，t 是群内加权得分 w·u 之和；有校准时 u 换成对校准变量的加权回归残差";
const taylorSource =
  "Särndal, Swensson & Wretman 1992，4.3、5.5；Deville & Särndal 1992，3.4（校准残差）；R survey 的 svymean、calibrate";
const logit = "logit p̂ ± t·se/(p̂(1 − p̂))，再变回比例；t 取设计自由度";

/** Every formula that a figure may name. */
export const formulas = {
  "weighted-share": {
    title: "加权比例",
    value: "p̂ = Σ w·z / Σ w，z 为 1（有）或 0（无），w 为最终权数",
    error: taylor,
    interval: `${logit}（或 beta、Wilson、arcsine、Wald，见“区间”）`,
    source: `${taylorSource}；Korn & Graubard 1998（beta）`,
  },
  "weighted-mean": {
    title: "加权均值",
    value: "x̄ = Σ w·x / Σ w",
    error: taylor,
    interval: "x̄ ± t·se",
    source: taylorSource,
  },
  "weighted-total": {
    title: "总数",
    value: "t̂ = Σ w·x",
    error: taylor,
    interval: "t̂ ± t·se",
    source: `Horvitz & Thompson 1952；${taylorSource}`,
  },
  ratio: {
    title: "比",
    value: "R = Σ w·y / Σ w·x，u = (y − R·x)/X̂",
    error: taylor,
    interval: "R ± t·se",
    source: `Särndal, Swensson & Wretman 1992，5.6；${taylorSource}`,
  },
  quantile: {
    title: "分位数",
    value: "最小的 v，使加权分布函数 F(v) ≥ p",
    error: "区间长度 / (2t)",
    interval: "Woodruff：F 在 F(v) ± t·se 处的分位数",
    source: "Woodruff 1952",
  },
  "plausible-share": {
    title: "由似真值求比例",
    value: "p̂ = M 套似真值各自的加权比例（θ ≥ 合格线）的平均",
    error: "V = 套内抽样方差的平均 + (1 + 1/M)·套间方差；自由度按 Barnard & Rubin",
    interval: logit,
    source: "Mislevy 1991；Rubin 1987，3.1；Barnard & Rubin 1999",
  },
  "plausible-mean": {
    title: "由似真值求均值",
    value: "x̄ = M 套似真值各自的加权均值的平均",
    error: "V = 套内抽样方差的平均 + (1 + 1/M)·套间方差",
    interval: "x̄ ± t·se",
    source: "Mislevy 1991；Rubin 1987，3.1；Barnard & Rubin 1999",
  },
  difference: {
    title: "两组之差",
    value: "d = 甲组估计 − 乙组估计",
    error: "由两组得分之差求方差，协方差在内",
    interval: "d ± t·se",
    source: taylorSource,
  },
  regression: {
    title: "回归系数",
    value: "解 Σ w·x·(y − μ(x′β)) = 0；逻辑回归 μ = 1/(1 + e^(−x′β))",
    error: "夹心方差：A⁻¹·V(Σ w·x·(y − μ))·A⁻¹，V 按抽样设计",
    interval: "β ± t·se",
    source: "Binder 1983；R svyglm",
  },
  "kish-effect": {
    title: "不等权的设计效应",
    value: "n·Σw² / (Σw)²",
    source: "Kish 1965",
  },
  "weight-sum": { title: "权数之和", value: "Σ w", source: "估计的总体人数" },
  "response-rate": {
    title: "回答率",
    value: "答卷者的设计权数之和 / 全部样本的设计权数之和",
    source: "AAPOR RR1 的加权形式",
  },
  "inclusion-probability": {
    title: "入样概率",
    value: "各阶段概率之积；PPS 为 n·规模/规模之和，大于 1 的定为必抽",
    source: "Särndal, Swensson & Wretman 1992，3.6",
  },
  "fay-herriot": {
    title: "小区域估计",
    value:
      "在所选尺度上 θ̂ = γ·直接估计 + (1 − γ)·x′β，γ = A/(A + D)；变回比例时修正偏差，再整体调整到全区估计",
    error: "MSE = g1 + g2 + 2·g3（或参数自助法）；D 由合并设计效应平滑",
    interval: "尺度上 θ̂ ± t·√MSE，自由度 m − p，变回比例并同样调整",
    source:
      "Fay & Herriot 1979；Prasad & Rao 1990；Datta & Lahiri 2000；Yoshimori & Lahiri 2014；Carter & Rolph 1974；Hadam 等 2020",
  },
  "spatial-fay-herriot": {
    title: "带相邻街道的小区域估计",
    value:
      "在所选尺度上 y = Xβ + v + e，v = ρWv + u：θ̂ = Xβ̂ + GV⁻¹(y − Xβ̂)，G = σ²((I − ρW)′(I − ρW))⁻¹，V = G + D；变回比例时修正偏差，再整体调整到全区估计",
    error: "MSE = g1 + g2 + 2·g3 − g4（ml 另减偏差）",
    interval: "尺度上 θ̂ ± t·√MSE，自由度 m − p，变回比例并同样调整",
    source:
      "Pratesi & Salvati 2008；Singh、Shukla & Kundu 2005；Molina、Salvati & Pratesi 2009，8–11 式；R sae 的 eblupSFH",
  },
  "unit-level": {
    title: "个人一级的小区域估计",
    value:
      "y = x′β + v(街道) + e：街道均值 = f·ȳ + (1 − f)·(x̄ᵣ′β̂ + v̂)，v̂ = γ(ȳ − x̄′β̂)，γ = n·σ²v/(σ²e + n·σ²v)；几套似真值取平均，再整体调整到全区估计",
    error: "MSE = g1 + g2 + 2·g3（或参数自助法）；几套之间加 (1 + 1/M)·套间方差；是对齐前的误差",
    interval: "θ̂ ± t·√MSE，自由度 m − p，同样调整",
    source:
      "Battese、Harter & Fuller 1988；Rao & Molina 2015，7.1–7.2；González-Manteiga 等 2008；R sae 的 eblupBHF",
  },
  verdict: {
    title: "目标判定",
    value:
      "t = (logit p̂ − logit p₀)/(se/(p̂(1 − p̂)))；单侧下限高于 p₀ 为“已达到”，单侧上限低于 p₀ 为“未达到”，其余“不能判断”",
    error: "se² = 抽样与测量误差² + 不随样本变小的误差²",
    interval: logit,
    source: "本软件的判定规则（packages/survey-statistics/README.md）；平坦先验下与后验概率规则等价",
  },
  "verdict-sample": {
    title: "能判断所需的样本",
    value: "n·(se_n)² 不变；(z_置信 + z_把握)² = (logit p̂ − logit p₀)²/(se²(n) + 固定误差²)",
    source: "Cochran 1977，第 4 章（用于 logit 尺度）",
  },
  "item-slope": {
    title: "区分度 a",
    value: "P(θ) = c + (1 − c)/(1 + e^(−a(θ − b)))，边际最大似然",
    error: "观测信息的逆",
    source: "Bock & Aitkin 1981；Louis 1982",
  },
  "item-location": {
    title: "难度 b",
    value: "b = −d/a，d 是截距；边际最大似然",
    error: "观测信息的逆，delta 法",
    source: "Bock & Aitkin 1981；Louis 1982",
  },
  "log-likelihood": {
    title: "边际对数似然",
    value: "Σ 人 log ∫ Π 题 P(x | θ) φ(θ) dθ",
    source: "Bock & Aitkin 1981",
  },
  "ability-cut": {
    title: "合格线的能力值",
    value: "使整份量表的期望得分率等于合格比例的 θ（测验特征曲线）",
    source: "Lord 1980，第 4 章",
  },
  reliability: {
    title: "边际信度",
    value: "1 − 后验方差的平均 / 潜变量总方差",
    source: "Green 等 1984",
  },
  imbalance: {
    title: "群体间差距",
    value: "Σ W(θ − θ̄)² 减去抽样误差的期望，再开方",
    source: "方差分解；Cochran 1954（Q 检验）",
  },
  "design-simulation": {
    title: "设计的模拟",
    value:
      "按假定的比例和社区内相关反复抽样（社区的比例服从 beta 分布），每次照样求区间；覆盖率是区间含真值的次数所占比例",
    error: "√(覆盖率·(1 − 覆盖率)/次数)",
    source: "本软件的 simulatePlan（packages/survey-statistics/README.md）",
  },
  "replicate-weights": {
    title: "重复权数的误差",
    value: "由最终权数求得（比例、均值、总数或比）",
    error:
      "V = 系数·Σ c_r·(θ̂_r − 中心)²，θ̂_r 用第 r 套重复权数（各自重新校准）求得；似真值再加 (1 + 1/M)·套间方差",
    interval: "比例：logit p̂ ± t·se/(p̂(1 − p̂))；其余：估计 ± t·se；t 取设计自由度",
    source: "Wolter 2007，第 2–5 章；Rao, Wu & Yue 1992；Preston 2009；Rubin 1987，3.1",
  },
  equating: {
    title: "分数等值",
    value:
      "真分数：θ 使新卷期望总分等于该分，再求原卷期望总分；观察分：同一人群在两卷上的总分分布按百分等级对应",
    source: "Kolen & Brennan 2014，6.5、6.6；Lord & Wingersky 1984",
  },
  linking: {
    title: "量尺链接",
    value: "θ* = A·θ + B；A、B 由锚题参数或特征曲线求得",
    source: "Marco 1977；Loyd & Hoover 1980；Haebara 1980；Stocking & Lord 1983",
  },
  dif: {
    title: "题目功能差异",
    value: "MH：α = Σ(a·d/n)/Σ(b·c/n)，Δ = −2.35·ln α（负值对目标组更难）",
    error: "Var(ln α) 按 Phillips & Holland 1987",
    source: "Mantel & Haenszel 1959；Holland & Thayer 1988；Dorans & Holland 1993（A、B、C 级）",
  },
  "dif-groups": {
    title: "几组一起的题目功能差异",
    value:
      "广义 Mantel–Haenszel：Q = (ΣA − ΣE)′V⁻¹(ΣA − ΣE)，A 为各目标组在同一总分上答对的人数，自由度为组数减 1",
    source: "Somes 1986；Penfield 2001；R mantelhaen.test",
  },
  "dif-logistic": {
    title: "几组一起的逻辑回归",
    value:
      "−2(ln L小 − ln L大)：小模型 logit P = β₀ + β₁·总分，大模型再加每个目标组的位移和斜率，自由度为 2 ×（组数 − 1）",
    source: "Swaminathan & Rogers 1990；Magis、Raîche、Béland & Gérard 2011；R glm",
  },
  "dif-likelihood-ratio": {
    title: "校准的似然比检验",
    value: "2(ln L自由 − ln L相等)：这道题的参数各组自由估计，或各组相等；其余题目作锚，各组能力分布自由",
    source: "Thissen、Steinberg & Wainer 1993；R mirt 的 DIF",
  },
  simulation: {
    title: "自适应测验模拟",
    value:
      "对已知 θ 的受测者模拟作答：偏差 = 平均(θ̂ − θ)，均方根误差 = √平均((θ̂ − θ)²)，曝光率 r = 出现这道题的测验 / 全部测验 N，重叠 = (N·Σr²/平均题数 − 1)/(N − 1)",
    source: "van der Linden & Glas 2010；Chen, Ankenmann & Spray 2003（重叠）",
  },
  "item-fit": {
    title: "题目拟合 S-X²",
    value:
      "Σ总分 Σ得分 (O − E)²/E：总分相同的人里这道题各得分的人数与模型期望之差；期望小于 1 的格合并。题册和组各算各的，再相加",
    source: "Orlando & Thissen 2000；Kang & Chen 2008",
  },
  "limited-information": {
    title: "整体拟合 M₂、RMSEA、SRMSR",
    value:
      "M₂ = N·e′(Ξ⁻¹ − Ξ⁻¹Δ(Δ′Ξ⁻¹Δ)⁻¹Δ′Ξ⁻¹)e，e 是得分均值和两两乘积与模型之差，题册和组各为一块；RMSEA = √(max(M₂ − 自由度, 0)/(自由度·(N − 1)))；SRMSR = 两两相关之差的均方根",
    interval: "RMSEA 的 90% 区间由非中心卡方求得",
    source: "Maydeu-Olivares & Joe 2006；Cai & Hansen 2013（多级计分）；Maydeu-Olivares & Joe 2014（RMSEA）",
  },
} as const satisfies Readonly<Record<string, Formula>>;

export type FormulaName = keyof typeof formulas;
