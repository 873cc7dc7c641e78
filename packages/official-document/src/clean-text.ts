/** Direction marks can show a text in another order than it is stored. */
const unprintable =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;

/**
 * The text that may stand in a file: characters that XML 1.0 forbids and marks of direction are taken out, halves of
 * surrogate pairs become “�”, line ends become "\n", tabs a blank.
 *
 * @example cleanText("甲\u0000乙\r\n丙"); // => "甲乙\n丙"
 */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, "\n")
    .replace(/\t/g, " ")
    .replace(unprintable, "");

/**
 * The same on one line: line ends join Chinese text without a blank.
 *
 * @example cleanLine(" 关于印发\n通知 "); // => "关于印发通知"
 */
export const cleanLine = (text: string): string =>
  cleanText(text)
    .replace(/([!-~]) *\n\s*([!-~])/g, "$1 $2")
    .replace(/ *\n\s*/g, "")
    .trim();
