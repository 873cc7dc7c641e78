import { chiSquareCdf } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import type { Cell } from "../command.ts";
import type { Evaluated } from "../estimands/evaluate.ts";
import { verdictWords } from "../estimands/judgement.ts";
import { escapeHtml } from "../html/escape.ts";
import { drawForest, type ForestRow } from "../html/forest.ts";
import { showNumber, showProbability, showShare } from "../html/numbers.ts";
import { toTable } from "../html/page.ts";
import type { ReportData } from "./collect.ts";

/** A numbered part of the page. */
export type ReportSection = { readonly title: string; readonly html: string };

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const percent = (level: number): string => `${Number((100 * level).toFixed(1))}%`;

const range = ({ lower, upper }: { readonly lower: number; readonly upper: number }): string =>
  `${showShare(lower)}–${showShare(upper)}`;

const toRow = (data: ReportData, one: Evaluated): ForestRow => ({
  label: one.group ?? data.settings.place,
  value: one.value,
  lower: one.lower,
  upper: one.upper,
  truth: data.truth.get(one.id),
  note: `${one.respondents} 人`,
});

const meaning: Readonly<Record<survey.VerdictOutcome, string>> = {
  reached: "即使误差往最不利的方向偏，比例仍高于目标。",
  "not-reached": "即使误差往最有利的方向偏，比例仍低于目标。",
  "cannot-tell": "误差还盖得住目标，说达到或没达到都没有把握。",
};

/** The answer in the first screen. */
export const drawAnswer = (data: ReportData): string => {
  const { whole, verdict, settings, level, built, streets } = data;
  const communities = built.design.stages[0]?.stratumOfUnit.length ?? 0;
  const facts: readonly (readonly [string, string])[] = [
    [showShare(whole.value), `区间 ${range(whole)}`],
    [whole.respondents.toLocaleString("en"), "人答卷"],
    [communities.toLocaleString("en"), "个社区（群）"],
    ...(streets === undefined ? [] : ([[String(streets.result.areas.length), "个街道有估计"]] as const)),
  ];
  return `<div class="answer">
<p class="lead">${escapeHtml(settings.place)}每 100 名居民里，约有 ${Math.round(100 * whole.value)} 名具备科学素质：${showShare(whole.value)}（${percent(level)} 区间 ${range(whole)}）。</p>
${
  verdict === undefined
    ? ""
    : `<p>目标 ${showShare(verdict.target, 0)}：<span class="tag ${verdict.outcome}">${verdictWords(verdict)}</span> ${meaning[verdict.outcome]}</p>`
}
</div>
<ul class="facts">${facts.map(([value, label]) => `<li><b>${escapeHtml(value)}</b><span>${escapeHtml(label)}</span></li>`).join("")}</ul>
<p class="small">区间的意思：同样的调查反复做，100 次里约有 ${Math.round(100 * level)} 次的区间包含真实比例。只看中间的数会高估把握。</p>`;
};

/** Shares of every grouping. */
export const groupSections = (data: ReportData): ReportSection[] =>
  data.groups.map(({ label, rows, withheld }) => ({
    title: label,
    html: [
      drawForest({
        caption: `${label}：具备科学素质的比例与 ${percent(data.level)} 区间`,
        labelTitle: label,
        rows: rows.map((row) => toRow(data, row)),
        reference: { value: data.whole.value, label: "全区估计" },
      }),
      withheld.small === 0
        ? ""
        : paragraph(
            `${withheld.small} 个组答卷者少于 ${data.settings.minimumCell ?? 10} 人，不发布${withheld.further === 0 ? "" : `；另有 ${withheld.further} 个组也不发布，否则用全区减去其余各组就能算出来`}。`,
          ),
    ].join("\n"),
  }));

