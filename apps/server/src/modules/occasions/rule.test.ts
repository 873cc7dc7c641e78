import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays } from "#kernel/clock.ts";
import { isMonthDay, isOn, nextOccurrence, occurrencesIn, type PeriodDays, ruleText } from "./rule.ts";
import { standardOccasions } from "./standard-occasions.ts";

const season = (from: string, to: string) => ({ kind: "season", rule: { kind: "fixed", from, to } }) as const;
const campaign = (from: string, to: string) =>
  ({ kind: "campaign", rule: { kind: "fixed", from, to } }) as const;
const period = (startsOn: string, endsOn: string, change: Partial<PeriodDays> = {}): PeriodDays => ({
  startsOn,
  endsOn,
  isOn: true,
  endedOn: null,
  ...change,
});

test("a day that is the same each year is on that day and no other, whatever the year", () => {
  const day = campaign("05-12", "05-12");
  for (const year of [2008, 2024, 2026, 2027, 2100]) {
    assert.ok(isOn(day, [], `${year}-05-12`));
    assert.ok(!isOn(day, [], `${year}-05-11`));
    assert.ok(!isOn(day, [], `${year}-05-13`));
  }
});

test("a season over the end of the year is on in both years and ends with February, leap year or not", () => {
  const winter = season("11-01", "02-29");
  assert.ok(isOn(winter, [], "2026-12-31"));
  assert.ok(isOn(winter, [], "2027-01-01"));
  assert.ok(isOn(winter, [], "2027-02-28"));
  assert.ok(isOn(winter, [], "2028-02-29"));
  assert.ok(!isOn(winter, [], "2027-03-01"));
  assert.ok(!isOn(winter, [], "2026-10-31"));
});

test("the nth weekday of a month falls where the calendars of eight years have it", () => {
  // 全国助残日, third Sunday of May, read off the calendars of these years.
  const days: Record<string, string> = {
    2020: "17",
    2021: "16",
    2022: "15",
    2023: "21",
    2024: "19",
    2025: "18",
    2026: "17",
    2027: "16",
  };
  const rule = { kind: "weekday", month: 5, nth: 3, weekday: 0, days: 1 } as const;
  for (const [year, day] of Object.entries(days))
    assert.deepEqual(occurrencesIn({ kind: "campaign", rule }, [], Number(year)), [
      { from: `${year}-05-${day}`, to: `${year}-05-${day}`, certainty: "rule" },
    ]);
});

test("what is only announced is on by its periods alone", () => {
  const week = { kind: "campaign", rule: { kind: "announced" } } as const;
  assert.deepEqual(occurrencesIn(week, [], 2026), []);
  const set = [period("2026-09-15", "2026-09-21")];
  assert.ok(isOn(week, set, "2026-09-15") && isOn(week, set, "2026-09-21"));
  assert.ok(!isOn(week, set, "2026-09-22") && !isOn(week, set, "2027-09-15"));
});

test("announced dates of a campaign take the place of its rule for that year only", () => {
  const week = campaign("05-18", "05-24");
  const set = [period("2026-05-23", "2026-05-30")];
  assert.ok(!isOn(week, set, "2026-05-18"));
  assert.ok(isOn(week, set, "2026-05-30"));
  assert.ok(isOn(week, set, "2027-05-18"));
});

test("a reminder switched on stands beside its rule; a silent period is cut out of it", () => {
  const heat = season("07-01", "08-31");
  const set = [period("2026-06-10", "2026-06-14"), period("2026-07-10", "2026-07-12", { isOn: false })];
  assert.ok(isOn(heat, set, "2026-06-12"));
  assert.ok(!isOn(heat, set, "2026-06-20"));
  assert.ok(isOn(heat, set, "2026-07-09"));
  assert.ok(!isOn(heat, set, "2026-07-11"));
  assert.ok(isOn(heat, set, "2026-07-13"));
});

test("a period ended early no longer counts from that day on, ended on its first day not at all", () => {
  const cold = { kind: "season", rule: { kind: "announced" } } as const;
  const early = [period("2026-12-01", "2026-12-20", { endedOn: "2026-12-05" })];
  assert.ok(isOn(cold, early, "2026-12-04"));
  assert.ok(!isOn(cold, early, "2026-12-05"));
  const never = [period("2026-12-01", "2026-12-20", { endedOn: "2026-12-01" })];
  assert.ok(!isOn(cold, never, "2026-12-01"));
});

test("what comes next is the first that begins after today, and nothing beyond the days asked for", () => {
  const month = campaign("09-01", "09-30");
  assert.equal(nextOccurrence(month, [], { day: "2026-08-20", days: 60 })?.from, "2026-09-01");
  assert.equal(nextOccurrence(month, [], { day: "2026-09-01", days: 60 }), undefined);
  assert.equal(nextOccurrence(month, [], { day: "2026-11-30", days: 366 })?.from, "2027-09-01");
});

test("occurrences never overlap, and a day is on exactly where one of them holds it (any periods)", () => {
  const day = fc.integer({ min: 0, max: 1_000 }).map((days) => addDays("2025-06-01", days));
  const some = fc
    .tuple(day, fc.nat({ max: 40 }), fc.boolean(), fc.option(fc.nat({ max: 40 })))
    .map(([startsOn, length, shown, ended]) =>
      period(startsOn, addDays(startsOn, length), {
        isOn: shown,
        endedOn: ended === null ? null : addDays(startsOn, Math.min(ended, length)),
      }),
    );
  fc.assert(
    fc.property(fc.array(some, { maxLength: 4 }), day, (periods, asked) => {
      const heat = season("11-15", "02-29");
      const days = [2024, 2025, 2026, 2027, 2028]
        .flatMap((year) => occurrencesIn(heat, periods, year))
        .filter((one) => one.certainty === "rule");
      for (const one of days) assert.ok(one.from <= one.to);
      const sorted = days.toSorted((left, right) => left.from.localeCompare(right.from));
      for (const [index, one] of sorted.entries()) {
        const next = sorted[index + 1];
        if (next !== undefined) assert.ok(one.to < next.from, `${one.to} ${next.from}`);
      }
      const all = [2024, 2025, 2026, 2027, 2028].flatMap((year) => occurrencesIn(heat, periods, year));
      assert.equal(
        isOn(heat, periods, asked),
        all.some((one) => one.from <= asked && asked <= one.to),
      );
    }),
  );
});

test("the standard occasions hold the plan's seven and the science month, and every date has its source", () => {
  const names = standardOccasions.map((occasion) => occasion.name).join(" ");
  for (const name of [
    "爱国卫生月",
    "全国科普日",
    "科技活动周",
    "双创活动周",
    "防灾减灾日",
    "食品安全宣传周",
    "公众科学日",
    "全国科普月",
  ])
    assert.ok(names.includes(name), name);
  for (const { code, rule, source } of standardOccasions) {
    if (rule.kind !== "announced") assert.ok(source !== null, `${code} has no source`);
    if (rule.kind === "fixed") assert.ok(isMonthDay(rule.from) && isMonthDay(rule.to), code);
    assert.ok(ruleText(rule).length > 4);
  }
});
