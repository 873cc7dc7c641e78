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

const dayMs = 86_400_000;
const toDayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The calendar day so many days after one, both YYYY-MM-DD; before it where `days` is negative. */
export const addDays = (day: string, days: number): string =>
  new Date(toDayMs(day) + days * dayMs).toISOString().slice(0, 10);

/** The Monday of a calendar day's week, both YYYY-MM-DD. */
export const mondayOf = (day: string): string =>
  addDays(day, -((new Date(toDayMs(day)).getUTCDay() + 6) % 7));

/** Whether a text is a calendar day that exists, written YYYY-MM-DD. */
export const isRealDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
  );
};