/** Differences of groups, and how far the audiences are apart. */
export const gapSection = (data: ReportData): ReportSection | undefined => {
  const { differences, imbalance, settings } = data;
  if (differences.length === 0 && imbalance === undefined) return undefined;
  const parts: string[] = [];
  if (differences.length > 0)
    parts.push(
      drawForest({
        caption: `两组相差（百分点）与 ${percent(data.level)} 区间`,
        kind: "points",
        rows: differences.map((one) => ({
          label: one.group ?? "",
          note: settings.labels?.[one.by ?? ""] ?? one.by ?? "",
          value: one.value,
          lower: one.lower,
          upper: one.upper,
        })),
        reference: { value: 0, label: "没有差别" },
      }),
      paragraph("区间包含 0 时，不能说两组有差别。"),
    );
  if (imbalance !== undefined) {
    const { statistic, degreesOfFreedom: df } = imbalance.heterogeneity;
    const p = chiSquareCdf(statistic, { df, tail: "upper" });
    const spread = Math.sqrt(Math.max(0, imbalance.variance.value));
    parts.push(
      paragraph(
        `各类人群之间的差距（扣去抽样误差后的标准差）约 ${(100 * spread).toFixed(1)} 个百分点，变异系数 ${imbalance.coefficientOfVariation.toFixed(2)}；检验“各类人群没有差别”：Q = ${statistic.toFixed(1)}，自由度 ${df}，p ${p < 0.001 ? "< 0.001" : `= ${showProbability(p)}`}。`,
      ),
    );
  }
  return { title: "差距", html: parts.join("\n") };
};

/** The streets, in the order of the register so that nobody reads a ranking. */
export const streetSection = (data: ReportData): ReportSection | undefined => {
  const { streets, truth, level } = data;
  if (streets === undefined) return undefined;
  const { result, whole } = streets;
  const without = result.areas.filter(({ sampled }) => !sampled).length;
  return {
    title: "各街道",
    html: [
      paragraph(
        `一个街道只有几十人答卷，单靠它们误差很大；这里把街道自己的样本和登记数据（${(data.file.smallArea?.covariates ?? []).map((name) => data.settings.labels?.[name] ?? name).join("、") || "无"}）合起来估计，再与全区对齐。按登记次序排列，不是名次：区间互相重叠的街道分不出高低。`,
      ),
      drawForest({
        caption: `各街道的比例与 ${percent(level)} 区间`,
        labelTitle: "街道",
        rows: result.areas.map((area) => ({
          label: area.id,
          value: area.estimate,
          lower: area.lower,
          upper: area.upper,
          truth: truth.get(`street/${area.id}`),
          hollow: !area.sampled,
          note: area.sampled ? `${area.respondents} 人` : "没有样本",
        })),
        reference: { value: whole.value, label: "全区估计" },
      }),
      without === 0 ? "" : paragraph(`${without} 个街道没有样本，只由登记数据推断，不能当作调查结果。`),
    ].join("\n"),
  };
};

/** The rule and what it needs. */
export const verdictSection = ({ verdict, whole }: ReportData): ReportSection | undefined => {
  if (verdict === undefined) return undefined;
  const sure = percent(verdict.confidence);
  return {
    title: "目标怎样判定",
    html: [
      paragraph(
        `规则先定后算：单侧 ${sure} 下限高于 ${showShare(verdict.target)} 为“已达到”，单侧上限低于它为“未达到”，其余为“不能判断”。只看估计值高于目标是不够的。`,
      ),
      toTable({
        title: "判定",
        columns: [
          { name: "outcome", title: "结论", kind: "text" },
          { name: "lower", title: `单侧 ${sure} 下限`, kind: "share" },
          { name: "upper", title: `单侧 ${sure} 上限`, kind: "share" },
          { name: "above", title: "超过目标的概率", kind: "probability" },
          { name: "need", title: "能判断所需的答卷者", kind: "count" },
        ],
        rows: [
          [
            verdictWords(verdict),
            verdict.lowerBound,
            verdict.upperBound,
            verdict.probabilityAbove,
            verdict.respondentsToDecide ?? null,
          ],
        ],
      }),
      paragraph(
        verdict.respondentsToDecide === undefined
          ? "估计离目标太近，或不随样本变小的误差太大：加大样本也判断不了。"
          : `若真实比例就是 ${showShare(whole.value)}，同样的抽样设计有 ${verdict.respondentsToDecide.toLocaleString("en")} 名答卷者，就有 80% 的机会作出判断；这次有 ${whole.respondents.toLocaleString("en")} 名。`,
      ),
    ].join("\n"),
  };
};

const designSentence = ({ file, built, settings }: ReportData): string => {
  const label = (name: string): string => settings.labels?.[name] ?? name;
  const stages = file.survey?.stages ?? [];
  const first = built.design.stages[0];
  const kind = stages[0]?.clusters === undefined ? "直接抽人" : `先抽${label(stages[0].clusters)}再抽人`;
  return `${stages[0]?.strata === undefined ? "不分层" : `按${label(stages[0].strata)}分 ${first?.unitsInStratum.length ?? 0} 层`}，${kind}，误差计入 ${built.design.stages.length} 个阶段${stages.some(({ samplingFraction }) => samplingFraction !== undefined) ? "（不等概率，Brewer 方差）" : ""}；自由度 ${survey.degreesOfFreedom(built.design)}。`;
};

