import { PsychometricsError } from "../errors.ts";

/** The distribution of ability that EAP and MAP assume: normal. */
export type Population = { readonly mean: number; readonly standardDeviation: number };

/** Equally spaced nodes; with `trapezoid` the two end nodes count half. */
export type Grid = {
  readonly from: number;
  readonly to: number;
  readonly nodes: number;
  readonly rule: "sum" | "trapezoid";
};

/** The standard normal population. */
export const STANDARD_POPULATION: Population = { mean: 0, standardDeviation: 1 };

/** 61 nodes over [−6, 6]: what calibration uses. */
export const DEFAULT_GRID: Grid = { from: -6, to: 6, nodes: 61, rule: "sum" };

/** A number inside its bounds, or `psychometrics.number_invalid`. */
export const checkNumber = (
  name: string,
  value: number,
  bounds: { readonly least: number; readonly most: number },
): number => {
  if (!(value >= bounds.least && value <= bounds.most))
    throw new PsychometricsError("psychometrics.number_invalid", { name, value: String(value), ...bounds });
  return value;
};

/** @throws {PsychometricsError} psychometrics.number_invalid */
export const checkPopulation = ({ mean, standardDeviation }: Population): void => {
  checkNumber("population.mean", mean, { least: -100, most: 100 });
  checkNumber("population.standardDeviation", standardDeviation, { least: 1e-6, most: 100 });
};

/** @throws {PsychometricsError} psychometrics.number_invalid */
export const nodesOf = ({ from, to, nodes }: Grid): Float64Array => {
  checkNumber("grid.nodes", nodes, { least: 3, most: 10_001 });
  checkNumber("grid.from", from, { least: -100, most: 100 });
  checkNumber("grid.to", to, { least: from + 1e-6, most: 100 });
  if (!Number.isInteger(nodes))
    throw new PsychometricsError("psychometrics.number_invalid", {
      name: "grid.nodes",
      value: nodes,
      least: 3,
      most: 10_001,
    });
  return Float64Array.from({ length: nodes }, (_, index) => from + ((to - from) * index) / (nodes - 1));
};

/** log of the weight of each node under the population, up to a constant. */
export const logWeightsOf = (nodes: Float64Array, grid: Grid, population: Population): Float64Array => {
  checkPopulation(population);
  const weights = nodes.map((node) => {
    const z = (node - population.mean) / population.standardDeviation;
    return -0.5 * z * z;
  });
  if (grid.rule === "trapezoid")
    for (const end of [0, nodes.length - 1]) weights[end] = Number(weights[end]) - Math.LN2;
  return weights;
};

/** Weights of the nodes that sum to 1. */
export const normalisedWeightsOf = (
  nodes: Float64Array,
  grid: Grid,
  population: Population,
): Float64Array => {
  const weights = logWeightsOf(nodes, grid, population).map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};
