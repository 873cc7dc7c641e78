import { TransparencyLogError } from "./errors.ts";

// Sizes reach 2^53 − 1, so this file divides and multiplies; the bit operators of JavaScript stop at 32 bits.

/** The place of a stored node: `level` 0 holds the leaf hashes; node (level, index) covers entries index·2^level … */
export type NodePosition = { readonly level: number; readonly index: number };

/** Entries from `begin` (included) to `end` (excluded). */
export type EntryRange = { readonly begin: number; readonly end: number };

export function assertTreeSize(size: number, what = "the tree size"): void {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new TransparencyLogError("tree-size-invalid", `${what} is ${String(size)}, not in 1 … 2^53 − 1`);
  }
}

export function assertLeafIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new TransparencyLogError("leaf-index-invalid", `leaf index ${String(index)} in a tree of ${size}`);
  }
}

export function assertSizeOrder(firstSize: number, secondSize: number): void {
  assertTreeSize(firstSize, "the first tree size");
  assertTreeSize(secondSize, "the second tree size");
  if (firstSize > secondSize) {
    throw new TransparencyLogError("tree-size-order", `first tree ${firstSize}, second tree ${secondSize}`);
  }
}

/** The `k` of RFC 9162 §2.1.1: the largest power of two smaller than `size` (size ≥ 2). */
function splitPoint(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** The complete subtrees that a range starting at a multiple of its largest one is made of, largest first. */
export function rangeNodes(range: EntryRange): NodePosition[] {
  const nodes: NodePosition[] = [];
  let begin = range.begin;
  while (begin < range.end) {
    let level = 0;
    let entries = 1;
    while (entries * 2 <= range.end - begin) {
      entries *= 2;
      level += 1;
    }
    nodes.push({ level, index: begin / entries });
    begin += entries;
  }
  return nodes;
}

/** The ranges whose roots are PATH(index, D[size]), leaf to root (RFC 9162 §2.1.3.1). */
export function inclusionRanges(leafIndex: number, treeSize: number): EntryRange[] {
  const ranges: EntryRange[] = [];
  let begin = 0;
  let end = treeSize;
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (leafIndex < middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges.toReversed();
}

/** The ranges whose roots are PROOF(first, D[second]) (RFC 9162 §2.1.4.1); none for equal sizes. */
export function consistencyRanges(firstSize: number, secondSize: number): EntryRange[] {
  const ranges: EntryRange[] = [];
  let begin = 0;
  let end = secondSize;
  while (end !== firstSize) {
    const middle = begin + splitPoint(end - begin);
    if (firstSize <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  // A verifier that holds the first root knows this subtree when it is the whole first tree: SUBPROOF's flag b.
  if (begin > 0) ranges.push({ begin, end });
  return ranges.toReversed();
}
