// How long a child may use the youth zone in a day, and how long it has: minutes, never what was read (Y-00).
import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { readPersonalFields } from "#modules/identity/index.ts";
import { toDateParts } from "#ui/date-text.ts";
import { requireOwnChild } from "./children.ts";
import type { PeopleError } from "./errors.ts";
import { adultAgeYears, ageOn } from "./vocabulary.ts";

/** What a guardian can choose from; between the hours of night nobody can (docs/minors.md). */
export const minuteChoices = [10, 20, 30, 40, 60, 90, 120, 180] as const;
export const firstHour = 6;
export const lastHour = 22;

/**
 * 《移动互联网未成年人模式建设指南》 (国家网信办, 2024-11-15): by default one hour a day below sixteen, two hours at sixteen and
 * seventeen, nothing between 22 and 6 o'clock, a reminder to rest after thirty minutes on end.
 */
const youngerMinutes = 60;
const olderMinutes = 120;
const olderFrom = 16;
const restAfterMs = 30 * 60_000;

/** A page that lies open longer counts as so much: nothing tells whether somebody still reads it. */
const longestReadMs = 5 * 60_000;
const minuteMs = 60_000;

export type ChildTime = {
  age: number;
  limit: { minutesPerDay: number; opensHour: number; closesHour: number; setByGuardian: boolean };
  usedMinutes: number;
  leftMinutes: number;
  /** `closed`: outside the hours of the day; `up`: the day's minutes are used. */
  state: "open" | "up" | "closed";
  /** Thirty minutes on end: time to rest the eyes. */
  restNow: boolean;
};

const defaultLimit = (age: number) => ({
  minutesPerDay: age < olderFrom ? youngerMinutes : olderMinutes,
  opensHour: firstHour,
  closesHour: lastHour,
  setByGuardian: false,
});

type TimeContext = Pick<ActContext, "clock" | "cipher">;

/** A registered child's limit and what is used of today; a person who is no registered child has none. */
export const findChildTime = async (
  db: Db | Trx,
  { clock, cipher }: TimeContext,
  personId: string,
): Promise<ChildTime | undefined> => {
  const now = clock.now();
  const today = toDistrictDate(now);
  const row = await db
    .selectFrom("children as child")
    .leftJoin("child_limits as own", "own.person_id", "child.person_id")
    .leftJoin("child_days as day", (join) =>
      join.onRef("day.person_id", "=", "child.person_id").on("day.used_on", "=", sql<string>`${today}::date`),
    )
    .select(["own.minutes_per_day", "own.opens_hour", "own.closes_hour"])
    .select(["day.used_ms", "day.run_started_at", "day.seen_at"])
    .where("child.person_id", "=", personId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { birthDate } = await readPersonalFields(db, cipher, personId);
  // A child is never stored without its day of birth; where it is missing all the same, the strictest rule holds.
  const age = birthDate === undefined ? 0 : ageOn(birthDate, today);
  const limit =
    row.minutes_per_day === null || row.opens_hour === null || row.closes_hour === null
      ? defaultLimit(age)
      : {
          minutesPerDay: row.minutes_per_day,
          opensHour: row.opens_hour,
          closesHour: row.closes_hour,
          setByGuardian: true,
        };
  const usedMs = row.used_ms ?? 0;
  const leftMs = Math.max(0, limit.minutesPerDay * minuteMs - usedMs);
  const { hour } = toDateParts(now);
  const isAdult = age >= adultAgeYears;
  const isClosed = hour < limit.opensHour || hour >= limit.closesHour;
  return {
    age,
    limit,
    usedMinutes: Math.floor(usedMs / minuteMs),
    leftMinutes: Math.ceil(leftMs / minuteMs),
    state: isAdult ? "open" : isClosed ? "closed" : leftMs === 0 ? "up" : "open",
    restNow:
      row.run_started_at !== null &&
      row.seen_at !== null &&
      now.getTime() - row.seen_at.getTime() <= longestReadMs &&
      now.getTime() - row.run_started_at.getTime() >= restAfterMs,
  };
};

/**
 * Adds the time since the child's last page to today's number, at most five minutes; a new day begins at nothing. One
 * statement on one row: two pages at the same moment wait for each other, and the second adds nothing.
 */
export const spendChildTime = async (
  db: Db | Trx,
  { clock }: Pick<ActContext, "clock">,
  personId: string,
): Promise<void> => {
  const now = clock.now();
  const gapMs = sql<number>`greatest(0, extract(epoch from excluded.seen_at - child_days.seen_at) * 1000)`;
  await db
    .insertInto("child_days")
    .values({
      person_id: personId,
      used_on: toDistrictDate(now),
      used_ms: 0,
      run_started_at: now,
      seen_at: now,
    })
    .onConflict((conflict) =>
      conflict.constraint("child_days_pkey").doUpdateSet({
        used_on: sql<string>`excluded.used_on`,
        used_ms: sql<number>`case when child_days.used_on = excluded.used_on
          then least(86400000, child_days.used_ms + least(${longestReadMs}, ${gapMs}))::integer else 0 end`,
        run_started_at: sql<Date>`case when ${gapMs} <= ${longestReadMs} then child_days.run_started_at
          else excluded.run_started_at end`,
        seen_at: sql<Date>`greatest(child_days.seen_at, excluded.seen_at)`,
      }),
    )
    .execute();
};

export type ChildLimitInput = {
  childPersonId: string;
  minutesPerDay: number;
  opensHour: number;
  closesHour: number;
};

/**
 * Sets how long and from when to when a child may use the youth zone; it counts with the child's next page.
 * @throws AppError `people.child_not_yours` (404) | `people.child_hours` (422)
 */
export const setChildLimit = async (
  trx: Trx,
  context: ActContext,
  guardian: PersonActor,
  input: ChildLimitInput,
): Promise<void> => {
  await requireOwnChild(trx, guardian, input.childPersonId);
  if (input.opensHour >= input.closesHour)
    throw new AppError<PeopleError>("people.child_hours", { fields: { closesHour: "people.child_hours" } });
  const values = {
    minutes_per_day: input.minutesPerDay,
    opens_hour: input.opensHour,
    closes_hour: input.closesHour,
    set_at: context.clock.now(),
  };
  await trx
    .insertInto("child_limits")
    .values({ person_id: input.childPersonId, ...values })
    .onConflict((conflict) => conflict.constraint("child_limits_pkey").doUpdateSet(values))
    .execute();
  await recordAudit(trx, context, {
    actor: guardian,
    action: "people.child_limit_set",
    record: { table: "children", id: input.childPersonId },
    requestId: context.requestId,
  });
};

/** Removes every number that is not of today; returns how many. */
export const clearOldChildTime = async (trx: Trx, { clock }: Pick<ActContext, "clock">): Promise<number> => {
  const deleted = await trx
    .deleteFrom("child_days")
    .where("used_on", "<", toDistrictDate(clock.now()))
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
};
