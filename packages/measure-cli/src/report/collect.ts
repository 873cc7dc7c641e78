import { binomialQuantile } from "@kepu/numerics";
import * as survey from "@kepu/survey-statistics";
import { judge, mainEstimand } from "../estimands/judgement.ts";
import { section } from "../design-file/read-design.ts";
import type { DesignFile, Estimand } from "../design-file/schema.ts";
import { MeasureError } from "../errors.ts";
import { type AreaRun, estimateStreets } from "../estimands/areas.ts";
import { type BuiltSurvey, buildSurvey } from "../estimands/build-survey.ts";
import { type Evaluated, evaluateEstimand } from "../estimands/evaluate.ts";
import { fullColumn, lineOf, numberColumn, type Table } from "../input/table.ts";

/** Everything that a report shows, computed once. */
export type ReportData = {
  readonly file: DesignFile;
  readonly settings: NonNullable<DesignFile["report"]>;
  readonly level: number;
  readonly built: BuiltSurvey;
  readonly estimand: Estimand;
  readonly whole: Evaluated;
  /** By grouping column, in the design file's order; groups below the least size, and what would give them away, are left out. */
  readonly groups: readonly {
    readonly column: string;
    readonly label: string;
    readonly rows: readonly Evaluated[];
    /** Groups below the least size, and further ones without which these could be worked out. */
    readonly withheld: { readonly small: number; readonly further: number };
  }[];
  readonly differences: readonly Evaluated[];
  readonly streets: AreaRun | undefined;
  readonly verdict: survey.Verdict | undefined;
  readonly imbalance: survey.Imbalance | undefined;
  readonly weights: survey.WeightDiagnosis;
  readonly truth: ReadonlyMap<string, number>;
  /** Intervals that have a truth beside them, and how many hold it. */
  readonly coverage: Coverage | undefined;
};

export type Coverage = {
  readonly intervals: number;
  readonly held: number;
  readonly missed: readonly string[];
  /** How many would hold in 95 of 100 surveys if all were independent and right. */
  readonly usual: readonly [number, number];
};

const readTruth = (table: Table | undefined): Map<string, number> => {
  if (table === undefined) return new Map();
  const ids = fullColumn(table, "id");
  const values = numberColumn(table, "truth");
  const truth = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    if (truth.has(id))
      throw new MeasureError("measure.row_repeated", {
        file: table.file,
        row: lineOf(table, row),
        value: id,
      });
    truth.set(id, values[row] ?? 0);
  }
  return truth;
};

const compare = (
  truth: ReadonlyMap<string, number>,
  shown: readonly {
    readonly id: string;
    readonly label: string;
    readonly lower: number;
    readonly upper: number;
  }[],
  level: number,
): Coverage | undefined => {
  const known = shown.flatMap((one) => {
    const value = truth.get(one.id);
    return value === undefined ? [] : [{ ...one, value }];
  });
  if (known.length === 0) return undefined;
  const missed = known.filter(({ value, lower, upper }) => value < lower || value > upper);
  const trials = { size: known.length, p: level };
  return {
    intervals: known.length,
    held: known.length - missed.length,
    missed: missed.map(({ label }) => label),
    usual: [binomialQuantile(0.025, trials), binomialQuantile(0.975, trials)],
  };
};

/** Which groups may not be shown: every grouping adds up to the whole, which is shown. */
const planGroups = (
  evaluated: readonly Evaluated[],
  columns: readonly string[],
  least: number,
): survey.ReleasePlan => {
  const [whole] = evaluated;
  const cells = evaluated.filter(
    ({ by, formula }) => by === undefined || (columns.includes(by) && formula !== "difference"),
  );
  const total = whole?.id ?? "";
  return survey.planRelease(
    cells.map(({ id, respondents: count }) => ({ id, count })),
    columns.map((column) => ({
      total,
      parts: cells.filter(({ by }) => by === column).map(({ id }) => id),
    })),
    { minimum: least, keep: [total] },
  );
};

