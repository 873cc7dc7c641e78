import type { PlanDocument, PlanNode, Sentence } from "./types.ts";

/**
 * All nodes of a document in print order, the document node first.
 *
 * @example listNodes(parsePlan("一、总则\n坚持科学。")).map((node) => node.id); // => ["document", "1"]
 */
export const listNodes = (document: PlanDocument): PlanNode[] => {
  const nodes: PlanNode[] = [];
  const visit = (node: PlanNode): void => {
    nodes.push(node);
    for (const child of node.children) visit(child);
  };
  visit(document.root);
  return nodes;
};

/**
 * All sentences of a document in print order, headings included.
 *
 * @example listSentences(parsePlan("一、总则\n坚持科学。")).map((sentence) => sentence.text); // => ["总则", "坚持科学。"]
 */
export const listSentences = (document: PlanDocument): Sentence[] =>
  listNodes(document).flatMap((node) => node.sentences);

/** Characters of a node's own text: its sentences, without numbers and without its children. */
export const ownTextLength = (node: PlanNode): number =>
  node.sentences.reduce((total, sentence) => total + sentence.text.length, 0);
