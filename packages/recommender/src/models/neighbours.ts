// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { assertWhole, assertWithin } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import { columnCounts, rowCounts, transpose, type SparseMatrix } from "../matrix/sparse.ts";
import { selectTop } from "../matrix/top.ts";
import type { Scorer } from "./scorer.ts";

type Walk = {
  readonly name: (typeof neighbourModels)[number];
  readonly neighbours: number;
  /** Weight of a path item → person → item. */
  readonly ofPerson: (person: number, weight: number) => number;
  /** Similarity from the summed paths and the number of people who had both. */
  readonly finish: (from: number, to: number, sum: number, people: number) => number;
};

const createWalk = (table: InteractionTable, walk: Walk): Scorer => {
  const { byPerson } = table;
  const byItem = transpose(byPerson);
  const n = byPerson.columns;
  const sums = new Float64Array(n);
  const people = new Int32Array(n);
  const rows: { readonly columns: Int32Array; readonly values: Float64Array }[] = [];
  for (let from = 0; from < n; from += 1) {
    const touched: number[] = [];
    for (let p = byItem.offsets[from]!; p < byItem.offsets[from + 1]!; p += 1) {
      const person = byItem.indices[p]!;
      const path = walk.ofPerson(person, byItem.values[p]!);
      for (let q = byPerson.offsets[person]!; q < byPerson.offsets[person + 1]!; q += 1) {
        const to = byPerson.indices[q]!;
        if (people[to] === 0) touched.push(to);
        people[to]! += 1;
        sums[to]! += path * byPerson.values[q]!;
      }
    }
    const candidates = Int32Array.from(touched).sort();
    const similarities = Float64Array.from(candidates, (to) =>
      to === from ? -Infinity : walk.finish(from, to, sums[to]!, people[to]!),
    );
    const chosen = selectTop(similarities, walk.neighbours);
    rows.push({
      columns: chosen.map((place) => candidates[place]!),
      values: Float64Array.from(chosen, (place) => similarities[place]!),
    });
    for (const to of touched) {
      sums[to] = 0;
      people[to] = 0;
    }
  }
  return createSparseScorer(walk.name, packRows(rows, n));
};

const packRows = (
  rows: readonly { readonly columns: Int32Array; readonly values: Float64Array }[],
  n: number,
): SparseMatrix => {
  const offsets = new Int32Array(n + 1);
  rows.forEach((row, from) => {
    offsets[from + 1] = offsets[from]! + row.columns.length;
  });
  const indices = new Int32Array(offsets[n]!);
  const values = new Float64Array(offsets[n]!);
  rows.forEach((row, from) => {
    indices.set(row.columns, offsets[from]);
    values.set(row.values, offsets[from]);
  });
  return { rows: n, columns: n, offsets, indices, values };
};

/** Names of the models that keep neighbours; a state says which by its place here. */
export const neighbourModels = ["item-knn", "rp3beta"] as const;

/** The scorer from kept neighbours: row = item of the profile, columns = the items it speaks for. */
export const createSparseScorer = (
  name: (typeof neighbourModels)[number],
  { rows, offsets, indices, values }: SparseMatrix,
): Scorer => ({
  name,
  items: rows,
  score: (profile, out) => {
    out.fill(0);
    for (let k = 0; k < profile.items.length; k += 1) {
      const from = profile.items[k]!;
      const weight = profile.weights[k]!;
      for (let place = offsets[from]!; place < offsets[from + 1]!; place += 1)
        out[indices[place]!]! += weight * values[place]!;
    }
  },
  similarity: (from, to) => {
    for (let place = offsets[from]!; place < offsets[from + 1]!; place += 1)
      if (indices[place] === to) return values[place]!;
    return 0;
  },
  state: {
    kind: "neighbours",
    numbers: { items: rows, model: neighbourModels.indexOf(name) },
    arrays: { offsets, indices, values },
  },
});

export type ItemKnnOptions = {
  /** Kept neighbours of an item, 1 … 10,000; 100 by default. */
  readonly neighbours?: number;
  /** Shrinkage h: similarity × n_ij / (n_ij + h), for pairs few people had; 20 by default. */
  readonly shrinkage?: number;
  /** People with many acts say less of each pair: weight ln(1 + items / n_u); on by default. */
  readonly weighting?: "tf-idf" | "plain";
};

/**
 * Item-based nearest neighbours (Deshpande & Karypis 2004): shrunk cosine of the items' columns.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example trainItemKnn(createInteractions([{ person: "a", item: "x", at: 0 }])).items; // => 1
 */
export const trainItemKnn = (table: InteractionTable, options: ItemKnnOptions = {}): Scorer => {
  const { neighbours = 100, shrinkage = 20, weighting = "tf-idf" } = options;
  assertWhole({ name: "neighbours", value: neighbours, least: 1, most: 10_000 });
  assertWithin({ name: "shrinkage", value: shrinkage, least: 0, most: 1e6 });
  const { byPerson } = table;
  const activity = rowCounts(byPerson);
  const factors = activity.map((count) =>
    weighting === "plain" ? 1 : Math.log(1 + byPerson.columns / Math.max(1, count)) ** 2,
  );
  const norms = new Float64Array(byPerson.columns);
  for (let person = 0; person < byPerson.rows; person += 1)
    for (let place = byPerson.offsets[person]!; place < byPerson.offsets[person + 1]!; place += 1)
      norms[byPerson.indices[place]!]! += byPerson.values[place]! ** 2 * factors[person]!;
  return createWalk(table, {
    name: "item-knn",
    neighbours,
    ofPerson: (person, weight) => weight * factors[person]!,
    finish: (from, to, sum, people) =>
      (sum / Math.sqrt(norms[from]! * norms[to]!)) * (people / (people + shrinkage)),
  });
};

export type Rp3BetaOptions = {
  /** Kept neighbours of an item; 100 by default. */
  readonly neighbours?: number;
  /** Exponent of the transition probabilities, (0, 2]; 1 by default. */
  readonly alpha?: number;
  /** Penalty of popular items, 0 … 1; 0.6 by default. */
  readonly beta?: number;
};

/**
 * RP3β (Paudel et al. 2017, eq. 8): three steps of a random walk person → item → person → item, divided by the
 * target's popularity to the power β. Weights are not used: only whether somebody acted.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example trainRp3Beta(createInteractions([{ person: "a", item: "x", at: 0 }])).name; // => "rp3beta"
 */
export const trainRp3Beta = (table: InteractionTable, options: Rp3BetaOptions = {}): Scorer => {
  const { neighbours = 100, alpha = 1, beta = 0.6 } = options;
  assertWhole({ name: "neighbours", value: neighbours, least: 1, most: 10_000 });
  assertWithin({ name: "alpha", value: alpha, least: 0.01, most: 2 });
  assertWithin({ name: "beta", value: beta, least: 0, most: 1 });
  const degree = columnCounts(table.byPerson);
  const activity = rowCounts(table.byPerson).map((count) => count ** -alpha);
  const ones = { ...table.byPerson, values: table.byPerson.values.map(() => 1) };
  return createWalk(
    { ...table, byPerson: ones },
    {
      name: "rp3beta",
      neighbours,
      ofPerson: (person) => activity[person]!,
      finish: (from, to, sum) => (sum * degree[from]! ** -alpha) / degree[to]! ** beta,
    },
  );
};
