import { SurveyError } from "../errors.ts";

/** Categories, one a row: names or numbers. */
export type Labels = ArrayLike<string | number>;

/** Numbers, one a row. */
export type Column = ArrayLike<number>;

/** Throws `column-length` unless the column has one value a row. */
export const assertRows = (column: string, values: ArrayLike<unknown>, rows: number): void => {
  if (values.length !== rows) throw new SurveyError("column-length", { column, got: values.length, rows });
};

/** Categories as codes 0 … names.length − 1, in the order of first appearance. */
export const encode = (labels: Labels): { readonly codes: Int32Array; readonly names: string[] } => {
  const codes = new Int32Array(labels.length);
  const names: string[] = [];
  const known = new Map<string, number>();
  for (let row = 0; row < labels.length; row += 1) {
    const name = String(labels[row]);
    let code = known.get(name);
    if (code === undefined) {
      code = names.length;
      known.set(name, code);
      names.push(name);
    }
    codes[row] = code;
  }
  return { codes, names };
};

/** Throws `value-not-finite` with the row (from 1) of the first value in the domain that is no finite number. */
export const assertFinite = (column: string, values: Column, domain?: Uint8Array): void => {
  for (let row = 0; row < values.length; row += 1)
    if ((domain === undefined || domain[row] === 1) && !Number.isFinite(values[row]))
      throw new SurveyError("value-not-finite", { row: row + 1, column });
};
