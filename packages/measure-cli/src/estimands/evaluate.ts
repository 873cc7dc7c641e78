import * as survey from "@kepu/survey-statistics";
import { refuseField } from "../design-file/read-design.ts";
import type { Estimand } from "../design-file/schema.ts";
import type { FormulaName } from "../explain/formulas.ts";
import { fullColumn, isMissing, matchColumns, numberColumn, textColumn } from "../input/table.ts";
import type { BuiltSurvey } from "./build-survey.ts";
import { estimateReplicatedFigure, type ReplicatedColumn } from "./replicated.ts";

/** What all statistics of a run give. */
export type EvaluatedValue = {
  readonly value: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly degreesOfFreedom: number;
  readonly respondents: number;
  /** First-stage clusters with a respondent. */
  readonly clusters: number;
  readonly designEffect: number | undefined;
  readonly method: string;
  /** Share of the variance that comes from measurement, with plausible values. */
  readonly measurementShare: number | undefined;
};

export type Evaluated = EvaluatedValue & {
  readonly id: string;
  readonly estimand: Estimand;
  readonly label: string;
  readonly by: string | undefined;
  readonly group: string | undefined;
  readonly formula: FormulaName;
};

export type EvaluationContext = {
  readonly survey: BuiltSurvey;
  readonly level: number;
  readonly file: string;
  /** Errors from replicate weights instead of linearisation. */
  readonly replicates?: survey.Replicates | undefined;
};

const isShare = ({ statistic }: Estimand): boolean => statistic === "share";

/** 0 or 1 a row; a missing cell stays NaN, which the library refuses where it would count. */
export const indicatorOf = (
  { survey: { table } }: Pick<EvaluationContext, "survey">,
  name: string,
  rule: { readonly equals?: string | undefined; readonly above?: number | undefined },
): Float64Array => {
  if (rule.equals !== undefined) {
    const cells = textColumn(table, name);
    return Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : cell === rule.equals ? 1 : 0));
  }
  const values = numberColumn(table, name, { missing: "keep" });
  const { above } = rule;
  return above === undefined
    ? values
    : values.map((value) => (Number.isNaN(value) ? value : value >= above ? 1 : 0));
};

type Measured = Omit<EvaluatedValue, "clusters">;

const toPlain = (estimate: survey.Estimate): Measured => ({
  value: estimate.value,
  standardError: estimate.standardError,
  lower: estimate.interval.lower,
  upper: estimate.interval.upper,
  degreesOfFreedom: estimate.degreesOfFreedom,
  respondents: estimate.respondents,
  designEffect: estimate.designEffect,
  method: estimate.interval.method,
  measurementShare: undefined,
});

const toCombined = (combined: survey.CombinedEstimate): Measured => ({
  value: combined.value,
  standardError: combined.standardError,
  lower: combined.interval.lower,
  upper: combined.interval.upper,
  degreesOfFreedom: combined.degreesOfFreedom,
  respondents: combined.respondents,
  designEffect: undefined,
  method: combined.interval.method,
  measurementShare: combined.missingInformation,
});

type Domain = Uint8Array | undefined;

/** One estimate for each column that the estimand means: several are plausible values. */
const makeEstimates = (
  estimand: Estimand,
  context: EvaluationContext,
  domain: Domain,
): readonly survey.Estimate[] => {
  const { design, table } = context.survey;
  const options = {
    level: context.level,
    ...(domain === undefined ? {} : { domain }),
    ...(estimand.degreesOfFreedom === undefined ? {} : { degreesOfFreedom: estimand.degreesOfFreedom }),
  };
  return matchColumns(table, [estimand.column]).map((name) => {
    switch (estimand.statistic) {
      case "share":
        return survey.estimateProportion(design, indicatorOf(context, name, estimand), {
          ...options,
          ...(estimand.interval === undefined ? {} : { interval: estimand.interval }),
        });
      case "total":
        return survey.estimateTotal(design, indicatorOf(context, name, estimand), options);
      case "ratio":
        return survey.estimateRatio(
          design,
          {
            numerator: numberColumn(table, name, { missing: "keep" }),
            denominator: numberColumn(table, estimand.denominator ?? "", { missing: "keep" }),
          },
          options,
        );
      default:
        return survey.estimateMean(design, numberColumn(table, name, { missing: "keep" }), options);
    }
  });
};

