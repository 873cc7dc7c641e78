import { gaussHermite } from "@kepu/numerics";

/** Scale on which areas are modelled: the values themselves, arcsin √p, or log(p/(1 − p)). */
export type AreaScale = "identity" | "arcsine" | "logit";

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export const inverseLogit = (x: number): number =>
  x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));

export const logit = (p: number): number => Math.log(p / (1 - p));

/**
 * A share on the arcsine scale, arcsin √p in [0, π/2]. Its sampling variance is 1/(4·n_eff) whatever p is
 * (Carter & Rolph 1974), which is why no variance has to be estimated for streets with few people.
 *
 * @example toArcsine(1) === Math.PI / 2; // => true
 */
export const toArcsine = (share: number): number => Math.asin(Math.sqrt(clamp(share, 0, 1)));

/**
 * Back from the arcsine scale; outside of [0, π/2] the nearest end is taken, as sin² would turn around there.
 *
 * @example fromArcsine(-0.1); // => 0
 */
export const fromArcsine = (angle: number): number => Math.sin(clamp(angle, 0, Math.PI / 2)) ** 2;

const nodes = gaussHermite(32);

/**
 * Expected share when its transform is normal: the bias-corrected way back of Fay–Herriot models on a transformed
 * scale (Hadam, Würz & Kreutzmann 2020, eq. 9, for arcsine). Arcsine in closed form:
 * E sin²(Z) = (1 − e^(−2σ²) cos 2μ)/2; logit by Gauss–Hermite quadrature with 32 nodes.
 *
 * @param mean μ on the scale
 * @param variance σ² on the scale, the conditional variance γ·D of the area's effect
 * @example expectedShare("identity", 0.3, 0.01); // => 0.3
 */
export const expectedShare = (scale: AreaScale, mean: number, variance: number): number => {
  switch (scale) {
    case "identity":
      return mean;
    case "arcsine":
      return (1 - Math.exp(-2 * variance) * Math.cos(2 * clamp(mean, 0, Math.PI / 2))) / 2;
    case "logit": {
      let sum = 0;
      const spread = Math.sqrt(variance);
      for (let k = 0; k < nodes.nodes.length; k += 1)
        sum += nodes.weights[k]! * inverseLogit(mean + spread * nodes.nodes[k]!); // same length
      return sum;
    }
    default:
      return scale satisfies never;
  }
};

/** A direct share and the variance of its transform. */
export type ScaledEstimate = { readonly value: number; readonly variance: number };

/**
 * A direct estimate on a scale, with its smoothed sampling variance there.
 * Logit: the share is moved towards ½ by half a person, (p·n + ½)/(n + 1) with n the effective size (Haldane–Anscombe),
 * so that 0 and 1 have a logit; the variance 1/(n·q(1 − q)) is taken at the smoothed share q, never at the street's own.
 *
 * @param effectiveSize respondents divided by the design effect
 * @param smoothedShare q in (0, 1), for logit and identity: the share of the whole, or one predicted for the area
 */
export const toScale = (
  scale: AreaScale,
  share: number,
  options: { readonly effectiveSize: number; readonly smoothedShare: number },
): ScaledEstimate => {
  const { effectiveSize: n, smoothedShare: q } = options;
  switch (scale) {
    case "identity":
      return { value: share, variance: (q * (1 - q)) / n };
    case "arcsine":
      return { value: toArcsine(share), variance: 1 / (4 * n) };
    case "logit":
      return { value: logit((share * n + 0.5) / (n + 1)), variance: 1 / (n * q * (1 - q)) };
    default:
      return scale satisfies never;
  }
};

/** The plain way back, for the ends of intervals. */
export const fromScale = (scale: AreaScale, value: number): number => {
  switch (scale) {
    case "identity":
      return value;
    case "arcsine":
      return fromArcsine(value);
    case "logit":
      return inverseLogit(value);
    default:
      return scale satisfies never;
  }
};

/** Derivative of the way back, for standard errors by linearisation. */
export const slopeFromScale = (scale: AreaScale, value: number): number => {
  switch (scale) {
    case "identity":
      return 1;
    case "arcsine":
      return Math.sin(2 * clamp(value, 0, Math.PI / 2));
    case "logit": {
      const p = inverseLogit(value);
      return p * (1 - p);
    }
    default:
      return scale satisfies never;
  }
};
