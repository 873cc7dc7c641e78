import { readMark } from "./marks.ts";
import { parseChineseNumber } from "./numerals.ts";
import type { Enumeration, PlanNode } from "./types.ts";

type Item = Enumeration["items"][number];
type Found = {
  readonly form: Enumeration["form"];
  readonly ordinal: number;
  readonly at: number;
  readonly textAt: number;
};

const ordinalIs = /(^|[，；：。])([一二三四五六七八九十]{1,3})是/g;
const ordinalComma = /(^|[；：。])第?([一二三四五六七八九十]{1,3})，/g;
const numberStart = /[：；，。、:;,](?=[（(①-⑳\d])/g;

const found = (text: string): Found[] => {
  const items: Found[] = [];
  for (const each of text.matchAll(ordinalIs)) {
    const at = each.index + (each[1] ?? "").length;
    items.push({
      form: "ordinalIs",
      ordinal: parseChineseNumber(each[2] ?? "") ?? 0,
      at,
      textAt: at + (each[2] ?? "").length + 1,
    });
  }
  for (const each of text.matchAll(ordinalComma)) {
    const at = each.index + (each[1] ?? "").length;
    items.push({
      form: "ordinalComma",
      ordinal: parseChineseNumber(each[2] ?? "") ?? 0,
      at,
      textAt: each.index + each[0].length,
    });
  }
  for (const each of text.matchAll(numberStart)) {
    const mark = readMark(text, each.index + 1);
    if (mark) items.push({ form: "number", ordinal: mark.value, at: each.index + 1, textAt: mark.end });
  }
  return items.toSorted((left, right) => left.at - right.at);
};

/**
 * Enumerations that stay inside their sentences: 一是…；二是…, （1）…；（2）… . A list counts from one without a gap and
 * has at least two items; it may run over several sentences of one node.
 */
export const readEnumerations = (node: PlanNode): Enumeration[] => {
  const done: Enumeration[] = [];
  const open = new Map<Enumeration["form"], Item[]>();
  const close = (form: Enumeration["form"]): void => {
    const items = open.get(form);
    if (items && items.length >= 2) done.push({ nodeId: node.id, form, items });
    open.delete(form);
  };
  for (const sentence of node.sentences) {
    if (sentence.role !== "body") continue;
    const items = found(sentence.text);
    for (const [index, item] of items.entries()) {
      const end = items[index + 1]?.at ?? sentence.text.length;
      const text = sentence.text.slice(item.textAt, end).replace(/[；，。、;,]+$/, "");
      const list = open.get(item.form);
      if (list && list.length + 1 === item.ordinal)
        list.push({ ordinal: item.ordinal, text, sentenceId: sentence.id });
      else {
        close(item.form);
        if (item.ordinal === 1) open.set(item.form, [{ ordinal: 1, text, sentenceId: sentence.id }]);
      }
    }
  }
  for (const form of ["ordinalIs", "ordinalComma", "number"] as const) close(form);
  return done;
};
