import { AppError } from "#kernel/errors.ts";
import { parseSheetDay } from "#kernel/sheet-cells.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import type { OrdersError } from "../errors.ts";
import type { CalendarDay } from "./statutory-days.ts";

type FileRow = { line: number; ok: boolean; sentence: string };
type CalendarFile = { year: number; days: readonly CalendarDay[]; rows: readonly FileRow[] };

const kinds: Readonly<Record<string, CalendarDay["kind"]>> = { 放假: "holiday", 上班: "workday" };

const refuse = (): never => {
  throw new AppError<OrdersError>("orders.calendar_file", { fields: { file: "orders.calendar_file" } });
};

/**
 * A year's notice as a sheet with the columns 日期, 名称, 安排 (放假 or 上班), every wrong row named; the year is that of the first
 * readable day. @throws AppError `orders.calendar_file` | SheetError
 */
export const readCalendarFile = async (bytes: Buffer): Promise<CalendarFile> => {
  const [head, ...lines] = await readSheetFile(bytes);
  const columns = ["日期", "名称", "安排"].map(
    (name) => head?.cells.findIndex((cell) => cell.trim() === name) ?? -1,
  );
  if (columns.includes(-1) || lines.length === 0) refuse();
  const [dayAt = 0, nameAt = 0, kindAt = 0] = columns;
  const days: CalendarDay[] = [];
  const rows = lines.map(({ line, cells }): FileRow => {
    const wrong = (sentence: string): FileRow => ({ line, ok: false, sentence });
    const day = parseSheetDay(cells[dayAt] ?? "");
    const name = (cells[nameAt] ?? "").trim();
    const kind = kinds[(cells[kindAt] ?? "").trim()];
    if (day === undefined) return wrong(`日期“${cells[dayAt] ?? ""}”读不懂，请写成 2027-02-05。`);
    if (kind === undefined) return wrong(`安排“${cells[kindAt] ?? ""}”读不懂，请写“放假”或“上班”。`);
    if (name.length < 1 || name.length > 40) return wrong("名称要有 1 到 40 个字，例如“春节”。");
    const [first] = days;
    if (first !== undefined && day.slice(0, 4) !== first.day.slice(0, 4))
      return wrong(`${day} 不在 ${first.day.slice(0, 4)} 年，一个文件只放一年。`);
    if (days.some((one) => one.day === day)) return wrong(`${day} 写了两次，请留一行。`);
    const week = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (kind === "workday" && week !== 0 && week !== 6)
      return wrong(`${day} 本来就是工作日，“上班”只写周末调休的日子。`);
    days.push({ day, name, kind });
    return { line, ok: true, sentence: `${day} ${name}${kind === "holiday" ? "放假" : "上班"}` };
  });
  const year = Number(days[0]?.day.slice(0, 4) ?? 0);
  if (days.length > 0 && (year < 2020 || year > 2100)) refuse();
  return { year, days, rows };
};
