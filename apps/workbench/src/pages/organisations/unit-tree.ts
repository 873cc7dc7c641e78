import type { UnitNode } from "../../api/views.ts";

export type TreeNode = UnitNode & { children: TreeNode[] };

/** The flat answer of the API as trees; a node whose parent the reader may not see is a root of its own. */
export const toTrees = (nodes: readonly UnitNode[]): TreeNode[] => {
  const byId = new Map(nodes.map((node): [string, TreeNode] => [node.id, { ...node, children: [] }]));
  const roots: TreeNode[] = [];
  for (const node of byId.values()) {
    const parent = node.parentId === null ? undefined : byId.get(node.parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
};

/** Only what matches, with the way to it; an empty word shows everything. */
export const filterTrees = (trees: readonly TreeNode[], words: string): TreeNode[] => {
  const wanted = words.trim();
  if (wanted === "") return [...trees];
  return trees.flatMap((node) => {
    const children = filterTrees(node.children, wanted);
    return children.length > 0 || node.name.includes(wanted) ? [{ ...node, children }] : [];
  });
};

/** Ids from the root down to the parent of `id`: what must be open for it to be seen. */
export const wayTo = (nodes: readonly UnitNode[], id: string | undefined): string[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const way: string[] = [];
  for (
    let at = id === undefined ? undefined : byId.get(id)?.parentId;
    at !== undefined && at !== null && !way.includes(at);
    at = byId.get(at)?.parentId
  )
    way.unshift(at);
  return way;
};
