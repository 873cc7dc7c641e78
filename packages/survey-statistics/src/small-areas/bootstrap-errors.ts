import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { benchmark, type BenchmarkMethod } from "./benchmark.ts";
import type { FayHerriotFit, VarianceMethod } from "./fay-herriot.ts";
import { fitAndPredict, type ScaledArea } from "./predict-areas.ts";
import { type AreaScale, fromScale } from "./scales.ts";

export type BootstrapErrors = {
  /** Mean squared error of every area on the model's scale, before benchmarking. */
  readonly onScale: Float64Array;
  /** Mean squared error of the published share: carried back and, where asked, benchmarked. */
  readonly onShares: Float64Array;
};

/**
 * Parametric bootstrap of mean squared errors (González-Manteiga et al. 2008 for area models): areas are drawn from the
 * fitted model, estimates around them with the sampling variances, everything is fitted anew, and the squared distance
 * of the new prediction from the drawn truth is averaged. The district total of a replicate is Σ W of its own truths
 * plus the errors of its sampled areas, so that the noise of the benchmark is in the error too.
 *
 * @throws {SurveyError} `setting-out-of-range` unless 20 ≤ replicates ≤ 100,000
 */
export const bootstrapErrors = (
  areas: readonly ScaledArea[],
  options: {
    readonly scale: AreaScale;
    readonly method: VarianceMethod;
    readonly fit: FayHerriotFit;
    readonly replicates: number;
    readonly seed: number | string;
    readonly benchmark: { readonly method: BenchmarkMethod; readonly shares: Float64Array } | undefined;
  },
): BootstrapErrors => {
  const { scale, method, fit, replicates, seed } = options;
  if (!(Number.isInteger(replicates) && replicates >= 20 && replicates <= 100_000))
    throw new SurveyError("setting-out-of-range", {
      name: "bootstrapReplicates",
      value: replicates,
      range: "20 到 100000 的整数",
    });
  const random = createRandom(seed).fork("fay-herriot-bootstrap");
  const fitted = areas.map(({ covariates }) =>
    covariates.reduce((sum, value, j) => sum + value * (fit.coefficients[j] ?? 0), 0),
  );
  const onScale = new Float64Array(areas.length);
  const onShares = new Float64Array(areas.length);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const truths = fitted.map((mean) => mean + Math.sqrt(fit.modelVariance) * random.normal());
    const drawn = areas.map((area, i) => ({
      ...area,
      direct:
        area.variance === undefined ? undefined : truths[i]! + Math.sqrt(area.variance) * random.normal(), // one truth an area
    }));
    const { points } = fitAndPredict(drawn, { scale, method });
    let shares: readonly number[] = points.map((point) => point.share);
    if (options.benchmark !== undefined) {
      const { method: benchmarkMethod, shares: weights } = options.benchmark;
      let total = 0;
      for (let i = 0; i < areas.length; i += 1)
        total += (weights[i] ?? 0) * fromScale(scale, drawn[i]?.direct ?? truths[i]!); // one truth an area
      const adjustment = benchmark(shares, weights, {
        total: scale === "identity" ? total : Math.min(1 - 1e-9, Math.max(1e-9, total)),
        method: benchmarkMethod,
        errors: points.map((point) => point.scaleError),
      });
      shares = shares.map((share, i) => adjustment.apply(share, i));
    }
    for (let i = 0; i < areas.length; i += 1) {
      const truth = truths[i]!; // one truth an area
      onScale[i]! += (points[i]!.onScale - truth) ** 2 / replicates;
      onShares[i]! += (shares[i]! - fromScale(scale, truth)) ** 2 / replicates;
    }
  }
  return { onScale, onShares };
};
