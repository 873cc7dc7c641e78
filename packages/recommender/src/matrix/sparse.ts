// Typed accessor convention of this folder: an index that the loop bounds keep inside the array is asserted with `!`.

/** Compressed sparse rows: row r owns places offsets[r] … offsets[r + 1] − 1, columns ascending. */
export type SparseMatrix = {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
};

/** Entries in any order; equal (row, column) are merged by the largest value. */
export type Triplets = {
  readonly rowNumbers: Int32Array;
  readonly columnNumbers: Int32Array;
  readonly values: Float64Array;
  readonly shape: { readonly rows: number; readonly columns: number };
};

/** Stable order of the entries by `keys`, counting sort: keys in 0 … size − 1. */
const orderBy = (keys: Int32Array, size: number, before: Int32Array): Int32Array => {
  const starts = new Int32Array(size + 1);
  for (const key of keys) starts[key + 1]! += 1;
  for (let k = 0; k < size; k += 1) starts[k + 1]! += starts[k]!;
  const order = new Int32Array(keys.length);
  for (const entry of before) {
    const key = keys[entry]!;
    order[starts[key]!] = entry;
    starts[key]! += 1;
  }
  return order;
};

/**
 * Builds compressed sparse rows from triplets in O(entries + rows + columns).
 *
 * @example buildSparse({ rowNumbers: Int32Array.of(0, 0), columnNumbers: Int32Array.of(1, 0), values: Float64Array.of(5, 6), shape: { rows: 1, columns: 2 } }).values; // => Float64Array(2) [ 6, 5 ]
 */
export const buildSparse = ({ rowNumbers, columnNumbers, values, shape }: Triplets): SparseMatrix => {
  const natural = new Int32Array(values.length).map((_, place) => place);
  const order = orderBy(rowNumbers, shape.rows, orderBy(columnNumbers, shape.columns, natural));
  const offsets = new Int32Array(shape.rows + 1);
  const indices = new Int32Array(values.length);
  const merged = new Float64Array(values.length);
  let size = 0;
  let lastRow = -1;
  for (const entry of order) {
    const row = rowNumbers[entry]!;
    const column = columnNumbers[entry]!;
    if (row === lastRow && indices[size - 1] === column) {
      merged[size - 1] = Math.max(merged[size - 1]!, values[entry]!);
      continue;
    }
    lastRow = row;
    indices[size] = column;
    merged[size] = values[entry]!;
    size += 1;
    offsets[row + 1] = size;
  }
  for (let row = 0; row < shape.rows; row += 1)
    if (offsets[row + 1]! < offsets[row]!) offsets[row + 1] = offsets[row]!;
  return {
    rows: shape.rows,
    columns: shape.columns,
    offsets,
    indices: indices.slice(0, size),
    values: merged.slice(0, size),
  };
};

/** Places of the entries of a matrix in the order of its transpose, with the transpose's offsets and indices. */
export type TransposePlan = {
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  /** places[p] is the place in the original of the transpose's entry p. */
  readonly places: Int32Array;
};

/** How the entries move when rows and columns change places. */
export const planTranspose = (matrix: SparseMatrix): TransposePlan => {
  const { rows, columns, offsets, indices } = matrix;
  const starts = new Int32Array(columns + 1);
  for (const column of indices) starts[column + 1]! += 1;
  for (let column = 0; column < columns; column += 1) starts[column + 1]! += starts[column]!;
  const next = starts.slice();
  const turned = new Int32Array(indices.length);
  const places = new Int32Array(indices.length);
  for (let row = 0; row < rows; row += 1)
    for (let place = offsets[row]!; place < offsets[row + 1]!; place += 1) {
      const column = indices[place]!;
      const to = next[column]!;
      turned[to] = row;
      places[to] = place;
      next[column] = to + 1;
    }
  return { offsets: starts, indices: turned, places };
};

/**
 * The transpose, again as compressed sparse rows.
 *
 * @example transpose({ rows: 1, columns: 2, offsets: Int32Array.of(0, 1), indices: Int32Array.of(1), values: Float64Array.of(3) }).offsets; // => Int32Array(3) [ 0, 0, 1 ]
 */
export const transpose = (matrix: SparseMatrix): SparseMatrix => {
  const { offsets, indices, places } = planTranspose(matrix);
  const values = new Float64Array(indices.length);
  for (let place = 0; place < values.length; place += 1) values[place] = matrix.values[places[place]!]!;
  return { rows: matrix.columns, columns: matrix.rows, offsets, indices, values };
};

/** Number of entries of each column. */
export const columnCounts = (matrix: SparseMatrix): Float64Array => {
  const counts = new Float64Array(matrix.columns);
  for (const column of matrix.indices) counts[column]! += 1;
  return counts;
};

/** Number of entries of each row. */
export const rowCounts = (matrix: SparseMatrix): Float64Array =>
  new Float64Array(matrix.rows).map((_, row) => matrix.offsets[row + 1]! - matrix.offsets[row]!);
