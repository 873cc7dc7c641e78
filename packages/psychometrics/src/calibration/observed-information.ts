import { type ExpectationSpace, fillBlocks, fillPosterior, fillProbabilities } from "./expectation.ts";
import { evaluateKernel } from "./kernels.ts";
import { type Layout, priorTerms } from "./layout.ts";
import type { Problem } from "./acceleration.ts";
import type { PatternData } from "./patterns.ts";

// Louis (1982): I = Σᵢ { E[−∂²ℓc] − E[s sᵀ] + s̄ s̄ᵀ }, expectations over the posterior of θ, s the complete-data score and
// s̄ its mean. Exact at any point, not only at the maximum. Reads carry `!`: indices are bounded by the layout.

/** Matrices over the free parameters, size × size, both triangles filled. */
export type InformationMatrices = {
  readonly size: number;
  /** Observed information of the log-posterior. */
  readonly observed: Float64Array;
  /** Σ wᵢ s̄ s̄ᵀ. */
  readonly crossProduct: Float64Array;
  /** Σ wᵢ² s̄ s̄ᵀ: the middle of the sandwich. */
  readonly meat: Float64Array;
  /** Gradient of the log-posterior. */
  readonly gradient: Float64Array;
};

type ScoreTable = {
  /** Free parameters of the piece (an item or a group). */
  readonly free: Int32Array;
  readonly categories: number;
  /** (category × free) × Q: derivative of the log-density. */
  readonly score: Float64Array;
  /** (category × free × free) × Q: second derivative of the log-density. */
  readonly curve: Float64Array;
};

const itemTable = (
  space: ExpectationSpace,
  layout: Layout,
  { item, values }: { item: number; values: Float64Array },
): ScoreTable => {
  const { shape, offset } = layout.items[item]!;
  const nodes = space.theta.length;
  const n = shape.parameterCount;
  const used = Array.from({ length: n }, (_, i) => i).filter((i) => layout.freeOfValue[offset + i]! >= 0);
  const size = used.length;
  const categories = shape.most + 1;
  const score = new Float64Array(categories * size * nodes);
  const curve = new Float64Array(categories * size * size * nodes);
  const { kernel } = space;
  for (let q = 0; q < nodes; q += 1) {
    evaluateKernel(shape, { values, offset, theta: space.theta[q]! }, kernel);
    for (let k = 0; k < categories; k += 1) {
      const p = Math.max(kernel.p[k]!, 1e-200);
      for (let i = 0; i < size; i += 1) {
        const si = kernel.first[k * n + used[i]!]! / p;
        score[(k * size + i) * nodes + q] = si;
        for (let j = 0; j < size; j += 1) {
          const sj = kernel.first[k * n + used[j]!]! / p;
          curve[((k * size + i) * size + j) * nodes + q] =
            kernel.second[(k * n + used[i]!) * n + used[j]!]! / p - si * sj;
        }
      }
    }
  }
  return { free: Int32Array.from(used, (i) => layout.freeOfValue[offset + i]!), categories, score, curve };
};

/** Score and curvature of the log of the normal weights, which are scaled to add to one at the nodes. */
const groupTable = (
  space: ExpectationSpace,
  layout: Layout,
  { group, values }: { group: number; values: Float64Array },
): ScoreTable => {
  const { theta, prior } = space;
  const nodes = theta.length;
  const place = layout.latentOffset + 2 * group;
  const mean = values[place]!;
  const variance = Math.exp(2 * values[place + 1]!);
  const used = [0, 1].filter((i) => layout.freeOfValue[place + i]! >= 0);
  const size = used.length;
  const raw = [theta.map((t) => (t - mean) / variance), theta.map((t) => (t - mean) ** 2 / variance)];
  const average = (of: (q: number) => number): number => {
    let sum = 0;
    for (let q = 0; q < nodes; q += 1) sum += prior[group * nodes + q]! * of(q);
    return sum;
  };
  const centre = raw.map((values) => average((q) => values[q]!));
  // Derivatives of the two terms: ∂t₁/∂μ = −1/σ², ∂t₁/∂log σ = −2t₁, ∂t₂/∂μ = −2t₁, ∂t₂/∂log σ = −2t₂.
  const drift = (a: number, b: number, q: number): number =>
    a === 0 && b === 0 ? -1 / variance : -2 * raw[a === 1 && b === 1 ? 1 : 0]![q]!;
  const score = new Float64Array(size * nodes);
  const curve = new Float64Array(size * size * nodes);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const a = used[i]!;
      const b = used[j]!;
      const shift =
        average((q) => drift(a, b, q)) + average((q) => raw[a]![q]! * raw[b]![q]!) - centre[a]! * centre[b]!;
      for (let q = 0; q < nodes; q += 1) {
        score[i * nodes + q] = raw[a]![q]! - centre[a]!;
        curve[(i * size + j) * nodes + q] = drift(a, b, q) - shift;
      }
    }
  return { free: Int32Array.from(used, (i) => layout.freeOfValue[place + i]!), categories: 1, score, curve };
};

