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
  createReportClusters,
  type Report,
  type ReportClusters,
  type ReportPlan,
} from "./clusters.ts";
export { hasReturned, triage, type Triage, type TriageInput } from "./triage.ts";
export { isComparable } from "./prepare.ts";
