import { studentTQuantile } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import type { Figure } from "../command.ts";
import type { BuiltSurvey } from "./build-survey.ts";
import type { Evaluated } from "./evaluate.ts";

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

/** Columns of the table of estimates. */
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

/** One row of `estimateColumns`. */
export const toRow = (one: Evaluated) => [
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
