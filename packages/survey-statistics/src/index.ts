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
  type PlannedDesign,
  type PlannedInterval,
  type PlannedMethod,
  type PlannedStreet,
  type PlanSimulation,
  simulatePlan,
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
