/** Days of the calendar as ISO text; no clock and no time zone. */

const pad = (value: number, length: number): string => String(value).padStart(length, "0");

export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

export const isoDate = (year: number, month: number, day: number): string =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

export const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

const partsOf = (date: string): [number, number, number] => {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return [year, month, day];
};

export const addDays = (date: string, days: number): string => {
  const [year, month, day] = partsOf(date);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};

/** The same day some months later; the last day of the month when it has no such day. */
export const addMonths = (date: string, months: number): string => {
  const [year, month, day] = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const [nextYear, nextMonth] = [Math.floor(index / 12), (index % 12) + 1];
  return isoDate(nextYear, nextMonth, Math.min(day, daysInMonth(nextYear, nextMonth)));
};
