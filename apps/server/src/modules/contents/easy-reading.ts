import { words as cutWords, wordCount } from "@kepu/text";
import type { ContentBody } from "./body.ts";

/** The easy-to-read rendition (易读版): short sentences of one thought, and the words that needed explaining. */
export type EasyReading = NonNullable<ContentBody["renditions"]["easy"]>;
export type EasyFinding = { weight: "must" | "look"; place: string; sentence: string };

/*
 * The rules are those of “Information for all: European standards for making information easy to read and understand”
 * (Inclusion Europe): short sentences, one idea a sentence, each on a line of its own, hard words explained. It gives no
 * numbers, least of all for Chinese: these are our own settings.
 */
const longestSentence = 20;
const mostClauses = 2;
const leastText = 40;
const longestMeaning = 40;
/**
 * A word is rare in print where jieba's corpus has it less often than this, and with a character that is rare by itself:
 * 溶栓 (11, 栓 158) is, 冰箱 (391) is not, nor 肚子疼 (3): it is talk that nobody prints, of everyday characters. A word
 * that the dictionary lacks is more often two everyday words (放久) than a term.
 */
const rareWordBelow = 100;
const rareCharacterBelow = 1_000;
const isRare = (word: string): boolean => {
  const count = wordCount(word);
  return (
    count > 0 &&
    count < rareWordBelow &&
    Array.from(word).some((character) => wordCount(character) < rareCharacterBelow)
  );
};

/** Marks and words that hang a second thought onto a sentence. */
const joined = /；|;|——|（|）|\(|\)|并且|而且|不但|不仅|虽然|尽管|然而|因此|从而|以及|由于|与此同时/u;
/** Letters of a foreign word or an abbreviation; units of one letter are read as they are. */
const foreign = /[A-Za-z]{2,}/gu;

const charactersOf = (text: string): number => text.match(/[\p{Script=Han}\p{N}A-Za-z]/gu)?.length ?? 0;

/** The sentences of an easy text in their order: each is shown on a line of its own. */
export const easySentences = (text: string): readonly string[] =>
  text
    .split(/(?<=[。！？!?][”』」）)]?)(?![”』」）)])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

const checkSentence = (sentence: string, no: number): EasyFinding[] => {
  const place = `易读版第 ${no} 句`;
  const findings: EasyFinding[] = [];
  const length = charactersOf(sentence);
  if (length > longestSentence)
    findings.push({
      weight: "must",
      place,
      sentence: `这一句有 ${length} 字，易读版一句不超过 ${longestSentence} 字。请拆成两句。`,
    });
  const mark = joined.exec(sentence)?.[0];
  const clauses = sentence.split(/[，,]/u).length;
  if (mark !== undefined || clauses > mostClauses)
    findings.push({
      weight: "must",
      place,
      sentence: `一句只说一件事：${mark === undefined ? `这一句有 ${clauses} 段` : `“${mark}”接了第二件事`}。请拆成两句。`,
    });
  return findings;
};

const checkHardWords = (easy: EasyReading, hardWords: readonly { word: string; advice: string }[]) => {
  const findings: EasyFinding[] = [];
  const explained = easy.words.map(({ word }) => word.trim());
  const isExplained = (word: string): boolean => explained.some((one) => one.includes(word));
  for (const { word, advice } of hardWords)
    if (easy.text.includes(word) && !isExplained(word))
      findings.push({
        weight: "must",
        place: "易读版",
        sentence: `“${word}”要在“难词”里解释，或者换成：${advice}`,
      });
  for (const word of new Set(easy.text.match(foreign) ?? []))
    if (!isExplained(word))
      findings.push({ weight: "must", place: "易读版", sentence: `“${word}”是外文，请在“难词”里解释。` });
  const listed = new Set(hardWords.map(({ word }) => word));
  const rare = new Set(
    cutWords(easy.text)
      .map(({ word }) => word)
      .filter((word) => /^\p{Script=Han}{2,}$/u.test(word) && !listed.has(word) && !isExplained(word))
      .filter(isRare),
  );
  if (rare.size > 0)
    findings.push({
      weight: "look",
      place: "易读版",
      sentence: `这些词书报上少见，请看要不要解释：${[...rare].slice(0, 8).join("、")}。`,
    });
  return findings;
};

const checkMeanings = (easy: EasyReading): EasyFinding[] =>
  easy.words.flatMap(({ word, meaning }) => {
    const place = `难词“${word}”`;
    const findings: EasyFinding[] = [];
    if (!easy.text.includes(word.trim()))
      findings.push({ weight: "must", place, sentence: "易读版里没有这个词，请删掉，或改成文中的写法。" });
    if (meaning.trim() === "" || charactersOf(meaning) > longestMeaning)
      findings.push({
        weight: "must",
        place,
        sentence: `解释要写，不超过 ${longestMeaning} 字，用小学生也懂的话。`,
      });
    return findings;
  });

/** The machine's check of an easy text: length, one thought a sentence, hard words explained. Pure; nothing where there is none. */
export const checkEasyReading = (
  easy: EasyReading | undefined,
  hardWords: readonly { word: string; advice: string }[],
): readonly EasyFinding[] => {
  if (easy === undefined) return [];
  const findings: EasyFinding[] = [];
  if (charactersOf(easy.text) < leastText)
    findings.push({
      weight: "must",
      place: "易读版",
      sentence: `易读版至少 ${leastText} 字，要把这件事说完整；不做易读版就把它清空。`,
    });
  for (const [index, sentence] of easySentences(easy.text).entries())
    findings.push(...checkSentence(sentence, index + 1));
  return [...findings, ...checkHardWords(easy, hardWords), ...checkMeanings(easy)];
};