/** What a statistician asks first: design, weights, effects, model. */
export const qualitySection = (data: ReportData): ReportSection => {
  const { weights, built, streets, whole, groups, level } = data;
  const rows = [whole, ...groups.flatMap((group) => group.rows)];
  return {
    title: "质量：统计人员看这里",
    html: [
      paragraph(designSentence(data)),
      paragraph(
        `权数 ${weights.least.toFixed(1)} 到 ${weights.largest.toFixed(1)}，和为 ${Math.round(weights.sum).toLocaleString("en")}；不等权的设计效应 ${weights.kishDesignEffect.toFixed(2)}，有效样本约 ${Math.round(weights.effectiveRespondents)} 人。${
          built.factors === undefined
            ? "没有校准。"
            : `校准 ${built.iterations ?? 0} 次收敛，权数变为原来的 ${built.factors.least.toFixed(3)} 到 ${built.factors.largest.toFixed(3)} 倍，误差用校准残差；无回答调整的系数当作已知。`
        }`,
      ),
      toTable({
        title: `每个数的误差从哪里来（${percent(level)} 区间）`,
        columns: [
          { name: "label", title: "估计", kind: "text" },
          { name: "value", title: "比例", kind: "share" },
          { name: "standardError", title: "标准误", kind: "share" },
          { name: "df", title: "自由度", kind: "number" },
          { name: "n", title: "答卷者", kind: "count" },
          { name: "clusters", title: "社区", kind: "count" },
          { name: "measurement", title: "测量占方差", kind: "share" },
        ],
        rows: rows.map((one): Cell[] => [
          one.group ?? "全区",
          one.value,
          one.standardError,
          Number(one.degreesOfFreedom.toFixed(1)),
          one.respondents,
          one.clusters,
          one.measurementShare ?? null,
        ]),
      }),
      streets === undefined
        ? ""
        : paragraph(
            `街道模型：Fay–Herriot，${streets.result.scale} 尺度，${streets.result.fit.method}；区域间方差 A = ${showNumber(streets.result.fit.modelVariance)}，合并设计效应 ${(streets.result.designEffect ?? 1).toFixed(2)}，样本的份量 γ 平均 ${(streets.result.areas.reduce((sum, { gamma }) => sum + gamma, 0) / streets.result.areas.length).toFixed(2)}；系数 ${Array.from(streets.result.fit.coefficients, (value) => value.toFixed(3)).join("、")}；对齐（${streets.result.benchmark?.method ?? "无"}）移动 ${showNumber(streets.result.benchmark?.amount ?? 0)}。`,
          ),
    ].join("\n"),
  };
};

/** Only where the truth is known: how the intervals did. */
export const coverageSection = ({ coverage, level }: ReportData): ReportSection | undefined =>
  coverage === undefined
    ? undefined
    : {
        title: "区间与真值对照",
        html: [
          paragraph(
            `${coverage.intervals} 个区间里有 ${coverage.held} 个包含真值（${showShare(coverage.held / coverage.intervals)}）。区间若名副其实，${percent(level)} 的情况下会有 ${coverage.usual[0]} 到 ${coverage.usual[1]} 个（把各区间当作互不相干时）。`,
          ),
          paragraph(
            coverage.missed.length === 0
              ? "没有漏掉真值的区间。"
              : `没有包含真值的是：${coverage.missed.join("、")}。${percent(level)} 的区间本来就该有约 ${Math.round((1 - level) * coverage.intervals)} 个漏掉；一次调查不能证明方法对，一千次抽样的结果见 npm run bench -- survey。`,
          ),
        ].join("\n"),
      };

/** When these figures must not be used. */
export const limitSection = (data: ReportData): ReportSection => ({
  title: "不能这样用",
  html: `<ul>${[
    "不要给街道排名，也不要拿单个街道的数考核：区间对所有街道平均成立。",
    "不要由个人得分数合格的人：个人得分带误差，这样数出的比例有偏差；这里用的是似真值。",
    "不要与用别的口径（如 2016 年基准 50 题六成）得出的比例直接比较。",
    "似真值只对调查时写明的背景变量可靠；要看别的分组，先把它写进 ability.predictors 重算。",
    ...(data.verdict === undefined
      ? []
      : ["判定没有计入量尺链接的误差，除非设计文件写了 verdict.fixedStandardError。"]),
  ]
    .map((text) => `<li>${escapeHtml(text)}</li>`)
    .join("")}</ul>`,
});
