import type { Cell, Command, Outcome } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import { estimateStreets, toAreaFigures } from "../estimands/areas.ts";
import { buildSurvey } from "../estimands/build-survey.ts";
import { drawForest } from "../html/forest.ts";
import { areaScript } from "../r-scripts/area-script.ts";

/** `small-area`: streets with few respondents, with what the register knows of them. */
export const command: Command = {
  name: "small-area",
  summary: "街道等小区域的比例：Fay–Herriot 模型，与全区估计对齐，没有样本的街道单独标明",
  required: ["data", "areas"],
  optional: [],
  run: async ({ design: file, designName, table, seed, progress }): Promise<Outcome> => {
    const settings = section(file, "smallArea", designName);
    const level = file.level ?? 0.95;
    const built = buildSurvey(await table("data"), file, designName);
    const areas = await table("areas");
    const done = progress("小区域");
    done(0, 1);
    const run = estimateStreets(file, built, { areas, name: designName, seed });
    done(1, 1);
    const { result, whole } = run;
    const without = result.areas.filter(({ sampled }) => !sampled).length;
    return {
      title: file.title ?? "小区域估计",
      figures: toAreaFigures(run, level),
      tables: [
        {
          name: "areas",
          title: "各街道",
          columns: [
            { name: "id", title: "街道", kind: "text" },
            { name: "sampled", title: "有样本", kind: "text" },
            { name: "respondents", title: "答卷者", kind: "count" },
            { name: "direct", title: "直接估计", kind: "share" },
            { name: "directError", title: "直接估计标准误", kind: "share" },
            { name: "estimate", title: "估计", kind: "share" },
            { name: "standardError", title: "标准误", kind: "share" },
            { name: "lower", title: "下限", kind: "share" },
            { name: "upper", title: "上限", kind: "share" },
            { name: "gamma", title: "样本的份量 γ", kind: "number" },
          ],
          rows: result.areas.map((area): Cell[] => [
            area.id,
            area.sampled ? "是" : "否",
            area.respondents,
            area.direct ?? null,
            run.direct.get(area.id)?.standardError ?? null,
            area.estimate,
            area.standardError,
            area.lower,
            area.upper,
            area.gamma,
          ]),
        },
      ],
      parts: [
        {
          title: "各街道",
          html: drawForest({
            caption: `各街道的比例与 ${Math.round(level * 100)}% 区间`,
            labelTitle: "街道",
            rows: result.areas
              .toSorted((left, right) => right.estimate - left.estimate)
              .map((area) => ({
                label: area.id,
                value: area.estimate,
                lower: area.lower,
                upper: area.upper,
                hollow: !area.sampled,
              })),
            reference: { value: whole.value, label: "全区估计" },
          }),
        },
      ],
      notes: [
        `直接估计误差大，这里用${settings.covariates === undefined ? "共同均值" : `登记数据（${settings.covariates.join("、")}）`}和各街道样本合起来估计，再调整到全区 ${(100 * whole.value).toFixed(1)}%。`,
        ...(without === 0
          ? []
          : [`${without} 个街道没有样本，数字只是由登记数据推断的，不能当作这个街道的调查结果。`]),
        "区间对所有街道平均成立；个别特殊的街道可能偏离模型。不要用来给街道排名。",
      ],
      rScript: areaScript(file, { data: built.table.file, areas: areas.file, run }),
    };
  },
};
