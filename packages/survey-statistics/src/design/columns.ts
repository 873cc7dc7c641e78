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
  // Numbers are looked up as they are: to write out a million of them takes longer than everything after it.
  const seen = new Map<string | number | undefined, number>();
  for (let row = 0; row < labels.length; row += 1) {
    let code = seen.get(labels[row]);
    if (code === undefined) {
      const name = String(labels[row]);
      code = known.get(name);
      if (code === undefined) {
        code = names.length;
        known.set(name, code);
        names.push(name);
      }
      seen.set(labels[row], code);
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

/** The rows of a domain, ascending; all rows without one. Loops over a street then cost what the street has, not the survey. */
export const membersOf = (rows: number, domain: Uint8Array | undefined): Int32Array => {
  if (domain === undefined) {
    const all = new Int32Array(rows);
    for (let row = 0; row < rows; row += 1) all[row] = row;
    return all;
  }
  let members = new Int32Array(1024);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (domain[row] !== 1) continue;
    if (count === members.length) {
      const longer = new Int32Array(2 * count);
      longer.set(members);
      members = longer;
    }
    members[count] = row;
    count += 1;
  }
  return members.subarray(0, count);
};

/** As {@link assertFinite}, for the rows listed. */
export const assertFiniteMembers = (column: string, values: Column, members: Int32Array): void => {
  for (const row of members)
    if (!Number.isFinite(values[row])) throw new SurveyError("value-not-finite", { row: row + 1, column });
};