const combine = (estimates: readonly survey.Estimate[], estimand: Estimand, level: number): Measured => {
  const [only] = estimates;
  if (only !== undefined && estimates.length === 1) return toPlain(only);
  return toCombined(
    survey.combineEstimates(estimates, { interval: isShare(estimand) ? "logit" : "wald", level }),
  );
};

const formulaOf = (estimand: Estimand, columns: number): FormulaName => {
  switch (estimand.statistic) {
    case "share":
      return columns > 1 ? "plausible-share" : "weighted-share";
    case "mean":
      return columns > 1 ? "plausible-mean" : "weighted-mean";
    case "total":
      return "weighted-total";
    case "ratio":
      return "ratio";
    case "quantile":
      return "quantile";
    case "linear":
    case "logistic":
      return "regression";
    default:
      return estimand.statistic satisfies never;
  }
};

const domainOfRows = (context: EvaluationContext, keep: (row: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: context.survey.table.rows }, (_, row) => (keep(row) ? 1 : 0));

const both = (left: Domain, right: Uint8Array): Uint8Array =>
  left === undefined ? right : right.map((one, row) => one & (left[row] ?? 0));

const whereDomain = (estimand: Estimand, context: EvaluationContext): Domain => {
  const conditions = Object.entries(estimand.where ?? {}).map(([name, value]) => ({
    cells: textColumn(context.survey.table, name),
    value,
  }));
  if (conditions.length === 0) return undefined;
  return domainOfRows(context, (row) => conditions.every(({ cells, value }) => cells[row] === value));
};

const quantile = (estimand: Estimand, context: EvaluationContext, domain: Domain): Measured => {
  const { design, table } = context.survey;
  const found = survey.estimateQuantile(design, numberColumn(table, estimand.column, { missing: "keep" }), {
    probability: estimand.probability ?? 0.5,
    level: context.level,
    ...(domain === undefined ? {} : { domain }),
  });
  return {
    value: found.value,
    standardError: found.standardError,
    lower: found.interval.lower,
    upper: found.interval.upper,
    degreesOfFreedom: survey.degreesOfFreedom(design),
    respondents: domain === undefined ? design.rows : domain.reduce((sum, one) => sum + one, 0),
    designEffect: undefined,
    method: "woodruff",
    measurementShare: undefined,
  };
};

const countClusters = ({ design }: BuiltSurvey, domain: Domain): number => {
  const units = design.stages[0]?.unitOfRow;
  const seen = new Set<number>();
  for (let row = 0; row < design.rows; row += 1)
    if (domain === undefined || domain[row] === 1) seen.add(units?.[row] ?? row);
  return seen.size;
};

const columnsOf = (estimand: Estimand, context: EvaluationContext, domain: Domain): ReplicatedColumn[] => {
  const { table } = context.survey;
  return matchColumns(table, [estimand.column]).map((name) => ({
    values: indicatorOf(context, name, estimand),
    denominator:
      estimand.statistic === "ratio"
        ? numberColumn(table, estimand.denominator ?? "", { missing: "keep" })
        : undefined,
    domain,
  }));
};

/** The same figure with its error from replicate weights; the linearised one has checked the values. */
const replicated = (
  plain: Measured,
  estimand: Estimand,
  options: {
    readonly context: EvaluationContext;
    readonly replicates: survey.Replicates;
    readonly columns: readonly ReplicatedColumn[];
    readonly less?: readonly ReplicatedColumn[];
    readonly degreesOfFreedom: number;
  },
): Measured => {
  const { context, replicates, columns, less, degreesOfFreedom } = options;
  const found = estimateReplicatedFigure(replicates, estimand, {
    columns,
    ...(less === undefined ? {} : { less }),
    respondents: plain.respondents,
    degreesOfFreedom,
    level: context.level,
  });
  return {
    value: found.value,
    standardError: found.standardError,
    lower: found.lower,
    upper: found.upper,
    degreesOfFreedom: found.degreesOfFreedom,
    respondents: plain.respondents,
    designEffect: undefined,
    method: found.method,
    measurementShare: columns.length === 1 ? undefined : found.missingInformation,
  };
};

