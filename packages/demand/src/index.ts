export type { BoardState } from "./board-data.ts";
export {
  type CellKey,
  type CellOptions,
  type CellSignal,
  publishCells,
  type PublishedCell,
  type PublishedTopic,
} from "./cells.ts";
export {
  clusterDefaults,
  clusterMessages,
  type ClusterOptions,
  toAssignments,
  type Topic,
} from "./cluster.ts";
export { describeDemandError } from "./describe-error.ts";
export { DemandError, type DemandErrorCode } from "./errors.ts";
export { type BCubed, type ClusterEvaluation, evaluateClusters, type EvaluationOptions } from "./evaluate.ts";
export type { FeatureOptions } from "./features.ts";
export { type DemandRecord, type GapRow, listGaps, type Offer } from "./gap.ts";
export {
  createPhraseCounter,
  type Keyphrase,
  type KeyphraseOptions,
  type PhraseCounter,
} from "./keyphrases.ts";
export type { Message, MessageSource } from "./messages.ts";
export { rankRises, type RiseOptions, type TopicRise, type TopicSignal } from "./rises.ts";
export {
  describeSample,
  type GroupInSample,
  type Population,
  type SampleDescription,
} from "./sample-bias.ts";
export { describeSentiment, type Range, type SentimentRange } from "./sentiment.ts";
export {
  createTopicBoard,
  type MergeSuggestion,
  type Placement,
  restoreTopicBoard,
  type TopicBoard,
} from "./topic-board.ts";
export {
  countWeeks,
  rankTrends,
  type TopicTrend,
  type TopicWatch,
  type TrendOptions,
  watchTopics,
} from "./trends.ts";
export {
  createVocabularyMapper,
  type TermMatch,
  type VocabularyMapper,
  type VocabularyTerm,
} from "./vocabulary.ts";
