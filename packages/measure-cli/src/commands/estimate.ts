import type { Command, Figure, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import { buildSurvey } from "../estimands/build-survey.ts";
import { type Evaluated, evaluateEstimand } from "../estimands/evaluate.ts";
import { designInputs, estimateColumns, toFigure, toRow } from "../estimands/figures.ts";
import { buildReplicates } from "../estimands/replicated.ts";
import { regress } from "../estimands/regress.ts";
import { drawForest } from "../html/forest.ts";
import { estimateScript } from "../r-scripts/estimate-script.ts";

/** `estimate`: totals, means, ratios, shares, quantiles, domains, differences and regressions of a survey. */
export const command: Command = {
  name: "estimate",
  summary: "总数、均值、比例、分位数、分组、差值和回归，误差按抽样设计",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table, seed, progress }): Promise<Outcome> => {
    const estimands = section(file, "estimates", designName);
    const level = file.level ?? 0.95;
    const built = buildSurvey(await table("data"), file, designName);
    const replicates = buildReplicates(built, file, { file: designName, seed });
    const context = { survey: built, level, file: designName, replicates };
    if (replicates !== undefined && estimands.some(({ statistic }) => /^(linear|logistic)$/u.test(statistic)))
      refuseField(designName, "replicates", "重复权数不用于回归，请去掉这一节或另写一个设计文件");
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
        ...(replicates === undefined
          ? []
          : [
              `误差由 ${replicates.replicates.length} 套重复权数（${file.replicates?.method ?? ""}）求得${built.factors === undefined ? "" : "，每套各自校准"}。`,
              ...(built.design.stages.length > 1 && file.replicates?.method !== "multistage"
                ? [
                    "这种重复权数只看第一阶段：后面阶段的误差不在内，第一阶段的抽样比大时误差偏小。可改用 multistage。",
                  ]
                : []),
            ]),
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
