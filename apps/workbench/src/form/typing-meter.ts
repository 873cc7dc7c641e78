/** A pause longer than this is not typing; the server knows the same number. */
const idleCapMs = 60_000;

/** Adds up the gaps between touches, each for at most a minute. Only the sum is kept: not which field, not which key. */
export const createTypingMeter = (openedAtMs: number) => {
  let lastMs = openedAtMs;
  let typedMs = 0;
  const touch = (nowMs: number): void => {
    typedMs += Math.min(Math.max(0, nowMs - lastMs), idleCapMs);
    lastMs = nowMs;
  };
  return {
    touch,
    seconds: (nowMs: number): number => {
      touch(nowMs);
      return Math.round(typedMs / 1000);
    },
  };
};

const open = new Map<string, ReturnType<typeof createTypingMeter>>();

/** Seconds typed into the open form that has this key; undefined for an act without a form. */
export const typedSeconds = (key: string | null): number | undefined =>
  key === null ? undefined : open.get(key)?.seconds(performance.now());

/** The meter of a form, from its showing to its leaving. */
export const openMeter = (key: string) => {
  const meter = createTypingMeter(performance.now());
  return {
    open: (): void => void open.set(key, meter),
    close: (): void => void open.delete(key),
    touch: (): void => meter.touch(performance.now()),
  };
};
