// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { invertSymmetric, NumericsError } from "@kepu/numerics";
import { RecommenderError } from "../errors.ts";
import { wasm, type WasmMemory } from "./wasm.ts";
import { createUpdateStrip, type UpdateStrip } from "./wasm-update.ts";

/** A symmetric matrix of n rows in WebAssembly memory, rows padded to a multiple of four with an identity. */
export type DenseSymmetric = {
  readonly n: number;
  /** Numbers from one row to the next. */
  readonly stride: number;
  /** Row-major; whole 4 × 4 tiles on and below the diagonal are kept, the rest is undefined. */
  readonly values: Float64Array;
  readonly memory: WasmMemory;
};

const pageBytes = 65_536;
/** Depth of one elimination step: two packed panels of 256 columns stay in the second-level cache. */
const depthOfStep = 128;
const columnsOfChunk = 256;

/**
 * Room for a symmetric n × n matrix, zero but for the padding.
 *
 * @throws RecommenderError `out_of_memory` where the machine has no such room
 */
export const createDenseSymmetric = (n: number): DenseSymmetric => {
  const stride = Math.ceil(n / 4) * 4;
  const bytes =
    8 * (stride * stride + 2 * stride * depthOfStep + depthOfStep * depthOfStep + 4 * depthOfStep);
  const megabytes = Math.ceil(bytes / 1e6);
  try {
    const memory = new wasm.Memory({ initial: Math.ceil(bytes / pageBytes) });
    const values = new Float64Array(memory.buffer, 0, stride * stride);
    for (let row = n; row < stride; row += 1) values[row * stride + row] = 1;
    return { n, stride, values, memory };
  } catch (cause) {
    throw new RecommenderError("recommender.out_of_memory", { megabytes }, { cause });
  }
};

type Workspace = {
  readonly matrix: DenseSymmetric;
  /** Column panel of this step, packed by strips of four rows. */
  readonly panel: Float64Array;
  /** The same times the inverse pivot. */
  readonly product: Float64Array;
  readonly pivot: Float64Array;
  readonly strip: Float64Array;
  readonly update: UpdateStrip;
};

const createWorkspace = (matrix: DenseSymmetric): Workspace => {
  const { stride, memory } = matrix;
  let at = 8 * stride * stride;
  const room = (length: number): Float64Array => {
    const view = new Float64Array(memory.buffer, at, length);
    at += 8 * length;
    return view;
  };
  return {
    matrix,
    panel: room(stride * depthOfStep),
    product: room(stride * depthOfStep),
    pivot: room(depthOfStep * depthOfStep),
    strip: room(4 * depthOfStep),
    update: createUpdateStrip(memory),
  };
};

/** The inverse of the pivot block, row-major. */
const invertPivot = ({ values, stride }: DenseSymmetric, from: number, depth: number): Float64Array => {
  const block = new Float64Array(depth * depth);
  for (let i = 0; i < depth; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const value = values[(from + i) * stride + from + j]!;
      block[i * depth + j] = value;
      block[j * depth + i] = value;
    }
  try {
    return invertSymmetric(block, depth);
  } catch (cause) {
    if (!(cause instanceof NumericsError)) throw cause;
    throw new RecommenderError(
      "recommender.matrix_not_positive_definite",
      { row: from + Number(cause.values["row"] ?? 1), parameter: "λ" },
      { cause },
    );
  }
};

/** Packs the symmetric matrix's columns from … from + depth − 1; the pivot's own rows become zero. */
const packPanel = ({ matrix, panel }: Workspace, from: number, depth: number): void => {
  const { values, stride } = matrix;
  for (let row = 0; row < stride; row += 1) {
    const to = (row >> 2) * 4 * depth + (row & 3);
    const isPivot = row >= from && row < from + depth;
    const isBelow = row >= from;
    for (let k = 0; k < depth; k += 1)
      panel[to + 4 * k] = isPivot
        ? 0
        : isBelow
          ? values[row * stride + from + k]!
          : values[(from + k) * stride + row]!;
  }
};

const packPivot = (pivot: Float64Array, inverse: Float64Array, depth: number): void => {
  for (let k = 0; k < depth; k += 1)
    for (let column = 0; column < depth; column += 1)
      pivot[(column >> 2) * 4 * depth + 4 * k + (column & 3)] = inverse[k * depth + column]!;
};

/** product = panel × inverse pivot, packed; the matrix's own panel is overwritten by it. */
const multiplyPanel = (work: Workspace, from: number, depth: number): void => {
  const { matrix, panel, product, pivot, strip, update } = work;
  const { values, stride } = matrix;
  for (let first = 0; first < stride; first += 4) {
    const isPivot = first >= from && first < from + depth;
    strip.fill(0, 0, 4 * depth);
    if (!isPivot)
      update(
        strip.byteOffset,
        8 * depth,
        panel.byteOffset + 8 * first * depth,
        pivot.byteOffset,
        depth / 4,
        depth,
      );
    for (let row = 0; row < 4; row += 1)
      for (let k = 0; k < depth; k += 1) {
        const value = -strip[row * depth + k]!;
        product[first * depth + 4 * k + row] = value;
        if (isPivot) continue;
        if (first >= from) values[(first + row) * stride + from + k] = value;
        else values[(from + k) * stride + first + row] = value;
      }
  }
};

/** All tiles on and below the diagonal −= product × panelᵀ; rows of the pivot are zero there and stay. */
const updateRest = ({ matrix, panel, product, update }: Workspace, depth: number): void => {
  const { stride } = matrix;
  for (let column = 0; column < stride; column += columnsOfChunk)
    for (let row = column; row < stride; row += 4) {
      const columns = Math.min(columnsOfChunk, row + 4 - column, stride - column);
      update(
        8 * (row * stride + column),
        8 * stride,
        product.byteOffset + 8 * row * depth,
        panel.byteOffset + 8 * column * depth,
        columns / 4,
        depth,
      );
    }
};

/**
 * Replaces a symmetric positive definite matrix by **minus** its inverse: blocked symmetric elimination (the sweep
 * operator of Beaton 1964, in blocks of 128 whose pivots are inverted by Cholesky). n³/2 multiplications, as
 * Cholesky, triangular inverse and product together need, but one kernel and no second matrix.
 *
 * @param matrix tiles on and below the diagonal are read; overwritten
 * @throws RecommenderError `matrix_not_positive_definite` with the row
 */
export const invertInPlace = (matrix: DenseSymmetric): void => {
  const { stride, values } = matrix;
  const work = createWorkspace(matrix);
  for (let from = 0; from < stride; from += depthOfStep) {
    const depth = Math.min(depthOfStep, stride - from);
    const inverse = invertPivot(matrix, from, depth);
    packPanel(work, from, depth);
    packPivot(work.pivot, inverse, depth);
    multiplyPanel(work, from, depth);
    updateRest(work, depth);
    for (let i = 0; i < depth; i += 1)
      for (let j = 0; j < depth; j += 1) values[(from + i) * stride + from + j] = -inverse[i * depth + j]!;
  }
};
