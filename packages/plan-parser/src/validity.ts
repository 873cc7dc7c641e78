import { addDays, addMonths } from "./calendar.ts";
import { readDates } from "./dates.ts";
import { parseChineseNumber, toAsciiDigits } from "./numerals.ts";
import type { Sentence, Validity } from "./types.ts";

const length = /有效期(?:为|限为|限)?\s?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?(年|个月)/;
const laterStart = /(?:公布|发布|印发)之日起\s?(\d{1,3})\s?(?:日|天)后/;
const immediateStart = /(?:公布|发布|印发|签发)之日起/;
const numberOf = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : (parseChineseNumber(text) ?? 0);

const monthsOf = (text: string): number | null => {
  const found = length.exec(text);
  if (!found) return null;
  const count = numberOf(found[1] ?? "");
  return count === 0 ? null : found[2] === "年" ? count * 12 : count;
};

/** Whether a sentence says from when or how long the document is in force. */
export const isValiditySentence = (text: string): boolean =>
  /有效期/.test(text) || /自.{1,24}(?:起|日)(?:\d{1,3}日后)?(?:施行|实施|执行|生效)/.test(text);

const endOf = (sentence: Sentence): string | null => {
  const found = /有效期(?:至|到|截至)/.exec(sentence.text);
  if (!found) return null;
  const rest = { ...sentence, text: sentence.text.slice(found.index) };
  return readDates(rest).find((date) => date.to !== null)?.to ?? null;
};

const startOf = (
  sentence: Sentence,
  issuedOn: string | null,
): { date: string | null; basis: Validity["basis"] } => {
  const text = toAsciiDigits(sentence.text);
  const later = laterStart.exec(text);
  if (later) {
    return issuedOn === null
      ? { date: null, basis: "issueDateUnknown" }
      : { date: addDays(issuedOn, Number(later[1])), basis: "issueDate" };
  }
  if (immediateStart.test(text))
    return { date: issuedOn, basis: issuedOn === null ? "issueDateUnknown" : "issueDate" };
  const printed = readDates(sentence).find((date) => date.kind === "day" && date.role === "start");
  return printed ? { date: printed.from, basis: "printedDate" } : { date: null, basis: "issueDateUnknown" };
};

/**
 * The validity clause. Three years from 2026-04-01 end on 2029-03-31: the day before the same date. A start 「自公布之日起」
 * is the printed date of issue; without one the end is unknown and the basis says so.
 */
export const readValidity = (sentences: readonly Sentence[], issuedOn: string | null): Validity | null => {
  const candidates = sentences.filter(
    (sentence) => sentence.text.length <= 200 && isValiditySentence(sentence.text),
  );
  // The last clause counts: a plan may speak of the validity of certificates before.
  const sentence = candidates.findLast((each) => /有效期/.test(each.text)) ?? candidates.at(-1);
  if (!sentence) return null;
  const starting = /自.{1,24}起/.test(sentence.text)
    ? sentence
    : (candidates.findLast((each) => /自.{1,24}起/.test(each.text)) ?? sentence);
  const months = monthsOf(toAsciiDigits(sentence.text));
  const start = startOf(starting, issuedOn);
  const printedEnd = endOf(sentence);
  const shared = { sentenceId: sentence.id, raw: sentence.text, months, startsOn: start.date };
  if (printedEnd !== null) return { ...shared, expiresOn: printedEnd, basis: "printedExpiry" };
  if (start.date === null) return { ...shared, expiresOn: null, basis: start.basis };
  if (months === null) return { ...shared, expiresOn: null, basis: "lengthUnknown" };
  return { ...shared, expiresOn: addDays(addMonths(start.date, months), -1), basis: start.basis };
};
