import { isDay, isoDate } from "./calendar.ts";
import { joinBlanks } from "./characters.ts";
import type { Line } from "./lines.ts";
import { parseChineseNumber } from "./numerals.ts";

/** Lines whose form tells what they are. All patterns look at short lines only. */

const longest = 120;
const compact = (line: Line | undefined): string => {
  if (!line || line.text.length > longest) return "";
  const text = joinBlanks(line.text);
  return text.length <= longest ? text : "";
};

const documentKinds = "方案|规划|纲要|计划|意见|通知|办法|细则|决定|要点|条例|规定|措施|安排";
const titlePattern = new RegExp(
  `(?:${documentKinds})》?(?:的通知|的决定|的意见|的函)?(?:[（(][^（）()]{1,30}[）)]){0,2}$`,
);
const titleTailPattern = /^[（(][^（）()]{2,30}[）)]$/;
const organisationPattern =
  /^[\u4e00-\u9fff·（）()、]{3,60}(?:委员会|人民政府|办公室|办公厅|局|厅|部|委|院|协会|学会|中心|领导小组|联席会议|公司|大学|学校|管委会)(?:文件)?$/;
const numberPattern =
  /^[\u4e00-\u9fffA-Za-z]{2,15}[〔[【（(]\d{4}[〕\]】）)]第?\d{1,5}号(?:签发人[:：].{0,20})?$/;
const datePattern = /^[（(]?(\d{4})年(\d{1,2})月(\d{1,2})日[）)]?$/;
const chineseDatePattern =
  /^([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$/;
const attachmentHeadPattern = /^附\s*件\s*([一二三四五六七八九十]{1,3}|\d{1,2})?\s*[:：]?$/;
const attachmentTitledPattern = /^附\s*件\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*[:：\s\u3000]\s*\S/;
const attachmentListPattern = /^附\s*件\s*[:：]\s*\S/;
const recordPattern = /^(?:抄\s*送|主\s*送|分\s*送|报\s*送|主题词)\s*[:：]/;
const printedPattern = /\d{4}年\d{1,2}月\d{1,2}日印发$/;
const noticePattern = /^[（(]此件[^（）()]{2,20}[）)]$/;
const unnumberedPattern = /^(?:附则|总则|前言|引言|名词解释|术语解释|编制说明)$/;
const documentNames = "(?:实施)?(?:方案|规划|纲要|计划|意见|办法|细则|通知|要点|规定|措施)";
const closingPattern = new RegExp(`^(?:本${documentNames}(?:自|由|的?有效期|有效期)|有效期)`);

/** The ISO date of a line that holds nothing but a date, in figures or in Chinese numerals. */
export const dateLineOf = (line: Line | undefined): string | null => {
  const text = compact(line);
  const figures = datePattern.exec(text);
  const [year, month, day] = figures
    ? [Number(figures[1]), Number(figures[2]), Number(figures[3])]
    : (chineseDatePattern.exec(text)?.slice(1, 4) ?? []).map((part) => parseChineseNumber(part) ?? 0);
  if (year === undefined || month === undefined || day === undefined) return null;
  return isDay(year, month, day) ? isoDate(year, month, day) : null;
};

/** A line that could be a title of such a document, or the end of one. */
export const isTitleText = (text: string): boolean =>
  text.length >= 4 &&
  text.length <= longest &&
  !/[。；，！？]/.test(text) &&
  !/^(?:附件|现|根据|为|按|特|经|本)/.test(text) &&
  titlePattern.test(text);

export const isTitleTail = (line: Line | undefined): boolean => {
  const text = compact(line);
  return titleTailPattern.test(text) && !/印发|此件|年\d{1,2}月/.test(text);
};

export const isOrganisationLine = (line: Line | undefined): boolean =>
  organisationPattern.test(compact(line));
export const isNumberLine = (line: Line | undefined): boolean => numberPattern.test(compact(line));
export const isRecordLine = (line: Line | undefined): boolean => {
  const text = compact(line);
  return (
    recordPattern.test((line?.text ?? "").slice(0, 12)) ||
    printedPattern.test(text) ||
    noticePattern.test(text)
  );
};
export const isUnnumberedHeading = (line: Line | undefined): boolean => unnumberedPattern.test(compact(line));
export const isNotesHeading = (line: Line | undefined): boolean => /^(?:脚注|尾注)$/.test(compact(line));
/** Looks at the next line too: the words may be cut by a line break. */
export const isClosingLine = (line: Line, next: Line | undefined): boolean =>
  closingPattern.test(joinBlanks(line.text.slice(0, 30) + (next?.text.slice(0, 30) ?? "")));

/** The number of an attachment that begins here (`附件1`), 1 for a lone `附件`, null for anything else. */
export const attachmentNumberOf = (line: Line | undefined): number | null => {
  if (!line || line.text.length > 60 || line.ended) return null;
  const found = attachmentHeadPattern.exec(line.text) ?? attachmentTitledPattern.exec(line.text);
  if (!found) return null;
  const numeral = found[1];
  if (numeral === undefined) return 1;
  return /^\d+$/.test(numeral) ? Number(numeral) : parseChineseNumber(numeral);
};

/** `附件：1. …` in front of the signature lists the attachments; it does not begin one. */
export const isAttachmentList = (line: Line | undefined): boolean =>
  line !== undefined && attachmentListPattern.test(line.text.slice(0, 20));

export const isAddresseeStart = (line: Line | undefined): boolean =>
  /^(?:各|有关|全区|区直|市直|县直|区属|市属|县属)/.test(compact(line).slice(0, 4)) ||
  line?.text.startsWith("各") === true;
