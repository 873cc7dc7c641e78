export type CalendarDay = { day: string; name: string; kind: "holiday" | "workday" };

const dayMs = 86_400_000;
const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const run = (name: string, from: string, count: number): CalendarDay[] =>
  Array.from({ length: count }, (_, index) => ({
    day: toDay(Date.parse(`${from}T00:00:00Z`) + index * dayMs),
    name,
    kind: "holiday",
  }));

/**
 * 正月初一, 端午 and 中秋 (GB/T 33661—2017 times in Beijing). Not from the runtime's calendar: ICU puts the first of 2027 and of 2030
 * a day off, because the new moons fall within minutes of midnight.
 */
const festivals: Readonly<Record<number, readonly [spring: string, dragonBoat: string, midAutumn: string]>> =
  {
    2020: ["01-25", "06-25", "10-01"],
    2021: ["02-12", "06-14", "09-21"],
    2022: ["02-01", "06-03", "09-10"],
    2023: ["01-22", "06-22", "09-29"],
    2024: ["02-10", "06-10", "09-17"],
    2025: ["01-29", "05-31", "10-06"],
    2026: ["02-17", "06-19", "09-25"],
    2027: ["02-06", "06-09", "09-15"],
    2028: ["01-26", "05-28", "10-03"],
    2029: ["02-13", "06-16", "09-22"],
    2030: ["02-03", "06-05", "09-12"],
    2031: ["01-23", "06-24", "10-01"],
    2032: ["02-11", "06-12", "09-19"],
    2033: ["01-31", "06-01", "09-08"],
    2034: ["02-19", "06-20", "09-27"],
    2035: ["02-08", "06-10", "09-16"],
    2036: ["01-28", "05-30", "10-04"],
    2037: ["02-15", "06-18", "09-24"],
    2038: ["02-04", "06-07", "09-13"],
    2039: ["01-24", "05-27", "10-02"],
    2040: ["02-12", "06-14", "09-20"],
  };

/** 清明, by the rule for the 21st century: ⌊0.2422 y + 4.81⌋ − ⌊y / 4⌋ of April, y the last two digits of the year. */
const qingming = (year: number): string => {
  const y = year % 100;
  return `${year}-04-${String(Math.floor(0.2422 * y + 4.81) - Math.floor(y / 4)).padStart(2, "0")}`;
};

/**
 * The days off that the law itself gives (全国年节及纪念日放假办法, 2024 revision, in force since 2025-01-01, art. 2), without
 * what the yearly notice moves. Festivals of the lunar calendar are known from 2020 to 2040; of other years only those with a date.
 */
export const statutoryDays = (year: number): readonly CalendarDay[] => {
  const [spring, dragonBoat, midAutumn] = festivals[year] ?? [];
  const ofLunar = (name: string, day: string | undefined): CalendarDay[] =>
    day === undefined ? [] : run(name, `${year}-${day}`, 1);
  return [
    ...run("元旦", `${year}-01-01`, 1),
    ...(spring === undefined ? [] : run("春节", toDay(Date.parse(`${year}-${spring}T00:00:00Z`) - dayMs), 4)),
    ...run("清明节", qingming(year), 1),
    ...run("劳动节", `${year}-05-01`, 2),
    ...ofLunar("端午节", dragonBoat),
    ...ofLunar("中秋节", midAutumn),
    ...run("国庆节", `${year}-10-01`, 3),
  ].filter((one, index, all) => all.findIndex((other) => other.day === one.day) === index);
};
