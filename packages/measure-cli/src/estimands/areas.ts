import * as survey from "@kepu/survey-statistics";
import type { Figure } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import type { DesignFile, Estimand, SmallAreaSection } from "../design-file/schema.ts";
import { fullColumn, isMissing, lineOf, numberColumn, type Table, textColumn } from "../input/table.ts";
import { MeasureError } from "../errors.ts";
import type { BuiltSurvey } from "./build-survey.ts";
import { type Evaluated, evaluateEstimand, type EvaluationContext } from "./evaluate.ts";

/** The streets of a run: what was asked for, what the sample says, what the model makes of it. */
export type AreaRun = {
  readonly estimand: Estimand;
  readonly whole: Evaluated;
  readonly direct: ReadonlyMap<string, Evaluated>;
  readonly result: survey.SmallAreaResult;
};

/** The first share of the estimates, or what the section itself says. */
const areaEstimand = (file: DesignFile, settings: SmallAreaSection, name: string): Estimand => {
  const { column, equals, above, statistic = "share" } = settings;
  if (column !== undefined)
    return {
      name: "area",
      statistic,
      column,
      ...(equals === undefined ? {} : { equals }),
      ...(above === undefined ? {} : { above }),
    };
  const found = file.estimates?.find((one) => one.statistic === statistic);
  return found ?? refuseField(name, "smallArea.column", "要写结果列，或在 estimates 里写一个比例（均值）");
};

const evaluateDirect = (
  estimand: Estimand,
  context: EvaluationContext,
  { column, names }: { readonly column: string; readonly names: readonly string[] },
): Map<string, Evaluated> => {
  const direct = new Map<string, Evaluated>();
  for (const name of names) {
    const ask = (degreesOfFreedom: "domain" | "design"): Evaluated | undefined =>
      evaluateEstimand(
        {
          ...estimand,
          by: [],
          differences: [],
          where: { ...estimand.where, [column]: name },
          degreesOfFreedom,
        },
        context,
      )[0];
    try {
      const found = ask("domain");
      if (found !== undefined) direct.set(name, found);
    } catch (error) {
      // One community says nothing of its own error: the estimate counts, its variance does not.
      if (!(error instanceof survey.SurveyError && error.code === "degrees-of-freedom-missing")) throw error;
      const found = ask("design");
      if (found !== undefined) direct.set(name, { ...found, degreesOfFreedom: 0 });
    }
  }
  return direct;
};

/** The table of streets and what the survey says of the whole: what every area model starts from. */
export type Streets = {
  readonly settings: SmallAreaSection;
  readonly estimand: Estimand;
  readonly level: number;
  readonly ids: readonly string[];
  /** Street of each respondent. */
  readonly sampled: readonly string[];
  readonly population: Float64Array;
  /** Shares of the population. */
  readonly shares: Float64Array;
  readonly covariates: readonly Float64Array[];
  readonly context: EvaluationContext;
  readonly whole: Evaluated;
};

type AreaInput = { readonly areas: Table; readonly name: string };

/** Reads the streets; a respondent of a street that is not in their table is refused with the row. */
export const readStreets = (file: DesignFile, built: BuiltSurvey, options: AreaInput): Streets => {
  const settings = section(file, "smallArea", options.name);
  const { areas: streets } = options;
  const estimand = areaEstimand(file, settings, options.name);
  const level = file.level ?? 0.95;
  const context = { survey: built, level, file: options.name };
  const ids = fullColumn(streets, settings.areaId);
  const seen = new Set<string>();
  for (const [row, value] of ids.entries()) {
    if (seen.has(value))
      throw new MeasureError("measure.row_repeated", {
        file: streets.file,
        row: lineOf(streets, row),
        value,
      });
    seen.add(value);
  }
  const sampled = textColumn(built.table, settings.area);
  const stray = sampled.findIndex((cell) => isMissing(cell) || !seen.has(cell));
  if (stray >= 0)
    throw new MeasureError("measure.row_unknown", {
      file: built.table.file,
      row: lineOf(built.table, stray),
      value: sampled[stray] ?? "",
      other: streets.file,
    });
  const population = numberColumn(streets, settings.population);
  const all = population.reduce((a, b) => a + b, 0);
  const [whole] = evaluateEstimand({ ...estimand, by: [], differences: [] }, context);
  if (whole === undefined) return refuseField(options.name, "smallArea", "没有可以对齐的全区估计");
  return {
    settings,
    estimand,
    level,
    ids,
    sampled,
    population,
    shares: population.map((size) => size / all),
    covariates: (settings.covariates ?? []).map((name) => numberColumn(streets, name)),
    context,
    whole,
  };
};

