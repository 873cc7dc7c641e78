// The 24 solar terms (节气): the sun's apparent longitude in steps of 15°, dated in China's time (GB/T 33661—2017).
import { toDateParts } from "#ui/date-text.ts";

/** By longitude: index × 15°, from 春分 at 0°. */
const names =
  "春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒 立春 雨水 惊蛰".split(
    " ",
  );

export type SolarTerm = { name: string; at: Date };
export type SolarTermToday = SolarTerm & {
  /** 1 on the day on which the term begins. */
  dayOfTerm: number;
  next: readonly SolarTerm[];
};

const dayMs = 86_400_000;
const degrees = Math.PI / 180;
const turn = (angle: number): number => ((angle % 360) + 360) % 360;

/**
 * Apparent longitude of the sun in degrees, 0 ≤ λ < 360; error under 0.01° from 1900 to 2100, a quarter of an hour
 * (Meeus, Astronomical Algorithms, 2nd ed., ch. 25, low accuracy). The 70 s between UT and TT are within that.
 */
export function solarLongitude(moment: Date): number {
  const t = (moment.getTime() / dayMs + 2_440_587.5 - 2_451_545) / 36_525;
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const anomaly = (357.52911 + 35_999.05029 * t - 0.0001537 * t * t) * degrees;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = (125.04 - 1934.136 * t) * degrees;
  return turn(mean + centre - 0.00569 - 0.00478 * Math.sin(node));
}

/** When the sun reaches `longitude`, near `guess`: Newton's step with the mean motion, which converges in a few rounds. */
function momentOf(longitude: number, guess: Date): Date {
  let at = guess.getTime();
  for (let round = 0; round < 8; round++) {
    const behind = turn(longitude - solarLongitude(new Date(at)) + 180) - 180;
    at += (behind / 360) * 365.2422 * dayMs;
  }
  return new Date(at);
}

/** The term that holds on the calendar day of `now` in China, its day, and the next three. */
export function solarTermToday(now: Date): SolarTermToday {
  // A term counts from the start of its day, whatever the hour: look from the day's end.
  const endOfDay = endOfChinaDay(now);
  const index = Math.floor(solarLongitude(endOfDay) / 15);
  const termAt = (step: number): SolarTerm => {
    const number = (index + step + 24) % 24;
    return {
      name: names[number] ?? "",
      at: momentOf(number * 15, new Date(endOfDay.getTime() + (step - 0.5) * 15.2 * dayMs)),
    };
  };
  const current = termAt(0);
  return {
    ...current,
    dayOfTerm: chinaDay(now) - chinaDay(current.at) + 1,
    next: [termAt(1), termAt(2), termAt(3)],
  };
}

function chinaDay(moment: Date): number {
  const { year, month, day } = toDateParts(moment);
  return Date.UTC(year, month - 1, day) / dayMs;
}

function endOfChinaDay(now: Date): Date {
  // The zone has had one offset since 1991 (tz database, Asia/Shanghai), so that a day is 24 hours.
  return new Date((chinaDay(now) + 1) * dayMs - 8 * 3_600_000 - 1);
}
