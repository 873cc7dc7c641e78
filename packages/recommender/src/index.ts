export { RecommenderError, type RecommenderErrorCode } from "./errors.ts";
export { createInteractions, type Interaction, type InteractionTable } from "./interactions.ts";
export { buildSparse, transpose, type SparseMatrix } from "./matrix/sparse.ts";
export { selectTop } from "./matrix/top.ts";
export { describeRecommenderError } from "./messages.ts";
export { trainContent } from "./models/content.ts";
export { mostDenseItems, trainEase } from "./models/ease.ts";
export { trainGraphFilter, type GraphFilterOptions } from "./models/graph-filter.ts";
export { trainIals, type IalsOptions } from "./models/ials.ts";
export { trainItemKnn, trainRp3Beta, type ItemKnnOptions, type Rp3BetaOptions } from "./models/neighbours.ts";
export { modelDefaults, trainModels, type ModelParameters } from "./models/train-models.ts";
export { popularity, type PopularityOptions } from "./models/popularity.ts";
export type { ModelState, NumberArray, Profile, Scorer } from "./models/scorer.ts";
export { learnCombination, standardise, type Combination, type Impression } from "./combination.ts";
export {
  fairnessBySegment,
  pairedBootstrap,
  type BootstrapOptions,
  type Interval,
  type SegmentFairness,
} from "./evaluation/bootstrap.ts";
export {
  catalogueCoverage,
  measureList,
  miscalibration,
  novelty,
  type Judged,
  type ListMeasures,
} from "./evaluation/metrics.ts";
export { searchParameters, splitRolling, type Trial } from "./evaluation/search.ts";
export { splitByRatio, splitByTime, type Split } from "./evaluation/split.ts";
export {
  arrange,
  type Arrangement,
  type Candidate,
  type Item,
  type Placed,
  type Quota,
} from "./rerank/arrange.ts";
export { chooseToExplore, type Exposure } from "./rerank/exploration.ts";
export { checkRules, holds, type Condition, type Rule, type Situation } from "./rerank/rules.ts";
export type { ComponentOptions, Reader } from "./serving/components.ts";
export {
  learnCombinations,
  type CombinationVerdict,
  type LearnedCombinations,
  type LearnOptions,
  type ReplayCase,
} from "./serving/learn-combinations.ts";
export {
  createRecommender,
  recencyAlone,
  type Audience,
  type ListRequest,
  type Recommended,
  type Recommender,
  type RecommenderOptions,
} from "./serving/recommender.ts";
export { fromSnapshot, toSnapshot, type TrainedModels } from "./snapshot/snapshot.ts";
export { generateInteractions, type Synthetic, type SyntheticOptions } from "./synthetic/generate.ts";
