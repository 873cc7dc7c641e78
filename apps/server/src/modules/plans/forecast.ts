import { studentTQuantile } from "@kepu/numerics";
import type { Days } from "./progress-rule.ts";

/** Where a sum will probably stand on its last day, with the bounds of a 95 % prediction interval. */
export type Forecast = { low: number; middle: number; high: number };

/** Fewer months say nothing of how they scatter. */
const leastMonths = 3;

const monthsBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (86_400_000 * (365.25 / 12));

/**
 * If the months to come are like the complete ones so far, alike and independent: the sum so far and as many months more as are
 * left, with a prediction interval for a sum of future observations (Hahn & Meeker 1991, ch. 4, Student's t). Nothing under
 * three months, and nothing once the time is over. A count never falls, so the lower bound is at least the value.
 *
 * @param input.months what each complete month since the first day brought
 * @example forecastOf({ value: 30, months: [10, 10, 10], days: { from: "2026-01-01", to: "2026-12-31" }, asOf: "2026-12-31" }); // => undefined
 */
export const forecastOf = (input: {
  value: number;
  months: readonly number[];
  days: Days;
  asOf: string;
}): Forecast | undefined => {
  const { value, months, days, asOf } = input;
  const left = monthsBetween(asOf, days.to);
  const count = months.length;
  if (count < leastMonths || left <= 0) return undefined;
  const mean = months.reduce((sum, one) => sum + one, 0) / count;
  const variance = months.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1);
  const spread = studentTQuantile(0.975, { df: count - 1 }) * Math.sqrt(variance * left * (1 + left / count));
  const middle = value + mean * left;
  return { low: Math.max(value, middle - spread), middle, high: middle + spread };
};
