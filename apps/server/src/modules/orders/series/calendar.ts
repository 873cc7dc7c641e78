import { type Clock, toDistrictDate } from "#kernel/clock.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import type { OrderStatus } from "../state.ts";
import { type CalendarDay, run, statutoryDays } from "./statutory-days.ts";

const dayMs = 86_400_000;

const workday = (day: string, name: string): CalendarDay => ({
  day,
  name: `${name}调休上班`,
  kind: "workday",
});

/**
 * 2026 as the State Council's office arranged it on 2025-11-04 (国务院办公厅关于2026年部分节假日安排的通知, printed by Xinhua and
 * 光明网 politics.gmw.cn/2025-11/04/content_38391083.htm; compared day by day on 2026-11-30).
 */
const notice2026: readonly CalendarDay[] = [
  ...run("元旦", "2026-01-01", 3),
  workday("2026-01-04", "元旦"),
  workday("2026-02-14", "春节"),
  ...run("春节", "2026-02-15", 9),
  workday("2026-02-28", "春节"),
  ...run("清明节", "2026-04-04", 3),
  ...run("劳动节", "2026-05-01", 5),
  workday("2026-05-09", "劳动节"),
  ...run("端午节", "2026-06-19", 3),
  workday("2026-09-20", "国庆节"),
  ...run("中秋节", "2026-09-25", 3),
  ...run("国庆节", "2026-10-01", 7),
  workday("2026-10-10", "国庆节"),
];

const toRow = ({ day, name, kind }: CalendarDay) => ({ on_day: day, name, kind });

/** Writes the year whose notice is known, where an installation has no calendar yet. */
export const seedCalendar = async (db: Db, clock: Clock): Promise<void> => {
  await inTransaction(db, async (trx) => {
    const any = await trx.selectFrom("calendar_years").select("year").limit(1).executeTakeFirst();
    if (any === undefined)
      await replaceYear(trx, clock, {
        year: 2026,
        source: "国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）",
        days: notice2026,
      });
  });
};

const readYears = async (
  db: Db | Trx,
  years: readonly number[],
): Promise<ReadonlyMap<number, { source: string; importedAt: Date }>> =>
  new Map(
    (
      await db
        .selectFrom("calendar_years")
        .selectAll()
        .where("year", "in", [...years])
        .execute()
    ).map((row) => [row.year, { source: row.source, importedAt: row.imported_at }]),
  );

const yearsOf = (span: { from: string; to: string }): number[] => {
  const first = Number(span.from.slice(0, 4));
  return Array.from({ length: Number(span.to.slice(0, 4)) - first + 1 }, (_, index) => first + index);
};

const readSpan = async (db: Db | Trx, span: { from: string; to: string }) => {
  const years = yearsOf(span);
  const known = await readYears(db, years);
  const read = await db
    .selectFrom("calendar_days")
    .select(["on_day as day", "name", "kind"])
    .where("on_day", ">=", span.from)
    .where("on_day", "<=", span.to)
    .execute();
  const days: readonly CalendarDay[] = [
    ...read,
    ...years.filter((year) => !known.has(year)).flatMap(statutoryDays),
  ]
    .filter(({ day }) => day >= span.from && day <= span.to)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  return { known, days };
};

/** Holidays and moved workdays: of a year whose notice was read in as it says, of any other year the statutory days alone. */
export const listCalendar = async (
  db: Db | Trx,
  span: { from: string; to: string },
): Promise<readonly CalendarDay[]> => (await readSpan(db, span)).days;

export type DayView = {
  day: string;
  kind: "holiday" | "workday" | "weekend" | "weekday";
  name: string | null;
  /** Whether the year's notice was read in; else weekends and the statutory days are all that is known. */
  from: "notice" | "statutory";
};

/** Every day of a span as people work or not. */
export const describeDays = async (
  db: Db | Trx,
  span: { from: string; to: string },
): Promise<readonly DayView[]> => {
  const { known, days } = await readSpan(db, span);
  const named = new Map(days.map((one) => [one.day, one]));
  const count = Math.round((Date.parse(span.to) - Date.parse(span.from)) / dayMs) + 1;
  return Array.from({ length: count }, (_, index): DayView => {
    const at = new Date(Date.parse(`${span.from}T00:00:00Z`) + index * dayMs);
    const day = at.toISOString().slice(0, 10);
    const one = named.get(day);
    const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    return {
      day,
      kind: one?.kind ?? (weekend ? "weekend" : "weekday"),
      name: one?.name ?? null,
      from: known.has(at.getUTCFullYear()) ? "notice" : "statutory",
    };
  });
};

type YearView = {
  year: number;
  source: string | null;
  importedAt: Date | null;
  days: readonly CalendarDay[];
};

/** One year as it is applied; without a source it is made of weekends and the statutory days. */
export const readYear = async (db: Db | Trx, year: number): Promise<YearView> => {
  const { known: years, days } = await readSpan(db, { from: `${year}-01-01`, to: `${year}-12-31` });
  const known = years.get(year);
  return {
    year,
    source: known?.source ?? null,
    importedAt: known?.importedAt ?? null,
    days,
  };
};

/** Replaces the days of one year by those of the year's notice. */
export const replaceYear = async (
  trx: Trx,
  clock: Clock,
  input: { year: number; source: string; days: readonly CalendarDay[] },
): Promise<void> => {
  const { year, source, days } = input;
  await trx
    .deleteFrom("calendar_days")
    .where("on_day", ">=", `${year}-01-01`)
    .where("on_day", "<=", `${year}-12-31`)
    .execute();
  if (days.length > 0) await trx.insertInto("calendar_days").values(days.map(toRow)).execute();
  await trx
    .insertInto("calendar_years")
    .values({ year, source, imported_at: clock.now() })
    .onConflict((conflict) => conflict.column("year").doUpdateSet({ source, imported_at: clock.now() }))
    .execute();
};

/** States in which the station or a team is to act, and does not on a public holiday; a visit's own times are not moved. */
const working: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "declined",
  "timed_out",
  "dispatched",
  "accepted",
  "reopened",
];

/** A promised time with the holidays between now and then left out. */
export const leaveOutHolidays = (due: Date, now: Date, holidays: ReadonlySet<string>): Date => {
  let end = due.getTime();
  // Each holiday that the time runs through moves the end by a day, which may bring in the next one.
  for (let at = now.getTime(); at <= end; at += dayMs)
    if (holidays.has(toDistrictDate(new Date(at)))) end += dayMs;
  return new Date(end);
};

/** The due time of a state, in days on which people work. */
export const workingDue = async (
  trx: Trx,
  input: { status: OrderStatus; due: Date | null; now: Date },
): Promise<Date | null> => {
  const { status, due, now } = input;
  if (due === null || !working.includes(status)) return due;
  const days = await listCalendar(trx, {
    from: toDistrictDate(now),
    to: toDistrictDate(new Date(due.getTime() + 20 * dayMs)),
  });
  const holidays = new Set(days.filter((one) => one.kind === "holiday").map((one) => one.day));
  return holidays.size === 0 ? due : leaveOutHolidays(due, now, holidays);
};
