// Dates and times as a resident reads them, always in Asia/Shanghai. Pure: the present moment is a parameter.

export const siteTimeZone = "Asia/Shanghai";

export type DateParts = {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
};

const weekdayTexts = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
/** Asia/Shanghai has been eight hours ahead of UTC without a change since this moment; earlier the clock was moved in summer. */
const fixedOffsetFrom = Date.UTC(1991, 8, 15);
const offsetMs = 8 * 3_600_000;
const earlierFormat = new Intl.DateTimeFormat("sv-SE", {
  timeZone: siteTimeZone,
  dateStyle: "short",
  timeStyle: "medium",
});

/** Calendar parts in Asia/Shanghai; `weekday` counts from Sunday = 0. */
export function toDateParts(moment: Date): DateParts {
  const there =
    moment.getTime() >= fixedOffsetFrom
      ? new Date(moment.getTime() + offsetMs)
      : new Date(`${earlierFormat.format(moment).replace(" ", "T")}Z`);
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    weekday: there.getUTCDay(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
  };
}

const two = (value: number): string => String(value).padStart(2, "0");

/** `10月12日（周一）`; another year than that of `now` is named: `2025年10月12日（周日）`. */
export function dateText(moment: Date, now: Date): string {
  const parts = toDateParts(moment);
  const year = parts.year === toDateParts(now).year ? "" : `${parts.year}年`;
  return `${year}${parts.month}月${parts.day}日（${weekdayTexts[parts.weekday]}）`;
}

/** `9:05` */
export function timeText(moment: Date): string {
  const { hour, minute } = toDateParts(moment);
  return `${hour}:${two(minute)}`;
}

/** `10月12日（周一）9:05` */
export function dateTimeText(moment: Date, now: Date): string {
  return `${dateText(moment, now)}${timeText(moment)}`;
}

/** `10月12日（周一）9:00–11:30`, over midnight or days both ends in full. */
export function periodText(from: Date, to: Date, now: Date): string {
  const [start, end] = [toDateParts(from), toDateParts(to)];
  const sameDay = start.year === end.year && start.month === end.month && start.day === end.day;
  if (sameDay) return `${dateTimeText(from, now)}–${timeText(to)}`;
  return `${dateTimeText(from, now)} 至 ${dateTimeText(to, now)}`;
}

const dayMs = 24 * 3600 * 1000;
/** Days since 1970-01-01 of the calendar day in Asia/Shanghai, for differences of days. */
function dayNumber(moment: Date): number {
  const { year, month, day } = toDateParts(moment);
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** `今天` `明天` `后天` `昨天` `前天`, else the date. */
export function dayText(moment: Date, now: Date): string {
  const names = new Map([
    [-2, "前天"],
    [-1, "昨天"],
    [0, "今天"],
    [1, "明天"],
    [2, "后天"],
  ]);
  return names.get(dayNumber(moment) - dayNumber(now)) ?? dateText(moment, now);
}

/** How long ago, for lists: `刚刚` `5分钟前` `3小时前` `昨天 9:05`, else the date. A moment ahead is written out. */
export function agoText(moment: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 0) return dateTimeText(moment, now);
  if (minutes < 1) return "刚刚";
  if (minutes < 60) return `${minutes}分钟前`;
  const days = dayNumber(now) - dayNumber(moment);
  if (days === 0) return `${Math.floor(minutes / 60)}小时前`;
  if (days === 1) return `昨天 ${timeText(moment)}`;
  return dateText(moment, now);
}

/** A day without a time, as stored in SQL `date`: `2026-10-12` → `10月12日（周一）`. */
export function calendarDayText(day: string, now: Date): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) throw new RangeError(`not a calendar day: ${day}`);
  return dateText(new Date(`${day}T12:00:00+08:00`), now);
}

/** Value of `<time datetime>`: the moment with the offset of the place, so that the page says one thing to all. */
export function machineTime(moment: Date): string {
  const { year, month, day, hour, minute } = toDateParts(moment);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}+08:00`;
}
