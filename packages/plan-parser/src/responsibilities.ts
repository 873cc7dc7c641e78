import type { Responsibility, Sentence } from "./types.ts";

/** Brackets with at most one pair inside (各街道（镇）). */
const bracketed = /[（(]((?:[^（）()]|[（(][^（）()]{0,20}[）)]){2,240})[）)]/g;
const mentions = /牵头|责任单位|配合单位|协办|负责|配合/;
const labelled = /^(牵头(?:责任)?单位|主办单位|责任单位|配合单位|协同单位|协办单位|参与单位)[:：](.*)$/;
const verbal =
  /^由?(.*?)(?:共同|按(?:照)?职责分工|分别)?(牵头(?:负责|实施|落实|组织)?|负责|主办|配合|参与|协办|协同)(?:落实|实施)?$/;

type Units = { lead: string[]; support: string[] };

const namesOf = (text: string): string[] =>
  text
    .split(/[、,，]/)
    .map((name) => name.replace(/^[由及和]|等(?:单位|部门)?$/g, "").trim())
    .filter((name) => name.length >= 2);

const isLead = (word: string): boolean => /牵头|主办|责任单位|负责/.test(word);

/** 「A局牵头，B局、C局配合」, 「牵头单位：A局；责任单位：B局」, 「A局、B局按职责分工负责」. Names are parted by 、 only: 和 occurs in names. */
const unitsOf = (phrase: string): Units => {
  const units: Units = { lead: [], support: [] };
  let pending: string[] = [];
  const add = (word: string, names: readonly string[]): void => {
    // 责任单位 beside 牵头单位 are the ones that help; alone they are the owners.
    const supports = !isLead(word) || (word === "责任单位" && units.lead.length > 0);
    (supports ? units.support : units.lead).push(...names);
  };
  let label: string | null = null;
  for (const clause of phrase.replace(/[。.]$/, "").split(/[；;，,]/)) {
    const named = labelled.exec(clause.trim());
    if (named) {
      label = named[1] ?? "";
      add(label, namesOf(named[2] ?? ""));
      continue;
    }
    const doing = verbal.exec(clause.trim());
    if (doing) {
      add(doing[2] ?? "", [...pending, ...namesOf(doing[1] ?? "")]);
      pending = [];
    } else if (label !== null) add(label, namesOf(clause));
    else pending.push(...namesOf(clause));
  }
  return units;
};

const phrasesOf = (text: string): string[] => {
  const inBrackets = [...text.matchAll(bracketed)]
    .map((found) => found[1] ?? "")
    .filter((inside) => mentions.test(inside));
  if (inBrackets.length > 0) return inBrackets;
  return labelled.test(text.replace(/。$/, "").slice(0, 400).split(/[；;]/)[0] ?? "") ? [text] : [];
};

/** Printed phrases that name who leads and who helps. */
export const readResponsibilities = (sentence: Sentence): Responsibility[] =>
  phrasesOf(sentence.text).flatMap((raw) => {
    const { lead, support } = unitsOf(raw);
    if (lead.length === 0 && support.length === 0) return [];
    return [{ sentenceId: sentence.id, nodeId: sentence.nodeId, raw, lead, support }];
  });
