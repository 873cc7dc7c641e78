import assert from "node:assert/strict";
import { test } from "node:test";
import { dateText } from "#ui/date-text.ts";
import { solarLongitude, solarTermToday } from "./solar-term.ts";

const noon = (day: string): Date => new Date(`${day}T12:00:00+08:00`);

test("the solar terms of 2026 begin on the days of the printed calendar", () => {
  const calendar: Record<string, string> = {
    小寒: "01-05",
    大寒: "01-20",
    立春: "02-04",
    雨水: "02-18",
    惊蛰: "03-05",
    春分: "03-20",
    清明: "04-05",
    谷雨: "04-20",
    立夏: "05-05",
    小满: "05-21",
    芒种: "06-05",
    夏至: "06-21",
    小暑: "07-07",
    大暑: "07-23",
    立秋: "08-07",
    处暑: "08-23",
    白露: "09-07",
    秋分: "09-23",
    寒露: "10-08",
    霜降: "10-23",
    立冬: "11-07",
    小雪: "11-22",
    大雪: "12-07",
    冬至: "12-22",
  };
  for (const [name, day] of Object.entries(calendar)) {
    const term = solarTermToday(noon(`2026-${day}`));
    assert.deepEqual([term.name, term.dayOfTerm], [name, 1], day);
  }
});

test("the day before a term still belongs to the one before", () => {
  const term = solarTermToday(noon("2026-11-21"));
  assert.deepEqual([term.name, term.dayOfTerm], ["立冬", 15]);
});

test("a term holds from midnight of its day in China, before and after the astronomical moment", () => {
  for (const hour of ["00:00:00", "23:59:59"])
    assert.equal(solarTermToday(new Date(`2026-11-22T${hour}+08:00`)).name, "小雪");
  assert.equal(solarTermToday(new Date("2026-11-21T23:59:59+08:00")).name, "立冬");
});

test("the next terms follow in order, over the turn of the year", () => {
  const now = noon("2026-12-25");
  assert.deepEqual(
    solarTermToday(now).next.map((term) => `${term.name} ${dateText(term.at, now)}`),
    ["小寒 2027年1月5日（周二）", "大寒 2027年1月20日（周三）", "立春 2027年2月4日（周四）"],
  );
});

test("the sun's longitude agrees with the worked example of Meeus, ch. 25", () => {
  // 1992 October 13, 0h TD: 199°.90895
  assert.ok(Math.abs(solarLongitude(new Date("1992-10-13T00:00:00Z")) - 199.90895) < 0.0005);
});