/** Posterior weight of every unit at every node, times the unit's weight. */
const allPosteriors = (
  space: ExpectationSpace,
  data: PatternData,
): { posterior: Float64Array; range: Int32Array } => {
  const nodes = space.theta.length;
  const posterior = new Float64Array(data.unitCount * nodes);
  const range = new Int32Array(2 * data.unitCount);
  for (let unit = 0; unit < data.unitCount; unit += 1) {
    fillPosterior(space, data, unit);
    posterior.set(space.posterior, unit * nodes);
    range.set(space.range, 2 * unit);
  }
  return { posterior, range };
};

const scoreOfUnit = (data: PatternData, unit: number, scores: Int8Array): void => {
  for (let b = 0; b < data.blocks.length; b += 1) {
    const { firstItem, itemCount, cells } = data.blocks[b]!;
    const row = data.patternOfUnit[b]![unit]! * itemCount;
    for (let i = 0; i < itemCount; i += 1) scores[firstItem + i] = cells[row + i]!;
  }
};

const addSymmetric = (
  matrix: Float64Array,
  size: number,
  { i, j, value }: { i: number; j: number; value: number },
): void => {
  matrix[i * size + j] = matrix[i * size + j]! + value;
};

/** Observed information, cross-products and gradient at the values of a problem. */
export const measureInformation = (problem: Problem): InformationMatrices => {
  const { layout, data, expectation: space, values } = problem;
  const nodes = space.theta.length;
  const size = layout.freeCount;
  fillProbabilities(space, layout, values);
  fillBlocks(space, data);
  const { posterior, range } = allPosteriors(space, data);
  const tables = layout.items.map((_, item) => itemTable(space, layout, { item, values }));
  const groups = Array.from({ length: layout.groupCount }, (_, group) =>
    groupTable(space, layout, { group, values }),
  );
  const observed = new Float64Array(size * size);
  const crossProduct = new Float64Array(size * size);
  const meat = new Float64Array(size * size);
  const gradient = new Float64Array(size);

  // Persons' mean scores: their outer products.
  const mean = new Float64Array(size);
  const scores = new Int8Array(layout.items.length);
  const addMean = ({ free, score }: ScoreTable, category: number, unit: number): void => {
    const end = range[2 * unit + 1]!;
    for (let i = 0; i < free.length; i += 1) {
      const row = (category * free.length + i) * nodes;
      let sum = 0;
      for (let q = range[2 * unit]!; q < end; q += 1) sum += posterior[unit * nodes + q]! * score[row + q]!;
      mean[free[i]!] = mean[free[i]!]! + sum;
    }
  };
  const rows = 32;
  const chunk = new Float64Array(rows * size);
  for (let start = 0; start < data.unitCount; start += rows) {
    const count = Math.min(rows, data.unitCount - start);
    for (let r = 0; r < count; r += 1) {
      const unit = start + r;
      mean.fill(0);
      scoreOfUnit(data, unit, scores);
      for (let item = 0; item < tables.length; item += 1)
        if (scores[item]! >= 0) addMean(tables[item]!, scores[item]!, unit);
      addMean(groups[data.group[unit]!]!, 0, unit);
      chunk.set(mean, r * size);
      for (let i = 0; i < size; i += 1) gradient[i] = gradient[i]! + data.weight[unit]! * mean[i]!;
    }
    for (let r = 0; r < count; r += 1) {
      const weight = data.weight[start + r]!;
      const ratio = data.squaredWeight[start + r]! / weight;
      for (let i = 0; i < size; i += 1) {
        const left = chunk[r * size + i]! * weight;
        if (left === 0) continue;
        for (let j = 0; j <= i; j += 1) {
          const value = left * chunk[r * size + j]!;
          crossProduct[i * size + j] = crossProduct[i * size + j]! + value;
          if (ratio !== 1) meat[i * size + j] = meat[i * size + j]! + value * (ratio - 1);
        }
      }
    }
  }
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      crossProduct[j * size + i] = crossProduct[i * size + j]!;
      meat[i * size + j] = meat[i * size + j]! + crossProduct[i * size + j]!;
      meat[j * size + i] = meat[i * size + j]!;
    }
  observed.set(crossProduct);

  const subtractPairs = createPairSubtraction({
    tables,
    groups,
    data,
    nodes,
    observed,
    size,
    posterior,
    range,
  });
  for (let item = 0; item < tables.length; item += 1) subtractPairs(item);
  subtractGroups(groups, { data, nodes, observed, size, posterior, range });
  addPriorCurvature(problem, { observed, gradient, size });
  return { size, observed, crossProduct, meat, gradient };
};

