import type { Block } from "./blocks.ts";
import { isResponsibilityNote, type RawSentence } from "./sentences.ts";
import type { PlanNode } from "./types.ts";

export type Heading = {
  readonly heading: string | null;
  readonly form: PlanNode["headingForm"];
  /** How many of the first sentences are the heading. */
  readonly count: number;
};

const none: Heading = { heading: null, form: "none", count: 0 };
const longestLine = 60;
const longestRunIn = 32;

const withoutStop = (text: string): string => text.replace(/[。！？!?]+$/, "");

/** 「组织保障：…」: the words before the colon name the item; the sentence stays whole. */
const labelOf = (text: string): Heading => {
  const label = /^([^，。；：:、《（(]{2,16})[：:]./.exec(text)?.[1] ?? /^【([^】]{1,20})】/.exec(text)?.[1];
  return label === undefined ? none : { heading: label, form: "label", count: 0 };
};

const commas = (text: string): number => text.split("，").length - 1;

/**
 * The heading of a numbered block: its first line when that has no full stop; else its first sentence when that is
 * short, has at most one comma and more follows; else the words before a colon. An article (第X条) has no run-in heading.
 */
export const headingOf = (
  block: Block,
  sentences: readonly RawSentence[],
  options: { readonly hasChildren: boolean },
): Heading => {
  const first = sentences[0];
  if (!first) return none;
  if (block.kind === "attachment") {
    const count = sentences.findIndex((sentence) => sentence.role !== "heading");
    const headings = sentences.slice(0, count < 0 ? sentences.length : count);
    const words = headings.length > 1 ? headings.slice(1) : headings;
    return { heading: words.map((sentence) => sentence.text).join(""), form: "line", count: headings.length };
  }
  if (block.kind !== "numbered" && block.kind !== "unnumbered") return none;
  if (first.role !== "body") return none;
  if (!first.ended) {
    const isLine = first.text.length <= longestLine && !/[；;：:，,、]$/.test(first.text);
    return isLine ? { heading: first.text, form: "line", count: 1 } : labelOf(first.text);
  }
  const label = labelOf(first.text);
  if (label.heading !== null || block.mark?.scheme === "article") return label;
  const rest = sentences.slice(1).filter((sentence) => !isResponsibilityNote(sentence.text));
  const isShort =
    first.text.length <= longestRunIn && commas(first.text) <= (first.text.length <= 24 ? 1 : 0);
  if (!isShort || /[；：]/.test(first.text) || (rest.length === 0 && !options.hasChildren)) return none;
  return { heading: withoutStop(first.text), form: "runIn", count: 1 };
};
