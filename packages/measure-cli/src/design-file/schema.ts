import { type Static, Type } from "typebox";
import { cat } from "./cat-section.ts";
import { closed, column, columns, share } from "./fields.ts";

const stage = Type.Object(
  {
    strata: Type.Optional(column("层的列名；不分层就不写")),
    clusters: Type.Optional(column("群（社区、户）的列名；最后一阶段直接抽人就不写")),
    populationSize: Type.Optional(column("本阶段总体单位数的列名，用来算有限总体校正")),
    samplingFraction: Type.Optional(column("抽样比或入样概率的列名，不等概率时用（Brewer 方差）")),
  },
  { ...closed, description: "一个抽样阶段" },
);

const survey = Type.Object(
  {
    weights: Type.Optional(column("校准前的权数列名；不写则由各阶段抽样比求得")),
    stages: Type.Array(stage, { minItems: 1, maxItems: 5, description: "由外到内的抽样阶段" }),
    unequalProbabilities: Type.Optional(
      Type.Enum(["brewer", "hajek"], {
        description: "入样概率不等的阶段用哪一种方差近似；不写则 brewer",
      }),
    ),
    lonelyStrata: Type.Optional(
      Type.Enum(["refuse", "certainty", "adjust", "average"], {
        description: "只有一个抽中单位的层怎么办；不写则拒绝计算",
      }),
    ),
    where: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: '只读这些记录（如 {"responded": "1"} 只留答卷者）；分析子群请用 estimates 的 where',
      }),
    ),
  },
  { ...closed, description: "样本是怎样抽出来的：方差由它决定" },
);

const calibration = Type.Object(
  {
    distance: Type.Optional(
      Type.Enum(["raking", "linear", "logit"], { description: "校准距离；不写则 raking" }),
    ),
    bounds: Type.Optional(
      Type.Object(
        { lower: Type.Number(), upper: Type.Number() },
        { ...closed, description: "权数变化的上下限" },
      ),
    ),
    margins: Type.Optional(
      Type.Array(
        Type.Object(
          {
            columns: columns("一个或几个分类列；几列时类别写成用空格连接的组合"),
            totals: Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 }), {
              description: "每一类的总体人数",
            }),
          },
          closed,
        ),
      ),
    ),
    numbers: Type.Optional(
      Type.Array(
        Type.Object({ column: column("数值列"), total: Type.Number({ description: "总体合计" }) }, closed),
      ),
    ),
  },
  { ...closed, description: "校准到的总体数" },
);

const weights = Type.Object(
  {
    probabilities: Type.Optional(columns("各阶段入样概率的列名，设计权数是乘积的倒数")),
    weight: Type.Optional(column("已有的设计权数列名")),
    responded: Type.Optional(column("是否答卷的列名，1 是 0 否；不写则全部答卷")),
    cells: Type.Optional(columns("无回答调整格的列名")),
    predictors: Type.Optional(columns("回答倾向模型的列名（与 cells 二选一）")),
    classes: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100, description: "倾向分组数，0 为直接用倒数" }),
    ),
    trim: Type.Optional(
      Type.Object(
        { lower: Type.Number({ minimum: 0 }), upper: Type.Number({ exclusiveMinimum: 0 }) },
        { ...closed, description: "修剪到平均权数的多少倍之间；修剪后再校准一次" },
      ),
    ),
  },
  { ...closed, description: "权数怎样做" },
);

const sample = Type.Object(
  {
    method: Type.Enum(
      ["simple", "systematic", "stratified", "proportional-systematic", "brewer", "sampford", "clusters"],
      { description: "抽样方法" },
    ),
    id: column("抽样框中单位编号的列名"),
    stratum: Type.Optional(column("层的列名")),
    size: Type.Optional(column("规模度量的列名（不等概率抽样）；clusters 时为群内单位数")),
    take: Type.Optional(Type.Integer({ minimum: 1, description: "抽多少个单位" })),
    takeByStratum: Type.Optional(
      Type.Record(Type.String(), Type.Integer({ minimum: 1 }), { description: "每层抽多少个单位或群" }),
    ),
    allocation: Type.Optional(
      Type.Object(
        {
          rule: Type.Enum(["proportional", "neyman", "power", "precision"]),
          power: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          minimum: Type.Optional(Type.Integer({ minimum: 0 })),
          share: Type.Optional(share("预期比例，neyman 和 precision 用；precision 不写时取 0.5")),
          margin: Type.Optional(share("precision 用：每层区间的半宽")),
          designEffect: Type.Optional(
            Type.Number({ exclusiveMinimum: 0, description: "precision 用：设计效应" }),
          ),
          responseRate: Type.Optional(share("precision 用：预期应答率")),
        },
        {
          ...closed,
          description:
            "总量 take 怎样分到各层（不写 takeByStratum 时）；precision 不用 take，每层各抽到给定的精度",
        },
      ),
    ),
    units: Type.Optional(Type.Integer({ minimum: 1, description: "每个抽中的群里抽多少人" })),
  },
  { ...closed, description: "怎样抽样" },
);

