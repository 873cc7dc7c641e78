/** The only place that reads the system clock; everything else is handed a `Clock`. */
export type Clock = { now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. Tests and the demonstration district use it. */
export type TestClock = Clock & { set: (iso: string | Date) => void; advanceMs: (ms: number) => void };

export const createTestClock = (start: string | Date): TestClock => {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    set: (iso) => {
      current = new Date(iso);
    },
    advanceMs: (ms) => {
      current = new Date(current.getTime() + ms);
    },
  };
};

const districtDate = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The calendar date in the district (Asia/Shanghai), as YYYY-MM-DD. */
export const toDistrictDate = (at: Date): string => districtDate.format(at);
