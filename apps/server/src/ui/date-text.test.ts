import assert from "node:assert/strict";
import { test } from "node:test";
import * as text from "./date-text.ts";

const now = new Date("2026-10-12T01:00:00Z"); // 9:00 in Changsha

test("a date names the day and the weekday, and the year only when it is another", () => {
  assert.equal(text.dateText(now, now), "10月12日（周一）");
  assert.equal(text.dateText(new Date("2025-10-12T01:00:00Z"), now), "2025年10月12日（周日）");
});

test("the day is that of Changsha, not of the server", () => {
  assert.equal(text.dateText(new Date("2026-10-11T16:00:00Z"), now), "10月12日（周一）");
  assert.equal(text.dateText(new Date("2026-10-11T15:59:59Z"), now), "10月11日（周日）");
  assert.equal(text.dateText(new Date("2025-12-31T16:00:00Z"), now), "1月1日（周四）");
});

test("midnight is 0:00, not 24:00", () => {
  assert.equal(text.timeText(new Date("2026-10-11T16:00:00Z")), "0:00");
  assert.equal(text.timeText(new Date("2026-10-12T01:05:00Z")), "9:05");
});

test("a period within a day names the day once", () => {
  const from = new Date("2026-10-17T01:00:00Z");
  assert.equal(text.periodText(from, new Date("2026-10-17T03:30:00Z"), now), "10月17日（周六）9:00–11:30");
  assert.equal(
    text.periodText(from, new Date("2026-10-18T03:30:00Z"), now),
    "10月17日（周六）9:00 至 10月18日（周日）11:30",
  );
});

test("near days have names", () => {
  const at = (day: string) => text.dayText(new Date(`2026-10-${day}T23:59:00+08:00`), now);
  assert.deepEqual(["09", "10", "11", "12", "13", "14", "15"].map(at), [
    "10月9日（周五）",
    "前天",
    "昨天",
    "今天",
    "明天",
    "后天",
    "10月15日（周四）",
  ]);
});

test("how long ago follows the clock, and the calendar from yesterday on", () => {
  const ago = (moment: string) => text.agoText(new Date(moment), now);
  assert.equal(ago("2026-10-12T08:59:30+08:00"), "刚刚");
  assert.equal(ago("2026-10-12T08:55:00+08:00"), "5分钟前");
  assert.equal(ago("2026-10-12T06:00:00+08:00"), "3小时前");
  assert.equal(ago("2026-10-11T23:00:00+08:00"), "昨天 23:00");
  assert.equal(ago("2026-10-10T23:00:00+08:00"), "10月10日（周六）");
  assert.equal(ago("2026-10-12T10:00:00+08:00"), "10月12日（周一）10:00");
});

test("a calendar day keeps its day", () => {
  assert.equal(text.calendarDayText("2026-10-12", now), "10月12日（周一）");
  assert.throws(() => text.calendarDayText("12/10/2026", now), RangeError);
});

test("the machine time carries the offset of the place", () => {
  assert.equal(text.machineTime(now), "2026-10-12T09:00+08:00");
});

test("the parts are those of the time zone database, also in the summers when the clock was moved", () => {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: text.siteTimeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const two = (value: number): string => String(value).padStart(2, "0");
  for (let day = Date.UTC(1970, 0, 1, 15, 59); day < Date.UTC(2060, 0, 1); day += 6.3 * 86_400_000) {
    const { year, month, day: date, hour, minute } = text.toDateParts(new Date(day));
    const ours = `${year}-${two(month)}-${two(date)} ${two(hour)}:${two(minute)}`;
    assert.equal(ours, format.format(new Date(day)));
  }
});