type PairContext = {
  readonly data: PatternData;
  readonly nodes: number;
  readonly observed: Float64Array;
  readonly size: number;
  readonly posterior: Float64Array;
  readonly range: Int32Array;
};

/**
 * Subtracts E[s sᵀ] + E[∂²] of an item with itself, later items and the groups. The weights of the pairs of scores are
 * collected by pattern of a block, so that a person is visited once for a block and not once for an item.
 */
const createPairSubtraction = (
  context: PairContext & { readonly tables: readonly ScoreTable[]; readonly groups: readonly ScoreTable[] },
): ((item: number) => void) => {
  const { data, nodes, observed, size, posterior, range, tables, groups } = context;
  const largest = Math.max(...data.blocks.map(({ patternCount }) => patternCount));
  const collected = new Float64Array(largest * nodes);
  const pair = new Float64Array(nodes);
  const groupWeights = groups.map(() => new Float64Array(nodes));
  const scoreOf = new Int8Array(data.unitCount);

  const subtract = (
    left: ScoreTable,
    right: ScoreTable,
    { d, c, weights, twice }: { d: number; c: number; weights: Float64Array; twice: boolean },
  ): void => {
    for (let i = 0; i < left.free.length; i += 1)
      for (let j = 0; j < right.free.length; j += 1) {
        const a = (d * left.free.length + i) * nodes;
        const b = (c * right.free.length + j) * nodes;
        let sum = 0;
        for (let q = 0; q < nodes; q += 1) sum += weights[q]! * left.score[a + q]! * right.score[b + q]!;
        const from = left.free[i]!;
        const to = right.free[j]!;
        addSymmetric(observed, size, { i: from, j: to, value: -sum });
        if (twice) addSymmetric(observed, size, { i: to, j: from, value: -sum });
      }
  };

  return (item) => {
    const table = tables[item]!;
    if (table.free.length === 0) return;
    const own = data.blocks.findIndex(
      ({ firstItem, itemCount }) => item >= firstItem && item < firstItem + itemCount,
    );
    const ownBlock = data.blocks[own]!;
    for (let unit = 0; unit < data.unitCount; unit += 1)
      scoreOf[unit] =
        ownBlock.cells[data.patternOfUnit[own]![unit]! * ownBlock.itemCount + item - ownBlock.firstItem]!;
    for (let d = 0; d < table.categories; d += 1) {
      for (let b = own; b < data.blocks.length; b += 1) {
        const { firstItem, itemCount, patternCount, cells } = data.blocks[b]!;
        collected.fill(0, 0, patternCount * nodes);
        if (b === own) for (const weights of groupWeights) weights.fill(0);
        const patternOfUnit = data.patternOfUnit[b]!;
        for (let unit = 0; unit < data.unitCount; unit += 1) {
          if (scoreOf[unit] !== d) continue;
          const weight = data.weight[unit]!;
          const row = patternOfUnit[unit]! * nodes;
          const from = unit * nodes;
          const end = range[2 * unit + 1]!;
          for (let q = range[2 * unit]!; q < end; q += 1)
            collected[row + q] = collected[row + q]! + weight * posterior[from + q]!;
          if (b !== own) continue;
          const group = groupWeights[data.group[unit]!]!;
          for (let q = range[2 * unit]!; q < end; q += 1)
            group[q] = group[q]! + weight * posterior[from + q]!;
        }
        for (let k = Math.max(item, firstItem); k < firstItem + itemCount; k += 1) {
          const other = tables[k]!;
          if (other.free.length === 0) continue;
          for (let c = 0; c < other.categories; c += 1) {
            pair.fill(0);
            for (let pattern = 0; pattern < patternCount; pattern += 1) {
              if (cells[pattern * itemCount + k - firstItem] !== c) continue;
              for (let q = 0; q < nodes; q += 1) pair[q] = pair[q]! + collected[pattern * nodes + q]!;
            }
            if (k === item && c !== d) continue;
            subtract(table, other, { d, c, weights: pair, twice: k !== item });
            if (k === item) subtractCurve(table, { category: d, weights: pair, observed, size });
          }
        }
      }
      for (let group = 0; group < groups.length; group += 1)
        if (groups[group]!.free.length > 0)
          subtract(table, groups[group]!, { d, c: 0, weights: groupWeights[group]!, twice: true });
    }
  };
};

