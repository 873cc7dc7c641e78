import { ClaimError } from "./errors.ts";

/** What is known of a claim when its turn is decided. */
export type TriageInput = {
  /** Reports within the window looked at, and within the one before it. */
  readonly reports: number;
  readonly reportsBefore: number;
  /** Harm if people act on it, by the desk's own scale 0 … 1 (health, money, panic). */
  readonly harm: number;
  /** Share of the reports from the district, 0 … 1. */
  readonly localShare: number;
};

export type Triage = {
  /** spread × harm × locality, 0 … 1. */
  readonly score: number;
  readonly spread: number;
  readonly harm: number;
  readonly locality: number;
};

const requireRange = (name: string, value: number, most: number): void => {
  if (!(value >= 0 && value <= most)) throw new ClaimError("claims.number_out_of_range", name);
};

/**
 * The order in which claims are looked at. Spread = 1 − 1 / (1 + (r + max(0, r − before)) / 10): ten reports give a half,
 * growth counts double. Harm and locality are lifted off zero (0.1 and 0.5) so that nothing is hidden by one part alone.
 *
 * @throws ClaimError `claims.number_out_of_range`
 * @example triage({ reports: 10, reportsBefore: 10, harm: 1, localShare: 1 }).score; // => 0.5
 */
export const triage = (input: TriageInput): Triage => {
  requireRange("reports", input.reports, Number.MAX_SAFE_INTEGER);
  requireRange("reportsBefore", input.reportsBefore, Number.MAX_SAFE_INTEGER);
  requireRange("harm", input.harm, 1);
  requireRange("localShare", input.localShare, 1);
  const risen = Math.max(0, input.reports - input.reportsBefore);
  const spread = 1 - 1 / (1 + (input.reports + risen) / 10);
  const harm = 0.1 + 0.9 * input.harm;
  const locality = 0.5 + 0.5 * input.localShare;
  return { score: spread * harm * locality, spread, harm, locality };
};

/**
 * Whether an answered claim is back: at least `least` reports in the last `windowMs` after at least `quietMs` without any.
 *
 * @param times of its reports in milliseconds, in any order; later ones than `now` do not count
 * @throws ClaimError `claims.number_out_of_range`
 * @example hasReturned([0, 90, 95], { now: 100, windowMs: 20, quietMs: 50, least: 2 }); // => true
 */
export const hasReturned = (
  times: readonly number[],
  options: {
    readonly now: number;
    readonly windowMs: number;
    readonly quietMs: number;
    readonly least: number;
  },
): boolean => {
  requireRange("windowMs", options.windowMs, Number.MAX_SAFE_INTEGER);
  requireRange("quietMs", options.quietMs, Number.MAX_SAFE_INTEGER);
  requireRange("least", options.least, Number.MAX_SAFE_INTEGER);
  if (times.some((time) => !Number.isFinite(time)))
    throw new ClaimError("claims.number_out_of_range", "times");
  const past = times.filter((time) => time <= options.now).sort((left, right) => left - right);
  const from = options.now - options.windowMs;
  const recent = past.filter((time) => time >= from);
  const [first] = recent;
  const last = past.filter((time) => time < from).at(-1);
  if (first === undefined || last === undefined || recent.length < options.least) return false;
  return first - last >= options.quietMs;
};
