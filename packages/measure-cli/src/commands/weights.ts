import * as survey from "@kepu/survey-statistics";
import type { Cell, Command, Figure, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import type { DesignFile } from "../design-file/schema.ts";
import { calibrateDesign } from "../estimands/build-survey.ts";
import { toPredictors } from "../estimands/regress.ts";
import { drawHistogram } from "../html/charts.ts";
import { filterRows, joinColumns, numberColumn, type Table } from "../input/table.ts";
import { weightsScript } from "../r-scripts/weights-script.ts";

type WeightsSection = NonNullable<DesignFile["weights"]>;

const designWeights = (table: Table, settings: WeightsSection, file: string): Float64Array => {
  if (settings.weight !== undefined) return numberColumn(table, settings.weight);
  if (settings.probabilities === undefined)
    return refuseField(file, "weights", "要写 probabilities（各阶段入样概率）或 weight（设计权数）");
  const columns = settings.probabilities.map((name) => numberColumn(table, name));
  for (const [stage, column] of columns.entries()) {
    const row = column.findIndex((value) => !(value > 0 && value <= 1));
    if (row >= 0)
      throw new survey.SurveyError("fraction-out-of-range", {
        row: row + 1,
        stage: stage + 1,
        value: column[row] ?? Number.NaN,
      });
  }
  return Float64Array.from(
    { length: table.rows },
    (_, row) => 1 / columns.reduce((product, column) => product * (column[row] ?? 1), 1),
  );
};

const adjust = (
  table: Table,
  weights: Float64Array,
  { settings, file }: { readonly settings: WeightsSection; readonly file: string },
): survey.ResponseAdjustment | undefined => {
  if (settings.responded === undefined) return undefined;
  const responded = numberColumn(table, settings.responded);
  if (settings.predictors === undefined)
    return survey.adjustForResponse({
      weights,
      responded,
      cells: settings.cells === undefined ? weights.map(() => 1) : joinColumns(table, settings.cells),
    });
  if (settings.cells !== undefined) refuseField(file, "weights", "cells 与 predictors 只能写一个");
  return survey.adjustByPropensity(
    { weights, responded, predictors: toPredictors(table, settings.predictors).map(({ values }) => values) },
    settings.classes === undefined ? {} : { classes: settings.classes },
  );
};

/** `weights`: design, non-response, trimming and calibration, with what they do to the sample. */
export const command: Command = {
  name: "weights",
  summary: "由入样概率做设计权数，调整无回答，校准到总体数，修剪，并给出诊断",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table: read }): Promise<Outcome> => {
    const settings = section(file, "weights", designName);
    const all = await read("data");
    const designed = designWeights(all, settings, designName);
    const adjustment = adjust(all, designed, { settings, file: designName });
    const adjusted = adjustment?.weights ?? designed;
    const kept = [...adjusted.keys()].filter((row) => (adjusted[row] ?? 0) > 0);
    const table = filterRows(all, (row) => (adjusted[row] ?? 0) > 0);
    let base = Float64Array.from(kept, (row) => adjusted[row] ?? 0);
    const { calibration } = file;
    const calibrated = (weights: Float64Array): survey.CalibratedDesign | undefined =>
      calibration === undefined
        ? undefined
        : calibrateDesign(survey.createDesign({ weights, stages: [{}] }), table, {
            calibration,
            file: designName,
          });
    let result = calibrated(base);
    if (settings.trim !== undefined) {
      const { lower, upper } = settings.trim;
      const before = result?.design.weights ?? base;
      const mean = before.reduce((a, b) => a + b, 0) / before.length;
      base = Float64Array.from(survey.trimWeights(before, { lower: lower * mean, upper: upper * mean }));
      result = calibrated(base);
    }
    const final = result?.design.weights ?? base;
    const diagnosis = survey.diagnoseWeights(final);
    const sampledSum = designed.reduce((a, b) => a + b, 0);
    const answeredSum = kept.reduce((sum, row) => sum + (designed[row] ?? 0), 0);
    const inputs = { 数据: all.file, 全部样本: all.rows, 答卷者: table.rows };
    const figure = (
      part: Pick<Figure, "id" | "label" | "kind" | "value" | "formula">,
      more: Readonly<Record<string, number>> = {},
    ): Figure => ({ ...part, inputs: { ...inputs, ...more } });
    const names = all.names.filter((name) => !["designWeight", "baseWeight", "weight"].includes(name));
    return {
      title: file.title ?? "权数",
      figures: [
        figure(
          {
            id: "response-rate",
            label: "加权回答率",
            kind: "share",
            value: answeredSum / sampledSum,
            formula: "response-rate",
          },
          { 答卷者设计权数之和: answeredSum, 全部设计权数之和: sampledSum },
        ),
        figure({
          id: "weight-sum",
          label: "最终权数之和",
          kind: "count",
          value: diagnosis.sum,
          formula: "weight-sum",
        }),
        figure(
          {
            id: "kish-effect",
            label: "不等权的设计效应",
            kind: "number",
            value: diagnosis.kishDesignEffect,
            formula: "kish-effect",
          },
          { 有效样本: diagnosis.effectiveRespondents },
        ),
      ],
      tables: [
        {
          name: "weights",
          title: "答卷者与权数",
          columns: [
            ...names.map((name) => ({ name, title: name, kind: "text" as const })),
            { name: "designWeight", title: "设计权数", kind: "number" as const },
            { name: "baseWeight", title: "校准前权数", kind: "number" as const },
            { name: "weight", title: "最终权数", kind: "number" as const },
          ],
          rows: kept.map((row, place): Cell[] => [
            ...names.map((name) => all.columns.get(name)?.[row] ?? null),
            designed[row] ?? null,
            base[place] ?? null,
            final[place] ?? null,
          ]),
        },
        {
          name: "response",
          title: "无回答调整格",
          columns: [
            { name: "cell", title: "格", kind: "text" as const },
            { name: "sampled", title: "抽中", kind: "count" as const },
            { name: "responded", title: "答卷", kind: "count" as const },
            { name: "factor", title: "系数", kind: "number" as const },
          ],
          rows: (adjustment?.cells ?? []).map((cell): Cell[] => [
            cell.name,
            cell.sampled,
            cell.responded,
            cell.factor,
          ]),
        },
      ],
      parts: [
        {
          title: "权数的分布",
          html: drawHistogram(final, { title: "最终权数的分布", xTitle: "权数", yTitle: "人数" }),
        },
      ],
      notes: [
        `抽中 ${all.rows} 人，${table.rows} 人答卷；权数 ${diagnosis.least.toFixed(1)} 到 ${diagnosis.largest.toFixed(1)}，有效样本约 ${Math.round(diagnosis.effectiveRespondents)} 人。`,
        ...(result === undefined
          ? []
          : [
              `校准 ${result.iterations} 次收敛，权数变为原来的 ${result.factors.least.toFixed(3)} 到 ${result.factors.largest.toFixed(3)} 倍。`,
              "估计时请在 survey.weights 写 baseWeight 并保留 calibration 一节：这样误差才用校准残差。",
            ]),
      ],
      rScript: weightsScript(file, all.file),
    };
  },
};
