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
export type { Message, MessageSource } from "./messages.ts";
export { rankRises, type RiseOptions, type TopicRise, type TopicSignal } from "./rises.ts";
