import { TransparencyLogError } from "./errors.ts";
import { assertHash, assertSuite, nodeDigest, toBytes, toDigest, type HashSuite } from "./hashing.ts";
import {
  assertLeafIndex,
  assertSizeOrder,
  assertTreeSize,
  consistencyRanges,
  inclusionRanges,
  rangeNodes,
  type EntryRange,
  type NodePosition,
} from "./tree-shape.ts";

/**
 * Reads the hash (32 bytes) of a complete node, or `undefined` when there is none. `level` 0 holds the leaf hashes;
 * node (level, index) covers the entries index·2^level … (index + 1)·2^level − 1.
 */
export type NodeReader = (level: number, index: number) => Uint8Array | undefined;

function rangeRoot(read: NodeReader, range: EntryRange, options: { suite: HashSuite }): Buffer {
  // The subtrees shrink to the right, so the root folds from the right: RFC 9162 §2.1.1 splits at the largest one.
  const nodes = rangeNodes(range).toReversed();
  let digest: string | undefined;
  for (const { level, index } of nodes) {
    const bytes = read(level, index);
    if (bytes === undefined) {
      throw new TransparencyLogError("node-missing", `no node at level ${level}, index ${index}`);
    }
    assertHash(bytes, `the node at level ${level}, index ${index}`);
    const left = toDigest(bytes);
    digest = digest === undefined ? left : nodeDigest(options.suite, left, digest);
  }
  // A range of a proof or a tree has at least one entry, hence one node.
  return toBytes(digest as string);
}

/**
 * The root of the first `treeSize` entries from stored nodes (RFC 9162 §2.1.1).
 *
 * @param read reader of complete nodes, see {@link NodeReader}; asked for those of {@link rootNodes}
 * @param treeSize entries, 1 … 2^53 − 1
 * @param options.suite hash suite of the log, `sha256` unless told
 * @returns 32 bytes
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `node-missing`, `hash-length-invalid`
 * @example rootFromNodes(() => leafHash(Buffer.from("a")), 1).equals(leafHash(Buffer.from("a"))); // => true
 */
export function rootFromNodes(
  read: NodeReader,
  treeSize: number,
  options: { suite?: HashSuite } = {},
): Buffer {
  const suite = options.suite ?? "sha256";
  assertSuite(suite);
  assertTreeSize(treeSize);
  return rangeRoot(read, { begin: 0, end: treeSize }, { suite });
}

/**
 * The proof that the entry at `leafIndex` is in the tree of `treeSize` entries: PATH(m, D[n]) (RFC 9162 §2.1.3.1).
 *
 * @param read reader of complete nodes; asked for those of {@link inclusionProofNodes}
 * @param leafIndex 0 … treeSize − 1
 * @param options.treeSize entries in the tree, 1 … 2^53 − 1
 * @param options.suite hash suite of the log, `sha256` unless told
 * @returns hashes of 32 bytes, from the leaf's sibling up to the root's child; empty for a tree of one entry
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `leaf-index-invalid`, `node-missing`,
 *   `hash-length-invalid`
 * @example inclusionProof(() => leafHash(Buffer.from("b")), 0, { treeSize: 2 })[0]?.equals(leafHash(Buffer.from("b"))); // => true
 */
export function inclusionProof(
  read: NodeReader,
  leafIndex: number,
  options: { treeSize: number; suite?: HashSuite },
): Buffer[] {
  const suite = options.suite ?? "sha256";
  assertSuite(suite);
  assertTreeSize(options.treeSize);
  assertLeafIndex(leafIndex, options.treeSize);
  return inclusionRanges(leafIndex, options.treeSize).map((range) => rangeRoot(read, range, { suite }));
}

/**
 * The proof that the tree of `firstSize` entries is the beginning of the tree of `secondSize` entries:
 * PROOF(m, D[n]) (RFC 9162 §2.1.4.1). Equal sizes have the empty proof.
 *
 * @param read reader of complete nodes; asked for those of {@link consistencyProofNodes}
 * @param firstSize entries in the first tree, 1 … secondSize
 * @param options.secondSize entries in the second tree, 1 … 2^53 − 1
 * @param options.suite hash suite of the log, `sha256` unless told
 * @returns hashes of 32 bytes in the order of the RFC
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `tree-size-order`, `node-missing`,
 *   `hash-length-invalid`
 * @example consistencyProof(() => leafHash(Buffer.from("b")), 1, { secondSize: 2 }).length; // => 1
 */
export function consistencyProof(
  read: NodeReader,
  firstSize: number,
  options: { secondSize: number; suite?: HashSuite },
): Buffer[] {
  const suite = options.suite ?? "sha256";
  assertSuite(suite);
  assertSizeOrder(firstSize, options.secondSize);
  return consistencyRanges(firstSize, options.secondSize).map((range) => rangeRoot(read, range, { suite }));
}

/**
 * The stored nodes that {@link rootFromNodes} reads, so that a database is asked once: the complete subtrees of the
 * tree, largest first. These are also the hashes of the frontier of that size.
 *
 * @param treeSize entries, 1 … 2^53 − 1
 * @returns at most 53 positions
 * @throws TransparencyLogError `tree-size-invalid`
 * @example rootNodes(6); // => [{ level: 2, index: 0 }, { level: 1, index: 2 }]
 */
export function rootNodes(treeSize: number): NodePosition[] {
  assertTreeSize(treeSize);
  return rangeNodes({ begin: 0, end: treeSize });
}

/**
 * The stored nodes that {@link inclusionProof} reads, so that a database is asked once.
 *
 * @param leafIndex 0 … treeSize − 1
 * @param treeSize entries, 1 … 2^53 − 1
 * @returns positions, without order promised
 * @throws TransparencyLogError `tree-size-invalid`, `leaf-index-invalid`
 * @example inclusionProofNodes(0, 4); // => [{ level: 0, index: 1 }, { level: 1, index: 1 }]
 */
export function inclusionProofNodes(leafIndex: number, treeSize: number): NodePosition[] {
  assertTreeSize(treeSize);
  assertLeafIndex(leafIndex, treeSize);
  return inclusionRanges(leafIndex, treeSize).flatMap(rangeNodes);
}

/**
 * The stored nodes that {@link consistencyProof} reads, so that a database is asked once.
 *
 * @param firstSize entries in the first tree, 1 … secondSize
 * @param secondSize entries in the second tree, 1 … 2^53 − 1
 * @returns positions, without order promised; none for equal sizes
 * @throws TransparencyLogError `tree-size-invalid`, `tree-size-order`
 * @example consistencyProofNodes(2, 4); // => [{ level: 1, index: 1 }]
 */
export function consistencyProofNodes(firstSize: number, secondSize: number): NodePosition[] {
  assertSizeOrder(firstSize, secondSize);
  return consistencyRanges(firstSize, secondSize).flatMap(rangeNodes);
}
