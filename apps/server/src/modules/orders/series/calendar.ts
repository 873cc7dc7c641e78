import { toDistrictDate } from "#kernel/clock.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import type { OrderStatus } from "../state.ts";

export type CalendarDay = { day: string; name: string; kind: "holiday" | "workday" };

const run = (name: string, from: string, count: number): CalendarDay[] =>
  Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.parse(`${from}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10),
    name,
    kind: "holiday",
  }));
const workday = (day: string, name: string): CalendarDay => ({
  day,
  name: `${name}调休上班`,
  kind: "workday",
});

/**
 * 2026 as the State Council's office arranged it (国务院办公厅关于2026年部分节假日安排的通知); 2027 has only the days of
 * 全国年节及纪念日放假办法, until the notice of that year is read in.
 */
const standardDays: readonly CalendarDay[] = [
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
  ...run("元旦", "2027-01-01", 1),
  ...run("春节", "2027-02-05", 4),
  ...run("清明节", "2027-04-05", 1),
  ...run("劳动节", "2027-05-01", 2),
  ...run("端午节", "2027-06-09", 1),
  ...run("中秋节", "2027-09-15", 1),
  ...run("国庆节", "2027-10-01", 3),
];

const toRow = ({ day, name, kind }: CalendarDay) => ({ on_day: day, name, kind });

/** Writes the days that everybody has, where an installation has no calendar yet. */
export const seedCalendar = async (db: Db): Promise<void> => {
  await inTransaction(db, async (trx) => {
    const any = await trx.selectFrom("calendar_days").select("on_day").limit(1).executeTakeFirst();
    if (any === undefined)
      await trx
        .insertInto("calendar_days")
        .values(standardDays.map(toRow))
        .onConflict((conflict) => conflict.column("on_day").doNothing())
        .execute();
  });
};

export const listCalendar = async (
  db: Db | Trx,
  span: { from: string; to: string },
): Promise<readonly CalendarDay[]> =>
  db
    .selectFrom("calendar_days")
    .select(["on_day as day", "name", "kind"])
    .where("on_day", ">=", span.from)
    .where("on_day", "<=", span.to)
    .orderBy("on_day")
    .execute();

/** Replaces the days of one year by those of the year's notice. */
export const replaceYear = async (
  trx: Trx,
  input: { year: number; days: readonly CalendarDay[] },
): Promise<void> => {
  await trx
    .deleteFrom("calendar_days")
    .where("on_day", ">=", `${input.year}-01-01`)
    .where("on_day", "<=", `${input.year}-12-31`)
    .execute();
  if (input.days.length > 0) await trx.insertInto("calendar_days").values(input.days.map(toRow)).execute();
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

const dayMs = 86_400_000;

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
