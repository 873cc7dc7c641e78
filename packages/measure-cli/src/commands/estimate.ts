import { studentTQuantile } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import type { Command, Figure, Outcome } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import { type BuiltSurvey, buildSurvey } from "../estimands/build-survey.ts";
import { type Evaluated, evaluateEstimand } from "../estimands/evaluate.ts";
import { regress } from "../estimands/regress.ts";
import { drawForest } from "../html/forest.ts";
import { estimateScript } from "../r-scripts/estimate-script.ts";

/** What every figure of a design rests on, for --explain. */
export const designInputs = ({ table, design, base }: BuiltSurvey): Record<string, string | number> => {
  const stage = design.stages[0];
  return {
    数据: table.file,
    记录数: design.rows,
    权数之和: design.weights.reduce((sum, weight) => sum + weight, 0),
    校准前权数之和: base.weights.reduce((sum, weight) => sum + weight, 0),
    层: stage?.unitsInStratum.length ?? 0,
    群: stage?.stratumOfUnit.length ?? 0,
    方差计入的阶段: design.stages.length,
    设计自由度: survey.degreesOfFreedom(design),
    校准次数: design.calibrations.length,
  };
};

/** An evaluated statistic as a figure that can be explained. */
export const toFigure = (one: Evaluated, built: BuiltSurvey, level: number): Figure => ({
  id: one.id,
  label: one.group === undefined ? one.label : `${one.label}（${one.by}：${one.group}）`,
  kind: one.estimand.statistic === "share" ? "share" : "number",
  value: one.value,
  standardError: one.standardError,
  lower: one.lower,
  upper: one.upper,
  formula: one.formula,
  inputs: {
    列: one.estimand.column,
    答卷者: one.respondents,
    自由度: one.degreesOfFreedom,
    置信水平: level,
    t: studentTQuantile((1 + level) / 2, { df: one.degreesOfFreedom }),
    区间: one.method,
    ...(one.designEffect === undefined ? {} : { 设计效应: one.designEffect }),
    ...(one.measurementShare === undefined ? {} : { 测量占方差的比例: one.measurementShare }),
    ...designInputs(built),
  },
});

export const estimateColumns = [
  { name: "id", title: "编号", kind: "text" },
  { name: "label", title: "估计", kind: "text" },
  { name: "by", title: "分组", kind: "text" },
  { name: "group", title: "组", kind: "text" },
  { name: "value", title: "估计值", kind: "number" },
  { name: "standardError", title: "标准误", kind: "number" },
  { name: "lower", title: "下限", kind: "number" },
  { name: "upper", title: "上限", kind: "number" },
  { name: "degreesOfFreedom", title: "自由度", kind: "number" },
  { name: "respondents", title: "答卷者", kind: "count" },
  { name: "designEffect", title: "设计效应", kind: "number" },
  { name: "measurementShare", title: "测量占方差", kind: "share" },
] as const;

const toRow = (one: Evaluated) => [
  one.id,
  one.label,
  one.by ?? null,
  one.group ?? null,
  one.value,
  one.standardError,
  one.lower,
  one.upper,
  one.degreesOfFreedom,
  one.respondents,
  one.designEffect ?? null,
  one.measurementShare ?? null,
];

/** `estimate`: totals, means, ratios, shares, quantiles, domains, differences and regressions of a survey. */
export const estimate: Command = {
  name: "estimate",
  summary: "总数、均值、比例、分位数、分组、差值和回归，误差按抽样设计",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table, progress }): Promise<Outcome> => {
    const estimands = section(file, "estimates", designName);
    const level = file.level ?? 0.95;
    const built = buildSurvey(await table("data"), file, designName);
    const context = { survey: built, level, file: designName };
    const done = progress("估计");
    const evaluated: Evaluated[] = [];
    const regressions: {
      readonly name: string;
      readonly label: string;
      readonly rows: ReturnType<typeof regress>;
    }[] = [];
    for (const [place, estimand] of estimands.entries()) {
      if (estimand.statistic === "linear" || estimand.statistic === "logistic")
        regressions.push({
          name: estimand.name,
          label: estimand.label ?? estimand.name,
          rows: regress(estimand, context),
        });
      else evaluated.push(...evaluateEstimand(estimand, context));
      done(place + 1, estimands.length);
    }
    const shares = evaluated.filter(
      (one) => one.estimand.statistic === "share" && one.formula !== "difference",
    );
    return {
      title: file.title ?? "调查估计",
      figures: [
        ...evaluated.map((one) => toFigure(one, built, level)),
        ...regressions.flatMap(({ name, label, rows }) =>
          rows.map((row): Figure => ({
            id: `${name}/${row.name}`,
            label: `${label}：${row.name}`,
            kind: "number",
            value: row.value,
            standardError: row.standardError,
            lower: row.lower,
            upper: row.upper,
            formula: "regression",
            inputs: { 自由度: row.degreesOfFreedom, 置信水平: level, ...designInputs(built) },
          })),
        ),
      ],
      tables: [
        { name: "estimates", title: "估计", columns: estimateColumns, rows: evaluated.map(toRow) },
        ...regressions.map(({ name, label, rows }) => ({
          name,
          title: label,
          columns: [
            { name: "coefficient", title: "变量", kind: "text" as const },
            { name: "value", title: "系数", kind: "number" as const },
            { name: "standardError", title: "标准误", kind: "number" as const },
            { name: "lower", title: "下限", kind: "number" as const },
            { name: "upper", title: "上限", kind: "number" as const },
          ],
          rows: rows.map((row) => [row.name, row.value, row.standardError, row.lower, row.upper]),
        })),
      ],
      parts:
        shares.length === 0
          ? []
          : [
              {
                title: "比例与区间",
                html: drawForest({
                  caption: `比例与 ${Math.round(level * 100)}% 区间`,
                  rows: shares.map((one) => ({
                    label: one.group ?? one.label,
                    value: one.value,
                    lower: one.lower,
                    upper: one.upper,
                  })),
                }),
              },
            ],
      notes: [
        "分组的人不从设计里去掉：误差按整个设计计算。",
        ...(built.factors === undefined
          ? []
          : [
              `校准使权数变为原来的 ${built.factors.least.toFixed(3)} 到 ${built.factors.largest.toFixed(3)} 倍，误差用校准残差计算。`,
            ]),
      ],
      rScript: estimateScript(file, { data: built.table.file, level }),
    };
  },
};
