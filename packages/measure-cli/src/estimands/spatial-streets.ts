import * as survey from "@kepu/survey-statistics";
import type { Figure } from "../command.ts";
import { refuseField } from "../design-file/read-design.ts";
import type { DesignFile } from "../design-file/schema.ts";
import { MeasureError } from "../errors.ts";
import { fullColumn, lineOf, type Table } from "../input/table.ts";
import { readStreets, type Streets, toSmallAreas } from "./areas.ts";
import type { BuiltSurvey } from "./build-survey.ts";
import type { Evaluated } from "./evaluate.ts";

/** Streets estimated with what their neighbours say. */
export type SpatialRun = {
  readonly streets: Streets;
  readonly direct: ReadonlyMap<string, Evaluated>;
  readonly proximity: readonly (readonly number[])[];
  /** Pairs of neighbours, each counted once. */
  readonly pairs: number;
  readonly result: survey.SpatialAreaResult;
};

/** Pairs of neighbours; a street that is not in the table of streets is refused with its row. */
const readPairs = (
  table: Table,
  known: { readonly ids: readonly string[]; readonly file: string },
  columns: { readonly from: string; readonly to: string },
): [string, string][] => {
  const [from, to] = [fullColumn(table, columns.from), fullColumn(table, columns.to)];
  const ids = new Set(known.ids);
  return from.map((one, row) => {
    const other = to[row] ?? "";
    for (const id of [one, other])
      if (!ids.has(id))
        throw new MeasureError("measure.row_unknown", {
          file: table.file,
          row: lineOf(table, row),
          value: id,
          other: known.file,
        });
    if (one === other)
      throw new MeasureError("measure.neighbour_self", {
        file: table.file,
        row: lineOf(table, row),
        value: one,
      });
    return [one, other];
  });
};

/** Spatial Fay–Herriot estimates of the streets of a table, benchmarked to the direct estimate of the whole. */
export const estimateSpatialStreets = (
  file: DesignFile,
  built: BuiltSurvey,
  options: {
    readonly areas: Table;
    readonly neighbours: Table;
    readonly name: string;
  },
): SpatialRun => {
  const streets = readStreets(file, built, options);
  const { settings, level, whole, ids } = streets;
  const { method = "reml" } = settings;
  if (method !== "reml" && method !== "ml")
    return refuseField(options.name, "smallArea.method", "spatial 模型只用 reml 或 ml");
  if (settings.bootstrap !== undefined)
    refuseField(options.name, "smallArea.bootstrap", "spatial 模型只有解析误差，请去掉 bootstrap");
  if (settings.statistic === "mean")
    refuseField(options.name, "smallArea.statistic", "均值只用于 unit 模型；这个模型估计比例");
  const pairs = readPairs(
    options.neighbours,
    { ids, file: options.areas.file },
    { from: settings.neighbours?.from ?? "from", to: settings.neighbours?.to ?? "to" },
  );
  const proximity = survey.proximityOf(ids, pairs);
  const { direct, areas } = toSmallAreas(streets);
  const result = survey.estimateSpatialAreas(areas, proximity, {
    scale: settings.scale ?? "arcsine",
    method,
    level,
    ...(settings.benchmark === false ? {} : { benchmark: { total: whole.value } }),
  });
  // However often, and whichever way round, a pair is named.
  const distinct = new Set(pairs.map((pair) => JSON.stringify(pair.toSorted())));
  return { streets, direct, proximity, pairs: distinct.size, result };
};

/** Figures of streets that can be explained. */
export const toSpatialFigures = ({ streets, direct, result, pairs }: SpatialRun): Figure[] =>
  result.areas.map((area) => ({
    id: `street/${area.id}`,
    label: area.id,
    kind: "share",
    value: area.estimate,
    standardError: area.standardError,
    lower: area.lower,
    upper: area.upper,
    formula: "spatial-fay-herriot",
    inputs: {
      尺度: result.scale,
      方法: result.fit.method,
      ρ: result.fit.spatialCorrelation,
      "σ²": result.fit.modelVariance,
      相邻的对数: pairs,
      抽样方差D: area.samplingVariance ?? 0,
      样本的份量: area.gamma,
      直接估计: area.direct ?? 0,
      只凭协变量: area.synthetic,
      对齐前: area.beforeBenchmark,
      全区估计: streets.whole.value,
      答卷者: area.respondents,
      社区: direct.get(area.id)?.clusters ?? 0,
      置信水平: streets.level,
      ...(result.designEffect === undefined ? {} : { 合并设计效应: result.designEffect }),
    },
  }));