const one = (estimand: Estimand, context: EvaluationContext, domain: Domain): EvaluatedValue => {
  const clusters = countClusters(context.survey, domain);
  if (estimand.statistic === "quantile") return { ...quantile(estimand, context, domain), clusters };
  const plain = combine(makeEstimates(estimand, context, domain), estimand, context.level);
  const { replicates } = context;
  if (replicates === undefined) return { ...plain, clusters };
  return {
    ...replicated(plain, estimand, {
      context,
      replicates,
      columns: columnsOf(estimand, context, domain),
      degreesOfFreedom:
        estimand.degreesOfFreedom === "domain"
          ? survey.degreesOfFreedom(context.survey.design, domain)
          : replicates.degreesOfFreedom,
    }),
    clusters,
  };
};

const checkEstimand = (estimand: Estimand, context: EvaluationContext): void => {
  const field = `estimates（${estimand.name}）`;
  if (estimand.statistic === "quantile" && context.replicates !== undefined)
    refuseField(context.file, field, "重复权数不用于 quantile，请去掉 replicates 一节");
  if (estimand.statistic === "ratio" && estimand.denominator === undefined)
    refuseField(context.file, field, "statistic 为 ratio 时要写 denominator");
  if (estimand.equals !== undefined && estimand.above !== undefined)
    refuseField(context.file, field, "equals 与 above 只能写一个");
  if (
    estimand.column.endsWith("*") &&
    isShare(estimand) &&
    estimand.above === undefined &&
    estimand.equals === undefined
  )
    refuseField(context.file, field, "几列似真值的比例要写 above（合格线）或 equals");
};

/** All figures of one estimand: the whole, each category of each `by`, and the differences asked for. */
export const evaluateEstimand = (estimand: Estimand, context: EvaluationContext): Evaluated[] => {
  checkEstimand(estimand, context);
  const { table, design } = context.survey;
  const label = estimand.label ?? estimand.name;
  const columns = matchColumns(table, [estimand.column]).length;
  const formula = context.replicates === undefined ? formulaOf(estimand, columns) : "replicate-weights";
  const inside = whereDomain(estimand, context);
  const results: Evaluated[] = [
    {
      ...one(estimand, context, inside),
      id: estimand.name,
      estimand,
      label,
      by: undefined,
      group: undefined,
      formula,
    },
  ];
  for (const by of estimand.by ?? []) {
    const cells = fullColumn(table, by);
    for (const group of [...new Set(cells)].sort()) {
      const domain = both(
        inside,
        domainOfRows(context, (row) => cells[row] === group),
      );
      if (!domain.includes(1)) continue;
      results.push({
        ...one(estimand, context, domain),
        id: `${estimand.name}/${by}/${group}`,
        estimand,
        label,
        by,
        group,
        formula,
      });
    }
  }
  for (const { by, of, from } of estimand.differences ?? []) {
    const cells = fullColumn(table, by);
    const domains = [of, from].map((group) => {
      if (!cells.includes(group))
        refuseField(context.file, `estimates（${estimand.name}）.differences`, `“${by}”里没有“${group}”`);
      return both(
        inside,
        domainOfRows(context, (row) => cells[row] === group),
      );
    });
    const sides = domains.map((domain) => makeEstimates(estimand, context, domain));
    const differences = (sides[0] ?? []).map((left, set) =>
      survey.estimateContrast(design, [left, sides[1]?.[set] ?? left], { level: context.level }),
    );
    const [single] = differences;
    const plain =
      differences.length === 1 && single !== undefined
        ? toPlain(single)
        : toCombined(survey.combineEstimates(differences, { interval: "wald", level: context.level }));
    const { replicates } = context;
    results.push({
      ...(replicates === undefined
        ? plain
        : replicated(plain, estimand, {
            context,
            replicates,
            columns: columnsOf(estimand, context, domains[0]),
            less: columnsOf(estimand, context, domains[1]),
            degreesOfFreedom: replicates.degreesOfFreedom,
          })),
      id: `${estimand.name}/difference/${by}/${of}-${from}`,
      estimand,
      label,
      by,
      group: `${of} − ${from}`,
      clusters: countClusters(context.survey, inside),
      formula: replicates === undefined ? "difference" : "replicate-weights",
    });
  }
  return results;
};