/** The direct estimates of the streets, as area models take them. */
export const toSmallAreas = (
  streets: Streets,
): { readonly direct: Map<string, Evaluated>; readonly areas: survey.SmallArea[] } => {
  const { ids, sampled, shares, covariates } = streets;
  const present = new Set(sampled);
  const direct = evaluateDirect(streets.estimand, streets.context, {
    column: streets.settings.area,
    names: ids.filter((id) => present.has(id)),
  });
  return {
    direct,
    areas: ids.map((id, row): survey.SmallArea => {
      const own = direct.get(id);
      return {
        id,
        estimate: own?.value,
        variance: own === undefined || own.degreesOfFreedom === 0 ? undefined : own.standardError ** 2,
        respondents: own?.respondents ?? 0,
        ...(own === undefined || own.degreesOfFreedom === 0 ? {} : { degreesOfFreedom: own.clusters - 1 }),
        covariates: covariates.map((column) => column[row] ?? 0),
        share: shares[row] ?? 0,
      };
    }),
  };
};

/** Small-area estimates of the streets of a table by Fay–Herriot, benchmarked to the direct estimate of the whole. */
export const estimateStreets = (
  file: DesignFile,
  built: BuiltSurvey,
  options: AreaInput & { readonly seed: string },
): AreaRun => {
  const streets = readStreets(file, built, options);
  const { settings, level, whole, estimand } = streets;
  if (settings.model !== undefined && settings.model !== "fay-herriot")
    refuseField(options.name, "smallArea.model", "报告只用 fay-herriot；其他模型请用 small-area 命令");
  if (settings.statistic === "mean")
    refuseField(options.name, "smallArea.statistic", "均值只用于 unit 模型；这个模型估计比例");
  const { direct, areas } = toSmallAreas(streets);
  const scale = settings.scale ?? "arcsine";
  const result = survey.estimateAreas(areas, {
    scale,
    level,
    ...(settings.method === undefined ? {} : { method: settings.method }),
    ...(settings.bootstrap === undefined
      ? {}
      : { errors: { bootstrapReplicates: settings.bootstrap, seed: options.seed } }),
    ...(settings.benchmark === false ? {} : { benchmark: { total: whole.value } }),
  });
  return { estimand, whole, direct, result };
};

/** Figures of streets that can be explained. */
export const toAreaFigures = ({ result, whole, direct }: AreaRun, level: number): Figure[] =>
  result.areas.map((area) => ({
    id: `street/${area.id}`,
    label: area.sampled ? area.id : `${area.id}（没有样本，只凭模型）`,
    kind: "share",
    value: area.estimate,
    standardError: area.standardError,
    lower: area.lower,
    upper: area.upper,
    formula: "fay-herriot",
    inputs: {
      尺度: result.scale,
      方法: result.fit.method,
      区域间方差A: result.fit.modelVariance,
      ...(area.samplingVariance === undefined ? {} : { 抽样方差D: area.samplingVariance }),
      γ: area.gamma,
      ...(area.direct === undefined ? {} : { 直接估计: area.direct }),
      模型估计: area.synthetic,
      对齐前: area.beforeBenchmark,
      全区估计: whole.value,
      答卷者: area.respondents,
      社区: direct.get(area.id)?.clusters ?? 0,
      置信水平: level,
      ...(result.designEffect === undefined ? {} : { 合并设计效应: result.designEffect }),
    },
  }));
