import { proportionInterval } from "@kepu/survey-statistics";

/**
 * The 95 % interval of a share (Wilson 1927), for messages or people as if drawn at random: what the draw alone would leave
 * open. 0 … 1 without any.
 */
export const wilsonInterval = (
  hits: number,
  all: number,
): { readonly low: number; readonly high: number } => {
  if (all === 0) return { low: 0, high: 1 };
  const p = hits / all;
  const standardError = Math.sqrt((p * (1 - p)) / all);
  const { lower, upper } = proportionInterval(
    { p, standardError, df: Infinity, respondents: all, level: 0.95 },
    "wilson",
  );
  // None and all are told by their ends alone, without what rounding leaves.
  return { low: hits === 0 ? 0 : lower, high: hits === all ? 1 : upper };
};
