import { choleskyInPlace, choleskySolve, invertSymmetric, NumericsError } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Responses } from "../responses.ts";
import { refineAdaptively } from "./adaptive-quadrature.ts";
import { type EmOutcome, evaluateProblem, type Problem, runEm } from "./acceleration.ts";
import { checkGroups, checkWeights, countScores, planItems, planLatent } from "./checks.ts";
import { createExpectationSpace } from "./expectation.ts";
import { createGrid } from "./grid.ts";
import { areValuesValid, createLayout, gatherFree, type Layout, scatterFree } from "./layout.ts";
import { createMaximisationSpace } from "./maximisation.ts";
import { type InformationMatrices, measureInformation } from "./observed-information.ts";
import type { Calibration, CalibrationOptions, StandardErrorSource } from "./options.ts";
import { collapsePatterns, resolveRefusals } from "./patterns.ts";
import { toCalibratedGroup, toCalibratedItem } from "./results.ts";
import { startValues } from "./start-values.ts";

// Reads carry `!`: indices come from the layout.

const singular = (layout: Layout, error: unknown): never => {
  if (!(error instanceof NumericsError)) throw error;
  const row = Number(error.values["row"] ?? 1);
  throw new PsychometricsError(
    "psychometrics.information_singular",
    { parameter: layout.freeNames[row - 1] ?? "?" },
    { cause: error },
  );
};

const covarianceFrom = (
  layout: Layout,
  { size, observed, crossProduct, meat }: InformationMatrices,
  source: StandardErrorSource,
): Float64Array => {
  try {
    if (source === "cross-product") return invertSymmetric(crossProduct, size);
    const inverse = invertSymmetric(observed, size);
    if (source === "observed") return inverse;
    const half = new Float64Array(size * size);
    const covariance = new Float64Array(size * size);
    for (let i = 0; i < size; i += 1)
      for (let k = 0; k < size; k += 1)
        for (let j = 0; j < size; j += 1)
          half[i * size + j] = half[i * size + j]! + inverse[i * size + k]! * meat[k * size + j]!;
    for (let i = 0; i < size; i += 1)
      for (let k = 0; k < size; k += 1)
        for (let j = 0; j < size; j += 1)
          covariance[i * size + j] = covariance[i * size + j]! + half[i * size + k]! * inverse[k * size + j]!;
    return covariance;
  } catch (error) {
    return singular(layout, error);
  }
};

/** One Newton step with the observed information; returns how far below the maximum the step began. */
const takeNewtonStep = (problem: Problem, matrices: InformationMatrices): number => {
  const { layout, values } = problem;
  const { size, observed, gradient } = matrices;
  let step: Float64Array;
  try {
    step = choleskySolve(choleskyInPlace(observed.slice(), size), gradient.slice());
  } catch (error) {
    return singular(layout, error);
  }
  let shortfall = 0;
  for (let i = 0; i < size; i += 1) shortfall += 0.5 * step[i]! * gradient[i]!;
  const before = values.slice();
  const free = new Float64Array(size);
  gatherFree(layout, values, free);
  for (let i = 0; i < size; i += 1) free[i] = free[i]! + step[i]!;
  scatterFree(layout, free, values);
  if (!areValuesValid(layout, values)) values.set(before);
  return Math.max(0, shortfall);
};

/** Below this distance of the log-posterior from its maximum another Newton step changes no printed figure. */
const smallShortfall = 1e-8;

const refine = (problem: Problem, nodeCount: number, information: Float64Array) => {
  try {
    return refineAdaptively(problem, { nodeCount, information });
  } catch (error) {
    return singular(problem.layout, error);
  }
};

const checkConvergence = (outcome: EmOutcome, options: CalibrationOptions): void => {
  if (outcome.converged || options.onNonConvergence === "return") return;
  throw new PsychometricsError("psychometrics.not_converged", {
    iterations: outcome.iterations,
    change: outcome.largestChange.toExponential(1),
  });
};