const estimate = Type.Object(
  {
    name: Type.String({ minLength: 1, pattern: "^[^/]+$", description: "这个估计的名字，不含斜杠" }),
    label: Type.Optional(Type.String({ description: "给人看的名字" })),
    statistic: Type.Enum(["share", "mean", "total", "ratio", "quantile", "linear", "logistic"], {
      description: "比例、均值、总数、比、分位数、线性回归、逻辑回归",
    }),
    column: column("变量列；写 pv* 表示几列似真值（比例须再写 above）"),
    denominator: Type.Optional(column("比的分母列")),
    equals: Type.Optional(Type.String({ description: "比例：等于这个值的算有" })),
    above: Type.Optional(Type.Number({ description: "比例：不小于这个数的算有" })),
    probability: Type.Optional(share("分位数的位置")),
    predictors: Type.Optional(columns("回归的自变量；文字列自动按类别展开，以第一类为基准")),
    by: Type.Optional(columns("按这些列分别估计")),
    where: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "只估计这个子群（其余记录仍留在设计里）" }),
    ),
    differences: Type.Optional(
      Type.Array(
        Type.Object(
          {
            by: column("分组列"),
            of: Type.String({ description: "被减的组" }),
            from: Type.String({ description: "减去的组" }),
          },
          closed,
        ),
        { description: "两组之差及其误差（含协方差）" },
      ),
    ),
    interval: Type.Optional(
      Type.Enum(["logit", "beta", "wilson", "arcsine", "wald"], { description: "比例的区间；不写则 logit" }),
    ),
    degreesOfFreedom: Type.Optional(
      Type.Enum(["design", "domain"], { description: "整个设计的自由度，或子群自己的（小街道请用）" }),
    ),
  },
  { ...closed, description: "一个要估计的量" },
);

const normal = (of: string) =>
  Type.Object(
    { mean: Type.Number(), deviation: Type.Number({ exclusiveMinimum: 0 }) },
    { ...closed, description: `${of} 的正态先验` },
  );

const test = Type.Object(
  {
    items: columns("题目列；写 q* 表示所有以 q 开头的列"),
    model: Type.Optional(
      Type.Enum(["rasch", "1pl", "2pl", "3pl", "graded", "partial-credit", "generalised-partial-credit"], {
        description: "作答模型；不写则 2pl",
      }),
    ),
    models: Type.Optional(Type.Record(Type.String(), Type.String(), { description: "个别题目的模型" })),
    notPresented: Type.Optional(Type.Array(Type.String(), { description: "未施测的代码；不写则空和 NA" })),
    refused: Type.Optional(Type.Array(Type.String(), { description: "拒答的代码" })),
    refusals: Type.Optional(Type.Enum(["missing", "zero"], { description: "拒答当缺失，或当 0 分" })),
    priors: Type.Optional(
      Type.Object(
        {
          logitGuessing: Type.Optional(Type.Union([normal("3pl 的 log(c/(1−c))"), Type.Null()])),
          logSlope: Type.Optional(normal("log a")),
          intercept: Type.Optional(normal("截距 d = −ab")),
        },
        {
          ...closed,
          description:
            "先验分布；不写则只有 3pl 的猜测参数有（均值 log ¼、标准差 0.5），logitGuessing 写 null 去掉它",
        },
      ),
    ),
    latent: Type.Optional(
      Type.Array(
        Type.Object(
          {
            mean: Type.Union([Type.Number(), Type.Literal("free")]),
            variance: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Literal("free")]),
          },
          closed,
        ),
        {
          minItems: 1,
          description: '各组能力的均值和方差，给数则固定，"free" 则估计；组按 group 列里的写法排序',
        },
      ),
    ),
    adaptiveNodes: Type.Optional(
      Type.Integer({
        minimum: 3,
        maximum: 51,
        description: "改用自适应求积，每人这么多个点（单数，如 15）；一百题以上的长卷才需要",
      }),
    ),
    standardErrors: Type.Optional(
      Type.Enum(["observed", "cross-product", "sandwich", "none"], {
        description: "标准误的来源；不写则 observed，用权数时为 sandwich",
      }),
    ),
    group: Type.Optional(column("分组列（多组校准；DIF 的组别）")),
    weights: Type.Optional(column("校准用的权数列")),
    id: Type.Optional(column("受测者编号列，写进得分表")),
  },
  { ...closed, description: "测验" },
);

