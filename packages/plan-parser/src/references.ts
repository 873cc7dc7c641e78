import { findCitedTitles } from "./cited-titles.ts";
import type { DocumentNumber, Reference, Sentence } from "./types.ts";

const numberPattern = /([\u4e00-\u9fffA-Za-z]{1,15})[〔[【（(](\d{4})[〕\]】）)]第?(\d{1,5})号/g;
/** Words that stand before a document number without belonging to it. */
const leadIn = /^.*(?:根据|按照|依据|落实|贯彻|执行|印发|参照|遵照|以及|结合|见|和|与|及|即)/;

const documentNumber = (found: RegExpExecArray): DocumentNumber => {
  const authority = (found[1] ?? "").replace(leadIn, "") || (found[1] ?? "");
  const raw = found[0].slice((found[1] ?? "").length - authority.length);
  return { raw, authority, year: Number(found[2]), serial: Number(found[3]) };
};

/** Document numbers of the form 国发〔2021〕9号 in a text; other brackets in common use are taken too. */
export const readDocumentNumbers = (
  text: string,
): { readonly at: number; readonly number: DocumentNumber }[] =>
  [...text.matchAll(numberPattern)].map((found) => {
    const number = documentNumber(found);
    return { at: found.index + found[0].length - number.raw.length, number };
  });

/** 以下简称《某方案》, （以下简称“某方案”） */
export const readShortNames = (text: string): string[] =>
  [...text.matchAll(/(?:以下)?简称[:：]?\s?[《“"]([^》”"]{2,40})[》”"]/g)].map((found) => found[1] ?? "");

/** What makes a reference one to the document itself. */
export type Self = { readonly titles: ReadonlySet<string>; readonly numbers: ReadonlySet<string> };

export const readReferences = (sentence: Sentence, self: Self): Reference[] => {
  const { text } = sentence;
  const numbers = readDocumentNumbers(text);
  const byPlace = new Map(numbers.map(({ at, number }) => [at, number]));
  const place = { sentenceId: sentence.id, nodeId: sentence.nodeId };
  const references: { at: number; reference: Reference }[] = [];
  for (const { from, to } of findCitedTitles(text)) {
    const title = text.slice(from + 1, to - 1);
    // The number in brackets directly behind a title belongs to it.
    const number = "（(".includes(text.charAt(to) || " ") ? (byPlace.get(to + 1) ?? null) : null;
    if (number !== null) byPlace.delete(to + 1);
    const isSelf = self.titles.has(title) || (number !== null && self.numbers.has(number.raw));
    references.push({ at: from, reference: { ...place, title, number, self: isSelf } });
  }
  for (const [at, number] of byPlace) {
    references.push({ at, reference: { ...place, title: null, number, self: self.numbers.has(number.raw) } });
  }
  return references.toSorted((left, right) => left.at - right.at).map(({ reference }) => reference);
};
