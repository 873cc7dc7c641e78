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

/** Whether a text is a calendar day that exists, written YYYY-MM-DD. */
export const isRealDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
  );
};