const ability = Type.Object(
  {
    method: Type.Optional(
      Type.Enum(["eap", "wle", "map", "ml"], { description: "个人得分的方法；不写则 eap" }),
    ),
    plausibleValues: Type.Optional(Type.Integer({ minimum: 2, maximum: 100, description: "似真值的套数" })),
    predictors: Type.Optional(columns("潜回归的背景变量；凡要分组发布的变量都要在内")),
    weights: Type.Optional(column("潜回归的权数列")),
    cutShare: Type.Optional(share("合格线：整份量表期望得分率达到多少，如 0.7")),
    cut: Type.Optional(Type.Number({ description: "合格线：直接给能力值" })),
    itemUncertainty: Type.Optional(
      Type.Boolean({ description: "似真值是否带上题目参数的误差（题目文件须有协方差）；不写则有就带" }),
    ),
    linkingUncertainty: Type.Optional(
      Type.Boolean({ description: "似真值是否带上链接误差（题目文件由 link 写出）；不写则有就带" }),
    ),
  },
  { ...closed, description: "能力与合格线" },
);

const smallArea = Type.Object(
  {
    model: Type.Optional(
      Type.Enum(["fay-herriot", "spatial", "unit"], {
        description:
          "模型：街道一级（Fay–Herriot），带相邻街道的（spatial），或个人一级（unit，Battese–Harter–Fuller）；不写则 fay-herriot",
      }),
    ),
    area: column("样本里街道的列名"),
    column: Type.Optional(column("0/1 结果列；不写则用第一个比例估计")),
    statistic: Type.Optional(
      Type.Enum(["share", "mean"], { description: "比例，或（只在 unit 模型）均值；不写则 share" }),
    ),
    equals: Type.Optional(Type.String()),
    above: Type.Optional(Type.Number()),
    areaId: column("街道表里的编号列"),
    population: column("街道表里的目标人口列"),
    covariates: Type.Optional(
      columns("街道表里的协变量列（来自登记或普查，不能来自同一样本）；unit 模型里答卷者也要有同名的数字列"),
    ),
    neighbours: Type.Optional(
      Type.Object(
        { from: column("一个街道的编号列"), to: column("与它相邻的街道的编号列") },
        { ...closed, description: "--neighbours 表里的两列；不写则 from 和 to。每对写一次即可" },
      ),
    ),
    scale: Type.Optional(Type.Enum(["arcsine", "logit", "identity"])),
    method: Type.Optional(Type.Enum(["adjusted-reml", "reml", "ml", "moment"])),
    bootstrap: Type.Optional(Type.Integer({ minimum: 20, maximum: 100_000, description: "自助法重复次数" })),
    benchmark: Type.Optional(Type.Boolean({ description: "是否调整到与全区估计一致；不写则是" })),
  },
  { ...closed, description: "小区域（街道）估计" },
);

const verdict = Type.Object(
  {
    target: share("目标比例，如 0.18"),
    confidence: Type.Optional(Type.Number({ exclusiveMinimum: 0.5, exclusiveMaximum: 1 })),
    power: Type.Optional(share("建议样本的把握度")),
    estimate: Type.Optional(Type.Number({ description: "直接给出的估计（不读数据时）" })),
    standardError: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    degreesOfFreedom: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    respondents: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    fixedStandardError: Type.Optional(
      Type.Number({ minimum: 0, description: "加大样本也不会变小的误差，如链接误差" }),
    ),
    of: Type.Optional(
      Type.String({ description: "判断哪一个估计（estimates 里的 name）；不写则第一个比例" }),
    ),
  },
  { ...closed, description: "目标判定" },
);

const link = Type.Object(
  {
    method: Type.Optional(
      Type.Enum(["stocking-lord", "haebara", "mean-sigma", "mean-mean"], {
        description: "链接方法；不写则 stocking-lord",
      }),
    ),
    bootstrap: Type.Optional(
      Type.Integer({ minimum: 20, maximum: 100_000, description: "链接误差的自助法次数；不写则 200" }),
    ),
  },
  { ...closed, description: "两次校准怎样放到一个量尺上" },
);

const equate = Type.Object(
  {
    linked: Type.Optional(
      Type.Boolean({ description: "两份题目已在一个量尺上；不写则先用共同题目链接（方法见 link）" }),
    ),
    mean: Type.Optional(Type.Number({ description: "观察分等值所用人群的能力均值；不写则 0" })),
    standardDeviation: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "不写则 1" })),
  },
  { ...closed, description: "两份试卷的分数怎样互换" },
);

