import { restoreCell, toCsv } from "#kernel/csv.ts";
import { AppError } from "#kernel/errors.ts";
import { plainHeader } from "#kernel/sheet-cells.ts";
import { readSheetFile, type SheetLimits, sheetLimits } from "#kernel/sheet-reader.ts";
import { toXlsx } from "#kernel/xlsx-export.ts";
import type { HistoriesError } from "./errors.ts";

type Column = { key: string; title: string; aliases: readonly string[]; width?: number };

/** The sheets that can be brought in, with their columns in the order of the template and an example that is none. */
export const sheets = {
  members: {
    name: "服务队名单",
    columns: [
      { key: "team", title: "服务队", aliases: ["队伍", "服务队名称", "队名"], width: 28 },
      { key: "name", title: "姓名", aliases: ["队员", "志愿者", "学生姓名"] },
      { key: "phone", title: "手机号", aliases: ["手机", "电话", "联系电话", "手机号码"] },
    ],
    example: { team: "麓山大学科学演示队（演示）", name: "演示张三", phone: "19900000000" },
  },
  hours: {
    name: "往年服务时长",
    columns: [
      { key: "team", title: "服务队", aliases: ["队伍", "服务队名称", "队名"], width: 28 },
      { key: "name", title: "姓名", aliases: ["队员", "志愿者"] },
      { key: "phone", title: "手机号", aliases: ["手机", "电话", "联系电话", "手机号码"] },
      { key: "day", title: "服务日期", aliases: ["日期", "服务时间"] },
      { key: "hours", title: "小时数", aliases: ["时长", "服务时长", "小时"] },
      { key: "reason", title: "做了什么、凭什么认定", aliases: ["事由", "服务内容", "依据"], width: 36 },
    ],
    example: {
      team: "麓山大学科学演示队（演示）",
      name: "演示张三",
      phone: "19900000000",
      day: "2025-10-18",
      hours: "3.5",
      reason: "科普日实验摊位，有当天签到表（演示）",
    },
  },
  activities: {
    name: "往年活动",
    columns: [
      { key: "unit", title: "主办单位", aliases: ["单位", "主办"], width: 28 },
      { key: "title", title: "活动名称", aliases: ["名称", "活动", "主题"], width: 32 },
      { key: "day", title: "活动日期", aliases: ["日期", "时间"] },
      { key: "audience", title: "重点人群", aliases: ["人群", "对象"] },
      { key: "people", title: "参加人次", aliases: ["人数", "人次", "参加人数"] },
      { key: "counted", title: "人次怎么来的", aliases: ["计数办法", "统计方法", "依据"], width: 30 },
    ],
    example: {
      unit: "望江街道",
      title: "全国科普日主场活动（演示）",
      day: "2025-09-20",
      audience: "青少年",
      people: "320",
      counted: "签到表",
    },
  },
} as const satisfies Record<
  string,
  { name: string; columns: readonly Column[]; example: Readonly<Record<string, string>> }
>;

export type SheetKind = keyof typeof sheets;
// Object.keys gives string[]; the keys of this constant are these and no others.
export const sheetKinds = Object.keys(sheets) as SheetKind[];

export type HistoryRow = { line: number; values: Readonly<Record<string, string>> };

const historyLimits: SheetLimits = { ...sheetLimits, maxRows: 2_000 };

const longestCell = 200;
/** Figures may be typed in full width; names keep the signs that they have. */
const figures: ReadonlySet<string> = new Set(["phone", "day", "hours", "people"]);
const toValue = (key: string, cell: string): string => {
  const text = restoreCell(cell).replaceAll("\0", "�").toWellFormed();
  return (figures.has(key) ? text.normalize("NFKC") : text).trim().slice(0, longestCell);
};

/**
 * Rows of a file by the column's key; cells as they stand there, whatever is wrong with them is said row by row.
 * @throws AppError `histories.columns` | `histories.empty` · SheetError where the file cannot be read
 */
export const parseHistory = async (kind: SheetKind, file: Buffer): Promise<readonly HistoryRow[]> => {
  const [header, ...rest] = await readSheetFile(file, historyLimits);
  const columns: readonly Column[] = sheets[kind].columns;
  const keys = (header?.cells ?? []).map(
    (cell) => columns.find(({ title, aliases }) => [title, ...aliases].includes(plainHeader(cell)))?.key,
  );
  const missing = columns.filter(({ key }) => !keys.includes(key)).map(({ title }) => title);
  if (missing.length > 0)
    throw new AppError<HistoriesError>("histories.columns", {
      fields: { file: "histories.columns" },
      values: { columns: missing.join("、") },
    });
  const rows = rest.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(columns.map(({ key }) => [key, toValue(key, cells[keys.indexOf(key)] ?? "")])),
  }));
  const filled = rows.filter(({ values }) => Object.values(values).some((value) => value !== ""));
  if (filled.length === 0)
    throw new AppError<HistoriesError>("histories.empty", { fields: { file: "histories.empty" } });
  return filled;
};

/** The sheet with its header and one example row, which a preview refuses as it stands: the number is nobody's. */
export const toTemplate = async (kind: SheetKind, format: "xlsx" | "csv"): Promise<Buffer> => {
  const { columns, example, name } = sheets[kind];
  const row: Readonly<Record<string, string>> = example;
  const list: readonly Column[] = columns;
  if (format === "csv")
    return Buffer.from(
      toCsv(
        list.map(({ title }) => title),
        [list.map(({ key }) => row[key] ?? null)],
      ),
    );
  return toXlsx([row], {
    sheet: name,
    columns: list.map(({ key, title, width }) => ({
      header: title,
      width: width ?? 16,
      value: (one) => one[key] ?? null,
    })),
  });
};
