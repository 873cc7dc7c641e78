import { evaluateKernel, createKernelValues } from "../calibration/kernels.ts";
import type { Calibration } from "../calibration/options.ts";

// Reads carry `!`: indices come from the layout.

/** Moments of every item's score at the nodes: items × Q, row-major. */
export type ItemMoments = {
  readonly nodes: number;
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** ∂ mean / ∂ parameter of each item: (parameter of the item) × Q. */
  readonly slopes: readonly Float64Array[];
  /** P(X = k) of each item: (score) × Q. */
  readonly categories: readonly Float64Array[];
};

/** Fills the moments of a calibration at its nodes. */
export const itemMoments = ({ grid, solution }: Calibration): ItemMoments => {
  const { theta } = grid;
  const { layout, values } = solution;
  const nodes = theta.length;
  const most = Math.max(...layout.items.map(({ shape }) => shape.most));
  const kernel = createKernelValues(most, most + 2);
  const mean = new Float64Array(layout.items.length * nodes);
  const square = new Float64Array(layout.items.length * nodes);
  const slopes: Float64Array[] = [];
  const categories: Float64Array[] = [];
  for (const [item, { shape, offset }] of layout.items.entries()) {
    const n = shape.parameterCount;
    const slope = new Float64Array(n * nodes);
    const probability = new Float64Array((shape.most + 1) * nodes);
    for (let q = 0; q < nodes; q += 1) {
      evaluateKernel(shape, { values, offset, theta: theta[q]! }, kernel);
      for (let k = 0; k <= shape.most; k += 1) {
        probability[k * nodes + q] = kernel.p[k]!;
        mean[item * nodes + q] = mean[item * nodes + q]! + k * kernel.p[k]!;
        square[item * nodes + q] = square[item * nodes + q]! + k * k * kernel.p[k]!;
        for (let i = 0; i < n; i += 1)
          slope[i * nodes + q] = slope[i * nodes + q]! + k * kernel.first[k * n + i]!;
      }
    }
    slopes.push(slope);
    categories.push(probability);
  }
  return { nodes, mean, square, slopes, categories };
};
