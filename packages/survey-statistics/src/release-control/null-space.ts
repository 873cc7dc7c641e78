/** An exact fraction, denominator positive. */
type Fraction = { readonly top: bigint; readonly bottom: bigint };

const zero: Fraction = { top: 0n, bottom: 1n };

const divisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
};

const reduce = (top: bigint, bottom: bigint): Fraction => {
  const common = divisor(top, bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { top: (sign * top) / common, bottom: (sign * bottom) / common };
};

const minusProduct = (a: Fraction, b: Fraction, c: Fraction): Fraction =>
  b.top === 0n || c.top === 0n
    ? a
    : reduce(a.top * b.bottom * c.bottom - b.top * c.top * a.bottom, a.bottom * b.bottom * c.bottom);

const divide = (a: Fraction, b: Fraction): Fraction => reduce(a.top * b.bottom, a.bottom * b.top);

/**
 * A basis of the vectors d with M·d = 0, in exact arithmetic and cleared to whole numbers. An unknown in which every
 * basis vector is 0 is fixed by the equations: it can be worked out by adding and subtracting them.
 *
 * @param rows the equations, each with one whole number an unknown
 * @param size number of unknowns
 * @example nullSpace([[1, 1]], 2); // => [[-1, 1]]
 */
export const nullSpace = (rows: readonly (readonly number[])[], size: number): number[][] => {
  const work = rows.map((row) =>
    Array.from({ length: size }, (_, column): Fraction => ({ top: BigInt(row[column] ?? 0), bottom: 1n })),
  );
  const at = (row: number, column: number): Fraction => work[row]?.[column] ?? zero;
  const pivots: number[] = [];
  for (let column = 0; column < size && pivots.length < work.length; column += 1) {
    const top = pivots.length;
    const found = work.findIndex((_, row) => row >= top && at(row, column).top !== 0n);
    if (found < 0) continue;
    const pivotRow = work[found] ?? [];
    work[found] = work[top] ?? [];
    const pivot = pivotRow[column] ?? zero;
    const scaled = pivotRow.map((value) => divide(value, pivot));
    work[top] = scaled;
    for (const [row, values] of work.entries()) {
      const factor = values[column] ?? zero;
      if (row === top || factor.top === 0n) continue;
      work[row] = values.map((value, place) => minusProduct(value, factor, scaled[place] ?? zero));
    }
    pivots.push(column);
  }
  const basis: number[][] = [];
  for (let free = 0; free < size; free += 1) {
    if (pivots.includes(free)) continue;
    const column = pivots.map((_, row) => at(row, free));
    const common = column.reduce(
      (multiple, { bottom }) => (multiple / divisor(multiple, bottom)) * bottom,
      1n,
    );
    const vector = Array.from({ length: size }, () => 0);
    vector[free] = Number(common);
    for (const [row, pivot] of pivots.entries()) {
      const { top, bottom } = column[row] ?? zero;
      vector[pivot] = Number((-top * common) / bottom) + 0;
    }
    basis.push(vector.map((value) => (value === 0 ? 0 : value)));
  }
  return basis;
};
