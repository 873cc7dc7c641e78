import { stripBlanks } from "./characters.ts";
import { splitPieces } from "./lines.ts";
import type { PlanDocument } from "./types.ts";
import { listNodes } from "./walk.ts";

export type Coverage = {
  readonly complete: boolean;
  /** Characters of the text without blanks and without page furniture. */
  readonly expected: number;
  /** Characters of all numbers and sentences of the tree. */
  readonly found: number;
  /** Where both first differ, with a few characters of each; null when complete. */
  readonly difference: { readonly at: number; readonly text: string; readonly tree: string } | null;
  /** Sentence ids that occur twice; must be empty. */
  readonly repeatedIds: readonly string[];
};

/** The text without the furniture the document lists, line by line; furniture that is not there is ignored. */
const bodyOf = (document: PlanDocument, text: string): string => {
  const furniture = new Map<number, string[]>();
  for (const item of document.furniture) {
    const list = furniture.get(item.line);
    if (list) list.push(stripBlanks(item.text));
    else furniture.set(item.line, [stripBlanks(item.text)]);
  }
  let body = "";
  for (const piece of splitPieces(text)) {
    const ink = stripBlanks(piece.raw);
    const listed = furniture.get(piece.number);
    const at = listed?.indexOf(ink) ?? -1;
    if (ink !== "" && listed && at >= 0) listed.splice(at, 1);
    else body += ink;
  }
  return body;
};

/**
 * Checks that nothing was lost and nothing was counted twice: the numbers and sentences of the tree in print order,
 * without blanks, are the text without blanks and without the page furniture listed in the document.
 *
 * @example coverage(parsePlan("一、总则\n坚持科学。"), "一、总则\n坚持科学。").complete; // => true
 */
export const coverage = (document: PlanDocument, text: string): Coverage => {
  const ids = new Set<string>();
  const repeatedIds: string[] = [];
  let tree = "";
  for (const node of listNodes(document)) {
    tree += stripBlanks(node.numbering?.printed ?? "");
    for (const sentence of node.sentences) {
      tree += stripBlanks(sentence.text);
      if (ids.has(sentence.id)) repeatedIds.push(sentence.id);
      ids.add(sentence.id);
    }
  }
  const body = bodyOf(document, text);
  let at = 0;
  while (at < body.length && at < tree.length && body.charCodeAt(at) === tree.charCodeAt(at)) at += 1;
  const isSame = body === tree;
  return {
    complete: isSame && repeatedIds.length === 0,
    expected: body.length,
    found: tree.length,
    difference: isSame ? null : { at, text: body.slice(at, at + 20), tree: tree.slice(at, at + 20) },
    repeatedIds,
  };
};
