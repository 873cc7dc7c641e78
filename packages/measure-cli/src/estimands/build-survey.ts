import * as survey from "@kepu/survey-statistics";
import type { CalibrationSection, DesignFile, SurveySection } from "../design-file/schema.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import { filterRows, fullColumn, joinColumns, numberColumn, type Table, textColumn } from "../input/table.ts";

/** A survey as every estimate of a run sees it. */
export type BuiltSurvey = {
  /** Rows that the design's `where` keeps. */
  readonly table: Table;
  readonly design: survey.SurveyDesign;
  /** Before calibration. */
  readonly base: survey.SurveyDesign;
  /** Factors of the calibration, where there was one. */
  readonly factors: survey.CalibratedDesign["factors"] | undefined;
  readonly iterations: number | undefined;
};

/** Rows of a table that a `where` keeps. */
export const keepRows = (table: Table, where: Readonly<Record<string, string>> | undefined): Table => {
  const conditions = Object.entries(where ?? {}).map(([name, value]) => ({
    cells: textColumn(table, name),
    value,
  }));
  return conditions.length === 0
    ? table
    : filterRows(table, (row) => conditions.every(({ cells, value }) => cells[row] === value));
};

const toStage = (table: Table, stage: SurveySection["stages"][number]): survey.DesignStage => ({
  ...(stage.strata === undefined ? {} : { strata: fullColumn(table, stage.strata) }),
  ...(stage.clusters === undefined ? {} : { clusters: fullColumn(table, stage.clusters) }),
  ...(stage.populationSize === undefined
    ? {}
    : { populationSize: numberColumn(table, stage.populationSize) }),
  ...(stage.samplingFraction === undefined
    ? {}
    : { samplingFraction: numberColumn(table, stage.samplingFraction) }),
});

/** The population totals that a calibration section names, for the rows of a table. */
export const toTargets = (table: Table, calibration: CalibrationSection): survey.CalibrationTarget[] => [
  ...(calibration.margins ?? []).map(({ columns, totals }) => ({
    name: columns.join(" × "),
    labels: joinColumns(table, columns),
    totals,
  })),
  ...(calibration.numbers ?? []).map(({ column, total }) => ({
    name: column,
    values: numberColumn(table, column),
    total,
  })),
];

/** Calibrates a design by a section of the design file: raking by margins, else Newton's method. */
export const calibrateDesign = (
  design: survey.SurveyDesign,
  table: Table,
  { calibration, file }: { readonly calibration: CalibrationSection; readonly file: string },
): survey.CalibratedDesign => {
  const targets = toTargets(table, calibration);
  if (targets.length === 0) refuseField(file, "calibration", "至少要有一个 margins 或 numbers");
  const distance = calibration.distance ?? "raking";
  const margins = targets.filter((target) => "labels" in target);
  if (distance === "raking" && calibration.bounds === undefined && margins.length === targets.length)
    return survey.rake(design, margins);
  return survey.calibrate(design, targets, {
    distance,
    ...(calibration.bounds === undefined ? {} : { bounds: calibration.bounds }),
  });
};

/**
 * The design of a table of respondents, calibrated where the design file says so.
 *
 * @throws MeasureError for columns; SurveyError for a design that does not match the data
 */
export const buildSurvey = (all: Table, designFile: DesignFile, file: string): BuiltSurvey => {
  const settings = section(designFile, "survey", file);
  const table = keepRows(all, settings.where);
  const base = survey.createDesign({
    ...(settings.weights === undefined ? {} : { weights: numberColumn(table, settings.weights) }),
    stages: settings.stages.map((stage) => toStage(table, stage)),
    ...(settings.lonelyStrata === undefined ? {} : { lonelyStrata: settings.lonelyStrata }),
    ...(settings.unequalProbabilities === undefined
      ? {}
      : { unequalProbabilities: settings.unequalProbabilities }),
  });
  const { calibration } = designFile;
  if (calibration === undefined)
    return { table, design: base, base, factors: undefined, iterations: undefined };
  const calibrated = calibrateDesign(base, table, { calibration, file });
  return {
    table,
    design: calibrated.design,
    base,
    factors: calibrated.factors,
    iterations: calibrated.iterations,
  };
};