/**
 * Marginal maximum likelihood (Bock & Aitkin 1981) by accelerated EM on a fixed grid; with priors the posterior mode.
 * Several groups are calibrated at once on one scale (concurrent calibration); `fixedItems` keep known parameters
 * (fixed-parameter calibration). Items missing by design and refusals are kept apart (`refusals`).
 *
 * @param responses persons × items
 * @returns items with standard errors, populations, log-likelihood and how the iteration ended
 * @throws {PsychometricsError} psychometrics.item_constant · item_category_empty · item_never_answered · item_unknown ·
 *   items_mismatch · response_out_of_range · weights_invalid · groups_mismatch · group_empty · model_unidentified ·
 *   number_invalid · too_few_persons · not_converged · information_singular · item_slope_vanished · likelihood_vanished · aborted
 * @example calibrate(createResponses(["a", "b"], [[1, 0], [0, 1], [1, 1], [0, 0]]), { model: "rasch", latent: [{ mean: 0, variance: 1 }] }).parameterCount; // => 2
 */
export const calibrate = (responses: Responses, options: CalibrationOptions): Calibration => {
  const { itemIds, personCount } = responses;
  if (personCount < 2)
    throw new PsychometricsError("psychometrics.too_few_persons", { persons: personCount, least: 2 });
  const theta = createGrid(options.grid);
  const weight = checkWeights(personCount, options.weights);
  const { group, groupCount } = checkGroups(personCount, options.groups);
  const cells = resolveRefusals(responses, options.refusals ?? "missing");
  const counts = countScores(cells, itemIds.length, weight);
  const plans = planItems(responses, options, counts);
  const { settings, freedom } = planLatent(plans, { groupCount, latent: options.latent });
  const layout = createLayout(plans, { latent: freedom, priors: options.priors ?? {} });
  const data = collapsePatterns(cells, itemIds.length, { group, groupCount, weight });
  const problem: Problem = {
    layout,
    data,
    expectation: createExpectationSpace(layout, data, theta),
    maximisation: createMaximisationSpace(layout),
    values: startValues(layout, { plans, counts, settings, start: options.start }),
  };
  const source = options.standardErrors ?? "observed";
  const tolerance = options.tolerance ?? 1e-5;
  const outcome = runEm(problem, {
    tolerance,
    maximumIterations: options.maximumIterations ?? 2000,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  checkConvergence(outcome, options);
  let covariance: Float64Array | undefined;
  let shortfall: number | undefined;
  let newtonSteps = 0;
  let refined: { readonly logLikelihood: number; readonly logPosterior: number } | undefined;
  const quadrature = options.quadrature ?? "fixed";
  if (quadrature !== "fixed" && layout.freeCount > 0) {
    const { observed } = measureInformation(problem);
    const outcome = refine(problem, quadrature.adaptiveNodes, observed);
    shortfall = outcome.shortfall;
    newtonSteps = outcome.steps;
    refined = outcome;
    if (source !== "none") covariance = covarianceFrom(layout, measureInformation(problem), source);
  } else if (source !== "none" && layout.freeCount > 0) {
    let matrices = measureInformation(problem);
    const mostSteps = source === "cross-product" || !outcome.converged ? 0 : 4;
    while (newtonSteps < mostSteps) {
      shortfall = takeNewtonStep(problem, matrices);
      newtonSteps += 1;
      if (shortfall < smallShortfall || newtonSteps === mostSteps) break;
      matrices = measureInformation(problem);
    }
    covariance = covarianceFrom(layout, matrices, source);
  }
  const onGrid = evaluateProblem(problem);
  const { logLikelihood, logPosterior } = refined ?? onGrid;
  const total = data.weight.reduce((sum, value) => sum + value, 0);
  const context = { layout, values: problem.values, covariance };
  let emptyPersons = 0;
  for (const unit of data.unitOfPerson) if (unit < 0) emptyPersons += 1;
  return {
    items: layout.items.map((place, item) =>
      toCalibratedItem(context, { place, given: plans[item]!.given, scoreWeights: counts[item]! }),
    ),
    groups: settings.map((_, index) => toCalibratedGroup(context, { group: index, data })),
    logLikelihood,
    logPosterior,
    parameterCount: layout.freeCount,
    aic: -2 * logLikelihood + 2 * layout.freeCount,
    bic: -2 * logLikelihood + Math.log(total) * layout.freeCount,
    personCount,
    emptyPersons,
    patternCount: data.unitCount,
    convergence: { ...outcome, newtonSteps, shortfall },
    parameterNames: layout.freeNames,
    covariance,
    grid: { theta },
    nodeWeights: problem.expectation.prior.slice(),
    solution: { layout, values: problem.values },
  };
};
