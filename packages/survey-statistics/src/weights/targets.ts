// Reads of typed arrays carry `!`: rows, cells and columns are counted here.
import { choleskyInPlace, NumericsError } from "@kepu/numerics";
import { assertFinite, assertRows, type Column, encode, type Labels } from "../design/columns.ts";
import type { CalibrationStep } from "../design/design.ts";
import { SurveyError } from "../errors.ts";

/** What the weights must reproduce: the population of each category, or the population total of a number. */
export type CalibrationTarget =
  | { readonly name: string; readonly labels: Labels; readonly totals: Readonly<Record<string, number>> }
  | { readonly name: string; readonly values: Column; readonly total: number };

/** Targets as columns over cells of rows that have the same columns. */
export interface TargetColumns {
  readonly cellOfRow: Int32Array;
  readonly cells: number;
  /** cells × size. */
  readonly columns: Float64Array;
  readonly size: number;
  readonly totals: Float64Array;
  readonly names: readonly string[];
}

/** Category codes of a margin in the order of its totals, each with rows and each row with a total. */
export const readMargin = (
  target: Extract<CalibrationTarget, { labels: Labels }>,
  rows: number,
): { codes: Int32Array; names: string[]; totals: Float64Array } => {
  const { name: margin, labels } = target;
  assertRows(margin, labels, rows);
  const { codes, names } = encode(labels);
  for (const [code, category] of names.entries())
    if (!Object.hasOwn(target.totals, category))
      throw new SurveyError("category-unknown", { row: codes.indexOf(code) + 1, margin, category });
  for (const [category, total] of Object.entries(target.totals)) {
    if (!(total > 0 && total < Infinity))
      throw new SurveyError("setting-out-of-range", {
        name: `${margin} ${category}`,
        value: total,
        range: "大于 0",
      });
    if (!names.includes(category)) throw new SurveyError("category-empty", { margin, category });
  }
  return { codes, names, totals: Float64Array.from(names, (category) => target.totals[category]!) };
};

/** Cells of equal columns, and the columns of each. The first margin has all its categories, the others all but one. */
export const toColumns = (targets: readonly CalibrationTarget[], rows: number): TargetColumns => {
  if (targets.length === 0) throw new SurveyError("design-empty");
  const keys: string[] = Array.from({ length: rows }, () => "");
  const readers: { read: (row: number) => number; total: number; name: string }[] = [];
  let margins = 0;
  let population = 0;
  for (const target of targets) {
    if ("labels" in target) {
      const { codes, names, totals } = readMargin(target, rows);
      const sum = totals.reduce((a, b) => a + b, 0);
      if (margins > 0 && Math.abs(sum - population) > 1e-6 * population)
        throw new SurveyError("totals-differ", { margin: target.name, total: sum, expected: population });
      if (margins === 0) population = sum;
      for (let row = 0; row < rows; row += 1) keys[row] += `${codes[row]},`;
      for (let code = margins === 0 ? 0 : 1; code < names.length; code += 1)
        readers.push({
          read: (row) => (codes[row] === code ? 1 : 0),
          total: totals[code]!,
          name: `${target.name} ${names[code]}`,
        });
      margins += 1;
    } else {
      const { values, name, total } = target;
      assertRows(name, values, rows);
      assertFinite(name, values);
      for (let row = 0; row < rows; row += 1) keys[row] += `${values[row]},`;
      readers.push({ read: (row) => values[row]!, total, name });
    }
  }
  const { codes: cellOfRow, names: cellNames } = encode(keys);
  const cells = cellNames.length;
  const size = readers.length;
  const columns = new Float64Array(cells * size);
  const seen = new Uint8Array(cells);
  for (let row = 0; row < rows; row += 1) {
    const cell = cellOfRow[row]!;
    if (seen[cell] === 1) continue;
    seen[cell] = 1;
    for (let k = 0; k < size; k += 1) columns[cell * size + k] = readers[k]!.read(row);
  }
  return {
    cellOfRow,
    cells,
    columns,
    size,
    totals: Float64Array.from(readers, ({ total }) => total),
    names: readers.map(({ name }) => name),
  };
};

/**
 * The same targets with one cell a unit of a stage: every row has its unit's weighted mean of the columns, so that all its
 * rows get one factor and the totals stay what they are.
 */
export const toUnits = (made: TargetColumns, unitOfRow: Int32Array, weights: Float64Array): TargetColumns => {
  const { size } = made;
  const units = unitOfRow.reduce((most, unit) => Math.max(most, unit + 1), 0);
  const columns = new Float64Array(units * size);
  const sums = new Float64Array(units);
  for (let row = 0; row < unitOfRow.length; row += 1) {
    const unit = unitOfRow[row]!;
    sums[unit]! += weights[row]!;
    for (let k = 0; k < size; k += 1)
      columns[unit * size + k]! += weights[row]! * made.columns[made.cellOfRow[row]! * size + k]!;
  }
  for (let unit = 0; unit < units; unit += 1)
    for (let k = 0; k < size; k += 1) columns[unit * size + k]! /= sums[unit]!;
  return { ...made, cellOfRow: unitOfRow, cells: units, columns };
};

/** Sums of weights over cells. */
export const cellWeights = (weights: Float64Array, { cellOfRow, cells }: TargetColumns): Float64Array => {
  const sums = new Float64Array(cells);
  for (let row = 0; row < weights.length; row += 1) sums[cellOfRow[row]!]! += weights[row]!;
  return sums;
};

/** Columnsᵀ·diag(weights)·columns over cells. */
export const gram = ({ columns, size, cells }: TargetColumns, weights: Float64Array): Float64Array => {
  const result = new Float64Array(size * size);
  for (let cell = 0; cell < cells; cell += 1) {
    const weight = weights[cell]!;
    if (weight === 0) continue;
    for (let i = 0; i < size; i += 1) {
      const left = weight * columns[cell * size + i]!;
      if (left === 0) continue;
      for (let j = 0; j < size; j += 1) result[i * size + j]! += left * columns[cell * size + j]!;
    }
  }
  return result;
};

/** Leaves out columns that the ones before determine, so that the normal equations have one solution. */
export const withoutRedundant = (made: TargetColumns, weights: Float64Array): TargetColumns => {
  let current = made;
  for (;;) {
    try {
      choleskyInPlace(gram(current, weights), current.size);
      return current;
    } catch (error) {
      if (!(error instanceof NumericsError)) throw error;
      if (current.size === 1)
        throw new SurveyError("calibration-singular", { column: current.names[0] ?? "" }, { cause: error });
      const drop = Number(error.values["row"]) - 1;
      const keep = Array.from({ length: current.size }, (_, k) => k).filter((k) => k !== drop);
      const { columns, size, cells, totals, names } = current;
      current = {
        ...current,
        size: size - 1,
        columns: Float64Array.from(
          Array.from({ length: cells }).flatMap((_, cell) => keep.map((k) => columns[cell * size + k]!)),
        ),
        totals: Float64Array.from(keep, (k) => totals[k]!),
        names: keep.map((k) => names[k]!),
      };
    }
  }
};

/** The residual step that a calibration adds to its design. */
export const toStep = (made: TargetColumns, weights: Float64Array): CalibrationStep => {
  const used = withoutRedundant(made, cellWeights(weights, made));
  const factor = choleskyInPlace(gram(used, cellWeights(weights, used)), used.size);
  return { cellOfRow: used.cellOfRow, columns: used.columns, size: used.size, weights, factor };
};
