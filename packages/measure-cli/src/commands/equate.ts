import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Outcome } from "../command.ts";
import { drawCurves } from "../html/charts.ts";
import { toItemsFile } from "../measurement/items-file.ts";
import { equateScript } from "../r-scripts/equate-script.ts";

/** `equate`: which score of a base form each score of a new form is worth. */
export const command: Command = {
  name: "equate",
  summary: "两份试卷的分数互换：真分数等值和观察分等值，先用共同题目链接",
  required: ["new", "base"],
  optional: [],
  run: async ({ design: file, json }): Promise<Outcome> => {
    const given = await json("new");
    const base = await json("base");
    const own = toItemsFile(given.value, given.name).items;
    const other = toItemsFile(base.value, base.name).items;
    const settings = file.equate ?? {};
    const method = file.link?.method ?? "stocking-lord";
    const linking = settings.linked === true ? undefined : irt.linkScales(own, other, { method });
    const items = linking === undefined ? own : irt.linkItems(own, linking);
    const population = {
      mean: settings.mean ?? 0,
      standardDeviation: settings.standardDeviation ?? 1,
    };
    const rows = irt.equateTrueScores(items, other);
    const observed = irt.equateObservedScores(items, other, { population });
    const inputs = {
      新卷: given.name,
      原卷: base.name,
      链接:
        linking === undefined
          ? "已在一个量尺上"
          : `${method}，锚题 ${linking.commonIds.length} 道，A = ${linking.slope.toFixed(6)}，B = ${linking.intercept.toFixed(6)}`,
      人群均值: population.mean,
      人群标准差: population.standardDeviation,
    };
    const most = rows.length - 1;
    return {
      title: file.title ?? "分数等值",
      figures: rows.map(({ score, equivalent }) => ({
        id: `score/${score}`,
        label: `新卷 ${score} 分相当于原卷`,
        kind: "number",
        value: equivalent,
        formula: "equating",
        inputs: { ...inputs, 观察分等值: observed[score] ?? 0 },
      })),
      tables: [
        {
          name: "equating",
          title: "分数对照",
          columns: [
            { name: "score", title: "新卷总分", kind: "count" },
            { name: "theta", title: "能力 θ", kind: "number" },
            { name: "trueScore", title: "原卷分数（真分数等值）", kind: "number" },
            { name: "observedScore", title: "原卷分数（观察分等值）", kind: "number" },
          ],
          rows: rows.map(({ score, theta, equivalent }): Cell[] => [
            score,
            theta ?? null,
            equivalent,
            observed[score] ?? null,
          ]),
        },
      ],
      parts: [
        {
          title: "对照曲线",
          html: drawCurves({
            title: "横轴为新卷总分，纵轴为原卷分数（真分数等值）",
            xTitle: "新卷",
            yTitle: "原卷",
            curves: [{ x: rows.map(({ score }) => score), y: rows.map(({ equivalent }) => equivalent) }],
          }),
        },
      ],
      notes: [
        `新卷 0–${most} 分。真分数等值不依赖人群；低于猜测水平的分数由直线连接（Kolen 1981），没有对应的能力。`,
        "等值只说明分数怎样互换，不含题目参数的误差；两份试卷测的必须是同一种能力。",
      ],
      rScript: equateScript(items, other),
    };
  },
};
