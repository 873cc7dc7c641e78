import { isRealDay } from "./clock.ts";
import { restoreCell } from "./csv.ts";

/** A column's heading without what people add to it: spaces, stars, colons and a remark in brackets; letters in lower case. */
export const plainHeader = (text: string): string =>
  restoreCell(text)
    .normalize("NFKC")
    .replaceAll(/[\s*:]|\(.*\)/gu, "")
    .toLowerCase();

/** `2027-2-5`, `2027/02/05`, `2027年2月5日` as YYYY-MM-DD; undefined where it is no day of the years 1900 to 2100. */
export const parseSheetDay = (text: string): string | undefined => {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text.trim());
  if (match === null) return undefined;
  const [, year = "", month = "", day = ""] = match;
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isRealDay(written) && year >= "1900" && year <= "2100" ? written : undefined;
};

/** A file's name as it is kept and shown: no folders, no control characters, its last 120 characters. */
export const cleanFilename = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}/\\]/gu, "_")
    .toWellFormed()
    .slice(-120) || "未命名";
