import type { InteractionTable } from "../interactions.ts";
import { trainContent } from "./content.ts";
import { mostDenseItems, trainEase } from "./ease.ts";
import { trainGraphFilter } from "./graph-filter.ts";
import { trainIals } from "./ials.ts";
import { trainItemKnn, trainRp3Beta } from "./neighbours.ts";
import type { Scorer } from "./scorer.ts";

/** Numbers that a search may choose; all models of a set. */
export type ModelParameters = {
  readonly easeLambda: number;
  readonly knnShrinkage: number;
  readonly knnNeighbours: number;
  readonly rp3Beta: number;
  readonly filterDimensions: number;
  readonly filterAlpha: number;
  readonly ialsDimensions: number;
  readonly ialsLambda: number;
  readonly ialsUnobservedWeight: number;
  readonly ialsEpochs: number;
};

/** Used where nothing was searched. */
export const modelDefaults: ModelParameters = {
  easeLambda: 300,
  knnShrinkage: 20,
  knnNeighbours: 100,
  rp3Beta: 0.6,
  filterDimensions: 64,
  filterAlpha: 0.3,
  ialsDimensions: 64,
  ialsLambda: 0.003,
  ialsUnobservedWeight: 0.1,
  ialsEpochs: 10,
};

/**
 * All models that suit a table: EASE up to 8,000 items and the graph filter beyond them, item-kNN, RP3β, iALS, and content
 * where features are given.
 *
 * @param options.trainFactors trains iALS another way, as in worker threads, and must give the same model
 * @throws RecommenderError `parameter_out_of_range`, `out_of_memory`
 */
export const trainModels = async (
  table: InteractionTable,
  options: {
    readonly parameters?: Partial<ModelParameters>;
    readonly seed?: number | string;
    /** Topics and keywords of each item, in the order of the table's items. */
    readonly features?: readonly (readonly string[])[];
    readonly trainFactors?: (...given: Parameters<typeof trainIals>) => Scorer | Promise<Scorer>;
    /** Called before each model, with its name. */
    readonly onModel?: (name: string) => void;
  } = {},
): Promise<Scorer[]> => {
  const { seed = 1, features, trainFactors = trainIals, onModel } = options;
  const p = { ...modelDefaults, ...options.parameters };
  const isDense = table.items.length <= mostDenseItems;
  onModel?.(isDense ? "ease" : "graph-filter");
  const first = isDense
    ? trainEase(table, { lambda: p.easeLambda })
    : trainGraphFilter(table, { dimensions: p.filterDimensions, alpha: p.filterAlpha, seed });
  onModel?.("item-knn");
  const knn = trainItemKnn(table, { shrinkage: p.knnShrinkage, neighbours: p.knnNeighbours });
  onModel?.("rp3beta");
  const walk = trainRp3Beta(table, { beta: p.rp3Beta });
  onModel?.("ials");
  const factors = await trainFactors(table, {
    dimensions: p.ialsDimensions,
    lambda: p.ialsLambda,
    unobservedWeight: p.ialsUnobservedWeight,
    epochs: p.ialsEpochs,
    seed,
  });
  return [first, knn, walk, factors, ...(features === undefined ? [] : [trainContent(features)])];
};
