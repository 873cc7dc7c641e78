import type { NodeReader } from "./proofs.ts";
import { assertTreeSize, rangeNodes, type EntryRange, type NodePosition } from "./tree-shape.ts";

/** A stored node that differs while both its children agree, or a leaf that differs; `entries` are those below it. */
export type ChangedSubtree = NodePosition & { readonly entries: EntryRange };

/**
 * Names what differs between stored nodes and recomputed ones by descending only where they differ: about
 * 2·k·log2(n) reads for k changes among n entries. A changed entry comes out as level 0. Somebody who also rewrote the
 * stored leaf hash (but not the nodes above) leaves a subtree of two or more suspects; somebody who rewrote the whole
 * path leaves no difference here, only a checkpoint outside shows it.
 *
 * @param stored reader of the nodes in the store; a missing node counts as different
 * @param recomputed reader of nodes computed anew from the entries, such as `createMemoryLog().node`
 * @param options.size entries, 1 … 2^53 − 1
 * @param options.limit how many to name, 1,000 unless told
 * @returns changed subtrees in the order of the log
 * @throws TransparencyLogError `tree-size-invalid`
 * @example findChangedSubtrees(() => leafHash(Buffer.from("a")), () => leafHash(Buffer.from("b")), { size: 1 })[0]?.entries; // => { begin: 0, end: 1 }
 */
export function findChangedSubtrees(
  stored: NodeReader,
  recomputed: NodeReader,
  options: { size: number; limit?: number },
): ChangedSubtree[] {
  assertTreeSize(options.size);
  const limit = options.limit ?? 1000;
  const differs = ({ level, index }: NodePosition): boolean => {
    const [ours, theirs] = [recomputed(level, index), stored(level, index)];
    return ours === undefined || theirs === undefined || Buffer.compare(ours, theirs) !== 0;
  };
  const changed: ChangedSubtree[] = [];
  // A stack with the leftmost on top, so that changes come out in the order of the log.
  const open = rangeNodes({ begin: 0, end: options.size }).filter(differs).toReversed();
  for (let node = open.pop(); node !== undefined && changed.length < limit; node = open.pop()) {
    const children = childrenOf(node).filter(differs).toReversed();
    if (children.length > 0) open.push(...children);
    else changed.push({ ...node, entries: entriesBelow(node) });
  }
  return changed;
}

function childrenOf({ level, index }: NodePosition): NodePosition[] {
  if (level === 0) return [];
  return [
    { level: level - 1, index: index * 2 },
    { level: level - 1, index: index * 2 + 1 },
  ];
}

function entriesBelow({ level, index }: NodePosition): EntryRange {
  const width = 2 ** level;
  return { begin: index * width, end: (index + 1) * width };
}
