import type { Item } from "../items.ts";
import type { RefusalRule } from "../responses.ts";
import type { Layout } from "./layout.ts";

/**
 * How an item is calibrated. `rasch` and `partial-credit` fix the slope at 1 (then the variance of a group is free);
 * `1pl` shares one free slope among all items so marked; the others have a slope of their own.
 */
export type ItemModel =
  | "rasch"
  | "1pl"
  | "2pl"
  | "3pl"
  | "graded"
  | "partial-credit"
  | "generalised-partial-credit";

/** A normal distribution by its mean and standard deviation. */
export type NormalPrior = { readonly mean: number; readonly deviation: number };

/** Normal priors on the scale each is named after; `null` is none. */
export type CalibrationPriors = {
  /** On log(c / (1 − c)) of `3pl` items; default mean log(0.2 / 0.8), deviation 0.5. */
  readonly logitGuessing?: NormalPrior | null;
  /** On log a (a is then log-normal); default none. */
  readonly logSlope?: NormalPrior | null;
  /** On the intercepts d = −ab; default none. */
  readonly intercept?: NormalPrior | null;
};

/** The normal population of one group; `free` is estimated. */
export type LatentSetting = {
  readonly mean: number | "free";
  readonly variance: number | "free";
};

/** Rectangular grid of `nodes` points on [−limit, limit]; default 61 on [−6, 6], which is what R mirt uses. */
export type GridSetting = { readonly nodes: number; readonly limit: number };

/**
 * Source of the standard errors: `observed` is the observed information (Louis 1982; equal to Oakes 1999 at any point),
 * `cross-product` the sum of the outer products of the persons' scores, `sandwich` both (White 1982), `none` is faster.
 */
export type StandardErrorSource = "observed" | "cross-product" | "sandwich" | "none";

/** What `calibrate` may be told beside the responses. */
export type CalibrationOptions = {
  /** One model for all items, or one for each column of the responses. */
  readonly model: ItemModel | readonly ItemModel[];
  /** Group of each person, 0 … G − 1; default one group. Items have the same parameters in all groups. */
  readonly groups?: ArrayLike<number>;
  /** One for each group. Default: the first group has mean 0 and variance 1 (free where every slope is fixed); the
   * others, and all groups where items are fixed, are free. */
  readonly latent?: readonly LatentSetting[];
  /** Items whose parameters are known and kept (fixed-parameter calibration); they replace the model of their column. */
  readonly fixedItems?: readonly Item[];
  /** Frequency or survey weight of each person, positive; default 1. */
  readonly weights?: ArrayLike<number>;
  /** What a refusal (`REFUSED`) counts as; default `missing`. Items not presented are always left out. */
  readonly refusals?: RefusalRule;
  readonly priors?: CalibrationPriors;
  readonly grid?: GridSetting;
  /**
   * `fixed` (default) integrates on the grid for all persons; `adaptiveNodes` (odd numbers of 7 to 21 do) ends with adaptive
   * Gauss–Hermite quadrature at every person's own posterior: for tests so long that a posterior is narrower than the
   * grid's step (some 100 items), and groups near its ends. Standard errors stay those of the grid's information.
   */
  readonly quadrature?: "fixed" | { readonly adaptiveNodes: number };
  /** Default `observed`. */
  readonly standardErrors?: StandardErrorSource;
  /** Most EM steps, default 2,000. */
  readonly maximumIterations?: number;
  /** Largest change of a parameter in one EM step at which the iteration stops; default 1e-5. */
  readonly tolerance?: number;
  /** Default `refuse` (error `not_converged`); `return` gives the last values with `convergence.converged` false. */
  readonly onNonConvergence?: "refuse" | "return";
  /** Where the iteration begins, such as an earlier calibration of nearly the same data; items that are not named, or have
   * another number of scores, begin at the shares of their scores. */
  readonly start?: {
    readonly items: readonly Item[];
    readonly groups?: readonly { readonly mean: number; readonly variance: number }[];
  };
  /** Called after every EM step; return false to stop (error `aborted`). */
  readonly onProgress?: (progress: CalibrationProgress) => boolean | void;
};

/** Where an EM iteration stands. */
export type CalibrationProgress = {
  readonly iteration: number;
  readonly logLikelihood: number;
  readonly largestChange: number;
};

/** A calibrated item. Standard errors are absent where a parameter was fixed or none were asked for. */
export type CalibratedItem = {
  readonly item: Item;
  /** Whether its parameters were given (`fixedItems`). */
  readonly fixed: boolean;
  /** Slope–intercept form: a, then d₁ … dₘ with d = −ab (for `partial-credit` of each step), then c where it is estimated. */
  readonly slopeIntercept: readonly number[];
  readonly slopeInterceptErrors: readonly (number | undefined)[];
  /** Standard errors of the item's own form, by delta method: a, each b, and c. */
  readonly errors: {
    readonly a: number | undefined;
    readonly b: readonly (number | undefined)[];
    readonly c: number | undefined;
  };
  /** Persons (weighted) at each score, 0 … highest. */
  readonly scoreWeights: readonly number[];
};

/** The estimated or fixed population of one group. */
export type CalibratedGroup = {
  readonly mean: number;
  readonly variance: number;
  readonly meanError: number | undefined;
  readonly varianceError: number | undefined;
  /** Sum of the weights of its persons with at least one answer. */
  readonly weight: number;
};

/** What `calibrate` gives. */
export type Calibration = {
  readonly items: readonly CalibratedItem[];
  readonly groups: readonly CalibratedGroup[];
  /** Marginal log-likelihood, without the priors. */
  readonly logLikelihood: number;
  /** Log-likelihood plus the log densities of the priors (on a, d and log(c/(1−c)) as parametrised). */
  readonly logPosterior: number;
  /** Free parameters. */
  readonly parameterCount: number;
  readonly aic: number;
  /** With log of the sum of the weights. */
  readonly bic: number;
  readonly personCount: number;
  /** Persons without any answer; they add nothing. */
  readonly emptyPersons: number;
  /** Different response patterns after collapsing. */
  readonly patternCount: number;
  readonly convergence: {
    readonly converged: boolean;
    /** EM steps. */
    readonly iterations: number;
    /** Largest change of a free parameter in the last EM step. */
    readonly largestChange: number;
    /** Newton steps with the observed information after the EM. */
    readonly newtonSteps: number;
    /** ½ gᵀH⁻¹g: how far the log-posterior is below its maximum; absent without `observed` or `sandwich` errors. */
    readonly shortfall: number | undefined;
  };
  /** Names of the free parameters, in the order of `covariance`: `q1.a`, `q1.d1`, `q1.logit(c)`, `group2.mean`, `group2.log(sd)`. */
  readonly parameterNames: readonly string[];
  /** parameterCount × parameterCount, row-major; absent without standard errors. */
  readonly covariance: Float64Array | undefined;
  readonly grid: { readonly theta: Float64Array };
  /** Weight of the population at each node, adding to one in each group: groups × nodes, row-major. */
  readonly nodeWeights: Float64Array;
  /** The fitted model as this package's fit statistics read it. */
  readonly solution: { readonly layout: Layout; readonly values: Float64Array };
};
