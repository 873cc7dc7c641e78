export {
  betaCdf,
  betaQuantile,
  binomialCdf,
  binomialQuantile,
  chiSquareCdf,
  chiSquareQuantile,
  fCdf,
  fQuantile,
  gammaCdf,
  gammaQuantile,
  studentTCdf,
  studentTQuantile,
} from "./distributions.ts";
export { NumericsError, type NumericsErrorCode } from "./errors.ts";
export { digamma, logGamma } from "./gamma-function.ts";
export {
  choleskyInPlace,
  choleskyLogDeterminant,
  choleskySolve,
  invertSymmetric,
  leastSquares,
  symmetricEigen,
  type LeastSquares,
  type SymmetricEigen,
} from "./linear-algebra.ts";
export { normalCdf, normalDensity, normalQuantile, type Tail, type TailOption } from "./normal.ts";
export { gaussHermite, gaussLegendre, type Quadrature } from "./quadrature.ts";
export { createRandom, permutation, type Random } from "./random.ts";
export { brentMinimum, brentRoot, type SearchOptions } from "./search.ts";
