// Times as staff read them, always in Asia/Shanghai. Pure: the present moment is a parameter.

const format = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const partsOf = (moment: Date): Readonly<Record<string, string>> =>
  Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, part.value]));

/** `2026-11-23 09:05`; an unreadable or missing time is a dash. */
export const timeText = (text: string | null | undefined): string => {
  if (text === null || text === undefined || text === "") return "—";
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return "—";
  const part = partsOf(moment);
  return `${part["year"]}-${part["month"]}-${part["day"]} ${part["hour"]}:${part["minute"]}`;
};

/** The calendar day in Asia/Shanghai: `2026-11-23`. */
export const dayOf = (moment: Date): string => timeText(moment.toISOString()).slice(0, 10);

/** Whether a text is a day that exists, written `2026-11-23`; a date parser of its own takes 30 February for 2 March. */
export const isDay = (text: string): boolean => {
  const moment = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(moment.getTime()) &&
    moment.toISOString().slice(0, 10) === text
  );
};

/** Whole days from today to a due time, by the calendar of Asia/Shanghai; negative = overdue. */
const daysUntil = (dueAt: Date, now: Date): number =>
  (Date.parse(dayOf(dueAt)) - Date.parse(dayOf(now))) / 86_400_000;

export type Due = { text: string; tone: "late" | "soon" | "later" };

/** How a due time reads: `已超时 2 天` `今天 17:00 前` `明天 …` or the date; the tone never stands alone. */
export const dueOf = (text: string, now: Date): Due => {
  const due = new Date(text);
  const days = daysUntil(due, now);
  const clock = timeText(text).slice(11);
  if (due.getTime() < now.getTime())
    return { text: days === 0 ? `已超时（今天 ${clock} 到期）` : `已超时 ${-days} 天`, tone: "late" };
  if (days === 0) return { text: `今天 ${clock} 前`, tone: "soon" };
  if (days === 1) return { text: `明天 ${clock} 前`, tone: "soon" };
  return { text: `${timeText(text)} 前`, tone: "later" };
};

/** `1234567.5` → `1,234,567.5` */
export const numberText = (value: number): string =>
  new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 }).format(value);
