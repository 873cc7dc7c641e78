export { SurveyError, type SurveyErrorCode } from "./errors.ts";
export { benchmark, type BenchmarkAdjustment, type BenchmarkMethod } from "./small-areas/benchmark.ts";
export {
  estimateAreas,
  type SmallArea,
  type SmallAreaEstimate,
  type SmallAreaOptions,
  type SmallAreaResult,
} from "./small-areas/estimate-areas.ts";
export {
  type AreaPrediction,
  type FayHerriotFit,
  fitFayHerriot,
  predictArea,
  type VarianceMethod,
} from "./small-areas/fay-herriot.ts";
export { type AreaData, toAreaData } from "./small-areas/linear-area-model.ts";
export { fitSpatialFayHerriot, type SpatialFayHerriotFit } from "./small-areas/spatial-fay-herriot.ts";
export {
  estimateSpatialAreas,
  proximityOf,
  type SpatialAreaOptions,
  type SpatialAreaResult,
} from "./small-areas/spatial-areas.ts";
export { type AreaScale, expectedShare, fromArcsine, toArcsine } from "./small-areas/scales.ts";
export { type DirectArea, poolDesignEffect, smoothVariances } from "./small-areas/smoothing.ts";
export {
  type AreaPopulation,
  type AreaUnit,
  estimateUnitLevel,
  type UnitLevelEstimate,
  type UnitLevelFit,
  type UnitLevelResult,
} from "./small-areas/unit-level.ts";
export {
  judgeTarget,
  type TargetEstimate,
  type Verdict,
  type VerdictOutcome,
  type VerdictRule,
} from "./verdict/verdict.ts";
export {
  planRelease,
  type ReleaseCell,
  type ReleasePlan,
  type ReleaseProof,
  type ReleaseRelation,
} from "./release-control/release-control.ts";
export {
  joinPlan,
  type PlannedDesign,
  type PlannedInterval,
  type PlannedMethod,
  type PlannedStreet,
  type PlannedVerdict,
  type PlanOptions,
  type PlanPart,
  type PlanSimulation,
  simulatePlan,
  simulatePlanPart,
} from "./planner/planner.ts";
export {
  type GroupEstimate,
  type Imbalance,
  type ImbalanceChange,
  type ImbalanceIndex,
  measureImbalance,
  testGapChange,
  testVarianceChange,
} from "./imbalance/imbalance.ts";
export type { Column, Labels } from "./design/columns.ts";
export {
  createDesign,
  degreesOfFreedom,
  type DesignInput,
  type DesignStage,
  type LonelyRule,
  type SurveyDesign,
  type UnequalRule,
} from "./design/design.ts";
export { covarianceOfTotals } from "./design/variance.ts";
export {
  type ConfidenceInterval,
  covarianceOfEstimates,
  domainOf,
  type Estimate,
  estimateContrast,
  type EstimateOptions,
  type IntervalMethod,
} from "./estimates/estimate.ts";
export { estimateMean, estimateRatio, estimateTotal } from "./estimates/moments.ts";
export {
  compareMeans,
  estimateVariance,
  type IndependenceTest,
  type MeanComparison,
  testIndependence,
} from "./estimates/association.ts";
export {
  type CombinedDraws,
  type CombinedEstimate,
  combineDraws,
  combineEstimates,
} from "./estimates/plausible.ts";
export { type CategoryEstimate, estimateMeanBy, estimateProportionBy } from "./estimates/by-category.ts";
export { estimateBy, estimateProportion, proportionInterval } from "./estimates/proportion.ts";
export { estimateQuantile, type QuantileEstimate } from "./estimates/quantile.ts";
export { fitRegression, type RegressionFit, type RegressionInput } from "./estimates/regression.ts";
export {
  calibrate,
  type CalibratedDesign,
  type CalibrationOptions,
  type Margin,
  planRaking,
  postStratify,
  rake,
  rakeWeights,
  type RakingPlan,
} from "./weights/calibration.ts";
export {
  adjustByPropensity,
  adjustForResponse,
  diagnoseWeights,
  type ResponseAdjustment,
  trimWeights,
  type WeightDiagnosis,
  withWeights,
} from "./weights/response.ts";
export type { CalibrationTarget } from "./weights/targets.ts";
export {
  estimatePlausible,
  estimateReplicated,
  type PlausibleEstimate,
  type ReplicateEstimate,
  weightedMean,
} from "./replicates/replicate-estimate.ts";
export {
  createReplicates,
  mapReplicates,
  type ReplicateMethod,
  type Replicates,
} from "./replicates/replicates.ts";
export {
  allocate,
  type AllocationOptions,
  type AllocationStratum,
  type ChangeGoal,
  powerOfChange,
  type PrecisionGoal,
  sampleSizeForChange,
  sampleSizeForShare,
} from "./sampling/allocation.ts";
export {
  drawClusters,
  type FieldOutcome,
  replaceFailures,
  type ReplacementRecord,
  type ReplacementRule,
  type SampledUnit,
  type SamplingCluster,
} from "./sampling/clusters.ts";
export {
  drawBrewer,
  drawProportionalSystematic,
  drawSimple,
  drawStratified,
  drawSystematic,
  inclusionProbabilities,
} from "./sampling/draws.ts";
export {
  drawSampford,
  hartleyRaoJointProbabilities,
  sampfordJointProbabilities,
} from "./sampling/sampford.ts";
