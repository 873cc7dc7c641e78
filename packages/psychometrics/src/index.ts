export { calibrate } from "./calibration/calibrate.ts";
export type {
  CalibratedGroup,
  CalibratedItem,
  Calibration,
  CalibrationOptions,
  CalibrationPriors,
  CalibrationProgress,
  GridSetting,
  ItemModel,
  LatentSetting,
  NormalPrior,
  StandardErrorSource,
} from "./calibration/options.ts";
export { type ErrorValues, PsychometricsError, type PsychometricsErrorCode } from "./errors.ts";
export type { FitOptions } from "./fit/blocks.ts";
export { type ItemFit, itemFit } from "./fit/item-fit.ts";
export { limitedInformationFit, type LimitedInformationFit } from "./fit/limited-information.ts";
export { type LocalDependence, localDependence } from "./fit/local-dependence.ts";
export { type PersonFit, personFit, type PersonFitEstimator } from "./fit/person-fit.ts";
export {
  type GeneralisedLikelihoodRatioDif,
  generalisedLikelihoodRatioDif,
  type GeneralisedLikelihoodRatioOptions,
  type LikelihoodRatioDif,
  likelihoodRatioDif,
  type LikelihoodRatioOptions,
} from "./item-functioning/likelihood-ratio-dif.ts";
export {
  generalisedLogisticDif,
  type GeneralisedLogisticOptions,
  type LogisticDif,
  logisticDif,
  type LogisticDifOptions,
} from "./item-functioning/logistic-dif.ts";
export type { LogisticDifType } from "./item-functioning/logistic-models.ts";
export {
  type GeneralisedMantelHaenszelDif,
  generalisedMantelHaenszelDif,
  type GeneralisedMantelHaenszelOptions,
} from "./item-functioning/generalised-mantel-haenszel.ts";
export { adjustProbabilities, type AdjustmentMethod } from "./item-functioning/adjustment.ts";
export { type LordDif, lordDif, type LordDifOptions } from "./item-functioning/lord-dif.ts";
export {
  type DifClass,
  type MantelHaenszelDif,
  mantelHaenszelDif,
  type MantelHaenszelOptions,
} from "./item-functioning/mantel-haenszel.ts";
export type { DifOptions, DifResult, NotJudged, Purification } from "./item-functioning/matching.ts";
export {
  type StandardisationOptions,
  type StandardisedDif,
  standardisedDif,
} from "./item-functioning/standardisation.ts";
export { checkItem, checkItems, type Item, MAXIMUM_SCORE, maximumScore } from "./items.ts";
export { describePsychometricsError } from "./messages.ts";
export { informationOfCategories, itemInformation, testInformation } from "./models/information.ts";
export { logistic } from "./models/logistic.ts";
export {
  type CategoryArrays,
  categoryProbabilities,
  createCategoryArrays,
  expectedScore,
  fillCategories,
  testCharacteristic,
} from "./models/probabilities.ts";
export {
  type Classification,
  classifyByNormalError,
  classifyBySumScore,
} from "./classification/classification.ts";
export {
  type BiasedShare,
  linkPlausibleValues,
  type ShareOptions,
  shareOfPlausibleValues,
  shareOfScores,
} from "./plausible-values/shares.ts";
export { combinePlausibleValues, type CombinedEstimate } from "./plausible-values/combination.ts";
export { drawPlausibleValues, type PlausibleValueOptions } from "./plausible-values/draws.ts";
export {
  type LatentRegression,
  type LatentRegressionOptions,
  regressAbility,
} from "./plausible-values/latent-regression.ts";
export {
  checkResponsesFitItems,
  createResponses,
  NOT_PRESENTED,
  parseResponses,
  REFUSED,
  type RefusalRule,
  type Responses,
} from "./responses.ts";
export { DEFAULT_GRID, type Grid, type Population, STANDARD_POPULATION } from "./scoring/population.ts";
export {
  type Scores,
  scoreResponses,
  type ScoringMethod,
  type ScoringOptions,
} from "./scoring/score-responses.ts";
export { sumScoreShares, type SumScoreRow, sumScoreTable } from "./scoring/sum-scores.ts";
export {
  type AdaptiveTest,
  closeItem,
  nextStep,
  type NextStep,
  recordAnswer,
  startAdaptiveTest,
  type StopReason,
  type UniformSource,
} from "./adaptive/adaptive-test.ts";
export {
  closeOverexposed,
  countExposure,
  createExposureMonitor,
  type ExposureMonitor,
} from "./adaptive/exposure.ts";
export { calibrateExposure, type ExposureCalibration } from "./adaptive/exposure-calibration.ts";
export {
  type AdaptiveAccuracy,
  type AdaptiveSimulation,
  type AdaptiveSimulationOptions,
  joinSimulations,
  simulateAdaptiveTests,
  type SimulatedTest,
} from "./adaptive/simulation.ts";
export { ADAPTIVE_GRID, createItemBank, type ItemBank } from "./adaptive/item-bank.ts";
export type {
  AdaptiveRules,
  AttributeBound,
  ClassificationRule,
  ProgramSolver,
  SelectionCriterion,
  StartRule,
} from "./adaptive/rules.ts";
export type { LinkingConstants } from "./linking/characteristic-curves.ts";
export { equateEquipercentile, equateObservedScores } from "./linking/equipercentile.ts";
export {
  linkItems,
  type Linking,
  type LinkingMethod,
  type LinkingOptions,
  linkScales,
} from "./linking/linking.ts";
export { deltaLinking } from "./linking/linking-delta.ts";
export { bootstrapLinking, type LinkingError } from "./linking/linking-error.ts";
export { equateTrueScores, type TrueScoreRow } from "./linking/true-scores.ts";
export {
  abilityCut,
  BENCHMARK_2016_RULE,
  literacyLevel,
  type LiteracyRule,
  NATIONAL_POINT_RULE,
  passesItemRule,
} from "./literacy/rules.ts";
