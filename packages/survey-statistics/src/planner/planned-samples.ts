import type { Random } from "@kepu/numerics";

/** What one street's simulated sample says. */
export type Drawn = { readonly mean: number; readonly variance: number | undefined };

/** One street's sample: communities' shares are beta with the intraclass correlation, people within them independent. */
export const drawStreet = (
  street: { readonly communities: number; readonly respondentsPerCommunity: number; readonly share: number },
  correlation: number,
  random: Random,
): Drawn => {
  const { communities: k, respondentsPerCommunity: m, share } = street;
  const size = correlation > 0 ? 1 / correlation - 1 : 0;
  let sum = 0;
  let squares = 0;
  for (let community = 0; community < k; community += 1) {
    const p = correlation > 0 ? random.beta(share * size, (1 - share) * size) : share;
    let hits = 0;
    for (let person = 0; person < m; person += 1) if (random.next() < p) hits += 1;
    const mean = hits / m;
    sum += mean;
    squares += mean * mean;
  }
  const mean = sum / k;
  if (k === 1) return { mean, variance: undefined };
  return { mean, variance: Math.max(0, squares - k * mean * mean) / (k * (k - 1)) };
};

/** Sums over simulated samples: intervals that hold the truth, their widths, squared errors. */
export type Tally = { hits: number; width: number; squared: number };

/** Counts one interval. */
export const count = (
  tally: Tally,
  truth: number,
  interval: { readonly estimate: number; readonly lower: number; readonly upper: number },
): void => {
  if (interval.lower <= truth && truth <= interval.upper) tally.hits += 1;
  tally.width += interval.upper - interval.lower;
  tally.squared += (interval.estimate - truth) ** 2;
};

/** Interval on the logit scale in closed form; nothing can be said from 0, 1 or a variance of 0, so the point is returned. */
export const logitInterval = (mean: number, variance: number, quantile: number) => {
  if (!(mean > 0 && mean < 1)) return { estimate: mean, lower: mean, upper: mean };
  const centre = Math.log(mean / (1 - mean));
  const half = (quantile * Math.sqrt(variance)) / (mean * (1 - mean));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { estimate: mean, lower: back(centre - half), upper: back(centre + half) };
};

/** Nothing counted yet. */
export const newTally = (): Tally => ({ hits: 0, width: 0, squared: 0 });

/** Adds what another part counted. */
export const addTally = (to: Tally, part: Readonly<Tally>): void => {
  to.hits += part.hits;
  to.width += part.width;
  to.squared += part.squared;
};
