import type { SparseMatrix } from "../matrix/sparse.ts";
import { createContentScorer } from "../models/content.ts";
import { createEaseScorer } from "../models/ease.ts";
import { createGraphFilterScorer } from "../models/graph-filter.ts";
import { createIalsScorer, toIalsSettings } from "../models/ials.ts";
import { createSparseScorer, neighbourModels } from "../models/neighbours.ts";
import type { ModelState, NumberArray, Scorer } from "../models/scorer.ts";

const isCount = (value: number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

const isFloat64 = (array: NumberArray | undefined, length: number): array is Float64Array =>
  array instanceof Float64Array && array.length === length;

/** A sparse matrix whose offsets ascend and whose columns exist; undefined otherwise. */
const toMatrix = (
  { offsets, indices, values }: ModelState["arrays"],
  { rows, columns }: { readonly rows: number | undefined; readonly columns: number | undefined },
): SparseMatrix | undefined => {
  if (!isCount(rows) || !isCount(columns)) return undefined;
  if (!(offsets instanceof Int32Array) || offsets.length !== rows + 1 || offsets[0] !== 0) return undefined;
  if (!(indices instanceof Int32Array) || !isFloat64(values, indices.length)) return undefined;
  if (offsets[rows] !== indices.length) return undefined;
  for (let row = 0; row < rows; row += 1) if ((offsets[row + 1] ?? 0) < (offsets[row] ?? 0)) return undefined;
  if (!indices.every((column) => column >= 0 && column < columns)) return undefined;
  return { rows, columns, offsets, indices, values };
};

/** The scorer of a state; undefined where its parts do not fit together, so that nothing is read outside an array. */
export const restoreScorer = ({ kind, numbers, arrays }: ModelState): Scorer | undefined => {
  const n = numbers["items"];
  if (!isCount(n)) return undefined;
  switch (kind) {
    case "ease": {
      const { b } = arrays;
      return b instanceof Float32Array && b.length === n * n ? createEaseScorer(n, b) : undefined;
    }
    case "neighbours": {
      const name = neighbourModels[numbers["model"] ?? -1];
      const matrix = toMatrix(arrays, { rows: n, columns: n });
      return name === undefined || matrix === undefined ? undefined : createSparseScorer(name, matrix);
    }
    case "ials": {
      const { dimensions, lambda, unobservedWeight } = numbers;
      const { factors } = arrays;
      if (dimensions === undefined || lambda === undefined || unobservedWeight === undefined)
        return undefined;
      if (!isFloat64(factors, n * dimensions)) return undefined;
      return createIalsScorer(factors, toIalsSettings({ dimensions, lambda, unobservedWeight }));
    }
    case "graph-filter": {
      const { people, alpha } = numbers;
      const { vectors, root } = arrays;
      const normal = toMatrix(arrays, { rows: people, columns: n });
      if (normal === undefined || alpha === undefined || !isFloat64(root, n)) return undefined;
      if (!(vectors instanceof Float64Array) || (n > 0 && vectors.length % n !== 0)) return undefined;
      return createGraphFilterScorer(normal, { vectors, root, alpha });
    }
    case "content": {
      const matrix = toMatrix(arrays, { rows: n, columns: numbers["features"] });
      return matrix === undefined ? undefined : createContentScorer(matrix);
    }
    default:
      // A header may name a kind that a later version knows.
      return undefined;
  }
};
