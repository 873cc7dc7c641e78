import { Type } from "typebox";
import { closed, column, columns, share } from "./fields.ts";

const bank = Type.Object(
  {
    id: column("题目编号的列名"),
    content: Type.Optional(column("内容领域的列名（每题一个），contentShares 和 plan 用")),
    attributes: Type.Optional(
      columns("其他属性的列名（题型、图题、认知层次），格里的写法就是属性名，空格表示没有"),
    ),
    enemies: Type.Optional(column("互斥组的列名：写法相同的题不会在同一份测验里出现，空格表示不互斥")),
  },
  { ...closed, description: "--bank 题库表里的列：内容领域、属性、互斥组" },
);

const start = Type.Object(
  {
    abilities: Type.Optional(
      Type.Array(Type.Number(), { minItems: 1, maxItems: 20, description: "开头几题各在哪个能力附近找" }),
    ),
    items: Type.Optional(columns("开头固定的几道题")),
    between: Type.Optional(
      Type.Array(Type.Number(), {
        minItems: 2,
        maxItems: 2,
        description: "起点在这两个能力之间随机取",
      }),
    ),
  },
  { ...closed, description: "从哪里开始，三种写法任选一种；不写则从能力 0 开始" },
);

const bound = Type.Object(
  {
    attribute: Type.String({ minLength: 1, description: "内容领域或属性的写法，与 --bank 表一致" }),
    least: Type.Optional(Type.Integer({ minimum: 0, description: "整份测验至少几题" })),
    most: Type.Optional(Type.Integer({ minimum: 0, description: "整份测验最多几题" })),
    weight: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "优先指数里的权重；不写则 1，影子测验不用" }),
    ),
  },
  closed,
);

const plan = Type.Object(
  {
    method: Type.Enum(["priority-index", "shadow-test"], {
      description:
        "最大优先指数（Cheng & Chang 2009），或影子测验（van der Linden & Reese 1998；每步解一个整数规划，较慢，但只要有解就一定满足）",
    }),
    bounds: Type.Array(bound, { minItems: 1, maxItems: 200, description: "每种属性的题数上下限" }),
  },
  { ...closed, description: "组卷要求：整份测验里各种题的题数" },
);

const exposure = Type.Object(
  {
    method: Type.Enum(["sympson-hetter", "restricted", "progressive-restricted"], {
      description:
        "曝光控制：Sympson–Hetter（先反复模拟求出每题的放行概率），限制（满了就暂停），渐进限制（选题规则为 progressive）",
    }),
    maximumRate: share("每道题最多在多大比例的测验里出现"),
    persons: Type.Optional(
      Type.Integer({
        minimum: 10,
        maximum: 1_000_000,
        description: "sympson-hetter 每轮模拟几人；不写则 1000",
      }),
    ),
    rounds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "sympson-hetter 最多几轮；不写则 50" }),
    ),
  },
  { ...closed, description: "曝光控制" },
);

const classification = Type.Object(
  {
    kind: Type.Optional(
      Type.Enum(["sequential-ratio", "interval"], {
        description: "序贯概率比检验，或估计的区间不再含合格线；不写则 sequential-ratio",
      }),
    ),
    cut: Type.Number({ description: "合格线的能力值" }),
    halfWidth: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "sequential-ratio 用：合格线两边各多宽分不清也无妨" }),
    ),
    falseAbove: Type.Optional(share("sequential-ratio 用：误判为合格的概率")),
    falseBelow: Type.Optional(share("sequential-ratio 用：误判为不合格的概率")),
    deviations: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "interval 用：几个标准误，如 1.96" }),
    ),
  },
  { ...closed, description: "分得清合格与否即停" },
);

/** `cat`: the rules of an adaptive test and the simulation of it. */
export const cat = Type.Object(
  {
    bank: Type.Optional(bank),
    start: Type.Optional(start),
    selection: Type.Optional(
      Type.Enum(
        [
          "maximum-information",
          "maximum-posterior-weighted-information",
          "maximum-likelihood-weighted-information",
          "kullback-leibler",
          "posterior-weighted-kullback-leibler",
          "minimum-expected-posterior-variance",
          "maximum-expected-information",
          "global-discrimination",
          "posterior-global-discrimination",
          "closest-location",
          "closest-optimum",
          "progressive",
          "proportional",
          "random",
        ],
        { description: "选题规则；不写则 maximum-information（progressive-restricted 时为 progressive）" },
      ),
    ),
    acceleration: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: "progressive 和 proportional 从随机转向信息的快慢；不写则 1",
      }),
    ),
    estimate: Type.Optional(
      Type.Enum(["eap", "map", "wle"], { description: "每答一题后怎样估计能力；不写则 eap" }),
    ),
    contentShares: Type.Optional(
      Type.Record(Type.String(), share("这个内容领域应占的比例"), {
        description: "各内容领域的比例：下一题取差得最多的领域",
      }),
    ),
    plan: Type.Optional(plan),
    exposure: Type.Optional(exposure),
    strata: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 50, description: "按区分度把题库分几层，先用平的（a 分层）" }),
    ),
    minimumLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
    maximumLength: Type.Integer({ minimum: 1, maximum: 1000, description: "最多几题" }),
    standardError: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "标准误到此即停" })),
    minimumInformation: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "剩下的题都给不出这么多信息即停" }),
    ),
    randomesque: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "从最好的几题里随机选" }),
    ),
    classification: Type.Optional(classification),
    persons: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 1_000_000, description: "模拟多少名受测者；不写则 1000" }),
    ),
    mean: Type.Optional(Type.Number({ description: "受测者能力的均值；不写则 0" })),
    standardDeviation: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "不写则 1" })),
  },
  { ...closed, description: "自适应测验的模拟" },
);