const plan = Type.Object(
  {
    areaId: column("街道表里的编号列"),
    population: column("街道表里的目标人口列"),
    communities: column('每个街道抽几个社区：街道表里的列名，或写成文字的整数如 "4"'),
    respondentsPerCommunity: column("每个社区预计几名答卷者（已减去无回答）：列名或整数"),
    share: column('假定的比例：列名，或 0 到 1 之间的数如 "0.15"'),
    covariates: Type.Optional(columns("街道表里的协变量列（登记或普查）")),
    intraclassCorrelation: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      description: "同一社区两人的相关，如 0.05",
    }),
    replicates: Type.Optional(
      Type.Integer({ minimum: 20, maximum: 100_000, description: "模拟多少次抽样；不写则 500" }),
    ),
  },
  { ...closed, description: "实地之前模拟设计：区间多宽、能不能盖住真值、能不能判断目标" },
);

const replicates = Type.Object(
  {
    method: Type.Enum(["jk1", "jkn", "brr", "fay", "bootstrap", "subbootstrap", "rao-wu", "multistage"], {
      description: "重复权数：刀切、平衡半样本、Fay、各种自助法",
    }),
    replicates: Type.Optional(
      Type.Integer({ minimum: 2, maximum: 100_000, description: "自助法次数；不写则 200" }),
    ),
    draws: Type.Optional(Type.Integer({ minimum: 1, description: "rao-wu 每层放回抽几个群；不写则 1" })),
    rho: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1, description: "fay 的 ρ；不写则 0.5" })),
    centre: Type.Optional(
      Type.Enum(["mean", "estimate"], { description: "离差从重复值的均值或全样本估计算起；不写则 mean" }),
    ),
  },
  { ...closed, description: "estimate 用重复权数求误差（代替泰勒线性化）" },
);

const dif = Type.Object(
  {
    group: column("分组列"),
    reference: Type.String({ description: "参照组（group 列里的写法）" }),
    focal: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1, maxItems: 50 })], {
      description: "目标组：题目可能对它不公平；几个目标组写成列表，各自与参照组比，并一起检验",
    }),
    purify: Type.Optional(Type.Boolean({ description: "是否净化匹配总分；不写则是" })),
    alpha: Type.Optional(share("检验水平；不写则 0.05")),
    likelihoodRatio: Type.Optional(
      Type.Boolean({
        description: "是否再用校准的似然比检验（模型见 test.model；每题校准一次，较慢）；不写则否",
      }),
    ),
  },
  { ...closed, description: "题目功能差异" },
);

const report = Type.Object(
  {
    place: Type.String({ description: "地区名称" }),
    year: Type.String({ description: "调查年份" }),
    of: Type.Optional(Type.String({ description: "主要比例（estimates 里的 name）；不写则第一个比例" })),
    audience: Type.Optional(column("人群列")),
    groups: Type.Optional(Type.Array(Type.String(), { description: "其他分组列" })),
    labels: Type.Optional(Type.Record(Type.String(), Type.String(), { description: "列名的中文名" })),
    order: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: "某列的类别按什么次序排；不写则按 calibration 里的次序，再按文字",
      }),
    ),
    synthetic: Type.Optional(Type.Boolean({ description: "是否合成数据，报告会显著标明" })),
    minimumCell: Type.Optional(
      Type.Integer({ minimum: 2, description: "少于这么多人的格不发布；不写则 10" }),
    ),
  },
  { ...closed, description: "报告" },
);

/** Everything that a design file may say; each command reads its own sections. */
export const designSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    title: Type.Optional(Type.String({ description: "标题" })),
    seed: Type.Optional(Type.String({ description: "随机种子：同一种子得到同样的字节" })),
    level: Type.Optional(share("置信水平；不写则 0.95")),
    survey: Type.Optional(survey),
    calibration: Type.Optional(calibration),
    weights: Type.Optional(weights),
    sample: Type.Optional(sample),
    estimates: Type.Optional(Type.Array(estimate, { minItems: 1 })),
    replicates: Type.Optional(replicates),
    plan: Type.Optional(plan),
    test: Type.Optional(test),
    ability: Type.Optional(ability),
    smallArea: Type.Optional(smallArea),
    verdict: Type.Optional(verdict),
    link: Type.Optional(link),
    equate: Type.Optional(equate),
    dif: Type.Optional(dif),
    cat: Type.Optional(cat),
    report: Type.Optional(report),
  },
  { ...closed, title: "kepu-measure 设计文件" },
);

export type DesignFile = Static<typeof designSchema>;
export type CatSection = NonNullable<DesignFile["cat"]>;
export type SurveySection = NonNullable<DesignFile["survey"]>;
export type CalibrationSection = NonNullable<DesignFile["calibration"]>;
export type TestSection = NonNullable<DesignFile["test"]>;
export type SampleSection = NonNullable<DesignFile["sample"]>;
export type SmallAreaSection = NonNullable<DesignFile["smallArea"]>;
export type Estimand = NonNullable<DesignFile["estimates"]>[number];
