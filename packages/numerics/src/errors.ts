/**
 * Every way in which this package refuses its input. The set is closed.
 *
 * | code | refused |
 * |---|---|
 * | `argument-out-of-range` | an argument that is no number, or outside the range its docstring states |
 * | `dimension-mismatch` | an array whose length does not fit the stated rows and columns |
 * | `matrix-not-positive-definite` | a matrix without a Cholesky factor, to working precision |
 * | `matrix-rank-deficient` | a least-squares matrix with linearly dependent columns |
 * | `root-not-bracketed` | a search interval at whose ends the function has the same sign |
 * | `no-convergence` | an iteration that did not reach its tolerance |
 */
export type NumericsErrorCode =
  | "argument-out-of-range"
  | "dimension-mismatch"
  | "matrix-not-positive-definite"
  | "matrix-rank-deficient"
  | "root-not-bracketed"
  | "no-convergence";

const sentences: Readonly<Record<NumericsErrorCode, string>> = {
  "argument-out-of-range": "参数 {name} 的值 {value} 不在允许的范围（{range}）内。请改为范围内的数。",
  "dimension-mismatch": "数组 {name} 的长度是 {value}，应为 {expected}。请核对行数和列数。",
  "matrix-not-positive-definite":
    "矩阵不是正定的（第 {row} 行之后不能分解）。请检查是否有重复的变量，或某个变量是其他变量的组合。",
  "matrix-rank-deficient": "第 {column} 列可由前面的列算出。请去掉这一列，或合并重复的变量。",
  "root-not-bracketed": "在区间 [{lower}, {upper}] 两端函数同号，区间内不一定有根。请放宽区间。",
  "no-convergence": "{name} 迭代 {iterations} 次仍未收敛。请检查输入是否有极端值。",
};

/** The sentence of a code with its values filled in. */
const describe = (code: NumericsErrorCode, values: Readonly<Record<string, string | number>>): string =>
  sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/**
 * The only error this package throws on purpose. `message` is a Chinese sentence that says what is wrong and what to
 * do; `values` are what the sentence names.
 *
 * @example new NumericsError("matrix-rank-deficient", { column: 3 }).code; // => "matrix-rank-deficient"
 */
export class NumericsError extends Error {
  override readonly name = "NumericsError";
  readonly code: NumericsErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: NumericsErrorCode, values: Readonly<Record<string, string | number>> = {}) {
    super(describe(code, values));
    this.code = code;
    this.values = values;
  }
}

/** Throws `argument-out-of-range` unless `holds`. */
export const assertRange = (
  holds: boolean,
  refused: { readonly name: string; readonly value: number; readonly range: string },
): void => {
  if (!holds) throw new NumericsError("argument-out-of-range", refused);
};

/** Throws `dimension-mismatch` unless the array has the expected length. */
export const assertLength = (name: string, array: ArrayLike<number>, expected: number): void => {
  if (array.length !== expected)
    throw new NumericsError("dimension-mismatch", { name, value: array.length, expected });
};
