export { ClaimError, type ClaimErrorCode } from "./errors.ts";
export { type FeatureName, featureNames } from "./comparison.ts";
export {
  type Band,
  type Claim,
  type ClaimMatch,
  type ClaimMatcher,
  createClaimMatcher,
  type MatcherOptions,
  type MatchModel,
  type MatchResult,
} from "./match.ts";
export {
  type Cluster,
  type ClustersOptions,
  type ClustersSnapshot,
  createReportClusters,
  type Report,
  type ReportClusters,
  type ReportPlan,
  restoreReportClusters,
} from "./clusters.ts";
export { hasReturned, triage, type Triage, type TriageInput } from "./triage.ts";
export { type MeaningMatch, matchWithMeaning } from "./meaning.ts";
export { isComparable } from "./prepare.ts";