/** Differences that neither show a group that is held back nor one too small to be shown. */
const keepDifferences = (
  evaluated: readonly Evaluated[],
  estimand: Estimand,
  options: {
    readonly table: Table;
    readonly published: ReadonlySet<string>;
    readonly columns: readonly string[];
    readonly least: number;
  },
): Evaluated[] => {
  const { table, published, columns, least } = options;
  const isShown = (by: string, group: string): boolean =>
    columns.includes(by)
      ? published.has(`${estimand.name}/${by}/${group}`)
      : fullColumn(table, by).filter((cell) => cell === group).length >= least;
  const shown = new Set(
    (estimand.differences ?? [])
      .filter(({ by, of, from }) => isShown(by, of) && isShown(by, from))
      .map(({ by, of, from }) => `${estimand.name}/difference/${by}/${of}-${from}`),
  );
  return evaluated.filter(({ id, formula }) => formula === "difference" && shown.has(id));
};

/** Categories in the order of the report section, else of the calibration's totals; others stay where they are. */
const inOrder = (file: DesignFile, column: string, rows: readonly Evaluated[]): Evaluated[] => {
  const margin = file.calibration?.margins?.find(
    ({ columns }) => columns.length === 1 && columns[0] === column,
  );
  const names = file.report?.order?.[column] ?? Object.keys(margin?.totals ?? {});
  const place = ({ group = "" }: Evaluated): number => {
    const at = names.indexOf(group);
    return at < 0 ? names.length : at;
  };
  return rows.toSorted((left, right) => place(left) - place(right));
};

/** Estimates all that the report section asks for. */
export const collectReport = (
  file: DesignFile,
  tables: { readonly data: Table; readonly areas: Table | undefined; readonly truth: Table | undefined },
  options: {
    readonly name: string;
    readonly seed: string;
    readonly progress: (done: number, all: number) => void;
  },
): ReportData => {
  const { name, seed, progress } = options;
  const settings = section(file, "report", name);
  const level = file.level ?? 0.95;
  const least = settings.minimumCell ?? 10;
  const steps = 4;
  progress(0, steps);
  const built = buildSurvey(tables.data, file, name);
  const estimand = mainEstimand(file, { of: settings.of, file: name, field: "report.of" });
  const columns = [
    ...(settings.audience === undefined ? [] : [settings.audience]),
    ...(settings.groups ?? []),
  ];
  const context = { survey: built, level, file: name };
  progress(1, steps);
  const evaluated = evaluateEstimand({ ...estimand, by: columns }, context);
  progress(2, steps);
  const [whole] = evaluated;
  if (whole === undefined) throw new MeasureError("measure.file_empty", { file: tables.data.file });
  const plan = planGroups(evaluated, columns, least);
  const published = new Set(plan.published);
  const groups = columns.map((column) => {
    const own = evaluated.filter(({ by, formula }) => by === column && formula !== "difference");
    const rows = inOrder(
      file,
      column,
      own.filter(({ id }) => published.has(id)),
    );
    const small = own.filter(({ id }) => plan.primary.includes(id)).length;
    return {
      column,
      label: settings.labels?.[column] ?? column,
      rows,
      withheld: { small, further: own.length - rows.length - small },
    };
  });
  const streets =
    tables.areas === undefined || file.smallArea === undefined
      ? undefined
      : estimateStreets(file, built, { areas: tables.areas, name, seed });
  progress(3, steps);
  const verdict =
    file.verdict === undefined
      ? undefined
      : judge(file.verdict, {
          estimate: whole.value,
          standardError: whole.standardError,
          degreesOfFreedom: whole.degreesOfFreedom,
          respondents: whole.respondents,
        });
  const audience = groups.find(({ column }) => column === settings.audience);
  const imbalance =
    audience === undefined || audience.rows.length < 2
      ? undefined
      : survey.measureImbalance(
          audience.rows.map(({ group = "", value, standardError }) => ({
            id: group,
            estimate: value,
            standardError,
          })),
        );
  const truth = readTruth(tables.truth);
  progress(4, steps);
  return {
    file,
    settings,
    level,
    built,
    estimand,
    whole,
    groups,
    differences: keepDifferences(evaluated, estimand, { table: built.table, published, columns, least }),
    streets,
    verdict,
    imbalance,
    weights: survey.diagnoseWeights(built.design.weights),
    truth,
    coverage: compare(
      truth,
      [
        { ...whole, label: "全区" },
        ...groups.flatMap(({ rows }) => rows.map((row) => ({ ...row, label: row.group ?? "" }))),
        ...(streets?.result.areas ?? []).map((area) => ({
          ...area,
          id: `street/${area.id}`,
          label: area.id,
        })),
      ],
      level,
    ),
  };
};