const subtractCurve = (
  { free, curve }: ScoreTable,
  {
    category,
    weights,
    observed,
    size,
  }: { category: number; weights: Float64Array; observed: Float64Array; size: number },
): void => {
  const nodes = weights.length;
  for (let i = 0; i < free.length; i += 1)
    for (let j = 0; j < free.length; j += 1) {
      const row = ((category * free.length + i) * free.length + j) * nodes;
      let sum = 0;
      for (let q = 0; q < nodes; q += 1) sum += weights[q]! * curve[row + q]!;
      addSymmetric(observed, size, { i: free[i]!, j: free[j]!, value: -sum });
    }
};

const subtractGroups = (groups: readonly ScoreTable[], context: PairContext): void => {
  const { data, nodes, observed, size, posterior } = context;
  for (const [group, table] of groups.entries()) {
    if (table.free.length === 0) continue;
    const weights = new Float64Array(nodes);
    for (let unit = 0; unit < data.unitCount; unit += 1)
      if (data.group[unit] === group)
        for (let q = 0; q < nodes; q += 1)
          weights[q] = weights[q]! + data.weight[unit]! * posterior[unit * nodes + q]!;
    for (let i = 0; i < table.free.length; i += 1)
      for (let j = 0; j < table.free.length; j += 1) {
        let sum = 0;
        for (let q = 0; q < nodes; q += 1)
          sum += weights[q]! * table.score[i * nodes + q]! * table.score[j * nodes + q]!;
        addSymmetric(observed, size, { i: table.free[i]!, j: table.free[j]!, value: -sum });
      }
    subtractCurve(table, { category: 0, weights, observed, size });
  }
};

const addPriorCurvature = (
  { layout, values }: Problem,
  { observed, gradient, size }: { observed: Float64Array; gradient: Float64Array; size: number },
): void => {
  const seen = new Set<number>();
  for (const [place, prior] of layout.priors.entries()) {
    const index = layout.freeOfValue[place]!;
    if (prior === undefined || index < 0 || seen.has(index)) continue;
    seen.add(index);
    const { slope, curve } = priorTerms(prior, values[place]!);
    gradient[index] = gradient[index]! + slope;
    addSymmetric(observed, size, { i: index, j: index, value: -curve });
  }
};
