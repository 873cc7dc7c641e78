// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { createRandom } from "@kepu/numerics";
import { assertWhole, assertWithin } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import { transpose, type SparseMatrix } from "../matrix/sparse.ts";
import { createBlockSolver } from "./ials-solver.ts";
import type { Scorer } from "./scorer.ts";

export type IalsOptions = {
  /** Factors d, 1 … 1024; 64 by default. */
  readonly dimensions?: number;
  /** Factors solved together; 16 by default. Equal to `dimensions`: exact alternating least squares. */
  readonly blockSize?: number;
  readonly epochs?: number;
  /** Regularisation λ; 0.003 by default. */
  readonly lambda?: number;
  /** Weight α₀ of what was not touched, relative to 1 of what was; 0.1 by default. */
  readonly unobservedWeight?: number;
  /** Seed of the first factors. */
  readonly seed?: number | string;
};

/** Parameters with their defaults, checked. */
export type IalsSettings = Required<IalsOptions>;

export const toIalsSettings = (options: IalsOptions): IalsSettings => {
  const settings = {
    dimensions: 64,
    epochs: 10,
    lambda: 0.003,
    unobservedWeight: 0.1,
    seed: 1,
    ...options,
    blockSize: Math.min(options.blockSize ?? 16, options.dimensions ?? 64),
  };
  assertWhole({ name: "dimensions", value: settings.dimensions, least: 1, most: 1024 });
  assertWhole({ name: "blockSize", value: settings.blockSize, least: 1, most: settings.dimensions });
  assertWhole({ name: "epochs", value: settings.epochs, least: 1, most: 1000 });
  assertWithin({ name: "lambda", value: settings.lambda, least: 1e-9, most: 1e6 });
  assertWithin({ name: "unobservedWeight", value: settings.unobservedWeight, least: 1e-6, most: 10 });
  return settings;
};

/** First factors: normal with deviation 0.1 / √d (Rendle et al. 2022, §4). */
export const fillFactors = (factors: Float64Array, settings: IalsSettings, label: string): void => {
  const random = createRandom(settings.seed).fork(label);
  const deviation = 0.1 / Math.sqrt(settings.dimensions);
  for (let place = 0; place < factors.length; place += 1) factors[place] = random.normal() * deviation;
};

export type IalsSides = { readonly byPerson: SparseMatrix; readonly byItem: SparseMatrix };

export const toSides = (table: InteractionTable): IalsSides => ({
  byPerson: table.byPerson,
  byItem: transpose(table.byPerson),
});

/** The scorer from item factors: a profile is folded in by one exact solve, as a row of the training would be. */
export const createIalsScorer = (items: Float64Array, settings: IalsSettings): Scorer => {
  const { dimensions: d } = settings;
  const count = items.length / d;
  const solver = createBlockSolver({ ...settings, blockSize: d }, { factors: items, count });
  solver.refreshGram();
  const person = new Float64Array(d);
  return {
    name: "ials",
    items: count,
    score: (profile, out) => {
      person.fill(0);
      if (profile.items.length > 0) solver.solveProfile(profile, person);
      // Four items at once: their sums do not wait for each other, and each is added in the same order.
      const whole = count - (count % 4);
      for (let item = 0; item < whole; item += 4) {
        const at = item * d;
        let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
        for (let k = at; k < at + d; k += 1) {
          const factor = person[k - at]!;
          sum0 += factor * items[k]!;
          sum1 += factor * items[k + d]!;
          sum2 += factor * items[k + 2 * d]!;
          sum3 += factor * items[k + 3 * d]!;
        }
        out[item] = sum0;
        out[item + 1] = sum1;
        out[item + 2] = sum2;
        out[item + 3] = sum3;
      }
      for (let item = whole; item < count; item += 1) {
        let sum = 0;
        for (let k = 0; k < d; k += 1) sum += person[k]! * items[item * d + k]!;
        out[item] = sum;
      }
    },
    similarity: (from, to) => {
      let [dot, a, b] = [0, 0, 0];
      for (let k = 0; k < d; k += 1) {
        dot += items[from * d + k]! * items[to * d + k]!;
        a += items[from * d + k]! ** 2;
        b += items[to * d + k]! ** 2;
      }
      return a > 0 && b > 0 ? dot / Math.sqrt(a * b) : 0;
    },
    state: {
      kind: "ials",
      numbers: {
        items: count,
        dimensions: d,
        lambda: settings.lambda,
        unobservedWeight: settings.unobservedWeight,
      },
      arrays: { factors: items },
    },
  };
};

/** Both sides of a training: their matrices and factors at the start. */
export type IalsStart = IalsSides & { readonly people: Float64Array; readonly items: Float64Array };

/** @param room makes the arrays of the factors; shared memory where threads work on them */
export const startIals = (
  table: InteractionTable,
  settings: IalsSettings,
  room: (length: number) => Float64Array,
): IalsStart => {
  const { byPerson, byItem } = toSides(table);
  const people = room(byPerson.rows * settings.dimensions);
  const items = room(byItem.rows * settings.dimensions);
  fillFactors(people, settings, "people");
  fillFactors(items, settings, "items");
  return { byPerson, byItem, people, items };
};

/**
 * Implicit alternating least squares by blocks (iALS++; Rendle et al. 2021, algorithm 2), with the frequency-scaled
 * regularisation of Rendle et al. 2022. Same seed, same model.
 *
 * @throws RecommenderError `parameter_out_of_range`
 * @example trainIals(createInteractions([{ person: "a", item: "x", at: 0 }]), { dimensions: 2 }).items; // => 1
 */
export const trainIals = (table: InteractionTable, options: IalsOptions = {}): Scorer => {
  const settings = toIalsSettings(options);
  const { byPerson, byItem, people, items } = startIals(
    table,
    settings,
    (length) => new Float64Array(length),
  );
  const ofPeople = createBlockSolver(settings, { factors: items, count: byItem.rows });
  const ofItems = createBlockSolver(settings, { factors: people, count: byPerson.rows });
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    ofPeople.refreshGram();
    ofPeople.solveRows({ matrix: byPerson, factors: people, from: 0, to: byPerson.rows });
    ofItems.refreshGram();
    ofItems.solveRows({ matrix: byItem, factors: items, from: 0, to: byItem.rows });
  }
  return createIalsScorer(items, settings);
};
