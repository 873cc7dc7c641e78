import { OfficialDocumentError } from "./errors.ts";

/**
 * 成文日期 (7.3.5.4): Arabic digits, year, month and day in full, no zero in front.
 *
 * @param date YYYY-MM-DD
 * @throws official_document.date_invalid
 * @example formatIssueDate("2026-05-01"); // => "2026年5月1日"
 */
export const formatIssueDate = (date: string): string => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const time = found === null ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  if (found === null || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date)
    throw new OfficialDocumentError("official_document.date_invalid", { found: date.slice(0, 40) });
  return `${found[1]}年${Number(found[2])}月${Number(found[3])}日`;
};
