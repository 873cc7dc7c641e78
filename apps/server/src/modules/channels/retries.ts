const minuteMs = 60_000;
/** Minutes until the next try; after the last one a person has to look. */
const retryMinutes = [1, 2, 5, 15, 30, 60, 180] as const;

/** When a delivery that failed is tried next, and whether that was its last try. */
export const retryAt = (now: Date, attempts: number): { at: Date; isLast: boolean } => {
  const pause = retryMinutes[attempts];
  return {
    at: new Date(now.getTime() + (pause ?? 24 * 60) * minuteMs),
    isLast: pause === undefined,
  };
};
