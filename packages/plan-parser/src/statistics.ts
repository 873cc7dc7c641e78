import type { NumberingScheme, PlanNode, Statistics } from "./types.ts";
import { ownTextLength } from "./walk.ts";

const isPlanPart = (node: PlanNode): boolean =>
  node.kind === "numbered" && !/^(?:notice|attachment)/.test(node.id);

export const readStatistics = (
  nodes: readonly PlanNode[],
  source: { readonly lines: number; readonly characters: number },
): Statistics => {
  const numberedByLevel: Record<string, number> = {};
  const numberedByScheme: Partial<Record<NumberingScheme, number>> = {};
  let longest = { nodeId: "document", characters: 0 };
  let sentences = 0;
  for (const node of nodes) {
    sentences += node.sentences.length;
    const characters = ownTextLength(node);
    if (characters > longest.characters) longest = { nodeId: node.id, characters };
    if (!isPlanPart(node) || node.numbering === null) continue;
    numberedByLevel[node.level] = (numberedByLevel[node.level] ?? 0) + 1;
    numberedByScheme[node.numbering.scheme] = (numberedByScheme[node.numbering.scheme] ?? 0) + 1;
  }
  return {
    ...source,
    sentences,
    nodes: nodes.length,
    numberedByLevel,
    numberedByScheme,
    longestOwnText: longest,
  };
};
