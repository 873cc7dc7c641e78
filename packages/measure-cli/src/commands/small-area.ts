import type { Cell, Command, CommandContext, Outcome } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import { estimateStreets, toAreaFigures } from "../estimands/areas.ts";
import { buildSurvey, type BuiltSurvey } from "../estimands/build-survey.ts";
import { estimateSpatialStreets, toSpatialFigures } from "../estimands/spatial-streets.ts";
import { estimateUnitStreets, toUnitFigures } from "../estimands/unit-streets.ts";
import { drawForest } from "../html/forest.ts";
import type { Table } from "../input/table.ts";
import { UsageError } from "../option-values.ts";
import { areaScript } from "../r-scripts/area-script.ts";
import { spatialScript, unitScript } from "../r-scripts/street-model-scripts.ts";

const caption = (level: number, isShare: boolean): string =>
  `各街道的${isShare ? "比例" : "均值"}与 ${Math.round(level * 100)}% 区间`;

const onAverage = "区间对所有街道平均成立；个别特殊的街道可能偏离模型。不要用来给街道排名。";

const unsampled = (count: number): string =>
  `${count} 个街道没有样本，数字只是由登记数据推断的，不能当作这个街道的调查结果。`;

const runSpatial = async (context: CommandContext, areas: Table, built: BuiltSurvey): Promise<Outcome> => {
  const { design: file, designName, table, values } = context;
  if (!values.has("neighbours")) throw new UsageError("spatial 模型缺少 --neighbours（相邻街道的表）。");
  const neighbours = await table("neighbours");
  const run = estimateSpatialStreets(file, built, { areas, neighbours, name: designName });
  const { result, streets, direct } = run;
  return {
    title: file.title ?? "小区域估计（相邻街道）",
    figures: toSpatialFigures(run),
    tables: [
      {
        name: "areas",
        title: "各街道",
        columns: [
          { name: "id", title: "街道", kind: "text" },
          { name: "respondents", title: "答卷者", kind: "count" },
          { name: "direct", title: "直接估计", kind: "share" },
          { name: "directError", title: "直接估计标准误", kind: "share" },
          { name: "estimate", title: "估计", kind: "share" },
          { name: "standardError", title: "标准误", kind: "share" },
          { name: "lower", title: "下限", kind: "share" },
          { name: "upper", title: "上限", kind: "share" },
          { name: "gamma", title: "样本的份量", kind: "number" },
        ],
        rows: result.areas.map((area): Cell[] => [
          area.id,
          area.respondents,
          area.direct ?? null,
          direct.get(area.id)?.standardError ?? null,
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
          caption: caption(streets.level, true),
          labelTitle: "街道",
          rows: result.areas
            .toSorted((left, right) => right.estimate - left.estimate)
            .map(({ id, estimate, lower, upper }) => ({ label: id, value: estimate, lower, upper })),
          reference: { value: streets.whole.value, label: "全区估计" },
        }),
      },
    ],
    notes: [
      `相邻街道（${run.pairs} 对）的相关 ρ = ${result.fit.spatialCorrelation.toFixed(2)}：各街道也借用邻居的样本，再调整到全区 ${(100 * streets.whole.value).toFixed(1)}%。`,
      ...(result.areas.length < 40 ? ["街道少于 40 个，ρ 估得很粗，比不带相邻关系的模型好不了多少。"] : []),
      onAverage,
    ],
    rScript: spatialScript(file, { areas: areas.file, neighbours: neighbours.file, run }),
  };
};

const runUnit = (
  { design: file, designName, seed }: CommandContext,
  areas: Table,
  built: BuiltSurvey,
): Outcome => {
  const run = estimateUnitStreets(file, built, { areas, name: designName, seed });
  const { streets, fits } = run;
  const isShare = streets.estimand.statistic === "share";
  const kind = isShare ? ("share" as const) : ("number" as const);
  const without = run.areas.filter(({ sampled }) => !sampled).length;
  return {
    title: file.title ?? "小区域估计（个人一级）",
    figures: toUnitFigures(run),
    tables: [
      {
        name: "areas",
        title: "各街道",
        columns: [
          { name: "id", title: "街道", kind: "text" },
          { name: "sampled", title: "有样本", kind: "text" },
          { name: "respondents", title: "答卷者", kind: "count" },
          { name: "beforeBenchmark", title: "对齐前", kind },
          { name: "estimate", title: "估计", kind },
          { name: "standardError", title: "标准误", kind },
          { name: "lower", title: "下限", kind },
          { name: "upper", title: "上限", kind },
        ],
        rows: run.areas.map((area): Cell[] => [
          area.id,
          area.sampled ? "是" : "否",
          area.respondents,
          area.beforeBenchmark,
          area.estimate,
          area.standardError,
          area.lower,
          area.upper,
        ]),
      },
    ],
    parts: [
      {
        title: "各街道",
        html: drawForest({
          caption: caption(streets.level, isShare),
          kind,
          labelTitle: "街道",
          rows: run.areas
            .toSorted((left, right) => right.estimate - left.estimate)
            .map(({ id, estimate, lower, upper, sampled }) => ({
              label: id,
              value: estimate,
              lower,
              upper,
              hollow: !sampled,
            })),
          reference: { value: streets.whole.value, label: "全区估计" },
        }),
      },
    ],
    notes: [
      `个人一级的线性模型：${streets.settings.covariates === undefined ? "没有协变量" : `协变量 ${streets.settings.covariates.join("、")}，街道均值来自登记`}；不用权数，权数所依据的变量要写进协变量。${isShare ? "比例接近 0 或 1 时不要用。" : ""}`,
      ...(without === 0 ? [] : [unsampled(without)]),
      ...(fits.some(({ atBoundary }) => atBoundary)
        ? ["街道间方差估计为 0：各街道只凭协变量，误差偏小，不要据此发布。"]
        : []),
      ...(streets.settings.benchmark === false ? [] : ["标准误是对齐前的；对齐只移动区间。"]),
    ],
    rScript: unitScript(file, { data: built.table.file, areas: areas.file, run }),
  };
};

/** `small-area`: streets with few respondents, with what the register knows of them. */
export const command: Command = {
  name: "small-area",
  summary: "街道等小区域：Fay–Herriot、带相邻街道的或个人一级的模型，与全区估计对齐，没有样本的街道单独标明",
  required: ["data", "areas"],
  optional: ["neighbours"],
  run: async (context): Promise<Outcome> => {
    const { design: file, designName, table, seed, progress } = context;
    const settings = section(file, "smallArea", designName);
    const level = file.level ?? 0.95;
    const built = buildSurvey(await table("data"), file, designName);
    const areas = await table("areas");
    if (settings.model === "spatial") return runSpatial(context, areas, built);
    if (settings.model === "unit") return runUnit(context, areas, built);
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
            caption: caption(level, true),
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
        `直接估计误差大，这里用${settings.covariates === undefined ? "共同均值" : `登记数据（${settings.covariates.join("、")}）`}和各街道样本合起来估计${settings.benchmark === false ? "，没有调整到全区估计" : `，再调整到全区 ${(100 * whole.value).toFixed(1)}%`}。`,
        ...(without === 0 ? [] : [unsampled(without)]),
        onAverage,
      ],
      rScript: areaScript(file, { data: built.table.file, areas: areas.file, run }),
    };
  },
};
