// A cell that begins so is taken for a formula by spreadsheet programs (OWASP "CSV injection"), also in full width.
const formulaStart = /^'*[ \u3000]*[=+\-@＝＋－＠\t\r\n]/u;

/** Text that no spreadsheet program runs: an apostrophe goes in front of what looks like a formula. */
export const neutraliseCell = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);

/** The text as it was before neutraliseCell; other text stays as it is. */
export const restoreCell = (text: string): string =>
  text.startsWith("'") && formulaStart.test(text) ? text.slice(1) : text;

export type CellValue = string | number | boolean | null;

const toField = (value: CellValue): string => {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = neutraliseCell(value);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A CSV file (RFC 4180) with a byte order mark, so that Excel reads it as UTF-8; formula-safe. */
export const toCsv = (header: readonly string[], rows: Iterable<readonly CellValue[]>): string => {
  const lines = [header.map(toField).join(",")];
  for (const row of rows) lines.push(row.map(toField).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
};

/** Text of a CSV file as Excel and WPS write it: UTF-8 with or without mark, UTF-16 with mark, GB18030 (GBK); undefined where it is none. */
export const decodeCsv = (bytes: Uint8Array): string | undefined => {
  const decode = (label: string): string | undefined => {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Not of this encoding: that is the answer here, not a failure.
      return undefined;
    }
  };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode("utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode("utf-16be");
  return decode("utf-8") ?? decode("gb18030");
};
