import { brentRoot, chiSquareCdf } from "@kepu/numerics";

/** Distribution function of the noncentral χ²: Poisson mixture of central ones (Johnson, Kotz & Balakrishnan 1995, eq. 29.2). */
const noncentralCdf = (x: number, { degrees, shift }: { degrees: number; shift: number }): number => {
  const half = shift / 2;
  const centre = Math.floor(half);
  let logWeight = -half;
  for (let j = 1; j <= centre; j += 1) logWeight += Math.log(half / j);
  let sum = 0;
  let weight = Math.exp(logWeight);
  for (let j = centre; weight > 1e-14; j += 1) {
    sum += weight * chiSquareCdf(x, { df: degrees + 2 * j });
    weight *= half / (j + 1);
  }
  weight = centre > 0 ? (Math.exp(logWeight) * centre) / half : 0;
  for (let j = centre - 1; j >= 0 && weight > 1e-14; j -= 1) {
    sum += weight * chiSquareCdf(x, { df: degrees + 2 * j });
    weight *= j / half;
  }
  return sum;
};

/** The noncentrality at which the statistic stands at the given level; 0 where even 0 is too large. */
export const shiftAt = (statistic: number, degrees: number, level: number): number => {
  const gap = (shift: number): number => noncentralCdf(statistic, { degrees, shift }) - level;
  if (gap(0) <= 0) return 0;
  let upper = Math.max(10, statistic);
  while (gap(upper) > 0) upper *= 2;
  return brentRoot(gap, { lower: 0, upper, tolerance: 1e-9 });
};
